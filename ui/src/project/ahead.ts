// A design as it would be after a change, drawn with the marks of a review: what comes, what goes, what is another.

import type { ReviewMark, Sheet, SheetConnection, SheetNode } from "../canvas/sheet";
import type { Analysis, Change, Id, Record as Entry } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { same } from "./same";
import { nodeOf } from "./sheet-ends";
import { type Seen, toSheet } from "./to-sheet";

export interface Ahead {
  sheet: Sheet;
  /** What the change concerns, to be brought into view. */
  ids: readonly Id[];
  added: number;
  removed: number;
  changed: number;
}

/** Whether it only stands at another place among its like, because one before it came or went. */
export function onlyReordered(before: Entry | null, after: Entry | null): boolean {
  if (!before || !after || before.kind === "placement" || after.kind === "placement" || before.kind !== after.kind) return false;
  const { head, ...rest } = after.value;
  const { head: old, ...others } = before.value;
  return same(rest, others) && same({ ...head, rank: 0 }, { ...old, rank: 0 });
}

/** `now` is what is drawn; places found for new things are kept nowhere. */
export function aheadOf(drawing: Drawing, analysis: Analysis, change: Change, seen: Seen, now: Sheet): Ahead {
  const after = drawing.after(change);
  const found = new Map(seen.found ?? []);
  const then = toSheet(after, analysis, { ...seen, found }, null);
  const touched = new Set<Id>();
  for (const { before, after: is } of change) {
    if (onlyReordered(before, is)) continue;
    for (const entry of [before, is]) {
      if (!entry || entry.kind === "placement") continue;
      if (entry.kind !== "connection") touched.add(nodeOf(after, idOf(entry)));
    }
  }
  const before = new Map(now.nodes.map((node) => [node.id, node]));
  const nodes = then.nodes.map((node): SheetNode => {
    const mark: ReviewMark | null = !before.has(node.id) ? "added" : touched.has(node.id) ? "changed" : null;
    return mark ? { ...node, mark } : node;
  });
  const left = new Set(then.nodes.map(({ id }) => id));
  const gone = now.nodes.filter(({ id }) => !left.has(id)).map((node): SheetNode => ({ ...node, mark: "removed" }));
  const changedLines = new Set(change.flatMap(({ before: was, after: is }) => (was?.kind === "connection" && is?.kind === "connection" && !onlyReordered(was, is) ? [idOf(is)] : [])));
  const lines = new Set(now.connections.map(({ id }) => id));
  const connections = then.connections.map((line): SheetConnection => ({ ...line, mark: !lines.has(line.id) ? "added" : changedLines.has(line.id) ? "changed" : "unchanged" }));
  const leftLines = new Set(then.connections.map(({ id }) => id));
  // Ends that are gone with a card of their own are drawn with it; rows that are gone leave their line to the card.
  const drawn = new Set([...nodes, ...gone].flatMap(({ id, rows }) => [id, ...(rows ?? []).map((row) => row.id)]));
  const end = (id: Id): Id => (drawn.has(id) ? id : nodeOf(drawing, id));
  const goneLines = now.connections.filter(({ id }) => !leftLines.has(id)).map((line): SheetConnection => ({ ...line, from: end(line.from), to: end(line.to), mark: "removed" }));
  const shown = goneLines.filter(({ from, to }) => drawn.has(from) && drawn.has(to));
  const all = [...nodes, ...gone];
  const marked = all.filter(({ mark }) => mark !== undefined);
  const ends = [...connections.filter(({ mark }) => mark !== "unchanged"), ...shown].flatMap(({ from, to }) => [from, to]).map((id) => (after.get(id) ? nodeOf(after, id) : nodeOf(drawing, id)));
  const tally = (mark: ReviewMark) => marked.filter((node) => node.mark === mark).length + [...connections, ...shown].filter((line) => line.mark === mark).length;
  return {
    sheet: { nodes: all, domains: then.domains, connections: [...connections, ...shown] },
    ids: [...new Set([...marked.map(({ id }) => id), ...ends])],
    added: tally("added"),
    removed: tally("removed"),
    changed: tally("changed"),
  };
}
