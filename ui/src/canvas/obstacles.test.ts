// What courses keep away from is found by place as a look at all of it would find it, and when it comes and goes.

import { describe, expect, it } from "vitest";
import type { Rect } from "./geometry";
import { Obstacles } from "./obstacles";

let seed = 11;
const random = (most: number): number => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * most);
};
const some = (count: number, size: number): Rect[] =>
  Array.from({ length: count }, () => ({ x: random(4000) - 2000, y: random(4000) - 2000, w: 1 + random(size), h: 1 + random(size) }));

const flat = (r: Rect): number[] => [r.x, r.y, r.x + r.w, r.y + r.h];
const sorted = (boxes: readonly number[]): string[] => {
  const all: string[] = [];
  for (let i = 0; i < boxes.length; i += 4) all.push(boxes.slice(i, i + 4).join());
  return all.sort();
};
const areas = [...some(60, 900), ...some(20, 9000), { x: 100, y: -1e9, w: 10, h: 2e9 }, { x: 300, y: 300, w: 0, h: 0 }];

function expectSame(obstacles: Obstacles, rects: readonly Rect[]): void {
  for (const { x, y, w, h } of areas) {
    const touching = rects.filter((r) => r.x <= x + w && r.x + r.w >= x && r.y <= y + h && r.y + r.h >= y);
    expect(sorted(obstacles.near(x, y, x + w, y + h))).toEqual(sorted(touching.flatMap(flat)));
    const inside = rects.some((r) => r.x < x + w && r.x + r.w > x && r.y < y + h && r.y + r.h > y);
    expect(obstacles.isClear(x, y, x + w, y + h)).toBe(!inside);
  }
}

describe("obstacles", () => {
  it("are found like in a list of all: small ones, some over many squares, and some at the end of the world", () => {
    const rects = [...some(300, 300), ...some(10, 1500), ...some(3, 20000), { x: -4e9, y: 1e9, w: 8e9, h: 10 }];
    expectSame(new Obstacles(rects), rects);
  });

  it("come and go, of several at one place one at a time", () => {
    const [stay, go, come] = [some(100, 400), some(100, 4000), some(50, 400)];
    const twice = stay[0]!;
    const obstacles = new Obstacles([...stay, twice, ...go]);
    for (const r of go) obstacles.take(r);
    for (const r of come) obstacles.put(r);
    obstacles.take(twice);
    expectSame(obstacles, [...stay, ...come]);
    obstacles.take(twice);
    expectSame(obstacles, [...stay.slice(1), ...come]);
  });

  it("are not all looked for where there are more than anybody wants", () => {
    const obstacles = new Obstacles(some(400, 300));
    const found = obstacles.near(-3000, -3000, 3000, 3000, 20).length / 4;
    expect(found).toBeGreaterThan(20);
    expect(found).toBeLessThan(100);
  });
});
