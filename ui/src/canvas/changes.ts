// Where the resting picture differs between two scenes, so that only that much is painted again.

import { inflate, type Point, type Rect, sameRect } from "./geometry";
import type { Labelled, Said } from "./labels";
import type { Scene, SceneConnection, SceneDomain, SceneNode } from "./scene";
import type { Swap } from "./swap";

/** Shadows, ports and outlines reach this far beyond a node, markers and rounded corners beyond a line. */
const nodeReach = 24;
const lineReach = 14;
/** Half of the widest label, and its height; they grow a little from further away. */
const labelReach = { x: 120, y: 24 };
/** Titles stand above their group. */
const titleReach = 90;
/** With more than so many places, everything is simply painted again. */
const mostPlaces = 400;

/** The places of everything that is put in place of something, and of what is said differently; null means everywhere. */
export function changesOf(
  nodes: readonly Swap<SceneNode>[],
  framesBefore: readonly SceneDomain[],
  frames: readonly SceneDomain[],
  lines: readonly Swap<Labelled>[],
  said: readonly Said[],
): Rect[] | null {
  const out: Rect[] = [];
  for (const { old, now } of nodes) {
    if (now) out.push(inflate(now.box, nodeReach));
    if (old && !(now && sameRect(old.box, now.box))) out.push(inflate(old.box, nodeReach));
  }
  if (frames !== framesBefore) {
    const [before, after] = [new Set(framesBefore), new Set(frames)];
    for (const d of after) if (!before.has(d)) out.push(inflate(d.frame, titleReach));
    for (const d of before) if (!after.has(d)) out.push(inflate(d.frame, titleReach));
  }
  for (const { old, now } of lines) {
    if (out.length > mostPlaces) return null;
    if (old) out.push(...placesOf(old));
    if (now) out.push(...placesOf(now));
  }
  for (const { c, was } of said) out.push(...placesOf(c), ...(was ? [wordsAt(was)] : []));
  return out.length > mostPlaces ? null : out;
}

/** The places of nodes and of all their connections. */
export function placesAround(scene: Scene, nodes: Iterable<number>): Rect[] | null {
  const out: Rect[] = [];
  const seen = new Set<number>();
  for (const n of nodes) {
    const node = scene.nodes[n];
    if (!node) continue;
    out.push(inflate(node.box, nodeReach));
    for (const i of node.connections) {
      if (seen.has(i)) continue;
      seen.add(i);
      out.push(...placesOf(scene.connections[i]!));
    }
    if (out.length > mostPlaces) return null;
  }
  return out;
}

function placesOf(c: SceneConnection & { stood?: Point | null }): Rect[] {
  const out: Rect[] = [];
  for (let i = 2; i < c.line.length; i += 2) {
    const x = Math.min(c.line[i]!, c.line[i - 2]!);
    const y = Math.min(c.line[i + 1]!, c.line[i - 1]!);
    const w = Math.abs(c.line[i]! - c.line[i - 2]!);
    const h = Math.abs(c.line[i + 1]! - c.line[i - 1]!);
    out.push(inflate({ x, y, w, h }, lineReach));
  }
  // Words nobody looked for were not painted either.
  const at = c.stood;
  if (at) out.push(wordsAt(at));
  return out;
}

const wordsAt = ({ x, y }: Point): Rect => ({ x: x - labelReach.x, y: y - labelReach.y, w: 2 * labelReach.x, h: 2 * labelReach.y });
