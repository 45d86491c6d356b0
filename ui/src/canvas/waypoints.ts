// Courses the architect laid by hand.

import { type Line, simplified } from "./line";
import type { End } from "./ports";

/** Through the corners the architect placed; a missing corner is added so that all parts stay straight. */
export function throughPoints(
  starts: readonly End[],
  ends: readonly End[],
  points: readonly { x: number; y: number }[],
  reversed: boolean,
): Line {
  const way = reversed ? [...points].reverse() : points;
  const nearest = (all: readonly End[], p: { x: number; y: number }): End =>
    all.reduce((a, b) => (Math.hypot(b.x - p.x, b.y - p.y) < Math.hypot(a.x - p.x, a.y - p.y) ? b : a));
  const start = nearest(starts, way[0]!);
  const end = nearest(ends, way[way.length - 1]!);
  const line: number[] = [start.x, start.y];
  let flat = start.side === "left" || start.side === "right";
  for (const p of [...way, end]) {
    const x = line[line.length - 2]!;
    const y = line[line.length - 1]!;
    if (x !== p.x && y !== p.y) {
      if (flat) line.push(p.x, y);
      else line.push(x, p.y);
    }
    flat = line[line.length - 2] === p.x;
    line.push(p.x, p.y);
  }
  return simplified(line);
}
