// A connection that moves is where it is at rest, and shows the same pattern.

import { expect, test } from "vitest";
import { drawMoving } from "./draw-moving";
import { type Line, lengthOf } from "./line";
import type { Look } from "./look";
import type { SceneConnection } from "./scene";
import { SilentPainter } from "./silent-painter.fixture";
import { lightTheme } from "./theme";

const look = { theme: lightTheme, zoom: 1 } as Look;
const everywhere = { x: -1e4, y: -1e4, w: 2e4, h: 2e4 };

class Boxes extends SilentPainter {
  readonly all: number[][] = [];
  readonly bends: Line[] = [];
  override box(x: number, y: number, w: number, h: number): void {
    this.all.push([x, y, w, h]);
  }
  override lines(all: readonly Line[]): void {
    this.bends.push(...all.filter((line) => line.length === 6));
  }
}

function drawn(kind: string, line: Line, area = everywhere): Boxes {
  const c = { source: { id: "c", kind, from: "a", to: "b" }, start: { node: 0, row: null }, end: { node: 1, row: null } } as unknown as SceneConnection;
  const painter = new Boxes();
  drawMoving(painter, look, [[c, line]], area);
  return painter;
}

const line = [0, 0, 200, 0, 200, 100, 400, 100];

test("a call is three boxes with two round corners between", () => {
  const { all, bends } = drawn("call", line);
  expect(all.map((box) => box.map(Math.round))).toEqual([[0, -1, 191, 2], [199, 9, 2, 82], [209, 99, 183, 2]]);
  expect(bends).toEqual([[191, 0, 200, 0, 200, 9], [200, 91, 200, 100, 209, 100]]);
});

test("dashes are as long and as far apart as at rest", () => {
  const { all } = drawn("publish", line);
  expect(all[0]).toEqual([0, -0.75, 6, 1.5]);
  expect(all[1]).toEqual([10, -0.75, 6, 1.5]);
  // Six of every ten, but for what the corners take.
  const inked = all.reduce((sum, [, , w, h]) => sum + Math.max(w!, h!), 0);
  expect(inked).toBeGreaterThan((lengthOf(line) - 40) * 0.55);
  expect(inked).toBeLessThan(lengthOf(line) * 0.65);
  expect(drawn("read", line).all[1]).toEqual([4.4, -1, 2, 2]);
});

test("of a long pattern only what shows is drawn, and where it always is", () => {
  const long = [0, 0, 1e6, 0];
  const { all } = drawn("subscribe", long, { x: 5003, y: -10, w: 40, h: 20 });
  expect(all.map(([x]) => x)).toEqual([5003, 5010, 5020, 5030, 5040]);
  const back = drawn("subscribe", [1e6, 0, 0, 0], { x: 5003, y: -10, w: 40, h: 20 });
  expect(back.all.map(([x, , w]) => x! + w!)).toEqual([5040, 5030, 5020, 5010]);
});
