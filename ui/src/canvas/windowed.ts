// The stretch of a course that an area shows. Dashes are slow to make, and most of a long line lies outside.
//
// What goes is a multiple of the dash period as the pen measures it, round corners included, so that dashes meet from
// tile to tile and are the same in a tile as in the whole.

import type { Rect } from "./geometry";
import type { Line } from "./line";

/** Corners smaller than this are not rounded. */
const leastRadius = 0.5;
/** By how much of its radius a round corner is shorter than a sharp one. */
const saved = 2 - Math.PI / 2;

export const periodOf = (dash: readonly number[]): number => dash.reduce((a, b) => a + b, 0);

/** The radius of the corner at a point: corners get smaller where their parts are too short. */
export function radiusAt(line: Line, point: number, radius: number): number {
  const i = point * 2;
  if (i < 2 || i >= line.length - 2) return 0;
  const r = Math.min(radius, longAt(line, point) / 2, longAt(line, point + 1) / 2);
  return r > leastRadius ? r : 0;
}

/** How long the part is that ends at a point. */
const longAt = (line: Line, point: number): number =>
  Math.abs(line[point * 2]! - line[point * 2 - 2]!) + Math.abs(line[point * 2 + 1]! - line[point * 2 - 1]!);

export function windowed(line: Line, area: Rect, period: number, radius: number): Line {
  const touches = (point: number): boolean => {
    const i = point * 2;
    return (
      Math.min(line[i]!, line[i - 2]!) <= area.x + area.w &&
      Math.max(line[i]!, line[i - 2]!) >= area.x &&
      Math.min(line[i + 1]!, line[i - 1]!) <= area.y + area.h &&
      Math.max(line[i + 1]!, line[i - 1]!) >= area.y
    );
  };
  let [first, last] = [1, line.length / 2 - 1];
  while (first <= last && !touches(first)) first += 1;
  if (first > last) return [];
  while (last > first && !touches(last)) last -= 1;
  // A round corner is drawn whole, and needs as much of the parts beside it as it has with all of the line.
  const [from, at] = start(line, area, period, radius, first);
  const out = line.slice(from * 2 - 2, last * 2 + 2);
  const [x, y] = along(line, from, at);
  out[0] = x;
  out[1] = y;
  const until = end(line, area, period, radius, last, last === from ? at : 0);
  const n = out.length;
  const [endX, endY] = along(line, last, until);
  out[n - 2] = endX;
  out[n - 1] = endY;
  return out;
}

/** From which part on, and how far into it, so that a period begins there and nothing that shows is missing. */
function start(line: Line, area: Rect, period: number, radius: number, first: number): [part: number, at: number] {
  for (let part = first; part > 1; part -= 1) {
    const long = longAt(line, part);
    const least = radiusAt(line, part - 1, radius);
    const corner = radiusAt(line, part, radius);
    const most = Math.min(part === first ? reach(line, area, part) : long, corner > 0 ? long - 2 * radius : long);
    const before = lengthBefore(line, part, radius);
    const at = Math.floor((before + most) / period) * period - before;
    if (at >= least && at <= most) return [part, at];
  }
  const corner = radiusAt(line, 1, radius);
  const long = longAt(line, 1);
  const most = Math.min(first === 1 ? reach(line, area, 1) : long, corner > 0 ? long - 2 * radius : long);
  return [1, Math.max(0, Math.floor(most / period) * period)];
}

/** How far into its last part, so that the corner before it stays as it is. */
function end(line: Line, area: Rect, period: number, radius: number, last: number, begun: number): number {
  const long = longAt(line, last);
  const [x0, y0, x1, y1] = ends(line, last);
  const left = y0 === y1 ? (x1 > x0 ? area.x + area.w - x0 : x0 - area.x) : y1 > y0 ? area.y + area.h - y0 : y0 - area.y;
  return Math.min(long, Math.max(begun, 2 * radius, left + period));
}

/** How much of a part lies before the area. */
function reach(line: Line, area: Rect, part: number): number {
  const [x0, y0, x1, y1] = ends(line, part);
  return y0 === y1 ? Math.max(0, x1 > x0 ? area.x - x0 : x0 - area.x - area.w) : Math.max(0, y1 > y0 ? area.y - y0 : y0 - area.y - area.h);
}

/** As the pen measures it: from the start of the line to where the part would begin if its first corner were sharp. */
function lengthBefore(line: Line, part: number, radius: number): number {
  let sum = 0;
  for (let i = 1; i < part; i += 1) sum += longAt(line, i) - saved * radiusAt(line, i, radius);
  return sum;
}

const ends = (line: Line, part: number): [number, number, number, number] => [line[part * 2 - 2]!, line[part * 2 - 1]!, line[part * 2]!, line[part * 2 + 1]!];

function along(line: Line, part: number, at: number): [number, number] {
  const [x0, y0, x1, y1] = ends(line, part);
  const long = longAt(line, part);
  const t = long === 0 ? 0 : at / long;
  return at >= long ? [x1, y1] : [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t];
}
