// Going from element to element without a pointer.

import { centre, type Rect } from "./geometry";
import type { Scene } from "./scene";
import type { Id } from "./sheet";

export type Direction = "left" | "right" | "up" | "down";

/** Reading order: rows of the sheet from the top, each from the left. */
export function readingOrder(scene: Scene): Id[] {
  const band = 80;
  return [...scene.nodes]
    .sort((a, b) => Math.round(a.box.y / band) - Math.round(b.box.y / band) || a.box.x - b.box.x)
    .map((n) => n.source.id);
}

/** The next element in reading order, or null beyond the last: Tab then leaves the canvas. From a row its card's next row comes first. */
export function next(scene: Scene, from: Id | null, by: 1 | -1): Id | null {
  const order = readingOrder(scene);
  if (from === null) return (by === 1 ? order[0] : order[order.length - 1]) ?? null;
  const row = rowBeside(scene, from, by);
  if (row) return row;
  const node = scene.carrier(from) ?? standsFor(scene, from);
  if (!node) return null;
  // Backwards from the first row it is the card itself.
  if (by === -1 && scene.homeOf(from)) return node.source.id;
  return order[order.indexOf(node.source.id) + by] ?? null;
}

/** A connection is read where it ends, a domain where its first element stands. */
function standsFor(scene: Scene, id: Id): Scene["nodes"][number] | undefined {
  const line = scene.connection(id);
  if (line) return scene.nodes[line.start.node];
  const family = scene.domain(id) ? scene.family(id) : null;
  return family ? scene.nodes.find((node) => node.source.domain !== null && family.has(node.source.domain)) : undefined;
}

/** The row below or above in the same card; null at its ends and for what is no row. */
export function rowBeside(scene: Scene, row: Id, by: 1 | -1): Id | null {
  const rows = scene.homeOf(row)?.source.rows ?? [];
  const at = rows.findIndex(({ id }) => id === row);
  return at < 0 ? null : (rows[at + by]?.id ?? null);
}

/** The connected element in a direction, or else the nearest; above and below a row its card's other rows. */
export function towards(scene: Scene, from: Id, direction: Direction): Id | null {
  const row = direction === "up" || direction === "down" ? rowBeside(scene, from, direction === "down" ? 1 : -1) : null;
  if (row) return row;
  const node = scene.carrier(from);
  const here = node?.box ?? scene.place(from);
  if (!here) return null;
  const connected = new Set<number>();
  const rows: Place[] = [];
  for (const i of node?.connections ?? []) {
    const { start, end } = scene.connections[i]!;
    connected.add(start.node).add(end.node);
    // What the row itself is connected to is nearest of all.
    const other = start.row === from ? end : end.row === from ? start : null;
    const place = other?.row ? scene.place(other.row) : null;
    if (other?.row && place) rows.push({ id: other.row, place, pull: 0.4 });
  }
  const nodes = scene.nodes.filter((other) => other !== node).map((other): Place => ({ id: other.source.id, place: other.box, pull: connected.has(other.index) ? 0.6 : 1 }));
  return nearestTowards(here, [...rows, ...nodes], direction);
}

export interface Place {
  id: Id;
  place: Rect;
  /** Below 1 it counts as nearer than it is. */
  pull?: number;
}

/** Of several places the nearest that lies more in this direction than beside it. */
export function nearestTowards(from: Rect, others: Iterable<Place>, direction: Direction): Id | null {
  const here = centre(from);
  let best: Id | null = null;
  let least = Infinity;
  for (const { id, place, pull = 1 } of others) {
    const there = centre(place);
    const dx = there.x - here.x;
    const dy = there.y - here.y;
    const ahead = direction === "left" ? -dx : direction === "right" ? dx : direction === "up" ? -dy : dy;
    const aside = Math.abs(direction === "left" || direction === "right" ? dy : dx);
    // Only what lies more ahead than aside.
    if (ahead <= 0 || aside > ahead * 1.5) continue;
    const far = (ahead + 2 * aside) * pull;
    if (far < least) {
      least = far;
      best = id;
    }
  }
  return best;
}
