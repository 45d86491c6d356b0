// The records seen as a drawing: who lives in whom, who leads where, where things stand. Built once for each state.

import type { Connection, Head, Id, Kind, Placement, Record as Entry } from "../wire";
import { idOf, type Records } from "./apply-change";

const deepest = 1000;

export type EntryOf<K extends Kind> = Extract<Entry, { kind: K }>;

export class Drawing {
  readonly records: Records;
  private readonly byKind = new Map<Kind, Entry[]>();
  private readonly byHome = new Map<Id | null, Entry[]>();
  private readonly from = new Map<Id, Connection[]>();
  private readonly into = new Map<Id, Connection[]>();
  private readonly places = new Map<Id, Placement>();
  /** Answers of `nearest`, by kind and record. */
  private readonly found = new Map<Kind, Map<Id, Entry | undefined>>();

  constructor(records: Records) {
    this.records = records;
    const push = <K, V>(map: Map<K, V[]>, key: K, value: V) => {
      const list = map.get(key);
      if (list) list.push(value);
      else map.set(key, [value]);
    };
    for (const entry of records.values()) {
      push(this.byKind, entry.kind, entry);
      if (entry.kind === "placement") {
        if (entry.value.view === null) this.places.set(entry.value.element, entry.value);
      } else if (entry.kind === "connection") {
        push(this.from, entry.value.from, entry.value);
        push(this.into, entry.value.to, entry.value);
      } else {
        push(this.byHome, entry.value.head.home, entry);
      }
    }
    const byRank = (a: Entry, b: Entry) => rankOf(a) - rankOf(b) || (idOf(a) < idOf(b) ? -1 : 1);
    for (const list of this.byHome.values()) list.sort(byRank);
    for (const list of this.byKind.values()) list.sort(byRank);
    for (const list of this.from.values()) list.sort((a, b) => a.head.rank - b.head.rank);
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

  placement(id: Id): Placement | undefined {
    return this.places.get(id);
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
    if (!entry) return null;
    if (entry.kind === "placement") return entry.value.element;
    if (entry.kind === "connection") return entry.value.from;
    return entry.value.head.home;
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
    let known = this.found.get(kind);
    if (!known) this.found.set(kind, (known = new Map()));
    if (known.has(id)) return known.get(id) as EntryOf<K> | undefined;
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
    known.set(id, found);
    return found as EntryOf<K> | undefined;
  }

  serviceOf(id: Id): EntryOf<"service"> | undefined {
    return this.nearest("service", id);
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

const rankOf = (entry: Entry): number => headOf(entry)?.rank ?? 0;

const drawings = new WeakMap<Records, Drawing>();

/** The drawing of these records; asked again for the same ones, the same. */
export function drawingOf(records: Records): Drawing {
  const known = drawings.get(records);
  if (known) return known;
  const drawing = new Drawing(records);
  drawings.set(records, drawing);
  return drawing;
}
