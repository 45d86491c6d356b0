// Maps the design and what the rules say of it to what the canvas draws.
//
// What did not change since the last sheet stays the same object, because the canvas measures and routes by identity.

import { anatomyOf } from "../canvas/anatomy";
import type { Rect } from "../canvas/geometry";
import type { Badge, Sheet, SheetConnection, SheetDomain, SheetNode, SheetRow, Tint } from "../canvas/sheet";
import type { Analysis, Connection, Id, Record as Entry } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { isCycle, marked, type Sign, type Signs, standingOf } from "./findings";
import { huesOf } from "./hues";
import { count } from "./kinds";
import { routeOf, verbOf } from "./naming";
import { heatOf, mostUsed, usedBy } from "./lens-heat";
import { kept } from "./same";
import { shelve, type Unplaced } from "./shelf";
import { engineWords } from "./words";

/** What only this window knows: which long cards are open, and what its lens says. */
export interface Seen {
  open: ReadonlySet<Id>;
  tints?: ReadonlyMap<Id, Tint>;
  /** Pins of the most used services are left out where no list says whose they are. */
  pins?: boolean;
}

export function toSheet(drawing: Drawing, analysis: Analysis, seen: Seen, before: Sheet | null): Sheet {
  const signs = marked(analysis);
  const hues = huesOf(drawing);
  const free = nodesOf(drawing, signs, hues, seen, analysis);
  const nodes = stacked(drawing, placedNodes(drawing, free));
  return {
    nodes: kept(before?.nodes ?? [], nodes),
    domains: kept(before?.domains ?? [], drawing.of("domain").map((d) => domainOf(drawing, signs, hues, d))),
    connections: kept(before?.connections ?? [], connectionsOf(drawing, signs, new Set(nodes.map((n) => n.id)))),
  };
}

type Free = Omit<SheetNode, "x" | "y">;

function nodesOf(drawing: Drawing, signs: Signs, hues: ReadonlyMap<Id, number>, seen: Seen, analysis: Analysis): Free[] {
  const nodes: Free[] = [];
  const pins = new Map(mostUsed(drawing, analysis).map(({ id }, i) => [id, i + 1]));
  const node = (entry: Entry, kind: SheetNode["kind"], more: Partial<Free>) => {
    const id = idOf(entry);
    const home = drawing.nearest("domain", id);
    const place = drawing.placement(id);
    const domain = home ? idOf(home) : null;
    const heat = kind === "service" ? heatOf(usedBy(analysis, id)) : 0;
    const pin = pins.get(id);
    const tint = seen.tints?.get(id);
    nodes.push({
      id,
      kind,
      name: drawing.name(id),
      domain,
      ...(domain === null ? {} : { hue: hues.get(domain) ?? 0 }),
      ...(place?.size ? { w: place.size.width } : {}),
      ...(place?.collapsed ? { collapsed: true } : {}),
      ...(place?.locked ? { locked: true } : {}),
      ...badgeOn(signs.get(id)),
      ...(heat > 0 ? { heat } : {}),
      ...(pin === undefined || seen.pins === false ? {} : { pin }),
      ...(tint ? { tint } : {}),
      ...more,
    });
  };
  for (const entry of drawing.of("service")) {
    const id = idOf(entry);
    const rows = rowsOf(drawing, signs, id);
    node(entry, "service", { subtitle: entry.value.team ?? "", rows, ...(seen.open.has(id) ? { open: true } : {}) });
  }
  for (const entry of drawing.of("api")) {
    if (drawing.serviceOf(idOf(entry))) continue;
    const rows = drawing.children(idOf(entry), "operation").map((op) => operationRow(op, signs));
    node(entry, "api", { rows, ...(entry.value.version ? { detail: `v${entry.value.version}` } : {}) });
  }
  for (const entry of drawing.of("operation")) {
    if (entry.value.head.home === null) node(entry, "api", { rows: [] });
  }
  for (const entry of drawing.of("store")) {
    if (entry.value.head.home === null) node(entry, "store", { detail: engineWords[entry.value.engine] });
  }
  for (const entry of drawing.of("event")) {
    if (entry.value.head.home === null) node(entry, "event", { detail: `v${entry.value.version}` });
  }
  for (const entry of drawing.of("external")) node(entry, "external", { subtitle: "External system" });
  for (const entry of drawing.of("actor")) node(entry, "actor", {});
  for (const entry of drawing.of("note")) node(entry, "note", { name: entry.value.text });
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

function domainOf(drawing: Drawing, signs: Signs, hues: ReadonlyMap<Id, number>, entry: Extract<Entry, { kind: "domain" }>): SheetDomain {
  const id = idOf(entry);
  const place = drawing.placement(id);
  const services = drawing.within(id).filter((inner) => drawing.get(inner)?.kind === "service");
  const parent = drawing.as("domain", entry.value.head.home);
  const size = place?.size ?? { width: 228, height: 120 };
  return {
    id,
    name: entry.value.head.name,
    hue: hues.get(id) ?? 0,
    parent: parent ? idOf(parent) : null,
    count: count(services.length, "service"),
    ...(place?.at ? { frame: { x: place.at.x, y: place.at.y, w: size.width, h: size.height } } : {}),
    ...badgeOn(signs.get(id)),
  };
}

function placedNodes(drawing: Drawing, free: readonly Free[]): SheetNode[] {
  const placed: SheetNode[] = [];
  const homeless: Free[] = [];
  for (const node of free) {
    const at = drawing.placement(node.id)?.at;
    if (at) placed.push({ ...node, x: at.x, y: at.y });
    else homeless.push(node);
  }
  // Measuring is only worth its time where something looks for a place.
  if (homeless.length === 0) return placed;
  const sized = (node: Free) => anatomyOf({ ...node, x: 0, y: 0 });
  const boxes = new Map(placed.map((node): [Id, Rect] => [node.id, { x: node.x, y: node.y, w: sized(node).w, h: sized(node).h }]));
  const unplaced = homeless.map((node): Unplaced => {
    const { w, h } = sized(node);
    return { id: node.id, domain: node.domain, near: neighboursOf(drawing, node.id), w, h };
  });
  const places = shelve(unplaced, boxes);
  return [...placed, ...homeless.map((node) => ({ ...node, ...places.get(node.id)! }))];
}

/** Those further in front are drawn later. */
function stacked(drawing: Drawing, nodes: SheetNode[]): SheetNode[] {
  const orderOf = (node: SheetNode) => drawing.placement(node.id)?.order ?? 0;
  return nodes.some((node) => orderOf(node) !== 0) ? [...nodes].sort((a, b) => orderOf(a) - orderOf(b)) : nodes;
}

/** What stands at the other end of its connections, then those in the same domain. */
function neighboursOf(drawing: Drawing, id: Id): Id[] {
  const near: Id[] = [];
  for (const inner of drawing.within(id)) {
    for (const c of drawing.outgoing(inner)) near.push(nodeOf(drawing, c.to));
    for (const c of drawing.incoming(inner)) near.push(nodeOf(drawing, c.from));
  }
  const about = drawing.as("note", id)?.value.about;
  if (about) near.push(nodeOf(drawing, about));
  const home = drawing.nearest("domain", id);
  if (home) for (const sibling of drawing.children(idOf(home))) near.push(idOf(sibling));
  return near.filter((other) => other !== id);
}

/** The node a record is drawn in. */
export function nodeOf(drawing: Drawing, id: Id): Id {
  const service = drawing.serviceOf(id);
  if (service) return idOf(service);
  const api = drawing.nearest("api", id);
  return api ? idOf(api) : id;
}

function connectionsOf(drawing: Drawing, signs: Signs, nodes: ReadonlySet<Id>): SheetConnection[] {
  const worded = new Set<string>();
  const drawn: SheetConnection[] = [];
  for (const entry of drawing.of("connection")) {
    const c = entry.value;
    const [from, to] = [nodeOf(drawing, c.from), nodeOf(drawing, c.to)];
    // What a service does with its own things is said by its rows.
    if (from === to || !nodes.has(from) || !nodes.has(to)) continue;
    const points = drawing.placement(c.head.id)?.points ?? [];
    drawn.push({
      id: c.head.id,
      kind: c.kind === "release-with" ? "release_with" : c.kind,
      from: endOf(drawing, c.from),
      to: endOf(drawing, c.to),
      ...labelled(drawing, c),
      ...connectionBadge(signs.get(c.head.id), worded),
      ...(points.length > 0 ? { points } : {}),
    });
  }
  for (const note of drawing.of("note")) {
    const about = note.value.about;
    if (about === null || !nodes.has(nodeOf(drawing, about))) continue;
    drawn.push({ id: `${idOf(note)}>about`, kind: "note", from: idOf(note), to: endOf(drawing, about) });
  }
  return drawn;
}

/** What is inside a row is drawn at the row: an entity at its store. */
const endOf = (drawing: Drawing, id: Id): Id => {
  const entry = drawing.get(id);
  return entry?.kind === "entity" || entry?.kind === "type" ? (entry.value.head.home ?? id) : id;
};

function labelled(drawing: Drawing, c: Connection): { label?: string } {
  if (c.kind === "read" || c.kind === "write") return { label: c.kind === "read" ? "reads" : "writes" };
  if (c.kind === "depend" || c.kind === "release-with") return {};
  const target = drawing.get(c.to);
  return target?.kind === "operation" || target?.kind === "event" ? { label: drawing.name(c.to) } : {};
}

/** The words of a finding stand on the first of its connections; the others only take its colour. */
function connectionBadge(sign: Sign | undefined, worded: Set<string>): { badge?: Badge } {
  if (!sign) return {};
  const worst = sign.findings.find((finding) => standingOf(finding) === sign.standing) ?? sign.findings[0];
  if (!worst) return {};
  const said = worded.has(worst.fingerprint);
  worded.add(worst.fingerprint);
  return {
    badge: {
      severity: sign.standing,
      ...(said || worst.badge === "" ? {} : { text: worst.badge }),
      ...(isCycle(worst) ? { cycle: true } : {}),
    },
  };
}

