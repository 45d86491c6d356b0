// A connection that moves is where it is at rest, and as round.

import { expect, test } from "vitest";
import { drawMoving, drawMovingPorts } from "./draw-moving";
import { type Line, lengthOf } from "./line";
import type { Look } from "./look";
import type { Stroke } from "./painter";
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

class Marks extends SilentPainter {
  readonly strokes: { count: number; colour: string; width: number }[] = [];
  readonly squares: (readonly number[])[] = [];
  fills = 0;
  override lines(all: readonly Line[], _radius: number, { colour, width }: Stroke): void {
    this.strokes.push({ count: all.length, colour, width: Math.round(width * 100) / 100 });
  }
  override boxes(all: readonly number[]): void {
    this.squares.push(all);
  }
  override ellipse(): void {
    this.fills += 1;
  }
  override polygon(): void {
    this.fills += 1;
  }
}

const between = (kind: string, i: number) =>
  [{ source: { id: `${kind}${i}`, kind, from: "a", to: "b" }, start: { node: 0, row: "r" }, end: { node: 1, row: "s" } } as unknown as SceneConnection, line.map((v) => v + i)] as const;

test("ports of many connections are a few strokes: rings, and marks of the same size above them", () => {
  const painter = new Marks();
  drawMovingPorts(painter, look, [0, 20, 40].flatMap((i) => [between("call", i), between("publish", i), between("read", i)]));
  const { surface, call, event } = lightTheme;
  const half = 5.75 - 0.75 * Math.SQRT2;
  expect(painter.strokes).toEqual([
    // A ring of 1.5 around 3.5, and a diamond of 5.75 with half a ring inside and half outside.
    { count: 6, colour: surface, width: 10 },
    { count: 3, colour: surface, width: Math.round((5.75 + 0.75 * Math.SQRT2) * Math.SQRT2 * 100) / 100 },
    { count: 6, colour: call, width: 7 },
    { count: 3, colour: event, width: Math.round(half * Math.SQRT2 * 100) / 100 },
  ]);
  expect(painter.squares.map((all) => all.slice(0, 4))).toEqual([[-5, -5, 10, 10], [-3.5, -3.5, 7, 7]]);
  expect(painter.squares.map((all) => all.length / 4)).toEqual([6, 6]);
  expect(painter.fills).toBe(0);
});
