// The design as a tree of rows: the same tree for eyes and for those who cannot see the canvas.

import type { Id, Kind } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { type Sign, type Signs, worse } from "./findings";
import { huesOf } from "./hues";
import { labelOf, routeOf, toldOf, verbOf } from "./naming";

export interface OutlineRow {
  /** A record's id, or `group:<kind>` for a heading. */
  id: Id;
  kind: Kind;
  heading: boolean;
  level: number;
  text: string;
  verb?: string;
  count?: number;
  hue?: number;
  opens: boolean;
  open: boolean;
  sign?: Pick<Sign, "standing" | "cycle">;
  /** Said after what is seen. */
  told: string;
}

interface Node {
  id: Id;
  kind: Kind;
  heading?: string;
  children: readonly Node[];
}

const leaf = (id: Id, kind: Kind): Node => ({ id, kind, children: [] });

function childrenOf(drawing: Drawing, id: Id): Node[] {
  const nodes: Node[] = [];
  const add = (kind: Kind, deep: boolean) => {
    for (const child of drawing.children(id, kind)) {
      const childId = idOf(child);
      nodes.push({ id: childId, kind, children: deep ? childrenOf(drawing, childId) : [] });
    }
  };
  switch (drawing.get(id)?.kind) {
    case "domain":
      add("domain", true);
      add("service", true);
      add("api", true);
      break;
    case "service":
      add("api", true);
      add("store", true);
      add("event", false);
      nodes.push(...typesOf(drawing, id));
      break;
    case "api":
      add("operation", false);
      break;
    case "store":
      add("entity", false);
      break;
    default:
  }
  return nodes;
}

/** Types stand together below a heading, closed at first: a service may have many, and they are not drawn. */
function typesOf(drawing: Drawing, service: Id): Node[] {
  const types = drawing.children(service, "type").map((type) => leaf(idOf(type), "type"));
  return types.length > 0 ? [{ id: typesGroup(service), kind: "type", heading: "Types", children: types }] : [];
}

const typesGroup = (service: Id): Id => `group:type:${service}`;

/** Kinds that stand at the top without a heading, and those that stand below one. */
const bare: readonly Kind[] = ["domain", "service", "api", "operation", "store", "event"];
const headed: readonly [Kind, string][] = [
  ["external", "External systems"],
  ["actor", "Actors"],
  ["note", "Notes"],
];

function treeOf(drawing: Drawing): Node[] {
  const roots: Node[] = [];
  for (const kind of bare) {
    for (const entry of drawing.children(null, kind)) {
      roots.push({ id: idOf(entry), kind, children: childrenOf(drawing, idOf(entry)) });
    }
  }
  for (const [kind, heading] of headed) {
    const members = drawing.of(kind).map((entry) => leaf(idOf(entry), kind));
    if (members.length > 0) roots.push({ id: `group:${kind}`, kind, heading, children: members });
  }
  return roots;
}

export interface Opened {
  has(id: Id): boolean;
}

/** The rows that show. With a search, what matches and what it lives in, all of it open. */
export function outlineOf(drawing: Drawing, signs: Signs, opened: Opened, search = ""): OutlineRow[] {
  const hues = huesOf(drawing);
  const wanted = search.trim().toLowerCase();
  const rows: OutlineRow[] = [];
  const textOf = (node: Node): string => {
    if (node.heading) return node.heading;
    const entry = drawing.get(node.id);
    if (!entry) return "";
    return entry.kind === "operation" ? routeOf(entry.value) : labelOf(drawing, entry);
  };
  const matches = (node: Node): boolean =>
    wanted === "" || textOf(node).toLowerCase().includes(wanted) || drawing.name(node.id).toLowerCase().includes(wanted);

  /** Adds the row and what shows below it; answers whether anything was added. */
  const add = (node: Node, level: number, hue: number | undefined, all: boolean): boolean => {
    const fits = all || (wanted !== "" && !node.heading && matches(node));
    const open = node.children.length > 0 && (wanted !== "" || opened.has(node.id));
    const at = rows.length;
    const own = hues.get(node.id) ?? hue;
    const entry = drawing.get(node.id);
    const sign = node.kind === "domain" ? undefined : signWithin(node, signs);
    rows.push({
      id: node.id,
      kind: node.kind,
      heading: node.heading !== undefined,
      level,
      text: textOf(node),
      ...(entry?.kind === "operation" ? { verb: verbOf(entry.value) } : {}),
      ...(node.heading || node.kind === "domain" ? { count: countOf(drawing, node) } : {}),
      ...(own === undefined ? {} : { hue: own }),
      opens: node.children.length > 0,
      open,
      ...(sign ? { sign } : {}),
      told: toldIn(drawing, node),
    });
    let any = false;
    if (open) for (const child of node.children) any = add(child, level + 1, own, fits && !node.heading) || any;
    if (wanted === "" || fits || any) return true;
    rows.length = at;
    return false;
  };
  for (const node of treeOf(drawing)) add(node, 1, undefined, false);
  return rows;
}

function toldIn(drawing: Drawing, node: Node): string {
  if (node.heading) return "";
  // A row shows the path of an operation; its name is said.
  const name = node.kind === "operation" ? `${drawing.name(node.id)}, ` : "";
  return `${name}${toldOf(drawing, node.id)}`;
}

const countOf = (drawing: Drawing, node: Node): number =>
  node.heading ? node.children.length : drawing.within(node.id).filter((id) => drawing.get(id)?.kind === "service").length;

/** The worst within, so that a closed service still shows it. */
function signWithin(node: Node, signs: Signs): OutlineRow["sign"] {
  const waiting: Node[] = [node];
  let found: OutlineRow["sign"];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const sign = signs.get(next.id);
    if (sign && (!found || worse(found.standing, sign.standing) !== found.standing)) {
      found = { standing: sign.standing, cycle: sign.cycle };
    }
    waiting.push(...next.children);
  }
  return found;
}

/** Everything that must be open for a record to show. */
export function opensFor(drawing: Drawing, id: Id): Id[] {
  const [, ...homes] = drawing.ancestry(id).map(idOf);
  const kind = drawing.get(id)?.kind;
  if (kind === "type" && homes[0]) return [...homes, typesGroup(homes[0])];
  return headed.some(([of]) => of === kind) ? [...homes, `group:${kind}`] : homes;
}
