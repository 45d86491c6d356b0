// Courses as numbers: length, distance, label.

import { describe, expect, it } from "vitest";
import type { Rect } from "./geometry";
import { distanceTo, labelPoint, lengthOf, simplified } from "./line";

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
