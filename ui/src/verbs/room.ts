// Where something new stands when nobody points: near a spot, and on nothing else.

import { type Point, type Rect, overlaps } from "../canvas/geometry";
import { usualSize } from "../canvas/gestures/placing";
import type { Placeable } from "../canvas/intent";
import type { Id } from "../wire";
import type { Workbench } from "./workbench.svelte";

const grid = 20;
const farthest = 60;

/** The free place nearest to a wish, in rings around it. Where everything is taken, the wish itself. */
export function freeNear(wish: Point, size: { w: number; h: number }, taken: readonly Rect[], gap = grid): Point {
  const on = (v: number): number => Math.round(v / grid) * grid;
  const isFree = (x: number, y: number): boolean => {
    const box = { x: x - gap, y: y - gap, w: size.w + 2 * gap, h: size.h + 2 * gap };
    return !taken.some((other) => overlaps(box, other));
  };
  const [x0, y0] = [on(wish.x), on(wish.y)];
  for (let ring = 0; ring <= farthest; ring++) {
    let best: Point | null = null;
    let least = Infinity;
    for (const [dx, dy] of around(ring)) {
      const at = { x: x0 + dx * grid, y: y0 + dy * grid };
      const far = Math.hypot(dx, dy);
      if (far >= least || !isFree(at.x, at.y)) continue;
      [best, least] = [at, far];
    }
    if (best) return best;
  }
  return { x: x0, y: y0 };
}

/** The steps of one ring: to the right first, then below, left and above, each from its middle. */
function* around(ring: number): Generator<readonly [number, number]> {
  if (ring === 0) return yield [0, 0];
  for (let i = 0; i <= ring; i++) {
    for (const side of i === 0 ? [0] : [i, -i]) yield* [[ring, side], [side, ring], [-ring, side], [side, -ring]] as const;
  }
}

/** The place for one of these, and the domain it will belong to. */
export function roomFor(b: Workbench, what: Placeable): { at: Point; domain: Id | null } {
  const { canvas, desk, project } = b;
  const size = usualSize(what);
  const lives = what === "service" || what === "domain" || what === "api" || what === "note";
  const chosen = project.drawing.as("domain", desk.selected)?.value.head.id ?? null;
  const frame = chosen === null || !lives ? null : (canvas?.placeOf(chosen) ?? null);
  const middle = canvas?.middle ?? { x: 0, y: 0 };
  const domain = frame ? chosen : lives ? (canvas?.domainAt(middle) ?? null) : null;
  const wish = frame ? { x: frame.x + grid, y: frame.y + grid * 2 } : { x: middle.x - size.w / 2, y: middle.y - size.h / 2 };
  return { at: freeNear(wish, size, takenFor(b, domain)), domain };
}

/** Where nothing that will live in this domain, or in none, can stand. */
export function takenFor(b: Workbench, domain: Id | null): Rect[] {
  const places = (all: readonly { id: Id }[]): Rect[] => all.flatMap(({ id }) => b.canvas?.placeOf(id) ?? []);
  // Beside a domain it does not belong to there is room; in it there is none.
  const strangers = b.sheet.domains.filter(({ id }) => id !== domain && !b.project.drawing.within(id).includes(domain ?? ""));
  return [...places(b.sheet.nodes), ...places(strangers)];
}
