// Where connections may leave and enter a node.

import type { Anatomy } from "./anatomy";
import { isCard } from "./anatomy";
import type { Rect, Side } from "./geometry";
import type { ConnectionKind, Id, NodeKind, RowKind } from "./sheet";

export interface End {
  x: number;
  y: number;
  side: Side;
  /** How far it may move along its border to make a course straight. */
  slide?: number;
  /** Taken only if other sides cost more: cards are read by their left and right. */
  lastChoice?: boolean;
}

export type PortShape = "circle" | "square" | "diamond";

/** The ends a row offers: left and right border at its middle. */
export const rowEnds = (box: Rect, middle: number): End[] => [
  { x: box.x, y: box.y + middle, side: "left" },
  { x: box.x + box.w, y: box.y + middle, side: "right" },
];

/** The ends a whole node offers: cards at the middle of their header, everything else at its middle. */
export function nodeEnds(kind: NodeKind, box: Rect, anatomy: Anatomy): End[] {
  const header = isCard(kind) ? anatomy.header : box.h;
  const y = box.y + header / 2;
  const round = kind === "actor" || kind === "event";
  const alongX = round ? 4 : Math.max(0, box.w / 2 - 24);
  const alongY = round ? 4 : Math.max(0, header / 2 - 9);
  const ends: End[] = [
    { x: box.x, y, side: "left", slide: alongY },
    { x: box.x + box.w, y, side: "right", slide: alongY },
    { x: box.x + box.w / 2, y: box.y, side: "top", slide: alongX, lastChoice: isCard(kind) },
    { x: box.x + box.w / 2, y: box.y + box.h, side: "bottom", slide: alongX, lastChoice: isCard(kind) },
  ];
  // The name of an actor stands below it.
  return kind === "actor" ? ends.slice(0, 3) : ends;
}

export function endsOf(kind: NodeKind, box: Rect, anatomy: Anatomy, row: Id | null): End[] {
  const middle = row === null ? undefined : anatomy.rowMiddle.get(row);
  return middle === undefined ? nodeEnds(kind, box, anatomy) : rowEnds(box, middle);
}

export const rowPort = (kind: RowKind): PortShape | null =>
  kind === "operation" ? "circle" : kind === "store" ? "square" : kind === "event" ? "diamond" : null;

export function connectionPort(kind: ConnectionKind): PortShape | null {
  switch (kind) {
    case "call":
    case "use":
    case "depend":
      return "circle";
    case "publish":
    case "subscribe":
      return "diamond";
    case "read":
    case "write":
      return "square";
    default:
      return null;
  }
}

/** Where a pointer catches a port: 20 × 24, reaching further out than in. */
export const portReach = (end: End, more = 0): Rect => {
  const w = 20 + more;
  const h = 24;
  return { x: end.side === "left" ? end.x - w + 8 : end.x - 8, y: end.y - h / 2, w, h };
};
