// Connections: pattern and markers say what they are, colour says how they are doing.

import { markColour } from "./draw-badge";
import { inflate, type Rect } from "./geometry";
import type { Line } from "./line";
import type { Look } from "./look";
import type { Painter, Stroke } from "./painter";
import { connectionPort, type PortShape } from "./ports";
import type { SceneConnection } from "./scene";
import type { ConnectionKind } from "./sheet";
import type { Theme } from "./theme";
import { periodOf, windowed } from "./windowed";

export const cornerRadius = 9;

export type Emphasis = "none" | "hovered" | "selected" | "drawn" | "error";

function kindColour(theme: Theme, kind: ConnectionKind): string {
  switch (kind) {
    case "publish":
    case "subscribe":
      return theme.event;
    case "read":
    case "write":
      return theme.data;
    case "note":
      return theme.ink3;
    default:
      return theme.call;
  }
}

/** Dash and caps of a kind; the same in every state. */
function pattern(kind: ConnectionKind, width: number): Pick<Stroke, "dash" | "round"> & { width: number } {
  switch (kind) {
    case "publish":
    case "subscribe":
      return { dash: [6, 4], width };
    case "read":
    case "write":
      // Dots of no length with round caps, 4.4 apart.
      return { dash: [0, 4.4], round: true, width: Math.max(2, width) };
    case "depend":
    case "release_with":
      return { dash: [10, 4], width };
    case "note":
      return { dash: [1, 3], width: 1 };
    default:
      return { width };
  }
}

export function strokeOf(theme: Theme, c: SceneConnection, emphasis: Emphasis = "none"): Stroke {
  const { kind, badge, mark } = c.source;
  let colour = kindColour(theme, kind);
  let width = theme.contrast ? 2 : 1.5;
  const marked = mark && markColour(theme, mark);
  if (marked) {
    colour = marked;
    width = mark === "added" ? 2.2 : 2;
  } else if (badge?.severity === "error" || emphasis === "error") {
    colour = theme.error.ink;
    width = 2;
  } else if (emphasis === "selected" || emphasis === "drawn") {
    colour = theme.accent;
    width = 1.75;
  } else if (badge?.severity === "warning") colour = theme.warning.ink;
  if (emphasis === "hovered") width = 2.25;
  return { colour, ...pattern(kind, width) };
}

/** Space a port takes outside the border. */
const portRing = 5;
const arrow = { length: 8.5, half: 4 };
const chevron = { length: 6, half: 4 };

const isEvent = (kind: ConnectionKind): boolean => kind === "publish" || kind === "subscribe";
const hasArrow = (kind: ConnectionKind): boolean => kind === "call" || kind === "use" || kind === "depend";

/** The course without what markers cover. */
export function trimmed(c: SceneConnection, line: Line = c.line): Line {
  const { kind } = c.source;
  if (!hasArrow(kind) || line.length < 4) return line;
  return shortenedEnd(line, (c.end.row !== null ? portRing : 0.5) + arrow.length - 1);
}

function shortenedEnd(line: Line, by: number): Line {
  const out = [...line];
  const n = out.length;
  const dx = Math.sign(out[n - 2]! - out[n - 4]!);
  const dy = Math.sign(out[n - 1]! - out[n - 3]!);
  const length = Math.abs(out[n - 2]! - out[n - 4]!) + Math.abs(out[n - 1]! - out[n - 3]!);
  const cut = Math.min(by, length - 0.1);
  out[n - 2] = out[n - 2]! - dx * cut;
  out[n - 1] = out[n - 1]! - dy * cut;
  return out;
}

/** What marks at the ends of connections are drawn with. */
export type Marker = Pick<Painter, "box" | "ellipse" | "polygon" | "lines">;

/** Arrow or chevron at the end of a course. */
export function drawEnding(p: Marker, kind: ConnectionKind, line: Line, atPort: boolean, stroke: Stroke): void {
  const n = line.length;
  if (n < 4) return;
  const dx = Math.sign(line[n - 2]! - line[n - 4]!);
  const dy = Math.sign(line[n - 1]! - line[n - 3]!);
  const back = atPort ? portRing : 0.5;
  const x = line[n - 2]! - dx * back;
  const y = line[n - 1]! - dy * back;
  if (hasArrow(kind)) {
    const bx = x - dx * arrow.length;
    const by = y - dy * arrow.length;
    p.polygon(
      [x, y, bx - dy * arrow.half, by - dx * arrow.half, bx + dy * arrow.half, by + dx * arrow.half],
      stroke.colour,
    );
  } else if (isEvent(kind)) {
    const bx = x - dx * chevron.length;
    const by = y - dy * chevron.length;
    const line2 = [
      bx - dy * chevron.half,
      by - dx * chevron.half,
      x,
      y,
      bx + dy * chevron.half,
      by + dx * chevron.half,
    ];
    p.lines([line2], 0, { colour: stroke.colour, width: Math.max(1.6, stroke.width), round: true });
  }
}

/** The ports a connection shows at its two ends. */
export function drawPorts(p: Marker, theme: Theme, c: SceneConnection, line: Line, colour: string): void {
  const shape = connectionPort(c.source.kind);
  if (!shape) return;
  const n = line.length;
  // A line from a whole node needs no port, except that data always ends in squares.
  if (c.start.row !== null || shape === "square") drawPort(p, theme, shape, line[0]!, line[1]!, colour);
  if (shape === "square" || (shape === "circle" && c.end.row !== null)) {
    drawPort(p, theme, shape, line[n - 2]!, line[n - 1]!, colour);
  }
}

/** One port; hollow if nothing is connected. */
export function drawPort(
  p: Marker,
  theme: Theme,
  shape: PortShape,
  x: number,
  y: number,
  colour: string,
  hollow = false,
  ring: string = theme.surface,
): void {
  const fill = hollow ? theme.surface : colour;
  const stroke: Stroke = hollow ? { colour, width: 1.5 } : { colour: ring, width: 1.5 };
  // A ring around a full port lies outside it, the outline of a hollow one on its border.
  const more = hollow ? 0 : 0.75;
  switch (shape) {
    case "circle":
      p.ellipse(x, y, 3.5 + more, 3.5 + more, fill, stroke);
      break;
    case "square":
      p.box(x - 3.5 - more, y - 3.5 - more, 7 + 2 * more, 7 + 2 * more, 0, fill, stroke);
      break;
    case "diamond": {
      const r = hollow ? 5.5 : 5 + more;
      p.polygon([x, y - r, x + r, y, x, y + r, x - r, y], fill, stroke);
    }
  }
}

/** So many courses share one stroke. */
const batch = 64;

/** Many connections on these courses, of which only what lies in the area shows. */
export function drawConnections(p: Painter, look: Look, all: readonly (readonly [SceneConnection, Line])[], area: Rect): void {
  if (look.detail === "block") {
    for (const [c, line] of all) drawConnection(p, look, c, line, "none");
    return;
  }
  const near = inflate(area, 20);
  const batches = new Map<string, { stroke: Stroke; lines: Line[] }>();
  for (const [c, line] of all) {
    const stroke = strokeOf(look.theme, c);
    const key = `${stroke.colour}/${stroke.width}/${stroke.dash?.join() ?? ""}`;
    let known = batches.get(key);
    if (!known || known.lines.length === batch) {
      if (known) p.lines(known.lines, cornerRadius, stroke);
      batches.set(key, (known = { stroke, lines: [] }));
    }
    const drawn = trimmed(c, line);
    known.lines.push(stroke.dash ? windowed(drawn, near, periodOf(stroke.dash), cornerRadius) : drawn);
  }
  for (const { stroke, lines } of batches.values()) p.lines(lines, cornerRadius, stroke);
  for (const [c, line] of all) drawEnding(p, c.source.kind, line, c.end.row !== null, strokeOf(look.theme, c));
  if (look.detail === "full") for (const [c, line] of all) drawPorts(p, look.theme, c, line, strokeOf(look.theme, c).colour);
}

export function drawConnection(p: Painter, look: Look, c: SceneConnection, line: Line, emphasis: Emphasis): void {
  const stroke = strokeOf(look.theme, c, emphasis);
  if (look.detail === "block") {
    // As at rest, without a pattern: it could not be told, and is what costs most.
    drawStraight(p, line, 2 / look.zoom, stroke.colour);
    return;
  }
  p.lines([trimmed(c, line)], cornerRadius, stroke);
  drawEnding(p, c.source.kind, line, c.end.row !== null, stroke);
  if (look.detail === "full") drawPorts(p, look.theme, c, line, stroke.colour);
}

/** Only which way they go and how they are doing: no patterns, no corners, no ends. */
export function drawWays(p: Painter, look: Look, all: readonly (readonly [SceneConnection, Line])[]): void {
  for (const [c, line] of all) {
    const { colour, width } = strokeOf(look.theme, c);
    drawStraight(p, line, Math.max(width, 1 / look.zoom), colour);
  }
}

/** As boxes, which cost a fraction of a stroke. */
function drawStraight(p: Painter, line: Line, width: number, colour: string): void {
  const half = width / 2;
  for (let i = 2; i < line.length; i += 2) {
    const [x0, y0, x1, y1] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!];
    if (x0 !== x1 && y0 !== y1) p.lines([[x0, y0, x1, y1]], 0, { colour, width });
    else p.box(Math.min(x0, x1) - half, Math.min(y0, y1) - half, Math.abs(x1 - x0) + width, Math.abs(y1 - y0) + width, 0, colour);
  }
}
