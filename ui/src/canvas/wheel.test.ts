// What turns of the wheel come to.

import { expect, it } from "vitest";
import { type Turn, turned } from "./wheel";

const turn = (more: Partial<Turn>): Turn => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

it("pans, and sideways with Shift", () => {
  expect(turned(turn({ deltaX: 3, deltaY: 40 }), false, false)).toEqual({ dx: 3, dy: 40, zoom: false });
  expect(turned(turn({ deltaY: 40, shiftKey: true }), false, false)).toEqual({ dx: 40, dy: 0, zoom: false });
  // Where the system turned it already, it is not turned back.
  expect(turned(turn({ deltaX: 40, shiftKey: true }), false, false)).toEqual({ dx: 40, dy: 0, zoom: false });
});

it("counts lines and pages in px", () => {
  expect(turned(turn({ deltaY: 3, deltaMode: 1 }), false, false).dy).toBe(54);
  expect(turned(turn({ deltaY: 1, deltaMode: 2 }), false, false).dy).toBe(600);
});

it("zooms with Ctrl, or without it if the setting says so", () => {
  expect(turned(turn({ deltaY: 40, ctrlKey: true }), true, false)).toEqual({ dx: 0, dy: 40, zoom: true });
  expect(turned(turn({ deltaY: 40 }), false, true).zoom).toBe(true);
  expect(turned(turn({ deltaY: 40, ctrlKey: true }), true, true).zoom).toBe(false);
  expect(turned(turn({ deltaY: 40, metaKey: true }), false, false).zoom).toBe(true);
});

it("zooms with a pinch whatever the setting says", () => {
  expect(turned(turn({ deltaY: 2, ctrlKey: true }), false, false)).toEqual({ dx: 0, dy: 9, zoom: true });
  expect(turned(turn({ deltaY: 2, ctrlKey: true }), false, true).zoom).toBe(true);
});
