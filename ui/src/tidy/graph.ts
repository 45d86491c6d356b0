// One container as a graph for the engine, and the engine's answer as places.

import type { Id } from "../canvas/sheet";
import type { Engine, ElkExtendedEdge, ElkNode, ElkPort } from "./elk";

/** Something that gets a place: a node or a whole domain, with all it needs around it. In px. */
export interface Item {
  id: Id;
  w: number;
  h: number;
}

/** A connection lifted to two items of one container; heights are those of its ports, below the items' tops. */
export interface Link {
  from: Id;
  to: Id;
  fromY: number;
  toY: number;
}

export interface Placed extends Item {
  x: number;
  y: number;
}

/** Room between items, in px: enough for lanes 10 apart, and aligned with the grid of 20. */
const air = { across: 80, down: 60 } as const;

/** From so many connections on, they are told once for each pair and at no certain height. */
const mostPorts = 400;
/** The same from so many for each item on: beside a domain with dozens of ports, the engine takes seconds to please them all. */
const mostPortsEach = 8;
/** From so many items on, layers are only stacked: to make long lines straight, the engine would drive items far apart. */
const manyItems = 30;
/** The same from so many pairs on: a dozen domains that are all connected would be placed for minutes. */
const manyPairs = 80;

/**
 * Where heights are not certain, nothing is tried twice, and room for lanes is left without the engine's own courses, which
 * nobody sees.
 */
const options = (items: number, pairs: number, exact: boolean): { [option: string]: string } => ({
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
  "elk.edgeRouting": exact ? "ORTHOGONAL" : "POLYLINE",
  "elk.aspectRatio": "1.6",
  "elk.spacing.nodeNode": String(air.down),
  "elk.spacing.componentComponent": String(air.down),
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "10",
  "elk.layered.spacing.nodeNodeBetweenLayers": String(exact ? air.across : 2 * air.across),
  "elk.layered.spacing.edgeNodeBetweenLayers": "20",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
  "elk.layered.nodePlacement.strategy": items > manyItems || (!exact && pairs > manyPairs) ? "SIMPLE" : "NETWORK_SIMPLEX",
  "elk.layered.thoroughness": exact ? "7" : "1",
});

function graphOf(items: readonly Item[], links: readonly Link[]): ElkNode {
  const exact = items.length <= manyItems && links.length <= Math.min(mostPorts, mostPortsEach * items.length);
  const ports = new Map<Id, Map<string, ElkPort>>(items.map((item) => [item.id, new Map()]));
  const edges = new Map<string, ElkExtendedEdge>();
  const port = (item: Item, side: "EAST" | "WEST", height: number): string => {
    const y = Math.max(0, Math.min(item.h, Math.round(height)));
    const id = JSON.stringify([item.id, side, y]);
    ports.get(item.id)!.set(id, { id, x: side === "EAST" ? item.w : 0, y, width: 0, height: 0, layoutOptions: { "elk.port.side": side } });
    return id;
  };
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const link of links) {
    const [from, to] = [byId.get(link.from), byId.get(link.to)];
    if (!from || !to || from === to) continue;
    const source = exact ? port(from, "EAST", link.fromY) : link.from;
    const target = exact ? port(to, "WEST", link.toY) : link.to;
    const id = JSON.stringify([source, target]);
    edges.set(id, { id, sources: [source], targets: [target] });
  }
  return {
    id: "",
    layoutOptions: options(items.length, edges.size, exact),
    children: items.map(({ id, w, h }) => {
      const own = [...ports.get(id)!.values()];
      return { id, width: w, height: h, ...(own.length > 0 ? { ports: own, layoutOptions: { "elk.portConstraints": "FIXED_POS" } } : {}) };
    }),
    edges: [...edges.values()],
  };
}

/** A place for each item, from 0, 0 on. The same items and links give the same places. */
export async function arranged(items: readonly Item[], links: readonly Link[], engine: Engine): Promise<Placed[]> {
  if (items.length < 2) return items.map((item) => ({ ...item, x: 0, y: 0 }));
  if (links.length === 0) return shelved(items);
  const answer = await engine.layout(graphOf(items, links));
  const places = new Map((answer.children ?? []).map((child) => [child.id, child]));
  return wrapped(items.map((item) => ({ ...item, x: places.get(item.id)?.x ?? 0, y: places.get(item.id)?.y ?? 0 })));
}

const grid = 20;
const upToGrid = (v: number): number => Math.ceil((v - 0.01) / grid) * grid;

/** What nothing connects stands in rows, as wide as they are high together. */
function shelved(items: readonly Item[]): Placed[] {
  const area = items.reduce((sum, item) => sum + (item.w + air.down) * (item.h + air.down), 0);
  const widest = Math.max(Math.sqrt(area * wanted), ...items.map((item) => item.w));
  const out: Placed[] = [];
  let [x, y, high] = [0, 0, 0];
  for (const item of items) {
    if (x > 0 && x + item.w > widest) {
      x = 0;
      y += high + air.down;
      high = 0;
    }
    out.push({ ...item, x, y });
    x = upToGrid(x + item.w + air.down);
    high = Math.max(high, item.h);
  }
  return out;
}

/** The shape of a window. */
const wanted = 1.6;
/** A strip longer than this is broken into rows. */
const longest = 3;

/** A long strip becomes rows of its columns, read like text. Columns stand on the grid. */
export function wrapped(placed: readonly Placed[]): Placed[] {
  const columns = columnsOf(placed);
  const right = Math.max(...placed.map((p) => p.x + p.w));
  const high = Math.max(...placed.map((p) => p.y + p.h)) - Math.min(...placed.map((p) => p.y));
  const rows = right / high > longest ? Math.round(Math.sqrt(right / high / wanted)) : 1;
  const widest = right / rows;
  const out: Placed[] = [];
  let row: Placed[][] = [];
  let top = 0;
  const finish = (): void => {
    const members = row.flat();
    if (members.length === 0) return;
    const upper = Math.min(...members.map((p) => p.y));
    let left = 0;
    let before: Placed[] | null = null;
    for (const column of row) {
      const start = Math.min(...column.map((p) => p.x));
      // The distance the engine chose for its lanes is kept.
      if (before) left = upToGrid(left + start - Math.min(...before.map((p) => p.x)));
      for (const p of column) out.push({ ...p, x: left + Math.round(p.x - start), y: top + Math.round(p.y - upper) });
      before = column;
    }
    top += Math.ceil(Math.max(...members.map((p) => p.y + p.h)) - upper) + air.across;
    row = [];
  };
  for (const column of columns) {
    const first = row[0] ?? column;
    const wide = Math.max(...column.map((p) => p.x + p.w)) - Math.min(...first.map((p) => p.x));
    if (row.length > 0 && rows > 1 && wide > widest * 1.05) finish();
    row.push(column);
  }
  finish();
  return out;
}

/** Items that stand above one another, from left to right. */
function columnsOf(placed: readonly Placed[]): Placed[][] {
  const sorted = [...placed].sort((a, b) => a.x - b.x || a.y - b.y);
  const out: Placed[][] = [];
  let right = -Infinity;
  for (const p of sorted) {
    if (p.x >= right || out.length === 0) out.push([]);
    out[out.length - 1]!.push(p);
    right = Math.max(right, p.x + p.w);
  }
  return out;
}
