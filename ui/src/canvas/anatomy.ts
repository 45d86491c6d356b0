// Where everything sits inside a node: heights, rows, fitted texts. Pure, and the same on every system.

import { fit, type Font, wrap } from "./advances";
import type { Rect } from "./geometry";
import type { Id, NodeKind, SheetNode, SheetRow } from "./sheet";

export const fonts = {
  name: { family: "sans", size: 13, weight: 600, spacing: -0.005 },
  owner: { family: "sans", size: 10.5, weight: 400 },
  api: { family: "sans", size: 10.5, weight: 400 },
  verb: { family: "mono", size: 9.5, weight: 450, spacing: -0.03 },
  path: { family: "mono", size: 11, weight: 450, spacing: -0.03 },
  row: { family: "sans", size: 11.5, weight: 450 },
  standalone: { family: "sans", size: 12.5, weight: 600, spacing: -0.005 },
  detail: { family: "sans", size: 11, weight: 400 },
  actor: { family: "sans", size: 11.5, weight: 550 },
  note: { family: "sans", size: 11.5, weight: 400 },
  title: { family: "sans", size: 13, weight: 600, spacing: -0.01 },
  count: { family: "sans", size: 11.5, weight: 400 },
  label: { family: "sans", size: 11, weight: 550 },
} as const satisfies Record<string, Font>;

/** Measures of a card. */
export const card = {
  header: 43,
  apiHeader: 32,
  api: 20,
  row: 24,
  divider: 7,
  bottom: 5,
  pad: 11,
  textX: 44,
  rowTextX: 31,
  apiTextX: 27,
  pathX: 51,
  icon: 24,
  badge: 20,
} as const;

const mostRows = 12;
const rowsShown = 10;

const widths: Record<NodeKind, number> = {
  service: 196,
  api: 176,
  store: 176,
  event: 176,
  external: 176,
  actor: 52,
  note: 176,
};

const widthRange: Partial<Record<NodeKind, [number, number]>> = {
  service: [160, 360],
  api: [140, 360],
  note: [120, 280],
};

export const noteLine = 16;
/** A longer note is cut, or it would be a wall before everything else. */
const mostNoteLines = 24;

export type Part =
  | { part: "row"; y: number; h: number; row: SheetRow; text: string }
  | { part: "divider"; y: number; h: number }
  | { part: "more"; y: number; h: number; text: string }
  | { part: "counts"; y: number; h: number; text: string };

export interface Anatomy {
  w: number;
  h: number;
  /** Height of the header of a card; of the whole node for what has no rows. */
  header: number;
  name: string;
  subtitle: string;
  parts: readonly Part[];
  /** Middle of each row; a row that is not shown answers with the middle of the line that hides it. */
  rowMiddle: ReadonlyMap<Id, number>;
  /** What a card says about its rows when they are too small to read. */
  counts: string;
  /** Lines of a note. */
  lines: readonly string[];
}

/** Whether a node is a card with a header and rows. */
export const isCard = (kind: NodeKind): boolean => kind === "service" || kind === "api";

export function widthOf(node: Pick<SheetNode, "kind" | "w">): number {
  const range = widthRange[node.kind];
  if (node.w === undefined || !range) return widths[node.kind];
  return Math.max(range[0], Math.min(range[1], node.w));
}

export function anatomyOf(node: SheetNode): Anatomy {
  const w = widthOf(node);
  if (isCard(node.kind)) return cardAnatomy(node, w);
  const whole = (h: number, name: string, subtitle = ""): Anatomy => ({
    w,
    h,
    header: h,
    name,
    subtitle,
    parts: [],
    rowMiddle: new Map(),
    counts: "",
    lines: [],
  });
  switch (node.kind) {
    case "store":
    case "event": {
      const name = fit(node.name, fonts.standalone, w - 36 - (node.detail ? 62 : 12));
      return whole(node.kind === "store" ? 50 : 36, name);
    }
    case "external":
      return whole(56, fit(node.name, fonts.name, w - 52), fit(node.subtitle ?? "", fonts.owner, w - 52));
    case "actor":
      return whole(52, fit(node.name, fonts.actor, 140));
    default: {
      const all = wrap(node.name, fonts.note, w - 24);
      // The inspector has the rest.
      const lines = all.length > mostNoteLines ? [...all.slice(0, mostNoteLines - 1), "… more"] : all;
      return { ...whole(20 + lines.length * noteLine, node.name), lines };
    }
  }
}

function cardAnatomy(node: SheetNode, w: number): Anatomy {
  const rows = node.rows ?? [];
  const header = node.kind === "api" ? card.apiHeader : card.header;
  const textX = node.kind === "api" ? 33 : card.textX;
  const taken = node.badge || node.locked ? card.badge + 16 : node.detail ? 40 : card.pad;
  const parts: Part[] = [];
  const rowMiddle = new Map<Id, number>();
  const counts = countsOf(rows);
  let y = header;

  if (node.collapsed && rows.length > 0) {
    parts.push({ part: "counts", y, h: card.row, text: fit(counts, fonts.detail, w - 2 * card.pad) });
    for (const row of rows) rowMiddle.set(row.id, y + card.row / 2);
    y += card.row + card.bottom;
  } else if (rows.length > 0) {
    let counted = 0;
    for (const { kind } of rows) if (kind !== "api") counted += 1;
    const most = node.open || counted <= mostRows ? Infinity : rowsShown;
    let shown = 0;
    let before: SheetRow | null = null;
    for (const row of rows) {
      if (row.kind !== "api" && shown === most) {
        // Everything after the tenth row hides behind one line, and answers with its middle.
        rowMiddle.set(row.id, y + card.row / 2);
        continue;
      }
      if (shown === most) continue;
      if (before && isInner(row) && !isInner(before)) {
        parts.push({ part: "divider", y, h: card.divider });
        y += card.divider;
      }
      const h = row.kind === "api" ? card.api : card.row;
      parts.push({ part: "row", y, h, row, text: rowText(row, w) });
      rowMiddle.set(row.id, y + h / 2);
      y += h;
      if (row.kind !== "api") shown += 1;
      before = row;
    }
    if (counted > shown) {
      parts.push({ part: "more", y, h: card.row, text: `${counted - shown} more` });
      y += card.row;
    }
    y += card.bottom;
  }
  return {
    w,
    h: y,
    header,
    name: fit(node.name, fonts.name, w - textX - taken),
    subtitle: fit(node.subtitle ?? "", fonts.owner, w - textX - taken),
    parts,
    rowMiddle,
    counts,
    lines: [],
  };
}

/** Stores and events stand below the divider. */
const isInner = (row: SheetRow): boolean => row.kind === "store" || row.kind === "event";

function rowText(row: SheetRow, w: number): string {
  // Its sign stands at the right.
  const right = w - (row.badge ? 28 : card.pad);
  switch (row.kind) {
    case "api":
      return fit(row.text, fonts.api, right - card.apiTextX);
    case "operation":
      return fit(row.text, fonts.path, right - (row.verb === undefined ? card.pad : card.pathX));
    default:
      return fit(row.text, fonts.row, right - card.rowTextX);
  }
}

function countsOf(rows: readonly SheetRow[]): string {
  let [operations, stores, events] = [0, 0, 0];
  for (const { kind } of rows) {
    if (kind === "operation") operations += 1;
    else if (kind === "store") stores += 1;
    else if (kind === "event") events += 1;
  }
  const say = (n: number, one: string): string => `${n} ${n === 1 ? one : one + "s"}`;
  const said: string[] = [];
  if (operations > 0) said.push(say(operations, "operation"));
  if (stores > 0) said.push(say(stores, "store"));
  if (events > 0) said.push(say(events, "event"));
  return said.join(" · ");
}

/** What a pointer can hit of a node: an actor includes the name below its circle. */
export function reachOf(kind: NodeKind, box: Rect): Rect {
  return kind === "actor" ? { x: box.x - 8, y: box.y, w: box.w + 16, h: box.h + 22 } : box;
}
