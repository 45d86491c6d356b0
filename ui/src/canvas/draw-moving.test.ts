// A connection that moves is where it is at rest, and as round.

import { expect, test } from "vitest";
import { drawMoving } from "./draw-moving";
import { type Line, lengthOf } from "./line";
import type { Look } from "./look";
import type { SceneConnection } from "./scene";
import { SilentPainter } from "./silent-painter.fixture";
import { lightTheme } from "./theme";

const look = { theme: lightTheme, zoom: 1 } as Look;

class Boxes extends SilentPainter {
  readonly all: number[][] = [];
  readonly bends: Line[] = [];
  readonly colours: (string | null)[] = [];
  override box(x: number, y: number, w: number, h: number, _radius: number, fill: string | null): void {
    this.all.push([x, y, w, h]);
    this.colours.push(fill);
  }
  override lines(all: readonly Line[]): void {
    this.bends.push(...all.filter((line) => line.length === 6));
  }
}

function drawn(kind: string, line: Line): Boxes {
  const c = { source: { id: "c", kind, from: "a", to: "b" }, start: { node: 0, row: null }, end: { node: 1, row: null } } as unknown as SceneConnection;
  const painter = new Boxes();
  drawMoving(painter, look, [[c, line]]);
  return painter;
}

const line = [0, 0, 200, 0, 200, 100, 400, 100];

test("a call is three boxes with two round corners between", () => {
  const { all, bends } = drawn("call", line);
  expect(all.map((box) => box.map(Math.round))).toEqual([[0, -1, 191, 2], [199, 9, 2, 82], [209, 99, 183, 2]]);
  expect(bends).toEqual([[191, 0, 200, 0, 200, 9], [200, 91, 200, 100, 209, 100]]);
});

test("what has a pattern at rest is where it is at rest, in its colour", () => {
  const { all, colours } = drawn("publish", line);
  expect(all).toHaveLength(3);
  expect(new Set(colours)).toEqual(new Set([lightTheme.event]));
  expect(lengthOf(line) - all.reduce((sum, [, , w, h]) => sum + Math.max(w!, h!), 0)).toBeCloseTo(4 * 9);
});
