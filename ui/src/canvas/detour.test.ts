// The way around is the cheapest there is: as cheap as a plain search over the same lines finds it.

import { describe, expect, it } from "vitest";
import { bendCost, detour } from "./detour";
import type { Rect } from "./geometry";
import { lengthOf, type Line } from "./line";
import { Obstacles } from "./obstacles";
import type { End } from "./ports";
import { isFree, outward } from "./route";

const room = 16;
/** The window that is looked at first. */
const air = 140;
const costOf = (line: Line): number => lengthOf(line) + bendCost * (line.length / 2 - 2);

/** Looks at every way from crossing to crossing, the cheapest first, with nothing clever about it. */
function plainly(start: End, end: End, boxes: readonly Rect[]): number {
  const [a, b] = [outward(start), outward(end)];
  const [from, to] = [{ x: start.x + a.dx * room, y: start.y + a.dy * room }, { x: end.x + b.dx * room, y: end.y + b.dy * room }];
  const within = (v: number, one: number, other: number): boolean => v >= Math.min(one, other) - air && v <= Math.max(one, other) + air;
  const xs = [...new Set([from.x, to.x, ...boxes.flatMap((r) => [r.x - room, r.x + r.w + room]).filter((v) => within(v, start.x, end.x))])].sort((p, q) => p - q);
  const ys = [...new Set([from.y, to.y, ...boxes.flatMap((r) => [r.y - room, r.y + r.h + room]).filter((v) => within(v, start.y, end.y))])].sort((p, q) => p - q);
  const isOpen = (x0: number, y0: number, x1: number, y1: number): boolean =>
    !boxes.some((r) => r.x - room < Math.max(x0, x1) && r.x + r.w + room > Math.min(x0, x1) && r.y - room < Math.max(y0, y1) && r.y + r.h + room > Math.min(y0, y1));
  const ahead = [{ i: xs.indexOf(from.x), j: ys.indexOf(from.y), dx: a.dx, dy: a.dy, cost: 2 * room }];
  const seen = new Set<string>();
  while (ahead.length > 0) {
    ahead.sort((p, q) => q.cost - p.cost);
    const { i, j, dx, dy, cost } = ahead.pop()!;
    const key = [i, j, dx, dy].join();
    if (seen.has(key)) continue;
    seen.add(key);
    if (xs[i] === to.x && ys[j] === to.y && dx === -b.dx && dy === -b.dy) return cost;
    ahead.push({ i, j, dx: dy, dy: dx, cost: cost + bendCost }, { i, j, dx: -dy, dy: -dx, cost: cost + bendCost });
    const [ni, nj] = [i + dx, j + dy];
    if (xs[ni] === undefined || ys[nj] === undefined || !isOpen(xs[i]!, ys[j]!, xs[ni]!, ys[nj]!)) continue;
    ahead.push({ i: ni, j: nj, dx, dy, cost: cost + Math.abs(xs[ni]! - xs[i]!) + Math.abs(ys[nj]! - ys[j]!) });
  }
  return Infinity;
}

let seed = 3;
const random = (most: number): number => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * most);
};

/** Cards on a loose grid, and two ends at borders of two of them. */
function scattered(): { boxes: Rect[]; start: End; end: End } {
  const boxes = Array.from({ length: 16 }, (_, k) => ({ x: (k % 4) * 260 + random(60), y: Math.floor(k / 4) * 200 + random(60), w: 120 + random(80), h: 80 + random(60) }));
  const ends = [boxes[random(8)]!, boxes[8 + random(8)]!].map((r): End => {
    const y = r.y + 20 + random(40);
    if (random(4) === 0) return { x: r.x + r.w / 2, y: r.y, side: "top" };
    return random(2) === 0 ? { x: r.x, y, side: "left" } : { x: r.x + r.w, y, side: "right" };
  });
  return { boxes, start: ends[0]!, end: ends[1]! };
}

describe("a detour", () => {
  it("is free, and costs what the cheapest way costs", () => {
    let found = 0;
    for (let round = 0; round < 150; round += 1) {
      const { boxes, start, end } = scattered();
      const least = plainly(start, end, boxes);
      if (least === Infinity) continue;
      found += 1;
      const line = detour(start, end, new Obstacles(boxes), room)!;
      expect(isFree(line, new Obstacles(boxes), room)).toBe(true);
      expect(costOf(line)).toBeCloseTo(least, 3);
    }
    expect(found).toBeGreaterThan(100);
  });

  it("is none that costs more than somebody would take", () => {
    let dear = 0;
    for (let round = 0; round < 40; round += 1) {
      const { boxes, start, end } = scattered();
      const obstacles = new Obstacles(boxes);
      const line = detour(start, end, obstacles, room);
      if (!line) continue;
      expect(detour(start, end, obstacles, room, costOf(line) + 1)).toEqual(line);
      expect(detour(start, end, obstacles, room, costOf(line) - 3)).toBeNull();
      dear += 1;
    }
    expect(dear).toBeGreaterThan(20);
  });
});
