// Connections: pattern and markers say what they are, colour says how they are doing.

import { markColour } from "./draw-badge";
import type { Line } from "./line";
import type { Painter, Stroke } from "./painter";
import { connectionPort, type PortShape } from "./ports";
import type { SceneConnection } from "./scene";
import type { ConnectionKind } from "./sheet";
import type { Theme } from "./theme";

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

/** Arrow or chevron at the end of a course. */
export function drawEnding(p: Painter, kind: ConnectionKind, line: Line, atPort: boolean, stroke: Stroke): void {
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
export function drawPorts(p: Painter, theme: Theme, c: SceneConnection, line: Line, colour: string): void {
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
  p: Painter,
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
