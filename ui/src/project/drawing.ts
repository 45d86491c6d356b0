// The records seen as a drawing: who lives in whom, who leads where, where things stand. Built once, carried along by edits.
//
// Long because: its indexes are made, asked and carried along together, and must agree with one another.

import type { Change, Connection, Head, Id, Kind, Placement, Record as Entry } from "../wire";
import { applyChange, idOf, type Records } from "./apply-change";
import { CarriedMap } from "./carried-map";
import { placeOf, SortedLists } from "./sorted-lists";

const deepest = 1000;
/** So many edits back a drawing knows what was touched. */
const longestTrail = 32;

export type EntryOf<K extends Kind> = Extract<Entry, { kind: K }>;

/** What an edit touched, by the number of the drawing it led to. */
interface Touch {
  serial: number;
  ids: readonly Id[];
}

let serials = 0;

export class Drawing {
  readonly records: Records;
  private readonly serial = (serials += 1);
  private trail: readonly Touch[] = [];
  private byKind = new CarriedMap<Kind, Entry[]>();
  private byHome = new CarriedMap<Id | null, Entry[]>();
  private from = new CarriedMap<Id, Connection[]>();
  private into = new CarriedMap<Id, Connection[]>();
  private places = new CarriedMap<Id, Placement>();
  /** Places that hold in one view only, by view; gathered when a view is first asked for. */
  private readonly viewed = new Map<Id, ReadonlyMap<Id, Placement>>();
  /** Answers of `nearest`, by kind and record. */
  private found = new Map<Kind, Map<Id, Id | null>>();

  constructor(records: Records, before: { drawing: Drawing; change: Change } | null = null) {
    this.records = records;
    if (before) this.follow(before.drawing, before.change);
    else this.build();
  }

  /** The drawing after a change, made from this one in the time the change takes. This one stays as it is. */
  after(change: Change): Drawing {
    const next = new Drawing(applyChange(this.records, change), { drawing: this, change });
    drawings.set(next.records, next);
    return next;
  }

  /** The records that edits touched between that drawing and this; null where this did not come from that. */
  since(before: Drawing): Set<Id> | null {
    if (before === this) return new Set();
    const at = this.trail.findIndex((touch) => touch.serial === before.serial);
    return at < 0 ? null : new Set(this.trail.slice(at + 1).flatMap((touch) => touch.ids));
  }

  private build(): void {
    const byKind = new Map<Kind, Entry[]>();
    const byHome = new Map<Id | null, Entry[]>();
    const from = new Map<Id, Connection[]>();
    const into = new Map<Id, Connection[]>();
    const places = new Map<Id, Placement>();
    for (const entry of this.records.values()) {
      push(byKind, entry.kind, entry);
      if (entry.kind === "placement") {
        if (entry.value.view === null) places.set(entry.value.element, entry.value);
      } else if (entry.kind === "connection") {
        push(from, entry.value.from, entry.value);
        push(into, entry.value.to, entry.value);
      } else {
        push(byHome, entry.value.head.home, entry);
      }
    }
    for (const list of byHome.values()) inOrderOf(list, byRank);
    for (const list of byKind.values()) inOrderOf(list, byRank);
    for (const list of from.values()) inOrderOf(list, byStep);
    for (const list of into.values()) inOrderOf(list, byName);
    this.byKind = new CarriedMap(byKind);
    this.byHome = new CarriedMap(byHome);
    this.from = new CarriedMap(from);
    this.into = new CarriedMap(into);
    this.places = new CarriedMap(places);
  }

  /** Takes over what the change did not touch. */
  private follow(before: Drawing, change: Change): void {
    const kinds = new SortedLists(before.byKind, byRank);
    const homes = new SortedLists(before.byHome, byRank);
    const from = new SortedLists(before.from, byStep);
    const into = new SortedLists(before.into, byName);
    const places: [Id, Placement | undefined][] = [];
    let moved = false;
    const ids: Id[] = [];
    for (const swap of change) {
      const { after } = swap;
      const id = after ? idOf(after) : swap.before ? idOf(swap.before) : null;
      if (id === null) continue;
      ids.push(id);
      const old = before.records.get(id);
      if (old) kinds.take(old.kind, old);
      if (after) kinds.put(after.kind, after);
      if (old?.kind === "connection") {
        from.take(old.value.from, old.value);
        into.take(old.value.to, old.value);
      } else if (old?.kind === "placement") {
        if (old.value.view === null) places.push([old.value.element, undefined]);
      } else if (old) homes.take(old.value.head.home, old);
      if (after?.kind === "connection") {
        from.put(after.value.from, after.value);
        into.put(after.value.to, after.value);
      } else if (after?.kind === "placement") {
        if (after.value.view === null) places.push([after.value.element, after.value]);
      } else if (after) homes.put(after.value.head.home, after);
      moved ||= after !== null && (old ? homeOf(old) !== homeOf(after) : before.hasLookedUp(id));
    }
    this.byKind = kinds.done();
    this.byHome = homes.done();
    this.from = from.done();
    this.into = into.done();
    this.places = before.places.after(places);
    // Who stands in whom is still true of all that is left, while nothing moved from one to another.
    if (!moved) this.found = before.found;
    const { serial } = before;
    const trail = before.trail.length > 0 ? before.trail : [{ serial, ids: [] }];
    this.trail = [...trail, { serial: this.serial, ids }].slice(-longestTrail);
  }

  get(id: Id | null | undefined): Entry | undefined {
    return id == null ? undefined : this.records.get(id);
  }

  as<K extends Kind>(kind: K, id: Id | null | undefined): EntryOf<K> | undefined {
    const entry = this.get(id);
    return entry?.kind === kind ? (entry as EntryOf<K>) : undefined;
  }

  of<K extends Kind>(kind: K): readonly EntryOf<K>[] {
    return (this.byKind.get(kind) ?? []) as EntryOf<K>[];
  }

  /** Where a record of this drawing stands among all of its kind. */
  placeAmong(entry: Entry): number {
    return placeOf(this.byKind.get(entry.kind) ?? [], entry, byRank);
  }

  /** What lives in it, by rank within each kind; of one kind where one is named. */
  children<K extends Kind = Kind>(home: Id | null, kind?: K): readonly EntryOf<K>[] {
    const all = this.byHome.get(home) ?? [];
    return (kind ? all.filter((entry) => entry.kind === kind) : all) as EntryOf<K>[];
  }

  outgoing(id: Id): readonly Connection[] {
    return this.from.get(id) ?? [];
  }

  incoming(id: Id): readonly Connection[] {
    return this.into.get(id) ?? [];
  }

  /** Where it stands in the design, or in a view where it was moved there. */
  placement(id: Id, view: Id | null = null): Placement | undefined {
    return (view === null ? undefined : this.placesIn(view).get(id)) ?? this.places.get(id);
  }

  /** What was moved in one view only. */
  movedIn(view: Id): readonly Placement[] {
    return [...this.placesIn(view).values()];
  }

  private placesIn(view: Id): ReadonlyMap<Id, Placement> {
    let places = this.viewed.get(view);
    if (!places) {
      const own = this.of("placement").filter(({ value }) => value.view === view);
      this.viewed.set(view, (places = new Map(own.map(({ value }) => [value.element, value]))));
    }
    return places;
  }

  get design(): EntryOf<"design"> | undefined {
    return this.of("design")[0];
  }

  head(id: Id | null | undefined): Head | undefined {
    const entry = this.get(id);
    return entry && headOf(entry);
  }

  name(id: Id | null | undefined): string {
    return this.head(id)?.name ?? "";
  }

  home(id: Id): Id | null {
    const entry = this.get(id);
    return entry ? homeOf(entry) : null;
  }

  /** It and what it lives in, inmost first. */
  ancestry(id: Id): Entry[] {
    const chain: Entry[] = [];
    for (let at: Id | null = id; at !== null; ) {
      const entry = this.get(at);
      if (!entry || chain.includes(entry)) break;
      chain.push(entry);
      at = this.home(at);
    }
    return chain;
  }

  /** The nearest of a kind among it and what it lives in. */
  nearest<K extends Kind>(kind: K, id: Id): EntryOf<K> | undefined {
    if (!this.records.has(id)) return undefined;
    let known = this.found.get(kind);
    if (!known) this.found.set(kind, (known = new Map()));
    const answer = known.get(id);
    if (answer !== undefined) return this.get(answer) as EntryOf<K> | undefined;
    let found: Entry | undefined;
    // Nothing lives in itself, so the climb ends; the count is for records that are not to be trusted.
    for (let at: Id | null = id, steps = 0; at !== null && steps < deepest; steps++) {
      const entry = this.records.get(at);
      if (!entry || entry.kind === kind) {
        found = entry;
        break;
      }
      at = this.home(at);
    }
    known.set(id, found ? idOf(found) : null);
    return found as EntryOf<K> | undefined;
  }

  serviceOf(id: Id): EntryOf<"service"> | undefined {
    return this.nearest("service", id);
  }

  private hasLookedUp(id: Id): boolean {
    return [...this.found.values()].some((known) => known.has(id));
  }

  /** It and everything in it, at any depth. */
  within(id: Id): Id[] {
    const all: Id[] = [id];
    for (let i = 0; i < all.length; i++) {
      for (const child of this.children(all[i] ?? null)) all.push(idOf(child));
    }
    return all;
  }
}

export const headOf = (entry: Entry): Head | undefined => (entry.kind === "placement" ? undefined : entry.value.head);

/** Whether edits between the two only placed what was there. */
export function onlyMoved(drawing: Drawing, before: Drawing): boolean {
  const touched = drawing.since(before);
  return touched !== null && [...touched].every((id) => (drawing.get(id) ?? before.get(id))?.kind === "placement");
}

const rankOf = (entry: Entry): number => headOf(entry)?.rank ?? 0;

const homeOf = (entry: Entry): Id | null =>
  entry.kind === "placement" ? entry.value.element : entry.kind === "connection" ? entry.value.from : entry.value.head.home;

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Sorts where it has to: most lists are short, and what comes from a file mostly comes in order. */
function inOrderOf<V>(list: V[], order: (a: V, b: V) => number): void {
  for (let i = 1; i < list.length; i++) {
    if (order(list[i - 1]!, list[i]!) > 0) {
      list.sort(order);
      return;
    }
  }
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byRank = (a: Entry, b: Entry): number => rankOf(a) - rankOf(b) || inOrder(idOf(a), idOf(b));
const byStep = (a: Connection, b: Connection): number => a.head.rank - b.head.rank || inOrder(a.head.id, b.head.id);
const byName = (a: Connection, b: Connection): number => inOrder(a.head.id, b.head.id);

const drawings = new WeakMap<Records, Drawing>();

/** The drawing of these records; asked again for the same ones, the same. */
export function drawingOf(records: Records): Drawing {
  const known = drawings.get(records);
  if (known) return known;
  const drawing = new Drawing(records);
  drawings.set(records, drawing);
  return drawing;
}
