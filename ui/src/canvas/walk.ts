// Going from element to element without a pointer.

import { centre } from "./geometry";
import type { Scene } from "./scene";
import type { Id } from "./sheet";

export type Direction = "left" | "right" | "up" | "down";

/** Reading order: rows of the sheet from the top, each from the left; a card's rows follow it. */
export function readingOrder(scene: Scene): Id[] {
  const band = 80;
  return [...scene.nodes]
    .sort((a, b) => Math.round(a.box.y / band) - Math.round(b.box.y / band) || a.box.x - b.box.x)
    .map((n) => n.source.id);
}

/** The next element in reading order, or null beyond the last: Tab then leaves the canvas. */
export function next(scene: Scene, from: Id | null, by: 1 | -1): Id | null {
  const order = readingOrder(scene);
  if (from === null) return (by === 1 ? order[0] : order[order.length - 1]) ?? null;
  const node = scene.carrier(from);
  return node ? (order[order.indexOf(node.source.id) + by] ?? null) : null;
}

/** The connected element in a direction, or else the nearest. */
export function towards(scene: Scene, from: Id, direction: Direction): Id | null {
  const node = scene.carrier(from);
  if (!node) return null;
  const here = centre(node.box);
  const connected = new Set<number>();
  for (const i of node.connections) {
    connected.add(scene.connections[i]!.start.node);
    connected.add(scene.connections[i]!.end.node);
  }
  let best: Id | null = null;
  let least = Infinity;
  for (const other of scene.nodes) {
    if (other === node) continue;
    const there = centre(other.box);
    const dx = there.x - here.x;
    const dy = there.y - here.y;
    const ahead = direction === "left" ? -dx : direction === "right" ? dx : direction === "up" ? -dy : dy;
    const aside = Math.abs(direction === "left" || direction === "right" ? dy : dx);
    // Only what lies more ahead than aside.
    if (ahead <= 0 || aside > ahead * 1.5) continue;
    const far = (ahead + 2 * aside) * (connected.has(other.index) ? 0.6 : 1);
    if (far < least) {
      least = far;
      best = other.source.id;
    }
  }
  return best;
}
