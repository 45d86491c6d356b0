// Two fingers on the sheet.

import { expect, it } from "vitest";
import { Fingers } from "./fingers";

it("is a pointer with one finger", () => {
  const fingers = new Fingers();
  expect(fingers.press(1, { x: 10, y: 10 })).toBe("pointer");
  expect(fingers.move(1, { x: 20, y: 10 })).toBe("pointer");
  expect(fingers.lift(1)).toBe(true);
});

it("carries and stretches the sheet with two", () => {
  const fingers = new Fingers();
  fingers.press(1, { x: 100, y: 100 });
  expect(fingers.press(2, { x: 200, y: 100 })).toBe("pinch");
  expect(fingers.move(2, { x: 300, y: 100 })).toEqual({ screen: { x: 200, y: 100 }, dx: 50, dy: 0, scale: 2 });
  fingers.move(1, { x: 100, y: 160 });
  expect(fingers.move(2, { x: 300, y: 160 })).toMatchObject({ dy: 30 });
});

it("asks the last finger of a pinch for nothing until it is lifted", () => {
  const fingers = new Fingers();
  fingers.press(1, { x: 100, y: 100 });
  fingers.press(2, { x: 200, y: 100 });
  expect(fingers.lift(2)).toBe(false);
  expect(fingers.move(1, { x: 150, y: 100 })).toBe(null);
  expect(fingers.lift(1)).toBe(false);
  expect(fingers.press(3, { x: 0, y: 0 })).toBe("pointer");
});
