// The connections of a sheet: which are drawn, what they say, and what the rules say of them.

import type { Badge, SheetConnection } from "../canvas/sheet";
import type { Connection, Id, Record as Entry } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { isCycle, type Sign, standingOf } from "./findings";
import { same } from "./same";
import { endOf, nodeOf } from "./sheet-ends";
import type { Made } from "./to-sheet";

/** A connection that may be drawn as a line. */
export interface Lined {
  /** The record it was made of. */
  entry: Entry;
  /** Without badge; null where it is not drawn. */
  line: SheetConnection | null;
  /** With what the rules say of it, as it was last drawn. */
  drawn: { of: SheetConnection; line: SheetConnection } | null;
}

/** Makes lines again: those that are stale since the drawing they were made of, or all. */
export function remakeLines(made: Made, before: Drawing | null, stale: ReadonlySet<Id> | null): void {
  const { drawing, nodes, view } = made;
  const entries = drawing.of("connection");
  const old = made.lines;
  const again = new Set<Id>();
  const known = new Map<Id, Lined>();
  for (const id of stale ?? []) {
    if (drawing.get(id)?.kind === "connection") again.add(id);
    const was = before?.as("connection", id);
    const lined = was && old[before!.placeAmong(was)];
    if (lined) known.set(id, lined);
  }
  const remade = (entry: (typeof entries)[number]): Lined => {
    const was = known.get(entry.value.head.id);
    const line = lineOf(drawing, nodes, entry.value, view);
    return { entry, line: was?.line && same(was.line, line) ? was.line : line, drawn: was?.drawn ?? null };
  };
  let at = 0;
  if (!stale || entries !== before?.of("connection")) {
    made.lines = entries.map((entry) => {
      while (at < old.length && old[at]!.entry !== entry && known.has(idOf(old[at]!.entry))) at += 1;
      const there = old[at];
      if (there?.entry === entry) {
        at += 1;
        return there;
      }
      again.delete(entry.value.head.id);
      return remade(entry);
    });
  }
  // The record says what it said, but what it is shown with changed.
  for (const id of again) {
    const entry = drawing.as("connection", id)!;
    made.lines[drawing.placeAmong(entry)] = remade(entry);
  }
  const abouts = new Map<Id, Lined>();
  for (const note of drawing.of("note")) {
    const { about } = note.value;
    if (about === null || !nodes.has(nodeOf(drawing, about))) continue;
    const id = `${idOf(note)}>about`;
    const line: SheetConnection = { id, kind: "note", from: idOf(note), to: endOf(drawing, about) };
    const was = made.abouts.get(id);
    abouts.set(id, { entry: note, line: was?.line && same(was.line, line) ? was.line : line, drawn: was?.drawn ?? null });
  }
  made.abouts = abouts;
}

function lineOf(drawing: Drawing, nodes: ReadonlyMap<Id, unknown>, c: Connection, view: Id | null): SheetConnection | null {
  const [from, to] = [nodeOf(drawing, c.from), nodeOf(drawing, c.to)];
  // What a service does with its own things is said by its rows.
  if (from === to || !nodes.has(from) || !nodes.has(to)) return null;
  const points = drawing.placement(c.head.id, view)?.points ?? [];
  return {
    id: c.head.id,
    kind: c.kind === "release-with" ? "release_with" : c.kind,
    from: endOf(drawing, c.from),
    to: endOf(drawing, c.to),
    ...labelled(drawing, c),
    ...(points.length > 0 ? { points } : {}),
  };
}

/** The lines that are drawn, with what the rules say of them. */
export function badgedLines({ lines, abouts, signs }: Made, isShown: (line: SheetConnection) => boolean): SheetConnection[] {
  const all: SheetConnection[] = [];
  const worded = new Set<string>();
  const put = (lined: Lined): void => {
    const { line, drawn } = lined;
    if (!line || !isShown(line)) return;
    const sign = signs.get(line.id);
    if (!sign) {
      all.push(line);
      return;
    }
    const badge = connectionBadge(sign, worded);
    if (drawn?.of !== line || !same(drawn.line.badge, badge)) lined.drawn = { of: line, line: { ...line, badge } };
    all.push(lined.drawn!.line);
  };
  lines.forEach(put);
  abouts.forEach(put);
  return all;
}

function labelled(drawing: Drawing, c: Connection): { label?: string } {
  if (c.kind === "read" || c.kind === "write") return { label: c.kind === "read" ? "reads" : "writes" };
  if (c.kind === "depend" || c.kind === "release-with") return {};
  const target = drawing.get(c.to);
  return target?.kind === "operation" || target?.kind === "event" ? { label: drawing.name(c.to) } : {};
}

/** The words of a finding stand on the first of its connections; the others only take its colour. */
function connectionBadge(sign: Sign, worded: Set<string>): Badge {
  const worst = sign.findings.find((finding) => standingOf(finding) === sign.standing) ?? sign.findings[0];
  const said = !worst || worded.has(worst.fingerprint);
  if (worst) worded.add(worst.fingerprint);
  return {
    severity: sign.standing,
    ...(said || worst.badge === "" ? {} : { text: worst.badge }),
    ...(worst && isCycle(worst) ? { cycle: true } : {}),
  };
}
