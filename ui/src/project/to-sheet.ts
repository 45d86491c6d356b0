// Maps the design and what the rules say of it to what the canvas draws.
//
// Long because: what a node is made of, and when it is made again, must agree.
//
// What did not change since the last sheet stays the same object, because the canvas measures and routes by identity.
// After an edit only what it touched is made again (`stale.ts` says what that is); the rest is taken from the last sheet.

import { group } from "../canvas/frames";
import type { Point } from "../canvas/geometry";
import type { Badge, Sheet, SheetDomain, SheetNode, SheetRow, Tint } from "../canvas/sheet";
import type { Analysis, Id, Record as Entry } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing, EntryOf } from "./drawing";
import { marked, type Sign, type Signs } from "./findings";
import { folded } from "./folding";
import { huesOf } from "./hues";
import { count } from "./kinds";
import { routeOf, verbOf } from "./naming";
import { usedOtherwise } from "./judging";
import { heatOf } from "./lens-heat";
import { mostUsed, mostUsedAfter, type Used, usedBy } from "./most-used";
import { type Found, type Places, placesFor } from "./places";
import { kept, same, unchanged } from "./same";
import { type Shown, shownDomains, shownNodes, showsLine } from "./view-filter";
import { badgedLines, type Lined, remakeLines } from "./sheet-lines";
import { type Stale, staleAfter } from "./stale";
import { engineWords } from "./words";

/** What only this window knows: which long cards are open, and what its lens says. */
export interface Seen {
  open: ReadonlySet<Id>;
  tints?: ReadonlyMap<Id, Tint>;
  /** Pins of the most used services are left out where no list says whose they are. */
  pins?: boolean;
  /** What a filter leaves; everything where there is none. */
  shown?: Shown | null;
  /** Where what has no place was shown until now. */
  found?: Found;
  /** The view whose own places count before those of the design. */
  view?: Id | null;
}

/** A node before it has its place and colours. */
export type Free = Omit<SheetNode, "x" | "y" | "heat" | "pin" | "tint">;

/** Something that is drawn as a node. */
export interface Standing {
  /** The record it shows. */
  entry: Entry;
  free: Free;
  place: Point | null;
  /** As it was last drawn, and from what. */
  node: SheetNode | null;
  of: Free | null;
  /** Its number in drawing order. */
  at: number;
}

/** What a sheet was made from, for making the next one: whoever does so takes it over and changes it. */
export interface Made {
  drawing: Drawing;
  analysis: Analysis;
  signs: Signs;
  hues: ReadonlyMap<Id, number>;
  seen: Seen;
  view: Id | null;
  /** How many services each domain holds, at any depth. */
  counts: ReadonlyMap<Id, number>;
  nodes: Map<Id, Standing>;
  order: readonly Standing[];
  /** Their nodes, in the same order. */
  drawn: readonly SheetNode[];
  /** The most used services, most first, and their numbers. */
  most: readonly Used[];
  pins: ReadonlyMap<Id, number>;
  /** How far in front nodes stand that are not in line with the rest. */
  raised: Map<Id, number>;
  /** Connections in drawing order. */
  lines: Lined[];
  /** From notes to what they are about. */
  abouts: Map<Id, Lined>;
}

const makings = new WeakMap<Sheet, Made>();

export function toSheet(drawing: Drawing, analysis: Analysis, seen: Seen, before: Sheet | null): Sheet {
  const old = (before && makings.get(before)) ?? null;
  const signs = marked(analysis);
  const hues = huesOf(drawing);
  const view = seen.view ?? null;
  const stale = old && old.view === view ? staleAfter(old, drawing, signs, hues, seen.open) : null;
  if (before) makings.delete(before);
  const last = stale ? old : null;
  const made: Made = {
    ...(last ?? { nodes: new Map(), order: [], drawn: [], raised: new Map(), lines: [], abouts: new Map() }),
    drawing,
    analysis,
    signs,
    hues,
    seen,
    view,
    counts: last && !stale?.counts ? last.counts : countsOf(drawing),
    ...pinsOf(drawing, analysis, seen, last, stale),
  };
  const touched = standingNodes(made, stale);
  const places = placesFor(drawing, view, made.order, placing(made, last, touched), seen.found);
  // Everything is placed before anything is left out, so that a filter moves nothing.
  made.drawn = placedNodes(made, last, touched);
  const nodes = stacked(made, made.drawn, stale?.nodes ?? null);
  remakeLines(made, last, stale?.lines ?? null);
  const domains = drawing.of("domain").map((d) => domainOf(made, places, d));
  const shown = seen.shown ?? null;
  const all = {
    nodes: shown ? shownNodes(drawing, shown, nodes) : nodes,
    domains: shown ? shownDomains(shown, domains) : domains,
    connections: badgedLines(made, (line) => shown === null || showsLine(drawing, shown, line)),
  };
  const open = folded(drawing, view, all);
  // What filters and cards make anew every time may say what it said before; the rest already is what it was.
  const keep = shown || open !== all || !stale ? kept : unchanged;
  const sheet = {
    nodes: keep(before?.nodes ?? [], open.nodes),
    domains: kept(before?.domains ?? [], open.domains),
    connections: keep(before?.connections ?? [], open.connections),
  };
  makings.set(sheet, made);
  return sheet;
}

/** Puts everything that is drawn as a node in drawing order; what is stale is made again, or all. Answers with that. */
function standingNodes(made: Made, stale: Stale | null): Standing[] {
  const { nodes } = made;
  const touched: Standing[] = [];
  if (stale?.sameOrder) {
    for (const id of stale.touched) {
      const known = nodes.get(id);
      if (known) known.entry = made.drawing.get(id)!;
    }
  } else made.order = ordered(made, touched);
  const { order } = made;
  for (const id of stale?.nodes ?? []) {
    const known = nodes.get(id);
    if (!known) continue;
    // What is not drawn any more was touched, too.
    if (order[known.at] === known) {
      if (known.free !== unmade) touched.push(known);
    } else {
      nodes.delete(id);
      made.raised.delete(id);
    }
  }
  for (const one of touched) {
    const now = freeNode(made, one.entry);
    const was = one.free;
    if (was.rows && now.rows && same(was.rows, now.rows)) now.rows = was.rows;
    if (!same(was, now)) one.free = now;
  }
  return touched;
}

/** Everything that is drawn as a node, in drawing order; what is new in it is put among what was `touched`. */
function ordered({ drawing, nodes, order: old }: Made, touched: Standing[]): Standing[] {
  const order: Standing[] = [];
  let at = 0;
  const put = (entry: Entry): void => {
    let known = old[at];
    // Mostly the same record follows on the same.
    if (known?.entry !== entry) {
      known = nodes.get(idOf(entry));
      if (!known) nodes.set(idOf(entry), (known = { entry, free: unmade, place: null, node: null, of: null, at: -1 }));
    }
    if (known.at >= 0) at = known.at + 1;
    known.entry = entry;
    order.push(known);
    if (known.free === unmade) touched.push(known);
  };
  for (const entry of drawing.of("service")) put(entry);
  for (const entry of drawing.of("api")) if (drawing.get(entry.value.head.home)?.kind !== "service") put(entry);
  for (const kind of ["operation", "store", "event"] as const) {
    for (const entry of drawing.of(kind)) if (entry.value.head.home === null) put(entry);
  }
  for (const kind of ["external", "actor", "note"] as const) for (const entry of drawing.of(kind)) put(entry);
  order.forEach((one, i) => (one.at = i));
  return order;
}

const unmade: Free = { id: "", kind: "service", name: "", domain: null };

function freeOf(made: Made, entry: Entry): { kind: SheetNode["kind"] } & Partial<Free> {
  const { drawing, signs } = made;
  const id = idOf(entry);
  switch (entry.kind) {
    case "service":
      return {
        kind: "service",
        subtitle: entry.value.team ?? "",
        rows: rowsOf(drawing, signs, id),
        ...(made.seen.open.has(id) ? { open: true } : {}),
      };
    case "api": {
      const rows = drawing.children(id, "operation").map((op) => operationRow(op, signs));
      return { kind: "api", rows, ...(entry.value.version ? { detail: `v${entry.value.version}` } : {}) };
    }
    case "store":
      return { kind: "store", detail: engineWords[entry.value.engine] };
    case "event":
      return { kind: "event", detail: `v${entry.value.version}` };
    case "external":
      return { kind: "external", subtitle: "External system" };
    case "actor":
      return { kind: "actor" };
    case "note":
      return { kind: "note", name: entry.value.text };
    default:
      return { kind: "api", rows: [] };
  }
}

function freeNode(made: Made, entry: Entry): Free {
  const { drawing, signs, hues, view } = made;
  const id = idOf(entry);
  const { kind, ...more } = freeOf(made, entry);
  const home = drawing.nearest("domain", id);
  const place = drawing.placement(id, view);
  const domain = home ? idOf(home) : null;
  const node: Free = { id, kind, name: drawing.name(id), domain };
  if (domain !== null) node.hue = hues.get(domain) ?? 0;
  if (place?.size) node.w = place.size.width;
  if (place?.collapsed) node.collapsed = true;
  if (place?.locked) node.locked = true;
  return Object.assign(node, badgeOn(signs.get(id)), more);
}

const remembers = (old: Made | null, seen: Seen): old is Made => seen.found !== undefined && seen.found === old?.seen.found;

/** Gives nodes the places they have or had; answers with those that have none. */
function placing({ drawing, view, order, seen }: Made, old: Made | null, touched: readonly Standing[]): Standing[] {
  // What nobody remembers is found anew every time.
  const unsure = remembers(old, seen) ? touched : order;
  for (const one of unsure) {
    const { id } = one.free;
    one.place = drawing.placement(id, view)?.at ?? seen.found?.get(id) ?? null;
  }
  // All others got a place then.
  return unsure.filter(({ place }) => place === null).sort((a, b) => a.at - b.at);
}

function rowsOf(drawing: Drawing, signs: Signs, service: Id): SheetRow[] {
  const rows: SheetRow[] = [];
  for (const api of drawing.children(service, "api")) {
    rows.push({ id: idOf(api), kind: "api", text: api.value.head.name, ...badgeOn(signs.get(idOf(api))) });
    for (const op of drawing.children(idOf(api), "operation")) rows.push(operationRow(op, signs));
  }
  for (const store of drawing.children(service, "store")) {
    rows.push({ id: idOf(store), kind: "store", text: store.value.head.name, ...badgeOn(signs.get(idOf(store))) });
  }
  for (const event of drawing.children(service, "event")) {
    const id = idOf(event);
    const heard = drawing.incoming(id).some((c) => c.kind === "subscribe");
    rows.push({ id, kind: "event", text: event.value.head.name, ...(heard ? {} : { unheard: true }) });
  }
  return rows;
}

function operationRow(op: Extract<Entry, { kind: "operation" }>, signs: Signs): SheetRow {
  const text = routeOf(op.value);
  return { id: idOf(op), kind: "operation", verb: verbOf(op.value), text, ...badgeOn(signs.get(idOf(op))) };
}

const badgeOn = (sign: Sign | undefined): { badge?: Badge } =>
  sign ? { badge: { severity: sign.standing, count: sign.count, ...(sign.cycle ? { cycle: true } : {}) } } : {};

function countsOf(drawing: Drawing): Map<Id, number> {
  const counts = new Map<Id, number>();
  const domains = drawing.of("domain");
  for (const domain of domains) counts.set(idOf(domain), drawing.children(idOf(domain), "service").length);
  const direct = new Map(counts);
  for (const domain of domains) {
    const [, ...around] = drawing.ancestry(idOf(domain));
    for (const outer of around) counts.set(idOf(outer), (counts.get(idOf(outer)) ?? 0) + (direct.get(idOf(domain)) ?? 0));
  }
  return counts;
}

function domainOf({ drawing, signs, hues, counts, view }: Made, places: Places, entry: EntryOf<"domain">): SheetDomain {
  const id = idOf(entry);
  const place = drawing.placement(id, view);
  const parent = drawing.as("domain", entry.value.head.home);
  const size = place?.size ?? { width: group.least.w, height: group.least.h };
  const at = places.get(id);
  return {
    id,
    name: entry.value.head.name,
    hue: hues.get(id) ?? 0,
    parent: parent ? idOf(parent) : null,
    count: count(counts.get(id) ?? 0, "service"),
    ...(place?.locked ? { locked: true } : {}),
    ...(at ? { frame: { ...at, w: size.width, h: size.height } } : {}),
    ...badgeOn(signs.get(id)),
  };
}

/** Nodes with their places, and with what heat and lens say of them; the old objects where nothing of them changed. */
function placedNodes(made: Made, old: Made | null, touched: readonly Standing[]): readonly SheetNode[] {
  const { analysis, seen, order, pins } = made;
  let drawn: SheetNode[] | null = null;
  const paint = (one: Standing): void => {
    const { free, node: before } = one;
    const { x, y } = one.place!;
    const heat = free.kind === "service" ? heatOf(usedBy(analysis, free.id)) || undefined : undefined;
    const pin = pins.get(free.id);
    const tint = seen.tints?.get(free.id);
    const isSame = before !== null && one.of === free && before.x === x && before.y === y;
    if (isSame && before.heat === heat && before.pin === pin && same(before.tint, tint)) return;
    const node: SheetNode = { ...free, x, y };
    if (heat !== undefined) node.heat = heat;
    if (pin !== undefined) node.pin = pin;
    if (tint !== undefined) node.tint = tint;
    one.node = node;
    one.of = free;
    // A list of its own only where something differs.
    if (order === old?.order) (drawn ??= [...made.drawn])[one.at] = node;
  };
  const known = remembers(old, seen) && old.seen.tints === seen.tints;
  const used = known ? usedOtherwise(old.analysis, analysis) : null;
  // What rules and lens said of all the others still holds.
  if (known && used) {
    touched.forEach(paint);
    const others = pins === old.pins ? used : [...used, ...old.pins.keys(), ...pins.keys()];
    for (const id of others) if (made.nodes.has(id)) paint(made.nodes.get(id)!);
  } else order.forEach(paint);
  return order === old?.order ? (drawn ?? made.drawn) : order.map(({ node }) => node!);
}

function pinsOf(drawing: Drawing, analysis: Analysis, seen: Seen, old: Made | null, stale: Stale | null): Pick<Made, "most" | "pins"> {
  if (seen.pins === false) return { most: [], pins: none };
  const used = old && old.seen.pins !== false ? usedOtherwise(old.analysis, analysis) : null;
  const most = used && stale ? mostUsedAfter(drawing, analysis, old!.most, [...used, ...stale.touched]) : mostUsed(drawing, analysis);
  const asBefore = old && most.length === old.most.length && most.every(({ id }, i) => id === old.most[i]!.id);
  return { most, pins: asBefore && old.pins.size > 0 ? old.pins : new Map(most.map(({ id }, i) => [id, i + 1])) };
}

const none: ReadonlyMap<Id, number> = new Map();

/** Those further in front are drawn later. */
function stacked({ drawing, view, nodes: all, raised }: Made, nodes: readonly SheetNode[], stale: ReadonlySet<Id> | null): readonly SheetNode[] {
  for (const id of stale ?? all.keys()) {
    const order = all.has(id) ? (drawing.placement(id, view)?.order ?? 0) : 0;
    if (order !== 0) raised.set(id, order);
    else raised.delete(id);
  }
  const orderOf = (node: SheetNode): number => raised.get(node.id) ?? 0;
  return raised.size > 0 ? [...nodes].sort((a, b) => orderOf(a) - orderOf(b)) : nodes;
}
