// Where the numbers of a path stand: each on its own connection, none on another, on a badge or on a card.

import { textWidth } from "./advances";
import { contains, inflate, type Rect } from "./geometry";
import { pillWidth } from "./label";
import type { Scene, SceneConnection } from "./scene";
import type { Id } from "./sheet";

export const stepFont = { family: "sans", size: 12, weight: 600 } as const;

export interface StepPlace {
  x: number;
  y: number;
  /** Its number, or several where the path takes a connection more than once: "1·4". */
  text: string;
  /** Width of its disc in px at scale 1; 19 for one digit. */
  wide: number;
  /** Indexes of the steps it stands for. */
  steps: readonly number[];
}

const tall = 19;
/** Between two numbers at least. */
const air = 3;
/** A connection that is taken more often says "…". */
const mostNumbers = 3;

interface Known {
  steps: readonly Id[];
  scale: number;
  /** Another one means other lines. */
  lines: number;
  places: readonly StepPlace[];
}

const known = new WeakMap<Scene, Known>();

/** `scale` is how much larger than at 100 % the numbers are drawn. */
export function stepPlaces(scene: Scene, steps: readonly Id[], scale: number): readonly StepPlace[] {
  const last = known.get(scene);
  if (last && last.steps === steps && last.scale === scale && last.lines === scene.courses.version) return last.places;
  const places = placed(scene, steps, scale);
  known.set(scene, { steps, scale, lines: scene.courses.version, places });
  return places;
}

function placed(scene: Scene, steps: readonly Id[], scale: number): StepPlace[] {
  const by = new Map<Id, number[]>();
  steps.forEach((id, i) => by.set(id, [...(by.get(id) ?? []), i]));
  const taken: Rect[] = [];
  for (const id of by.keys()) {
    const c = scene.connection(id);
    if (c?.source.badge && !c.quiet) taken.push(around(c.label, pillWidth(c.source.badge) * scale, 20 * scale));
  }
  const out: StepPlace[] = [];
  for (const [id, at] of by) {
    const c = scene.connection(id);
    if (!c) continue;
    const numbers = at.slice(0, mostNumbers).map((i) => i + 1);
    const text = numbers.join("·") + (at.length > mostNumbers ? "…" : "");
    const wide = Math.max(tall, textWidth(text, stepFont) + 10);
    const spot = free(scene, c, taken, wide * scale, tall * scale);
    taken.push(inflate(around(spot, wide * scale, tall * scale), air * scale));
    out.push({ ...spot, text, wide, steps: at });
  }
  return out;
}

const around = (p: { x: number; y: number }, w: number, h: number): Rect => ({ x: p.x - w / 2, y: p.y - h / 2, w, h });

const meets = (a: Rect, b: Rect): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** The first free spot on the line, its longest part first; else the first free one below its label. */
function free(scene: Scene, c: SceneConnection, taken: readonly Rect[], w: number, h: number): { x: number; y: number } {
  let onCard: { x: number; y: number } | null = null;
  for (const spot of spots(c.line, h)) {
    const box = around(spot, w, h);
    if (taken.some((other) => meets(box, other))) continue;
    const covers = scene.nodesIn(box).some((i) => contains(inflate(scene.nodes[i]!.box, h / 4), spot));
    if (!covers) return spot;
    onCard ??= spot;
  }
  if (onCard) return onCard;
  for (let down = 0; down < 40; down += 1) {
    const spot = { x: c.label.x, y: c.label.y + down * h };
    if (!taken.some((other) => meets(around(spot, w, h), other))) return spot;
  }
  return c.label;
}

/** Along each part, from its middle outwards; longer parts first. */
function* spots(line: readonly number[], step: number): Generator<{ x: number; y: number }> {
  const parts: { x: number; y: number; dx: number; dy: number; length: number }[] = [];
  for (let i = 2; i < line.length; i += 2) {
    const [dx, dy] = [line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!];
    parts.push({ x: line[i - 2]!, y: line[i - 1]!, dx, dy, length: Math.abs(dx) + Math.abs(dy) });
  }
  parts.sort((a, b) => b.length - a.length);
  for (const { x, y, dx, dy, length } of parts) {
    // Room for the arrow and the port at the ends.
    const reach = Math.floor(Math.max(0, length / 2 - step) / (step / 2));
    for (let k = 0; k <= reach; k += 1) {
      for (const side of k === 0 ? [0] : [k, -k]) {
        const t = 0.5 + (side * step) / 2 / Math.max(length, 1);
        yield { x: x + dx * t, y: y + dy * t };
      }
    }
  }
}
