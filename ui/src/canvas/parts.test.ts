// Whatever places there are, their parts hold them, stay in the window and do not overlap.

import { expect, test } from "vitest";
import { encloses, overlaps, type Rect } from "./geometry";
import { partsOf } from "./parts";

const window = { width: 1400, height: 860 };

function places(seed: number, count: number): Rect[] {
  let state = seed * 2654435761;
  const next = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return (state / 2 ** 32) * below;
  };
  return Array.from({ length: count }, () => ({ x: next(1800) - 200, y: next(1200) - 200, w: next(90), h: next(60) }));
}

test("parts hold every place that shows, in whole px, and none overlaps another", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const all = places(seed, seed % 12);
    const parts = partsOf(all, window)!;
    for (const { x, y, w, h } of all) {
      const seen = { x: Math.max(0, x), y: Math.max(0, y), w: 0, h: 0 };
      seen.w = Math.min(window.width, x + w) - seen.x;
      seen.h = Math.min(window.height, y + h) - seen.y;
      if (seen.w > 0 && seen.h > 0) expect(parts.some((part) => encloses(part, seen)), `${seed}`).toBe(true);
    }
    for (const part of parts) {
      expect(encloses({ x: 0, y: 0, w: window.width, h: window.height }, part) && [part.x, part.y, part.w, part.h].every(Number.isInteger)).toBe(true);
      expect(parts.some((other) => other !== part && overlaps(other, part)), `${seed}`).toBe(false);
    }
  }
});

test("what lies together is one part, what lies apart is two", () => {
  const [a, b, far] = [{ x: 10, y: 10, w: 40, h: 20 }, { x: 60, y: 20, w: 40, h: 20 }, { x: 1200, y: 700, w: 40, h: 20 }];
  expect(partsOf([a, b], window)).toEqual([{ x: 10, y: 10, w: 90, h: 30 }]);
  expect(partsOf([a, far], window)).toHaveLength(2);
});

test("where most of the window changed nobody gathers", () => {
  expect(partsOf([{ x: 0, y: 0, w: 1300, h: 800 }], window)).toBeNull();
  expect(partsOf([], window)).toEqual([]);
});
