// What of a sheet has to be made again after edits: the cards and lines that show something that was touched.

import type { Id, Record as Entry } from "../wire";
import { type Drawing, headOf } from "./drawing";
import type { Sign, Signs } from "./findings";
import { nodeOf } from "./sheet-ends";
import { changedSigns } from "./signs";
import type { Made } from "./to-sheet";

export interface Stale {
  nodes: Set<Id>;
  lines: Set<Id>;
  /** Services came, went or moved. */
  counts: boolean;
  /** What is drawn as a node is what it was, in the order it had. */
  sameOrder: boolean;
  /** The records that edits touched. */
  touched: ReadonlySet<Id>;
}

/** Null where the drawing did not come from the one the sheet was made of. */
export function staleAfter(
  old: Made,
  drawing: Drawing,
  signs: Signs,
  hues: ReadonlyMap<Id, number>,
  open: ReadonlySet<Id>,
): Stale | null {
  const touched = drawing.since(old.drawing);
  if (!touched) return null;
  const stale: Stale = { nodes: new Set(), lines: new Set(), counts: false, sameOrder: true, touched };
  for (const id of touched) {
    // What stood somewhere before the edit and what stands there now are both drawn anew.
    for (const state of [old.drawing, drawing]) touch(stale, state, id);
    const [was, is] = [old.drawing.get(id), drawing.get(id)];
    if (isContainer(was) || isContainer(is)) stale.counts ||= !was || !is || homeOf(was) !== homeOf(is);
    const [stood, stands] = [was && isNode(old.drawing, was), is && isNode(drawing, is)];
    if (stood || stands) stale.sameOrder &&= stood === stands && rankOf(was!) === rankOf(is!);
  }
  for (const id of resigned(old.signs, signs)) stale.nodes.add(nodeOf(drawing, id));
  if (open !== old.seen.open) for (const id of differing(asMap(old.seen.open), asMap(open), () => true)) stale.nodes.add(id);
  const recoloured = new Set(old.hues === hues ? [] : differing(old.hues, hues, (a, b) => a === b));
  if (recoloured.size > 0) {
    for (const { free } of old.order) if (free.domain !== null && recoloured.has(free.domain)) stale.nodes.add(free.id);
  }
  return stale;
}

const isContainer = (entry: Entry | undefined): boolean => entry?.kind === "domain" || entry?.kind === "service";
const homeOf = (entry: Entry): Id | null => headOf(entry)?.home ?? null;
const rankOf = (entry: Entry): number => headOf(entry)?.rank ?? 0;

/** Whether a record is drawn as a node, and not within one or as something else. */
export function isNode(drawing: Drawing, entry: Entry): boolean {
  switch (entry.kind) {
    case "service":
    case "external":
    case "actor":
    case "note":
      return true;
    case "api":
      return drawing.get(entry.value.head.home)?.kind !== "service";
    case "operation":
    case "store":
    case "event":
      return entry.value.head.home === null;
    default:
      return false;
  }
}

function touch(stale: Stale, drawing: Drawing, id: Id): void {
  const entry = drawing.get(id);
  switch (entry?.kind) {
    case undefined:
      return;
    case "placement":
      stale.nodes.add(entry.value.element);
      stale.lines.add(entry.value.element);
      return;
    case "connection":
      stale.lines.add(id);
      // An event knows whether anybody hears it.
      stale.nodes.add(nodeOf(drawing, entry.value.to));
      return;
    case "domain":
      return;
    case "note":
      stale.lines.add(`${id}>about`);
      break;
    default:
  }
  for (const inner of drawing.within(id)) {
    stale.nodes.add(nodeOf(drawing, inner));
    for (const c of drawing.outgoing(inner)) stale.lines.add(c.head.id);
    for (const c of drawing.incoming(inner)) stale.lines.add(c.head.id);
  }
  // A note may be about anything.
  for (const note of drawing.of("note")) if (note.value.about !== null) stale.lines.add(`${note.value.head.id}>about`);
}

/** Where signs look otherwise than before. */
function resigned(before: Signs, after: Signs): readonly Id[] {
  const ids = changedSigns(before, after);
  if (!ids) return differing(before, after, looksSame);
  return ids.filter((id) => {
    const [old, now] = [before.get(id), after.get(id)];
    return old && now ? !looksSame(old, now) : old !== now;
  });
}

const looksSame = (a: Sign, b: Sign): boolean => a.standing === b.standing && a.count === b.count && a.cycle === b.cycle;

const asMap = (ids: ReadonlySet<Id>): ReadonlyMap<Id, true> => new Map([...ids].map((id) => [id, true]));

/** Keys that one of the two lacks or that stand for something else. */
function differing<V>(one: ReadonlyMap<Id, V>, other: ReadonlyMap<Id, V>, isSame: (a: V, b: V) => boolean): Id[] {
  const out: Id[] = [];
  for (const [id, value] of other) {
    const before = one.get(id);
    if (before === undefined || !isSame(before, value)) out.push(id);
  }
  for (const id of one.keys()) if (!other.has(id)) out.push(id);
  return out;
}
