// A connection's course: corner points as flat numbers x0 y0 x1 y1 …, every part horizontal or vertical.

import type { Point } from "./geometry";

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

export const segmentCount = (line: Line): number => Math.max(0, line.length / 2 - 1);

export function lengthOf(line: Line): number {
  let sum = 0;
  for (let i = 2; i < line.length; i += 2) {
    sum += Math.abs(line[i]! - line[i - 2]!) + Math.abs(line[i + 1]! - line[i - 1]!);
  }
  return sum;
}

/** Middle of the longest straight part, where labels and badges sit. Horizontal parts count double: text lies along them. */
export function labelPoint(line: Line): Point {
  let best = -1;
  let at: Point = { x: line[0] ?? 0, y: line[1] ?? 0 };
  for (let i = 2; i < line.length; i += 2) {
    const dx = Math.abs(line[i]! - line[i - 2]!);
    const dy = Math.abs(line[i + 1]! - line[i - 1]!);
    const weight = dx * 2 + dy;
    if (weight > best) {
      best = weight;
      at = { x: (line[i]! + line[i - 2]!) / 2, y: (line[i + 1]! + line[i - 1]!) / 2 };
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

export const shifted = (line: Line, dx: number, dy: number): number[] =>
  line.map((v, i) => v + (i % 2 === 0 ? dx : dy));
