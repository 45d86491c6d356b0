// What a view shows: which elements and connections are drawn, and how many connections lead to what is not.

import type { SheetConnection, SheetDomain, SheetNode } from "../canvas/sheet";
import type { Filter, Id } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { flowOf } from "./flow";
import { pathOf } from "./naming";
import { nodeOf } from "./sheet-ends";

export interface Shown {
  /** Drawn nodes: services, and what stands alone. */
  nodes: ReadonlySet<Id>;
  domains: ReadonlySet<Id>;
  /** The only connections drawn; all among the nodes where none are named. */
  connections: ReadonlySet<Id> | null;
}

/** The element a filter is about; null for everything. */
export const subjectOf = (filter: Filter): Id | null => (filter.kind === "all" ? null : filter.of);

export const sameFilter = (a: Filter, b: Filter): boolean => a.kind === b.kind && subjectOf(a) === subjectOf(b);

/** Null shows everything. */
export function shownBy(drawing: Drawing, filter: Filter): Shown | null {
  switch (filter.kind) {
    case "all":
      return null;
    case "domain":
      return ofDomain(drawing, filter.of);
    case "service":
      return ofService(drawing, filter.of);
    case "flow":
      return ofFlow(drawing, filter.of);
  }
}

function ofDomain(drawing: Drawing, domain: Id): Shown {
  const nodes = new Set<Id>();
  const domains = new Set<Id>();
  for (const id of drawing.within(domain)) {
    if (drawing.get(id)?.kind === "domain") domains.add(id);
    else nodes.add(nodeOf(drawing, id));
  }
  addNotes(drawing, nodes, domains);
  return { nodes, domains, connections: null };
}

function ofService(drawing: Drawing, service: Id): Shown {
  const nodes = new Set<Id>([service]);
  for (const inner of drawing.within(service)) {
    for (const c of drawing.outgoing(inner)) nodes.add(nodeOf(drawing, c.to));
    for (const c of drawing.incoming(inner)) nodes.add(nodeOf(drawing, c.from));
  }
  return around(drawing, nodes, null);
}

function ofFlow(drawing: Drawing, operation: Id): Shown {
  const nodes = new Set<Id>([nodeOf(drawing, operation)]);
  const connections = new Set<Id>();
  for (const { connection } of flowOf(drawing, operation).steps) {
    const c = drawing.as("connection", connection)?.value;
    if (!c) continue;
    connections.add(connection);
    nodes.add(nodeOf(drawing, c.from));
    nodes.add(nodeOf(drawing, c.to));
  }
  return around(drawing, nodes, connections);
}

/** With the domains that hold the nodes. */
function around(drawing: Drawing, nodes: Set<Id>, connections: ReadonlySet<Id> | null): Shown {
  const domains = new Set<Id>();
  for (const id of nodes) for (const home of drawing.ancestry(id)) if (home.kind === "domain") domains.add(idOf(home));
  addNotes(drawing, nodes, new Set());
  return { nodes, domains, connections };
}

/** Notes go with what they are about. */
function addNotes(drawing: Drawing, nodes: Set<Id>, domains: ReadonlySet<Id>): void {
  for (const note of drawing.of("note")) {
    const { about } = note.value;
    if (about !== null && (nodes.has(nodeOf(drawing, about)) || domains.has(about))) nodes.add(idOf(note));
  }
}

/** Whether a record is drawn, or stands in what is drawn. What is never drawn hides nowhere. */
export function isHidden(drawing: Drawing, shown: Shown | null, id: Id): boolean {
  const entry = drawing.get(id);
  if (!shown || !entry) return false;
  switch (entry.kind) {
    case "domain":
      return !shown.domains.has(id);
    case "connection":
      if (shown.connections && !shown.connections.has(id)) return true;
      return [entry.value.from, entry.value.to].some((end) => isHidden(drawing, shown, end));
    case "design":
    case "topology":
    case "deployable":
    case "waiver":
    case "view":
    case "placement":
      return false;
    default:
      return !shown.nodes.has(nodeOf(drawing, id));
  }
}

/** How many connections of a node lead to what is not shown. */
function beyond(drawing: Drawing, shown: Shown, node: Id): number {
  let count = 0;
  const away = (id: Id, end: Id) => (shown.connections ? !shown.connections.has(id) : !shown.nodes.has(nodeOf(drawing, end)));
  for (const inner of drawing.within(node)) {
    for (const c of drawing.outgoing(inner)) if (nodeOf(drawing, c.to) !== node && away(c.head.id, c.to)) count += 1;
    for (const c of drawing.incoming(inner)) if (nodeOf(drawing, c.from) !== node && away(c.head.id, c.from)) count += 1;
  }
  return count;
}

/** The nodes that are shown, each with how much leads away. */
export const shownNodes = (drawing: Drawing, shown: Shown, nodes: readonly SheetNode[]): SheetNode[] =>
  nodes.flatMap((node) => {
    if (!shown.nodes.has(node.id)) return [];
    const more = beyond(drawing, shown, node.id);
    return [more > 0 ? { ...node, beyond: more } : node];
  });

/** The domains that are shown; inside one that is not, they stand by themselves. */
export const shownDomains = (shown: Shown, domains: readonly SheetDomain[]): SheetDomain[] =>
  domains.flatMap((domain) =>
    !shown.domains.has(domain.id) ? [] : domain.parent === null || shown.domains.has(domain.parent) ? [domain] : [{ ...domain, parent: null }],
  );

export function showsLine(drawing: Drawing, shown: Shown, line: SheetConnection): boolean {
  if (!shown.nodes.has(nodeOf(drawing, line.from)) || !shown.nodes.has(nodeOf(drawing, line.to))) return false;
  return line.kind === "note" || (shown.connections?.has(line.id) ?? true);
}

/** What a filter shows, in words. */
export function tellFilter(drawing: Drawing, filter: Filter): string {
  const subject = subjectOf(filter);
  if (subject === null) return "Everything";
  const name = pathOf(drawing, subject);
  return filter.kind === "domain" ? `Only ${name}` : filter.kind === "service" ? `${name} and its neighbours` : `Flow of ${name}`;
}
