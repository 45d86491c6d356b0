// Courses as numbers: length, distance, label, window.

import { describe, expect, it } from "vitest";
import type { Rect } from "./geometry";
import { distanceTo, labelPoint, lengthOf, simplified, windowed } from "./line";

describe("lines", () => {
  it("drop points on straight parts and doubles", () => {
    expect(simplified([0, 0, 5, 0, 5, 0, 10, 0, 10, 8])).toEqual([0, 0, 10, 0, 10, 8]);
  });

  it("know their length", () => {
    expect(lengthOf([0, 0, 10, 0, 10, 8, 4, 8])).toBe(24);
  });

  it("know how far a point is, and from which part", () => {
    const line = [0, 0, 100, 0, 100, 50];
    expect(distanceTo(line, 50, 3)).toEqual({ distance: 3, segment: 0 });
    expect(distanceTo(line, 104, 40)).toEqual({ distance: 4, segment: 1 });
  });

  it("show only their stretch in an area, with dashes in phase", () => {
    const area = { x: 1000, y: -50, w: 200, h: 100 };
    const cut = windowed([0, 0, 5000, 0, 5000, 300], area, 10);
    expect(cut.length).toBe(4);
    expect(cut[0]! % 10).toBe(0);
    expect(cut[0]!).toBeLessThanOrEqual(1000);
    expect(cut[0]!).toBeGreaterThan(989);
    expect(cut[2]!).toBeGreaterThanOrEqual(1200);
    expect(windowed([0, 500, 5000, 500], area, 10)).toEqual([]);
    // 303 px went before the corner, so the phase there is 3.
    const after = windowed([1100, 353, 1100, 50, 1500, 50], { x: 1090, y: 40, w: 40, h: 20 }, 10);
    expect(after.slice(0, 4)).toEqual([1100, 63, 1100, 50]);
    const corner = windowed([1100, 353, 1100, 50, 1500, 50], { x: 1200, y: 40, w: 40, h: 20 }, 10);
    expect((303 + corner[0]! - 1100) % 10).toBe(0);
  });

  it("carry their label on the longest part with room for it", () => {
    // The first part is longest, but its middle keeps clear of the port.
    expect(labelPoint([0, 0, 200, 0, 200, 50], 40).x).toBeCloseTo(113);
    // Something stands at the middle, so it moves along.
    const blocked = (r: Rect): boolean => r.x > 100 || r.x + r.w < 100;
    expect(labelPoint([0, 0, 200, 0, 200, 20], 40, blocked).x).toBe(50);
    // No flat part is wide enough, an upright one is long enough.
    expect(labelPoint([0, 0, 40, 0, 40, 60, 90, 60], 70)).toEqual({ x: 40, y: 30 });
  });
});
