// The connections of a sheet: which are drawn, what they say, and what the rules say of them.

import type { Badge, SheetConnection } from "../canvas/sheet";
import type { Connection, Id } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { isCycle, type Sign, standingOf } from "./findings";
import { same } from "./same";
import { endOf, nodeOf } from "./sheet-ends";
import type { Free, Made } from "./to-sheet";

/** What may be drawn as a line, in drawing order, and how it is made; null where it is none. */
export function* linesOf({ drawing, nodes, view }: Made): Generator<[Id, () => SheetConnection | null]> {
  for (const entry of drawing.of("connection")) {
    const c = entry.value;
    yield [c.head.id, () => lineOf(drawing, nodes, c, view)];
  }
  for (const note of drawing.of("note")) {
    const { about } = note.value;
    if (about === null) continue;
    const id = `${idOf(note)}>about`;
    yield [id, () => (nodes.has(nodeOf(drawing, about)) ? { id, kind: "note", from: idOf(note), to: endOf(drawing, about) } : null)];
  }
}

function lineOf(drawing: Drawing, nodes: ReadonlyMap<Id, Free>, c: Connection, view: Id | null): SheetConnection | null {
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
export function badgedLines(made: Made, old: Made | null, isShown: (line: SheetConnection) => boolean): SheetConnection[] {
  const drawn: SheetConnection[] = [];
  const worded = new Set<string>();
  for (const [id, line] of made.lines) {
    if (!line || !isShown(line)) continue;
    const sign = made.signs.get(id);
    if (!sign) {
      drawn.push(line);
      continue;
    }
    const badge = connectionBadge(sign, worded);
    const before = old?.lines.get(id) === line ? old.badged.get(id) : undefined;
    const badged = before && same(before.badge, badge) ? before : { ...line, badge };
    made.badged.set(id, badged);
    drawn.push(badged);
  }
  return drawn;
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
