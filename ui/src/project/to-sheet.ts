// Maps the design and what the rules say of it to what the canvas draws.
//
// What did not change since the last sheet stays the same object, because the canvas measures and routes by identity.
// After an edit only what it touched is made again (`stale.ts` says what that is); the rest is taken from the last sheet.

import { group } from "../canvas/frames";
import type { Badge, Sheet, SheetConnection, SheetDomain, SheetNode, SheetRow, Tint } from "../canvas/sheet";
import type { Analysis, Id, Record as Entry } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { marked, type Sign, type Signs } from "./findings";
import { folded } from "./folding";
import { huesOf } from "./hues";
import { count } from "./kinds";
import { routeOf, verbOf } from "./naming";
import { heatOf, mostUsed, usedBy } from "./lens-heat";
import { type Found, type Places, placesFor } from "./places";
import { kept, same } from "./same";
import { type Shown, shownDomains, shownNodes, showsLine } from "./view-filter";
import { badgedLines, linesOf } from "./sheet-lines";
import { staleAfter } from "./stale";
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

/** What a sheet was made from, for making the next one. */
export interface Made {
  drawing: Drawing;
  signs: Signs;
  hues: ReadonlyMap<Id, number>;
  open: ReadonlySet<Id>;
  view: Id | null;
  /** How many services each domain holds, at any depth. */
  counts: ReadonlyMap<Id, number>;
  nodes: Map<Id, Free>;
  places: Places;
  /** Nodes with their place. */
  placed: Map<Id, SheetNode>;
  /** Lines without badges; null for a connection that is not drawn. */
  lines: Map<Id, SheetConnection | null>;
  badged: Map<Id, SheetConnection>;
}

const makings = new WeakMap<Sheet, Made>();

export function toSheet(drawing: Drawing, analysis: Analysis, seen: Seen, before: Sheet | null): Sheet {
  const old = (before && makings.get(before)) ?? null;
  const signs = marked(analysis);
  const hues = huesOf(drawing);
  const view = seen.view ?? null;
  const stale = old && old.view === view ? staleAfter(old, drawing, signs, hues, seen.open) : null;
  const made: Made = {
    drawing,
    signs,
    hues,
    open: seen.open,
    view,
    counts: old && stale && !stale.counts ? old.counts : countsOf(drawing),
    nodes: new Map(),
    places: new Map(),
    placed: new Map(),
    lines: new Map(),
    badged: new Map(),
  };
  const fresh = freshOf(made, seen);
  for (const { id, make } of fresh) {
    const known = stale && !stale.nodes.has(id) ? old?.nodes.get(id) : undefined;
    made.nodes.set(id, known ?? make());
  }
  made.places = placesFor(drawing, view, made.nodes, seen.found);
  // Everything is placed before anything is left out, so that a filter moves nothing.
  const nodes = stacked(made, placedNodes(made, old, colours(drawing, analysis, seen)));
  for (const [id, make] of linesOf(made)) {
    const known = stale && !stale.lines.has(id) ? old?.lines.get(id) : undefined;
    made.lines.set(id, known === undefined ? make() : known);
  }
  const domains = drawing.of("domain").map((d) => domainOf(made, d));
  const shown = seen.shown ?? null;
  const open = folded(drawing, view, {
    nodes: shown ? shownNodes(drawing, shown, nodes) : nodes,
    domains: shown ? shownDomains(shown, domains) : domains,
    connections: badgedLines(made, old, (line) => shown === null || showsLine(drawing, shown, line)),
  });
  const sheet = {
    nodes: kept(before?.nodes ?? [], open.nodes),
    domains: kept(before?.domains ?? [], open.domains),
    connections: kept(before?.connections ?? [], open.connections),
  };
  makings.set(sheet, made);
  return sheet;
}

interface Fresh {
  id: Id;
  make: () => Free;
}

/** Everything that is drawn as a node, in drawing order, and how it is made where it has to be. */
function freshOf({ drawing, signs, hues, view }: Made, seen: Seen): Fresh[] {
  const nodes: Fresh[] = [];
  const node = (entry: Entry, kind: SheetNode["kind"], more: () => Partial<Free>) => {
    const id = idOf(entry);
    nodes.push({ id, make: () => made(id, kind, more()) });
  };
  const made = (id: Id, kind: SheetNode["kind"], more: Partial<Free>): Free => {
    const home = drawing.nearest("domain", id);
    const place = drawing.placement(id, view);
    const domain = home ? idOf(home) : null;
    return {
      id,
      kind,
      name: drawing.name(id),
      domain,
      ...(domain === null ? {} : { hue: hues.get(domain) ?? 0 }),
      ...(place?.size ? { w: place.size.width } : {}),
      ...(place?.collapsed ? { collapsed: true } : {}),
      ...(place?.locked ? { locked: true } : {}),
      ...badgeOn(signs.get(id)),
      ...more,
    };
  };
  for (const entry of drawing.of("service")) {
    const id = idOf(entry);
    node(entry, "service", () => {
      const rows = rowsOf(drawing, signs, id);
      return { subtitle: entry.value.team ?? "", rows, ...(seen.open.has(id) ? { open: true } : {}) };
    });
  }
  for (const entry of drawing.of("api")) {
    const { home } = entry.value.head;
    if (home !== null && drawing.get(home)?.kind === "service") continue;
    node(entry, "api", () => {
      const rows = drawing.children(idOf(entry), "operation").map((op) => operationRow(op, signs));
      return { rows, ...(entry.value.version ? { detail: `v${entry.value.version}` } : {}) };
    });
  }
  for (const entry of drawing.of("operation")) {
    if (entry.value.head.home === null) node(entry, "api", () => ({ rows: [] }));
  }
  for (const entry of drawing.of("store")) {
    if (entry.value.head.home === null) node(entry, "store", () => ({ detail: engineWords[entry.value.engine] }));
  }
  for (const entry of drawing.of("event")) {
    if (entry.value.head.home === null) node(entry, "event", () => ({ detail: `v${entry.value.version}` }));
  }
  for (const entry of drawing.of("external")) node(entry, "external", () => ({ subtitle: "External system" }));
  for (const entry of drawing.of("actor")) node(entry, "actor", () => ({}));
  for (const entry of drawing.of("note")) node(entry, "note", () => ({ name: entry.value.text }));
  return nodes;
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

function domainOf({ drawing, signs, hues, counts, view, places }: Made, entry: Extract<Entry, { kind: "domain" }>): SheetDomain {
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

type Colours = Pick<SheetNode, "heat" | "pin" | "tint">;

/** What heat and lens say of a node. These follow the whole design, so they are asked anew for every sheet. */
function colours(drawing: Drawing, analysis: Analysis, seen: Seen): (node: Free) => Colours {
  const pins = new Map(seen.pins === false ? [] : mostUsed(drawing, analysis).map(({ id }, i) => [id, i + 1]));
  return ({ id, kind }) => {
    const heat = kind === "service" ? heatOf(usedBy(analysis, id)) : 0;
    const pin = pins.get(id);
    const tint = seen.tints?.get(id);
    return { ...(heat > 0 ? { heat } : {}), ...(pin === undefined ? {} : { pin }), ...(tint ? { tint } : {}) };
  };
}

const coloursAlike = (a: Colours, b: Colours): boolean => a.heat === b.heat && a.pin === b.pin && same(a.tint, b.tint);

/** Nodes with their places, the old objects where nothing of them changed. */
function placedNodes(made: Made, old: Made | null, coloursOf: (node: Free) => Colours): SheetNode[] {
  const nodes: SheetNode[] = [];
  const put = (node: Free, { x, y }: { x: number; y: number }) => {
    const before = old?.nodes.get(node.id) === node ? old.placed.get(node.id) : undefined;
    const more = coloursOf(node);
    const placed = before && before.x === x && before.y === y && coloursAlike(before, more) ? before : { ...node, ...more, x, y };
    made.placed.set(node.id, placed);
    nodes.push(placed);
  };
  for (const node of made.nodes.values()) put(node, made.places.get(node.id)!);
  return nodes;
}

/** Those further in front are drawn later. */
function stacked({ drawing, view }: Made, nodes: SheetNode[]): SheetNode[] {
  const orderOf = (node: SheetNode) => drawing.placement(node.id, view)?.order ?? 0;
  return nodes.some((node) => orderOf(node) !== 0) ? [...nodes].sort((a, b) => orderOf(a) - orderOf(b)) : nodes;
}
