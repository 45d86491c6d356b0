// What lies under a point.

import { reachOf, isCard } from "./anatomy";
import { detailAt } from "./detail";
import { contains, inflate, type Point, type Rect } from "./geometry";
import type { Corner, Target } from "./intent";
import { labelWidth } from "./label";
import { distanceTo } from "./line";
import { type End, nodeEnds, portReach, rowEnds, rowPort } from "./ports";
import type { Scene, SceneNode } from "./scene";
import type { Id } from "./sheet";
import { titlePlaces } from "./title-places";

export interface HitOptions {
  zoom: number;
  selection: ReadonlySet<Id>;
  /** While a connection is drawn, only what it could end at counts, with a larger reach. */
  linking?: boolean;
  /** Names of all connections are shown, not only of the selected. */
  names?: boolean;
}

const lineReach = 6;
const handleReach = 12;

export function hit(scene: Scene, p: Point, options: HitOptions): Target | null {
  const { zoom } = options;
  const detail = detailAt(zoom);
  const unit = 1 / zoom;
  if (!options.linking) {
    const handle = handleAt(scene, p, options.selection, unit) ?? selectedEnd(scene, p, options.selection, unit);
    if (handle) return handle;
  }
  if (detail === "block" || detail === "overview") {
    const named = nameAt(scene, p, zoom);
    if (named) return named;
  }
  const nodes = near(scene, p, 24);
  if (detail === "full") {
    for (const node of nodes) {
      const port = portAt(node, p, options.linking ? 12 : 0);
      if (port) return port;
    }
  }
  for (const node of nodes) {
    if (contains(reachOf(node.source.kind, node.box), p)) return partOf(node, p, detail === "full", unit);
  }
  if (!options.linking) {
    const label = detail === "full" ? labelAt(scene, p, options) : null;
    if (label) return label;
    const line = connectionAt(scene, p, unit);
    if (line && detail !== "overview") return line;
  }
  return domainPart(scene, p, zoom);
}

/** Nodes around a point, topmost first. */
function near(scene: Scene, p: Point, reach: number): SceneNode[] {
  return scene
    .nodesIn({ x: p.x - reach, y: p.y - reach, w: 2 * reach, h: 2 * reach })
    .reverse()
    .map((i) => scene.nodes[i]!);
}

export const corners = (r: Rect): readonly (readonly [Corner, number, number])[] => [
  ["nw", r.x, r.y],
  ["ne", r.x + r.w, r.y],
  ["se", r.x + r.w, r.y + r.h],
  ["sw", r.x, r.y + r.h],
];

function handleAt(scene: Scene, p: Point, selection: ReadonlySet<Id>, unit: number): Target | null {
  if (selection.size !== 1) return null;
  const [id] = selection;
  const frame = resizable(scene, id!);
  if (!frame) return null;
  for (const [corner, x, y] of corners(frame)) {
    if (Math.abs(p.x - x) <= (handleReach / 2) * unit && Math.abs(p.y - y) <= (handleReach / 2) * unit) {
      return { on: "handle", id: id!, corner };
    }
  }
  return null;
}

/** The ends of a selected connection lie above the ports they are at. */
function selectedEnd(scene: Scene, p: Point, selection: ReadonlySet<Id>, unit: number): Target | null {
  if (selection.size !== 1) return null;
  const [id] = selection;
  const c = scene.connection(id!);
  if (!c || c.line.length < 4) return null;
  const { line, reversed } = c;
  const n = line.length;
  const toStart = Math.hypot(line[0]! - p.x, line[1]! - p.y);
  const toEnd = Math.hypot(line[n - 2]! - p.x, line[n - 1]! - p.y);
  if (Math.min(toStart, toEnd) > (handleReach / 2 + 3) * unit) return null;
  const atStart = toStart < toEnd;
  return {
    on: "connection",
    id: id!,
    part: atStart !== reversed ? "from" : "to",
    segment: atStart ? 0 : n / 2 - 2,
  };
}

/** The frame of what has handles: cards and notes change their width, domains their frame. */
export function resizable(scene: Scene, id: Id): Rect | null {
  const node = scene.node(id);
  if (node) return !node.source.locked && (isCard(node.source.kind) || node.source.kind === "note") ? node.box : null;
  const domain = scene.domain(id);
  return domain && !domain.source.locked ? domain.frame : null;
}

/** All ports of a node: of its rows, or of the node itself if it has none. */
export function portsOf(node: SceneNode): { id: Id; row: boolean; end: End }[] {
  const { source, anatomy, box } = node;
  const own = nodeEnds(source.kind, box, anatomy).map((end) => ({ id: source.id, row: false, end }));
  if (!isCard(source.kind) && source.kind !== "note") return own;
  // A card as a whole, and a note, are taken by their sides.
  const out: { id: Id; row: boolean; end: End }[] = own.filter(({ end }) => end.side === "left" || end.side === "right");
  for (const part of anatomy.parts) {
    if (part.part !== "row" || !rowPort(part.row.kind)) continue;
    for (const end of rowEnds(box, part.y + part.h / 2)) out.push({ id: part.row.id, row: true, end });
  }
  return out;
}

function portAt(node: SceneNode, p: Point, more: number): Target | null {
  let best: Target | null = null;
  let least = Infinity;
  for (const { id, end } of portsOf(node)) {
    const distance = Math.hypot(p.x - end.x, p.y - end.y);
    if (distance < least && contains(portReach(end, more), p)) {
      least = distance;
      best = { on: "port", id, node: node.source.id, side: end.side };
    }
  }
  return best;
}

function partOf(node: SceneNode, p: Point, rows: boolean, unit: number): Target {
  const { source, box, anatomy } = node;
  const y = p.y - box.y;
  if (rows) {
    for (const part of anatomy.parts) {
      if (y < part.y || y >= part.y + part.h) continue;
      if (part.part === "row") return { on: "row", id: part.row.id, node: source.id };
      if (part.part === "more") return { on: "node", id: source.id, part: "more" };
    }
  }
  const inner = inflate(box, -5 * unit);
  const name = isCard(source.kind) ? y < anatomy.header && p.x > box.x + 36 : source.kind !== "actor" || y > box.h;
  const border = !contains(inner, p) && contains(box, p);
  return { on: "node", id: source.id, part: border ? "border" : name ? "name" : "body" };
}

/** The words of a connection that names what it leads to, where they are shown. */
function labelAt(scene: Scene, p: Point, { selection, names }: HitOptions): Target | null {
  const near = names
    ? scene.connectionsIn(inflate({ ...p, w: 0, h: 0 }, 120)).map((i) => scene.connections[i]!)
    : [...selection].flatMap((id) => scene.connection(id) ?? []);
  for (const c of near) {
    const { kind, label, badge } = c.source;
    if (!label || badge || (kind !== "call" && kind !== "publish" && kind !== "subscribe")) continue;
    if (Math.abs(c.label.x - p.x) > labelWidth(label) / 2 || Math.abs(c.label.y - p.y) > 10) continue;
    return { on: "connection", id: c.source.id, part: "label", segment: distanceTo(c.line, p.x, p.y).segment };
  }
  return null;
}

/** The nearest connection within reach, and whether the point is at one of its ends. */
function connectionAt(scene: Scene, p: Point, unit: number): Target | null {
  const reach = lineReach * unit;
  let best: Target | null = null;
  let least = reach;
  const around = { x: p.x - reach, y: p.y - reach, w: 2 * reach, h: 2 * reach };
  for (const i of scene.connectionsIn(around)) {
    const c = scene.connections[i]!;
    const { distance, segment } = distanceTo(c.line, p.x, p.y);
    if (distance > least) continue;
    least = distance;
    const n = c.line.length;
    const toStart = Math.hypot(c.line[0]! - p.x, c.line[1]! - p.y);
    const toEnd = Math.hypot(c.line[n - 2]! - p.x, c.line[n - 1]! - p.y);
    // Ports reach out a little; the end of the line begins where they stop.
    const atEnd = Math.min(toStart, toEnd) < Math.min(24 * unit, (toStart + toEnd) / 4);
    const startIs = c.reversed ? "to" : "from";
    const endIs = c.reversed ? "from" : "to";
    best = { on: "connection", id: c.source.id, part: atEnd ? (toStart < toEnd ? startIs : endIs) : "line", segment };
  }
  if (best) return best;
  for (const i of scene.connectionsIn(inflate(around, 50))) {
    const c = scene.connections[i]!;
    // The words of a badge belong to their connection.
    if (c.source.badge && !c.quiet && Math.abs(c.label.x - p.x) < 44 && Math.abs(c.label.y - p.y) < 11) {
      return { on: "connection", id: c.source.id, part: "line", segment: 0 };
    }
  }
  return null;
}

/** The domain whose name lies here on what is in it. */
function nameAt(scene: Scene, p: Point, zoom: number): Target | null {
  for (const [id, { onTop, rect }] of titlePlaces(scene, zoom)) if (onTop && contains(rect, p)) return { on: "domain", id, part: "title" };
  return null;
}

function domainPart(scene: Scene, p: Point, zoom: number): Target | null {
  const titles = titlePlaces(scene, zoom);
  for (let i = scene.domains.length - 1; i >= 0; i -= 1) {
    const { source, frame } = scene.domains[i]!;
    const title = titles.get(source.id);
    if (title && contains({ ...title.rect, h: frame.y - title.rect.y }, p)) return { on: "domain", id: source.id, part: "title" };
    if (!contains(frame, p)) continue;
    const inside = contains(inflate(frame, -5 / zoom), p);
    return { on: "domain", id: source.id, part: inside ? "body" : "frame" };
  }
  return null;
}
