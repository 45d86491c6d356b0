// Where something new stands when nobody points: near a spot, and on nothing else.

import { group } from "../canvas/frames";
import { type Point, type Rect, overlaps, union } from "../canvas/geometry";
import { usualSize } from "../canvas/gestures/placing";
import type { Placeable } from "../canvas/intent";
import { idOf } from "../project/apply-change";
import type { Id } from "../wire";
import type { Workbench } from "./workbench.svelte";

const grid = 20;
const farthest = 60;
/** The height of a card with some rows. */
const grown = 240;

/** The free place nearest to a wish, in rings around it. Where everything is taken, the wish itself. */
export function freeNear(wish: Point, size: { w: number; h: number }, taken: readonly Rect[], gap = grid, fits: (box: Rect) => boolean = () => true): Point {
  const on = (v: number): number => Math.round(v / grid) * grid;
  const isFree = (x: number, y: number): boolean => {
    const box = { x: x - gap, y: y - gap, w: size.w + 2 * gap, h: size.h + 2 * gap };
    return !taken.some((other) => overlaps(box, other)) && fits({ x, y, ...size });
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

/** The place for one of these, and the domain it will belong to: that of the selection. */
export function roomFor(b: Workbench, what: Placeable): { at: Point; domain: Id | null } {
  const { canvas, desk, project } = b;
  const size = usualSize(what);
  // A card gets its rows after its place.
  const room = what === "service" ? { w: size.w + 20, h: grown } : size;
  const lives = what === "service" || what === "domain" || what === "api" || what === "note";
  const selected = desk.selected;
  const chosen = lives && selected !== null ? (project.drawing.nearest("domain", selected)?.value.head.id ?? null) : null;
  const frame = chosen === null ? null : (canvas?.placeOf(chosen) ?? null);
  const domain = frame ? chosen : null;
  const middle = canvas?.middle ?? { x: 0, y: 0 };
  // In the domain that is selected, beside the card that is, else in the middle of the view.
  const beside = selected === null || selected === chosen || project.drawing.get(selected)?.kind === "connection" ? null : (canvas?.placeOf(cardOf(b, selected)) ?? null);
  const wish = beside
    ? { x: beside.x + beside.w + 2 * grid, y: beside.y }
    : frame
      ? { x: frame.x + grid, y: frame.y + grid * 2 }
      : { x: middle.x - size.w / 2, y: middle.y - size.h / 2 };
  const around = new Set(project.drawing.ancestry(domain ?? "").map(idOf));
  // A domain grows with what it gets, and should not grow over what is not in it.
  const now = domain === null ? null : (canvas?.placeOf(domain) ?? null);
  const inside = new Set(project.drawing.within(domain ?? ""));
  const others = [...b.sheet.nodes, ...b.sheet.domains].flatMap(({ id }) => (inside.has(id) || around.has(id) ? [] : (canvas?.placeOf(id) ?? [])));
  const widened = (box: Rect): Rect => {
    const padded = { x: box.x - group.pad, y: box.y - group.topWithConnections, w: box.w + 2 * group.pad, h: box.h + group.topWithConnections + group.pad };
    return now ? union(now, padded) : padded;
  };
  const fits = (box: Rect) => !others.some((other) => overlaps(widened(box), other) && !(now && overlaps(now, other)));
  return { at: freeNear(wish, room, takenFor(b, domain), grid, domain === null ? undefined : fits), domain };
}

/** Where nothing that will live in this domain, or in none, can stand. */
export function takenFor(b: Workbench, domain: Id | null): Rect[] {
  const places = (all: readonly { id: Id }[]): Rect[] => all.flatMap(({ id }) => b.canvas?.placeOf(id) ?? []);
  // Beside a domain it does not belong to there is room; in it there is none.
  const around = new Set(b.project.drawing.ancestry(domain ?? "").map(idOf));
  const strangers = b.sheet.domains.filter(({ id }) => !around.has(id));
  return [...places(b.sheet.nodes), ...places(strangers)];
}

/** The card that a row stands in. */
const cardOf = (b: Workbench, id: Id): Id => {
  const drawn = new Set(b.sheet.nodes.map((node) => node.id));
  return b.project.drawing.ancestry(id).map(idOf).find((up) => drawn.has(up)) ?? id;
};
