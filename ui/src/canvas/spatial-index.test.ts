// Finding by place.

import { describe, expect, it } from "vitest";
import { SpatialIndex } from "./spatial-index";

describe("spatial index", () => {
  it("finds what touches and nothing else", () => {
    const index = SpatialIndex.ofRects([
      { x: 0, y: 0, w: 10, h: 10 },
      { x: 100, y: 0, w: 10, h: 10 },
      { x: 5, y: 5, w: 100, h: 1 },
    ]);
    expect(index.touching(0, 0, 20, 20).sort()).toEqual([0, 2]);
    expect(index.touching(200, 200, 210, 210)).toEqual([]);
  });

  it("may be empty", () => {
    const index = new SpatialIndex([]);
    expect(index.touching(0, 0, 1, 1)).toEqual([]);
    expect(index.nearest(0, 0, 1)).toEqual([]);
  });

  it("agrees with looking at everything", () => {
    let seed = 1;
    const random = (n: number): number => (seed = (seed * 16807) % 2147483647) % n;
    const rects = Array.from({ length: 500 }, () => ({
      x: random(5000),
      y: random(5000),
      w: random(200),
      h: random(80),
    }));
    const index = SpatialIndex.ofRects(rects);
    const q = { x: 1000, y: 1000, w: 900, h: 700 };
    const slow = rects.flatMap((r, i) =>
      r.x <= q.x + q.w && r.x + r.w >= q.x && r.y <= q.y + q.h && r.y + r.h >= q.y ? [i] : [],
    );
    expect(index.touchingRect(q).sort((a, b) => a - b)).toEqual(slow);
  });
});
