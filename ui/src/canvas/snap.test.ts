// Grid, guides and equal gaps.

import { describe, expect, it } from "vitest";
import { snapMove } from "./snap";

const box = { x: 100, y: 100, w: 196, h: 120 };

describe("snapping", () => {
  it("goes to the grid when nothing is near", () => {
    const { dx, dy, guides } = snapMove(box, [], 33, 47, 6);
    expect([100 + dx, 100 + dy]).toEqual([140, 140]);
    expect(guides).toEqual([]);
  });

  it("lines up edges before the grid", () => {
    const other = { x: 407, y: 500, w: 196, h: 60 };
    const { dx, guides } = snapMove(box, [other], 304, 0, 6);
    expect(100 + dx).toBe(407);
    expect(guides.map((g) => g.axis)).toContain("x");
  });

  it("lines up centres of different sizes", () => {
    const other = { x: 700, y: 133, w: 50, h: 50 };
    const { dy } = snapMove(box, [other], 0, -3, 6);
    expect(100 + dy + 60).toBe(133 + 25);
  });

  it("catches only within reach", () => {
    const other = { x: 411, y: 500, w: 196, h: 60 };
    const { dx } = snapMove(box, [other], 300, 0, 6);
    expect(100 + dx).toBe(400);
  });

  it("finds equal gaps between two neighbours", () => {
    const left = { x: 0, y: 100, w: 101, h: 90 };
    const right = { x: 503, y: 120, w: 100, h: 90 };
    // In the middle of 101 and 503 the box starts at 204.
    const { dx, guides } = snapMove({ ...box, y: 140 }, [left, right], 103, 0, 6);
    expect(100 + dx).toBe(204);
    expect(guides.filter((g) => g.gap !== undefined).map((g) => g.gap)).toEqual([103, 103]);
  });

  it("finds equal gaps below two neighbours", () => {
    const above = { x: 120, y: 0, w: 110, h: 60 };
    const below = { x: 130, y: 103, w: 90, h: 60 };
    const { dy, guides } = snapMove({ x: 107, y: 300, w: 196, h: 120 }, [above, below], 0, -92, 6);
    expect(300 + dy).toBe(206);
    expect(guides.filter((g) => g.axis === "x").map((g) => g.gap)).toEqual([43, 43]);
  });

  it("tells how far it is to the next in line", () => {
    const near = { x: 420, y: 100, w: 196, h: 120 };
    const far = { x: 900, y: 100, w: 196, h: 120 };
    const { guides } = snapMove(box, [near, far], 3, 2, 6);
    expect(guides.filter((g) => g.gap !== undefined)).toEqual([{ axis: "y", at: 160, from: 296, to: 420, gap: 124 }]);
  });
});
