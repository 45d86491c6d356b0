// The connections of a sheet: which are drawn, what they say, and what the rules say of them.

import type { Badge, SheetConnection } from "../canvas/sheet";
import type { Connection, Finding, Id, Record as Entry } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing, EntryOf } from "./drawing";
import { isCycle, type Sign, type Signs, standingOf } from "./findings";
import { same } from "./same";
import { endOf, nodeOf } from "./sheet-ends";
import { changedSigns } from "./signs";
import type { Made } from "./to-sheet";

/** A connection that may be drawn as a line. */
export interface Lined {
  /** The record it was made of. */
  entry: Entry;
  /** Without badge; null where it is not drawn. */
  line: SheetConnection | null;
  /** What the rules say of it. */
  sign: Sign | undefined;
  /** With what the rules say of it, as it was last drawn, and whether their words stand elsewhere. */
  drawn: { of: SheetConnection; line: SheetConnection; sign: Sign; isSaid: boolean } | null;
}

/** Makes lines again: those that are stale since the drawing they were made of, or all. */
export function remakeLines(made: Made, last: { drawing: Drawing; signs: Signs } | null, stale: ReadonlySet<Id> | null): void {
  const { drawing, nodes, signs, view } = made;
  const before = last?.drawing;
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
    const sign = signs.get(entry.value.head.id);
    return { entry, line: was?.line && same(was.line, line) ? was.line : line, sign, drawn: was?.drawn ?? null };
  };
  if (!stale || !before) made.lines = entries.map(remade);
  else if (entries !== before.of("connection")) for (const id of exchanged(made.lines, before, drawing, stale, remade)) again.delete(id);
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
    abouts.set(id, { entry: note, line: was?.line && same(was.line, line) ? was.line : line, sign: signs.get(id), drawn: was?.drawn ?? null });
  }
  made.abouts = abouts;
  if (last) resign(made, last.signs);
}

/** Takes lines out of the list that are gone or stand elsewhere now, and puts others in; answers with which these are. */
function exchanged(lines: Lined[], before: Drawing, drawing: Drawing, stale: ReadonlySet<Id>, make: (entry: EntryOf<"connection">) => Lined): Id[] {
  const out: number[] = [];
  const into: { at: number; entry: EntryOf<"connection"> }[] = [];
  for (const id of stale) {
    const [was, is] = [before.as("connection", id), drawing.as("connection", id)];
    if (was && is && was.value.head.rank === is.value.head.rank) continue;
    if (was) out.push(before.placeAmong(was));
    if (is) into.push({ at: drawing.placeAmong(is), entry: is });
  }
  // From the back, so that what stands before stays where it is; then from the front, where all before is already there.
  for (const at of out.sort((a, b) => b - a)) lines.splice(at, 1);
  for (const { at, entry } of into.sort((a, b) => a.at - b.at)) lines.splice(at, 0, make(entry));
  return into.map(({ entry }) => idOf(entry));
}

/** What the rules say now of lines that were not made again. */
function resign({ drawing, signs, lines }: Made, before: Signs): void {
  const ids = changedSigns(before, signs);
  for (const id of ids ?? []) {
    const entry = drawing.as("connection", id);
    if (entry) lines[drawing.placeAmong(entry)]!.sign = signs.get(id);
  }
  if (!ids) for (const lined of lines) lined.sign = signs.get(idOf(lined.entry));
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
export function badgedLines({ lines, abouts }: Made, isShown: (line: SheetConnection) => boolean): SheetConnection[] {
  const all: SheetConnection[] = [];
  const worded = new Set<string>();
  const put = (lined: Lined): void => {
    const { line, sign, drawn } = lined;
    if (!line || !isShown(line)) return;
    if (!sign) {
      all.push(line);
      return;
    }
    const worst = worstOf(sign);
    const isSaid = !worst || worded.has(worst.fingerprint);
    if (worst && !isSaid) worded.add(worst.fingerprint);
    if (drawn?.of !== line || drawn.sign !== sign || drawn.isSaid !== isSaid) {
      const badge = connectionBadge(sign, isSaid);
      const looksSame = drawn?.of === line && same(drawn.line.badge, badge);
      lined.drawn = { of: line, line: looksSame ? drawn.line : { ...line, badge }, sign, isSaid };
    }
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

const worstOf = (sign: Sign): Finding | undefined =>
  sign.findings.find((finding) => standingOf(finding) === sign.standing) ?? sign.findings[0];

/** The words of a finding stand on the first of its connections; the others only take its colour. */
function connectionBadge(sign: Sign, isSaid: boolean): Badge {
  const worst = worstOf(sign);
  return {
    severity: sign.standing,
    ...(isSaid || !worst || worst.badge === "" ? {} : { text: worst.badge }),
    ...(worst && isCycle(worst) ? { cycle: true } : {}),
  };
}
