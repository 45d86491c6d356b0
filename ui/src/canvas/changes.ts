// Where the resting picture differs between two scenes, so that only that much is painted again.

import { inflate, type Rect, sameRect } from "./geometry";
import type { Line } from "./line";
import type { Scene, SceneConnection } from "./scene";

/** Shadows, ports and outlines reach this far beyond a node, markers and rounded corners beyond a line. */
const nodeReach = 24;
const lineReach = 14;
/** Half of the widest label, and its height; they grow a little from further away. */
const labelReach = { x: 120, y: 24 };
/** Titles stand above their group. */
const titleReach = 90;
/** With more than so many places, everything is simply painted again. */
const mostPlaces = 400;

/** The places that changed; null means everything may have. */
export function changedPlaces(before: Scene, after: Scene): Rect[] | null {
  const out: Rect[] = [];
  for (const node of after.nodes) {
    const old = before.node(node.source.id);
    if (old && old.source === node.source) continue;
    out.push(inflate(node.box, nodeReach));
    if (old && !sameRect(old.box, node.box)) out.push(inflate(old.box, nodeReach));
  }
  for (const old of before.nodes) if (!after.node(old.source.id)) out.push(inflate(old.box, nodeReach));
  for (const domain of after.domains) {
    const old = before.domain(domain.source.id);
    if (old && old.source === domain.source && sameRect(old.frame, domain.frame)) continue;
    out.push(inflate(domain.frame, titleReach));
    if (old) out.push(inflate(old.frame, titleReach));
  }
  for (const old of before.domains) {
    if (!after.domain(old.source.id)) out.push(inflate(old.frame, titleReach));
  }
  for (const c of after.connections) {
    const old = before.connection(c.source.id);
    if (old && looksSame(old, c)) continue;
    if (out.length > mostPlaces) return null;
    out.push(...placesOf(c));
    if (old) out.push(...placesOf(old));
  }
  for (const old of before.connections) if (!after.connection(old.source.id)) out.push(...placesOf(old));
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

function looksSame(a: SceneConnection, b: SceneConnection): boolean {
  return a.source === b.source && sameLine(a.line, b.line) && (!a.source.badge || a.quiet === b.quiet);
}

const sameLine = (a: Line, b: Line): boolean => a === b || (a.length === b.length && a.every((v, i) => v === b[i]));

function placesOf(c: SceneConnection): Rect[] {
  const out: Rect[] = [];
  for (let i = 2; i < c.line.length; i += 2) {
    const x = Math.min(c.line[i]!, c.line[i - 2]!);
    const y = Math.min(c.line[i + 1]!, c.line[i - 1]!);
    const w = Math.abs(c.line[i]! - c.line[i - 2]!);
    const h = Math.abs(c.line[i + 1]! - c.line[i - 1]!);
    out.push(inflate({ x, y, w, h }, lineReach));
  }
  const { x, y } = c.label;
  out.push({ x: x - labelReach.x, y: y - labelReach.y, w: 2 * labelReach.x, h: 2 * labelReach.y });
  return out;
}
