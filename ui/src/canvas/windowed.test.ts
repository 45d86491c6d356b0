// Dashes are in the same place whatever part of a line is drawn.

import { describe, expect, it } from "vitest";
import type { Rect } from "./geometry";
import type { Line } from "./line";
import { radiusAt, windowed } from "./windowed";

const period = 10;
const radius = 9;

/** How far the pen has gone where it comes to a point of the line, by steps. */
function penAt(line: Line, x: number, y: number): number {
  let gone = 0;
  for (let point = 1; point < line.length / 2; point += 1) {
    const [x0, y0, x1, y1] = [line[point * 2 - 2]!, line[point * 2 - 1]!, line[point * 2]!, line[point * 2 + 1]!];
    const long = Math.abs(x1 - x0) + Math.abs(y1 - y0);
    const into = Math.abs(x - x0) + Math.abs(y - y0);
    const on = Math.abs(x1 - x) + Math.abs(y1 - y) + into === long;
    if (on) return gone + into;
    gone += long - radiusAt(line, point, radius) * (2 - Math.PI / 2);
  }
  return NaN;
}

describe("the stretch of a line in an area", () => {
  const line = [0, 0, 503, 0, 503, 47, 900, 47, 900, 52, 1200, 52, 1200, 400];

  it.each([
    [{ x: 300, y: -20, w: 60, h: 40 }, 330, 0],
    [{ x: 480, y: -20, w: 60, h: 80 }, 503, 25],
    [{ x: 600, y: 20, w: 60, h: 80 }, 640, 47],
    [{ x: 950, y: 20, w: 60, h: 80 }, 990, 52],
    [{ x: 1150, y: 200, w: 80, h: 40 }, 1200, 220],
    [{ x: 1150, y: 60, w: 80, h: 40 }, 1200, 90],
  ] as [Rect, number, number][])("in %o has its dashes where the whole line has them", (area, x, y) => {
    const cut = windowed(line, area, period, radius);
    const phase = (penAt(line, x, y) - penAt(cut, x, y)) / period;
    expect(Math.abs(phase - Math.round(phase))).toBeLessThan(1e-9);
  });

  it("rounds its corners as the whole line does", () => {
    for (const x of [440, 470, 500, 520, 560]) {
      const cut = windowed(line, { x, y: -60, w: 40, h: 200 }, period, radius);
      for (let i = 2; i < cut.length - 2; i += 2) {
        const same = line.findIndex((v, k) => k % 2 === 0 && v === cut[i] && line[k + 1] === cut[i + 1]);
        expect(radiusAt(cut, i / 2, radius)).toBeCloseTo(radiusAt(line, same / 2, radius));
      }
    }
  });

  it("is short", () => {
    const cut = windowed([0, 0, 5000, 0, 5000, 300], { x: 1000, y: -50, w: 200, h: 100 }, period, radius);
    expect(cut.length).toBe(4);
    expect(cut[0]!).toBeGreaterThan(989);
    expect(cut[2]!).toBeLessThan(1211);
    expect(cut[2]!).toBeGreaterThanOrEqual(1200);
  });

  it("is nothing where the line is not", () => {
    expect(windowed([0, 500, 5000, 500], { x: 1000, y: -50, w: 200, h: 100 }, period, radius)).toEqual([]);
    expect(windowed([], { x: 0, y: 0, w: 9, h: 9 }, period, radius)).toEqual([]);
  });
});
