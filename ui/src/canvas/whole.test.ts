// How large the picture of the whole is.

import { expect, test } from "vitest";
import { sizeOf } from "./whole";

test("the whole with its titles fits in a picture of a size that does not grow with it", () => {
  const bounds = { x: -900, y: 40_000, w: 211_000, h: 16_000 };
  const { left, top, width, height, scale } = sizeOf(bounds, 2);
  expect(Math.max(width, height)).toBeLessThanOrEqual(1538);
  expect(left).toBeLessThanOrEqual(bounds.x * scale);
  expect(top).toBeLessThanOrEqual(bounds.y * scale);
  expect(left + width).toBeGreaterThanOrEqual((bounds.x + bounds.w) * scale);
  expect(top + height).toBeGreaterThanOrEqual((bounds.y + bounds.h) * scale);
});

test("what is small is not made larger than it is", () => {
  expect(sizeOf({ x: 0, y: 0, w: 100, h: 50 }, 1).scale).toBe(1);
});
