// Connections while they move: as they are drawn at rest, at a fraction of the price.

import { cornerRadius, drawEnding, drawPorts, strokeOf, trimmed } from "./draw-connection";
import type { Line } from "./line";
import type { Look } from "./look";
import { Gathering } from "./gathering";
import type { Painter, Stroke } from "./painter";
import type { SceneConnection } from "./scene";

/**
 * Connections that move, as they are drawn at rest but for their patterns: straight parts as boxes, which cost a fraction of
 * a stroke, and only round corners as strokes. A pattern would be hundreds of boxes in each frame; colours go on to say
 * what is what.
 */
export function drawMoving(p: Painter, look: Look, all: readonly (readonly [SceneConnection, Line])[]): void {
  const corners = new Map<string, { stroke: Stroke; lines: Line[] }>();
  for (const [c, line] of all) {
    const { colour, width: wide } = strokeOf(look.theme, c);
    const width = Math.max(wide, 1 / look.zoom);
    const way = trimmed(c, line);
    const key = `${colour}/${width}`;
    let batch = corners.get(key);
    if (!batch) corners.set(key, (batch = { stroke: { colour, width }, lines: [] }));
    for (let i = 2; i < way.length; i += 2) {
      const [x0, y0, x1, y1] = [way[i - 2]!, way[i - 1]!, way[i]!, way[i + 1]!];
      if (x0 !== x1 && y0 !== y1) {
        batch.lines.push([x0, y0, x1, y1]);
        continue;
      }
      const [dx, dy] = [Math.sign(x1 - x0), Math.sign(y1 - y0)];
      const [before, after] = [i > 2 ? roundness(way, i - 2) : 0, i < way.length - 2 ? roundness(way, i) : 0];
      const [ax, ay, bx, by] = [x0 + dx * before, y0 + dy * before, x1 - dx * after, y1 - dy * after];
      if (dx === 0) p.box(x0 - width / 2, Math.min(ay, by), width, Math.abs(by - ay), 0, colour);
      else p.box(Math.min(ax, bx), y0 - width / 2, Math.abs(bx - ax), width, 0, colour);
      if (after === 0) continue;
      const [ex, ey] = [Math.sign(way[i + 2]! - x1) * after, Math.sign(way[i + 3]! - y1) * after];
      batch.lines.push([bx, by, x1, y1, x1 + ex, y1 + ey]);
    }
  }
  for (const { stroke, lines } of corners.values()) if (lines.length > 0) p.lines(lines, cornerRadius, stroke);
  const endings = new Gathering(p);
  for (const [c, line] of all) drawEnding(endings, c.source.kind, line, c.end.row !== null, strokeOf(look.theme, c));
  endings.finish();
}

/** Their ports, as they look at rest, all of a kind at once. */
export function drawMovingPorts(p: Painter, look: Look, all: readonly (readonly [SceneConnection, Line])[]): void {
  const ports = new Gathering(p);
  for (const [c, line] of all) drawPorts(ports, look.theme, c, line, strokeOf(look.theme, c).colour);
  ports.finish();
}

/** How round a course is at a corner. */
function roundness(line: Line, at: number): number {
  const before = Math.abs(line[at]! - line[at - 2]!) + Math.abs(line[at + 1]! - line[at - 1]!);
  const after = Math.abs(line[at + 2]! - line[at]!) + Math.abs(line[at + 3]! - line[at + 1]!);
  return Math.min(cornerRadius, before / 2, after / 2);
}
