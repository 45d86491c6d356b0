// Connections while they move: as they are drawn at rest, at a fraction of the price.

import { cornerRadius, drawEnding, strokeOf, trimmed } from "./draw-connection";
import type { Rect } from "./geometry";
import type { Line } from "./line";
import type { Look } from "./look";
import type { Painter, Stroke } from "./painter";
import type { SceneConnection } from "./scene";

/**
 * Connections that move, as they are drawn at rest: pieces of their patterns as boxes, which cost a fraction of a stroke,
 * and only round corners as strokes.
 */
export function drawMoving(p: Painter, look: Look, all: readonly (readonly [SceneConnection, Line])[], area: Rect): void {
  const corners = new Map<string, { stroke: Stroke; lines: Line[] }>();
  for (const [c, line] of all) {
    const stroke = strokeOf(look.theme, c);
    const width = Math.max(stroke.width, 1 / look.zoom);
    const way = trimmed(c, line);
    const [on, off] = stroke.dash ? [Math.max(stroke.dash[0]!, stroke.round ? width : 0), stroke.dash[1]! - (stroke.round ? width - stroke.dash[0]! : 0)] : [Infinity, 0];
    const key = `${stroke.colour}/${width}`;
    let batch = corners.get(key);
    if (!batch) corners.set(key, (batch = { stroke: { colour: stroke.colour, width }, lines: [] }));
    let along = 0;
    for (let i = 2; i < way.length; i += 2) {
      const [x0, y0, x1, y1] = [way[i - 2]!, way[i - 1]!, way[i]!, way[i + 1]!];
      if (x0 !== x1 && y0 !== y1) batch.lines.push([x0, y0, x1, y1]);
      else {
        const before = i > 2 ? roundness(way, i - 2) : 0;
        const after = i < way.length - 2 ? roundness(way, i) : 0;
        along = pieces(p, [x0, y0, x1, y1], before, after, { on, off, along }, width, stroke.colour, area);
        if (after > 0) {
          const [dx, dy] = [Math.sign(x1 - x0) * after, Math.sign(y1 - y0) * after];
          const [ex, ey] = [Math.sign(way[i + 2]! - x1) * after, Math.sign(way[i + 3]! - y1) * after];
          batch.lines.push([x1 - dx, y1 - dy, x1, y1, x1 + ex, y1 + ey]);
        }
      }
    }
  }
  // A corner is too short for its pattern to be told.
  for (const { stroke, lines } of corners.values()) if (lines.length > 0) p.lines(lines, cornerRadius, stroke);
  for (const [c, line] of all) drawEnding(p, c.source.kind, line, c.end.row !== null, strokeOf(look.theme, c));
}

/** How round a course is at a corner. */
function roundness(line: Line, at: number): number {
  const before = Math.abs(line[at]! - line[at - 2]!) + Math.abs(line[at + 1]! - line[at - 1]!);
  const after = Math.abs(line[at + 2]! - line[at]!) + Math.abs(line[at + 3]! - line[at + 1]!);
  return Math.min(cornerRadius, before / 2, after / 2);
}

interface Pattern {
  on: number;
  off: number;
  /** How much of the course lies before. */
  along: number;
}

/** A straight part without what its corners take, as boxes; answers with how long the course is at its end. */
function pieces(p: Painter, part: Line, before: number, after: number, { on, off, along }: Pattern, width: number, colour: string, area: Rect): number {
  const [x0, y0, x1, y1] = part as [number, number, number, number];
  const [long, half] = [Math.abs(x1 - x0) + Math.abs(y1 - y0), width / 2];
  const [dx, dy] = [Math.sign(x1 - x0), Math.sign(y1 - y0)];
  const put = (from: number, to: number): void => {
    const [ax, ay, bx, by] = [x0 + dx * from, y0 + dy * from, x0 + dx * to, y0 + dy * to];
    if (dx === 0) p.box(x0 - half, Math.min(ay, by), width, Math.abs(by - ay), 0, colour);
    else p.box(Math.min(ax, bx), y0 - half, Math.abs(bx - ax), width, 0, colour);
  };
  // Of a pattern only what shows.
  const [near, far] = dx !== 0 ? [area.x, area.x + area.w] : [area.y, area.y + area.h];
  const at = dx !== 0 ? x0 : y0;
  const forth = dx + dy > 0;
  const from = Math.max(before, forth ? near - at : at - far);
  const to = Math.min(long - after, forth ? far - at : at - near);
  if (on === Infinity) {
    if (to > from) put(from, to);
    return along + long;
  }
  for (let n = Math.floor((along + from) / (on + off)); ; n += 1) {
    const start = n * (on + off) - along;
    if (start >= to) return along + long;
    const [a, b] = [Math.max(from, start), Math.min(to, start + on)];
    if (b > a) put(a, b);
  }
}
