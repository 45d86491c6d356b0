// Wherever something is painted, its place is noted; where nothing is, none is.

import { expect, test } from "vitest";
import { Footprint } from "./footprint";
import type { Painter } from "./painter";
import { SilentPainter } from "./silent-painter.fixture";

const stroke = { colour: "red", width: 2 };

function places(draw: (p: Painter) => void, scale = 1, left = 0, top = 0): number[][] | null {
  const footprint = new Footprint(new SilentPainter(), scale, left, top);
  draw(footprint);
  const { places: all } = footprint;
  return all && Array.from({ length: all.length / 4 }, (_, i) => all.slice(i * 4, i * 4 + 4));
}

const covers = (all: number[][] | null, x: number, y: number): boolean => all === null || all.some(([x0, y0, x1, y1]) => x >= x0! && x <= x1! && y >= y0! && y <= y1!);

test("a line is noted along its way, and what it goes around is not", () => {
  const all = places((p) => p.lines([[0, 0, 100, 0, 100, 200, 300, 200]], 9, stroke));
  for (const [x, y] of [[0, 0], [50, 0], [100, 1], [92, 8], [101, 100], [200, 201], [300, 200]]) expect(covers(all, x!, y!)).toBe(true);
  expect(covers(all, 50, 100)).toBe(false);
  expect(covers(all, 200, 100)).toBe(false);
});

test("a frame is noted where it is drawn, a filled box everywhere", () => {
  const frame = places((p) => p.box(0, 0, 400, 300, 16, null, stroke));
  expect([covers(frame, 0, 150), covers(frame, 11, 11), covers(frame, 200, 300), covers(frame, 200, 150)]).toEqual([true, true, true, false]);
  expect(covers(places((p) => p.box(0, 0, 400, 300, 16, "blue")), 200, 150)).toBe(true);
});

test("what is drawn elsewhere and larger is noted there, and what follows is not", () => {
  const all = places(
    (p) => {
      p.placed(100, 50, 2, () => p.placed(10, 0, 0.5, () => p.ellipse(4, 4, 2, 2, "red")));
      p.ellipse(4, 4, 2, 2, "red");
    },
    10,
    1000,
    500,
  );
  // 100 + 2 · (10 + 4 / 2) is 124 and 54 on the sheet.
  expect(all?.[0]).toEqual([1220 - 1000 - 2, 520 - 500 - 2, 1260 - 1000 + 2, 560 - 500 + 2]);
  expect(covers(all?.slice(1) ?? null, -960, -460)).toBe(true);
});

test("words reach as far as their widest letters would, to the side they are set", () => {
  const font = { family: "sans", size: 10, weight: 400 } as const;
  const right = places((p) => p.text("MMMM", 100, 50, font, "red"));
  expect([covers(right, 139, 50), covers(right, 101, 43), covers(right, 70, 50)]).toEqual([true, true, false]);
  const middle = places((p) => p.text("MMMM", 100, 50, font, "red", "center"));
  expect([covers(middle, 81, 50), covers(middle, 119, 57)]).toEqual([true, true]);
});

test("the pieces of a dashed line are one place, and those of another line another", () => {
  const pieces = (p: Painter, y: number): void => [0, 10, 20, 30].forEach((x) => p.box(x, y, 6, 2, 0, "red"));
  expect(places((p) => (pieces(p, 0), pieces(p, 50)))).toEqual([[-2, -2, 38, 4], [-2, 48, 38, 54]]);
});

test("shapes nobody knows the end of, and very many, are everywhere", () => {
  expect(places((p) => p.path("M0 0h1", 0, 0, "red"))).toBeNull();
  expect(places((p) => p.boxes(Array.from({ length: 4000 }, (_, i) => i), 0, "red"))).toBeNull();
});
