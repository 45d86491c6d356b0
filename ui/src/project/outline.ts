// The design as a tree of rows: the same tree for eyes and for those who cannot see the canvas.

import type { ConnectionKind, Id, Kind } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { type Sign, type Signs, worse } from "./findings";
import { huesOf } from "./hues";
import { fit } from "./fit";
import { labelOf, pathOf, routeOf, saysOf, verbOf } from "./naming";
import { servicesIn } from "./spoken";

export interface OutlineRow {
  /** A record's id, or that of a heading, which begins with `group:`. */
  id: Id;
  kind: Kind;
  heading: boolean;
  /** From 1. */
  level: number;
  /** Its place among the rows of its parent, from 1, and how many there are. */
  position: number;
  size: number;
  text: string;
  verb?: string;
  count?: number;
  hue?: number;
  opens: boolean;
  open: boolean;
  sign?: OutlineSign;
}

export type OutlineSign = Pick<Sign, "standing" | "cycle">;

interface Node {
  id: Id;
  kind: Kind;
  /** The words of a heading, and what stands below it. */
  heading?: string;
  members?: readonly Id[];
}

const typesGroup = (service: Id): Id => `group:type:${service}`;
const linesGroup = (kind: ConnectionKind, from: Id): Id => `group:${kind}:${from}`;

/** Kinds that stand at the top without a heading, and those that stand below one. */
const bare: readonly Kind[] = ["domain", "service", "api", "operation", "store", "event"];
const headed: readonly [Kind, string][] = [
  ["external", "External systems"],
  ["actor", "Actors"],
  ["note", "Notes"],
  ["view", "Views"],
  ["waiver", "Waivers"],
];

/** In the order in which they stand; types stand below a heading, because a service may have many and they are not drawn. */
const inside: { readonly [K in Kind]?: readonly Kind[] } = {
  domain: ["domain", "service", "api"],
  service: ["api", "store", "event"],
  api: ["operation"],
  store: ["entity"],
};

function childrenOf(drawing: Drawing, node: Node): Node[] {
  if (node.members) return node.members.map((id) => ({ id, kind: node.kind }));
  const nodes: Node[] = [];
  for (const kind of inside[node.kind] ?? []) {
    for (const child of drawing.children(node.id, kind)) nodes.push({ id: idOf(child), kind });
  }
  if (node.kind === "service") {
    const types = drawing.children(node.id, "type").map(idOf);
    if (types.length > 0) nodes.push({ id: typesGroup(node.id), kind: "type", heading: "Types", members: types });
  }
  // Connections are lists on their source.
  const lines = new Map<ConnectionKind, Id[]>();
  for (const { kind, head } of drawing.outgoing(node.id)) {
    const list = lines.get(kind);
    if (list) list.push(head.id);
    else lines.set(kind, [head.id]);
  }
  for (const [kind, members] of lines) nodes.push({ id: linesGroup(kind, node.id), kind: "connection", heading: saysOf(kind), members });
  return nodes;
}

function opens(drawing: Drawing, node: Node): boolean {
  if (node.members !== undefined || drawing.outgoing(node.id).length > 0) return true;
  const kinds = inside[node.kind] ?? [];
  return drawing.children(node.id).some(({ kind }) => kinds.includes(kind) || (kind === "type" && node.kind === "service"));
}

function rootsOf(drawing: Drawing): Node[] {
  const roots: Node[] = [];
  for (const kind of bare) for (const entry of drawing.children(null, kind)) roots.push({ id: idOf(entry), kind });
  for (const [kind, heading] of headed) {
    const members = drawing.of(kind).map(idOf);
    if (members.length > 0) roots.push({ id: `group:${kind}`, kind, heading, members });
  }
  return roots;
}

export interface Opened {
  has(id: Id): boolean;
}

/** The rows that show. With a search, what matches and what it lives in. */
export function outlineOf(drawing: Drawing, signs: Signs, opened: Opened, search = ""): OutlineRow[] {
  const hues = huesOf(drawing);
  const wanted = search.trim();
  const found = wanted === "" ? null : foundBy(drawing, wanted);
  const rows: OutlineRow[] = [];

  interface Step {
    node: Node;
    level: number;
    position: number;
    size: number;
    hue: number | undefined;
    /** Stands in something that was found, so that it need not fit itself. */
    below: boolean;
  }
  // The first to show lies on top.
  const steps: Step[] = [];
  const push = (nodes: readonly Node[], level: number, hue: number | undefined, below: boolean): void => {
    const kept = found && !below ? nodes.filter((node) => found.ways.has(node.id)) : nodes;
    for (let i = kept.length - 1; i >= 0; i--) steps.push({ node: kept[i]!, level, position: i + 1, size: kept.length, hue, below });
  };
  push(rootsOf(drawing), 1, undefined, false);
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { node, level, position, size, below } = step;
    const hue = hues.get(node.id) ?? step.hue;
    const fits = below || (found?.hits.has(node.id) ?? false);
    const leads = found !== null && !below && leadsOn(drawing, node, found);
    const can = opens(drawing, node);
    const open = can && (leads || opened.has(node.id));
    rows.push(rowOf(drawing, node, { level, position, size, opens: can, open }, hue, signFor(drawing, signs, node)));
    if (open) push(childrenOf(drawing, node), level + 1, hue, fits && !leads);
  }
  return rows;
}

type Standing = Pick<OutlineRow, "level" | "position" | "size" | "opens" | "open">;

function rowOf(drawing: Drawing, node: Node, standing: Standing, hue: number | undefined, sign: OutlineSign | undefined): OutlineRow {
  const entry = node.heading === undefined ? drawing.get(node.id) : undefined;
  const count = node.members?.length ?? (node.kind === "domain" ? servicesIn(drawing, node.id) : undefined);
  return {
    id: node.id,
    kind: node.kind,
    heading: node.heading !== undefined,
    ...standing,
    text: node.heading ?? textOf(drawing, node.id),
    ...(entry?.kind === "operation" ? { verb: verbOf(entry.value) } : {}),
    ...(count === undefined ? {} : { count }),
    ...(hue === undefined ? {} : { hue }),
    ...(sign ? { sign } : {}),
  };
}

function textOf(drawing: Drawing, id: Id): string {
  const entry = drawing.get(id);
  if (!entry) return "";
  if (entry.kind === "operation") return routeOf(entry.value);
  return entry.kind === "connection" ? pathOf(drawing, entry.value.to) : labelOf(drawing, entry);
}

// Searching

interface Found {
  /** What fits the words. */
  hits: ReadonlySet<Id>;
  /** What fits, and everything it stands in, headings included. */
  ways: ReadonlySet<Id>;
}

/** A fit of letters in order only counts where nothing fits better. */
const strong = 40;
const unlisted: readonly Kind[] = ["design", "connection", "topology", "deployable", "placement"];

function foundBy(drawing: Drawing, wanted: string): Found {
  const scored: [Id, number][] = [];
  let best = 0;
  for (const [id, entry] of drawing.records) {
    if (unlisted.includes(entry.kind)) continue;
    const route = entry.kind === "operation" ? fit(routeOf(entry.value), wanted) : 0;
    const score = Math.max(fit(labelOf(drawing, entry), wanted), route);
    if (score === 0) continue;
    best = Math.max(best, score);
    scored.push([id, score]);
  }
  const hits = new Set(scored.filter(([, score]) => best < strong || score >= strong).map(([id]) => id));
  const ways = new Set<Id>(hits);
  for (const id of hits) for (const up of opensFor(drawing, id)) ways.add(up);
  return { hits, ways };
}

/** Whether something that was found stands below it, so that it has to be open. */
function leadsOn(drawing: Drawing, node: Node, { hits, ways }: Found): boolean {
  if (!hits.has(node.id)) return true;
  return childrenOf(drawing, node).some((child) => ways.has(child.id));
}

/** The first row that was found by these words; it may stand below others that are only on its way. */
export const isHit = (drawing: Drawing, row: OutlineRow, search: string): boolean => {
  if (row.heading || search.trim() === "") return false;
  return fit(row.text, search.trim()) > 0 || fit(drawing.name(row.id), search.trim()) > 0;
};

// Findings

/** The worst of several; of equal ones the first. */
function worstOf(signs: Iterable<OutlineSign | undefined>): OutlineSign | undefined {
  let found: OutlineSign | undefined;
  for (const sign of signs) if (sign && (!found || worse(found.standing, sign.standing) !== found.standing)) found = sign;
  return found && { standing: found.standing, cycle: found.cycle };
}

/** The worst within, so that a closed row still shows it; connections stand in what they come from. */
function* signsWithin(drawing: Drawing, signs: Signs, id: Id): Generator<OutlineSign | undefined> {
  for (const inner of drawing.within(id)) {
    yield signs.get(inner);
    for (const { head } of drawing.outgoing(inner)) yield signs.get(head.id);
  }
}

/** Asked for the rows that show alone, which are few of all there are. */
function signFor(drawing: Drawing, signs: Signs, node: Node): OutlineSign | undefined {
  // A domain says nothing: what is wrong is said on the service.
  if (node.kind === "domain") return undefined;
  return worstOf(node.members ? node.members.map((id) => worstOf(signsWithin(drawing, signs, id))) : signsWithin(drawing, signs, node.id));
}

/** Everything that must be open for a record to show. */
export function opensFor(drawing: Drawing, id: Id): Id[] {
  const [, ...homes] = drawing.ancestry(id).map(idOf);
  const entry = drawing.get(id);
  if (entry?.kind === "type" && homes[0]) return [typesGroup(homes[0]), ...homes];
  if (entry?.kind === "connection") {
    const { kind, from } = entry.value;
    return [linesGroup(kind, from), ...opensFor(drawing, from), from];
  }
  return headed.some(([of]) => of === entry?.kind) ? [`group:${entry?.kind}`] : homes;
}

/** Where a record stands in the tree, whether its row shows or not. */
export function standingInTree(drawing: Drawing, id: Id): Pick<OutlineRow, "level" | "position" | "size" | "opens"> | null {
  const above = [...new Set(opensFor(drawing, id))];
  const kind = drawing.get(id)?.kind;
  if (!kind) return null;
  const home = drawing.home(id);
  const siblings = siblingsOf(drawing, id, kind, home);
  const at = siblings.findIndex((node) => node.id === id);
  if (at < 0) return null;
  return { level: above.length + 1, position: at + 1, size: siblings.length, opens: opens(drawing, { id, kind }) };
}

function siblingsOf(drawing: Drawing, id: Id, kind: Kind, home: Id | null): readonly Node[] {
  const entry = drawing.get(id);
  const list = (members: readonly Id[]): Node[] => members.map((member) => ({ id: member, kind }));
  if (entry?.kind === "connection") {
    return list(drawing.outgoing(entry.value.from).filter((line) => line.kind === entry.value.kind).map(({ head }) => head.id));
  }
  if (headed.some(([of]) => of === kind)) return list(drawing.of(kind).map(idOf));
  if (home === null) return rootsOf(drawing);
  const homeKind = drawing.get(home)?.kind;
  if (kind === "type") return list(drawing.children(home, "type").map(idOf));
  return homeKind ? childrenOf(drawing, { id: home, kind: homeKind }) : [];
}
