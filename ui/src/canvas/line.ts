// A connection's course: corner points as flat numbers x0 y0 x1 y1 …, every part horizontal or vertical.

import type { Point, Rect } from "./geometry";

export type Line = readonly number[];

/** Drops points that repeat or lie on a straight part. */
export function simplified(line: Line): number[] {
  const out: number[] = [];
  for (let i = 0; i < line.length; i += 2) {
    const x = line[i]!;
    const y = line[i + 1]!;
    const n = out.length;
    if (n >= 2 && same(out[n - 2]!, x) && same(out[n - 1]!, y)) continue;
    if (n >= 4) {
      const straightX = same(out[n - 4]!, out[n - 2]!) && same(out[n - 2]!, x);
      const straightY = same(out[n - 3]!, out[n - 1]!) && same(out[n - 1]!, y);
      if (straightX || straightY) {
        out[n - 2] = x;
        out[n - 1] = y;
        continue;
      }
    }
    out.push(x, y);
  }
  return out;
}

const same = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;

export function lengthOf(line: Line): number {
  let sum = 0;
  for (let i = 2; i < line.length; i += 2) {
    sum += Math.abs(line[i]! - line[i - 2]!) + Math.abs(line[i + 1]! - line[i - 1]!);
  }
  return sum;
}

/** What ports and arrows take of the first and last part. */
const endRoom = 26;
const labelHeight = 22;

/**
 * Where something `width` wide sits on a course: the middle of the longest straight part with room for it,
 * away from the ports, or a quarter of a part if only there nothing is in its way.
 */
export function labelPoint(line: Line, width: number, isFree: (around: Rect) => boolean = () => true): Point {
  let best = -Infinity;
  let at: Point = { x: line[0] ?? 0, y: line[1] ?? 0 };
  for (let i = 2; i < line.length; i += 2) {
    const [x0, y0, x1, y1] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!];
    const long = Math.abs(x1 - x0) + Math.abs(y1 - y0);
    if (long === 0) continue;
    const before = i === 2 ? endRoom : 0;
    const after = i === line.length - 2 ? endRoom : 0;
    const free = long - before - after - (y0 === y1 ? width : labelHeight);
    // Short of room everywhere, the part that lacks least.
    const weight = free >= 0 ? long : free - 10000;
    if (weight <= best) continue;
    const middle = 0.5 + Math.max(-0.5, Math.min(0.5, (before - after) / 2 / long));
    for (const [t, worth] of [
      [middle, weight],
      [0.25, weight * 0.75],
      [0.75, weight * 0.75],
    ] as const) {
      const p = { x: x0 + (x1 - x0) * t, y: y0 + (y1 - y0) * t };
      const around = { x: p.x - width / 2, y: p.y - labelHeight / 2, w: width, h: labelHeight };
      const value = isFree(around) ? worth : worth - 5000;
      if (value <= best) continue;
      best = value;
      at = p;
    }
  }
  return at;
}

/** Distance from a point to the nearest part, and which part that is. */
export function distanceTo(line: Line, x: number, y: number): { distance: number; segment: number } {
  let distance = Infinity;
  let segment = 0;
  for (let i = 2; i < line.length; i += 2) {
    const nx = Math.max(Math.min(line[i]!, line[i - 2]!), Math.min(Math.max(line[i]!, line[i - 2]!), x));
    const ny = Math.max(Math.min(line[i + 1]!, line[i - 1]!), Math.min(Math.max(line[i + 1]!, line[i - 1]!), y));
    const d = Math.hypot(nx - x, ny - y);
    if (d < distance) {
      distance = d;
      segment = i / 2 - 1;
    }
  }
  return { distance, segment };
}

export function lineBounds(line: Line): Rect | null {
  if (line.length === 0) return null;
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (let i = 0; i < line.length; i += 2) {
    x0 = Math.min(x0, line[i]!);
    x1 = Math.max(x1, line[i]!);
    y0 = Math.min(y0, line[i + 1]!);
    y1 = Math.max(y1, line[i + 1]!);
  }
  return { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
}
