// Panning, zooming, fitting and revealing.

import { describe, expect, it } from "vitest";
import {
  between,
  fitted,
  maxZoom,
  minZoom,
  onPixels,
  panned,
  raised,
  revealing,
  toScreen,
  toSheet,
  visible,
  zoomedAt,
} from "./camera";

const view = { w: 800, h: 600 };

describe("camera", () => {
  it("goes from the screen to the sheet and back", () => {
    const camera = { x: 120, y: -40, zoom: 0.75 };
    const p = { x: 333, y: 77 };
    expect(toScreen(camera, toSheet(camera, p))).toEqual(p);
  });

  it("leaves room for what floats at the lower edge, as far as there is room above", () => {
    const ends = (h: number): [above: number, below: number] => {
      const r = { x: 0, y: 0, w: 100, h };
      const c = raised(fitted(r, view), r, view);
      return [-c.y, view.h + c.y - h];
    };
    expect(ends(400)).toEqual([100, 100]);
    expect(ends(480)).toEqual([40, 80]);
    expect(ends(540)).toEqual([24, 36]);
  });

  it("keeps the point under the pointer while zooming", () => {
    const camera = { x: 10, y: 20, zoom: 1 };
    const at = { x: 300, y: 200 };
    const before = toSheet(camera, at);
    const after = toSheet(zoomedAt(camera, at, 2.5), at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it("never zooms beyond 5 and 400 %", () => {
    const camera = { x: 0, y: 0, zoom: 1 };
    expect(zoomedAt(camera, { x: 0, y: 0 }, 99).zoom).toBe(maxZoom);
    expect(zoomedAt(camera, { x: 0, y: 0 }, 0.0001).zoom).toBe(minZoom);
  });

  it("moves the sheet with the hand at any zoom", () => {
    const camera = panned({ x: 0, y: 0, zoom: 0.5 }, 100, -50);
    expect(camera).toEqual({ x: -200, y: 100, zoom: 0.5 });
  });

  it("fits a rectangle into the middle without enlarging it", () => {
    const small = fitted({ x: 100, y: 100, w: 50, h: 50 }, view);
    expect(small.zoom).toBe(1);
    const middle = toScreen(small, { x: 125, y: 125 });
    expect(middle).toEqual({ x: 400, y: 300 });
    const large = fitted({ x: 0, y: 0, w: 8000, h: 100 }, view);
    expect(large.zoom).toBeCloseTo((800 - 80) / 8000);
  });

  it("reveals with the smallest move, and not at all if nothing is hidden", () => {
    const camera = { x: 0, y: 0, zoom: 1 };
    expect(revealing(camera, { x: 100, y: 100, w: 100, h: 100 }, view)).toBe(camera);
    const moved = revealing(camera, { x: 900, y: 100, w: 100, h: 100 }, view);
    expect(moved).toEqual({ x: 240, y: 0, zoom: 1 });
  });

  it("rests on whole device pixels", () => {
    const { x, zoom } = onPixels({ x: 10.3333, y: 0, zoom: 0.92 }, 2);
    expect(x * zoom * 2).toBeCloseTo(Math.round(10.3333 * 0.92 * 2));
  });

  it("starts and ends a move exactly", () => {
    const a = { x: 0, y: 0, zoom: 0.2 };
    const b = { x: 500, y: 300, zoom: 1.5 };
    const end = between(a, b, view, 1);
    expect(between(a, b, view, 0)).toEqual(a);
    expect(end.x).toBeCloseTo(b.x);
    expect(end.zoom).toBeCloseTo(b.zoom);
  });

  it("sees more of the sheet when far away", () => {
    expect(visible({ x: 5, y: 6, zoom: 0.5 }, view)).toEqual({ x: 5, y: 6, w: 1600, h: 1200 });
  });
});
