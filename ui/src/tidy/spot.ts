// A free spot for a block among what stays where it is: the nearest to where it would like to stand.

import type { Point, Rect } from "../canvas/geometry";
import { inflate } from "../canvas/geometry";
import { SpatialIndex } from "../canvas/spatial-index";

const grid = 20;
/** Kept free around it, in px. */
const gap = 40;
const rings = 60;

export class Ground {
  private readonly index: SpatialIndex;
  private readonly added: Rect[] = [];

  constructor(private readonly standing: readonly Rect[]) {
    this.index = SpatialIndex.ofRects(standing);
  }

  add(box: Rect): void {
    this.added.push(box);
  }

  isFree(box: Rect): boolean {
    const { x, y, w, h } = inflate(box, gap - 1);
    if (this.index.touching(x, y, x + w, y + h).length > 0) return false;
    return !this.added.some((r) => r.x < x + w && x < r.x + r.w && r.y < y + h && y < r.y + r.h);
  }

  /** Where it stands as near as possible to the wish. Below everything, if there is no room anywhere near. */
  spot(w: number, h: number, wish: Point, fits: (at: Point) => boolean = () => true): Point {
    const start = { x: onGrid(wish.x), y: Math.round(wish.y) };
    const good = (at: Point): boolean => this.isFree({ ...at, w, h }) && fits(at);
    if (good(start)) return start;
    const step = Math.max(2 * grid, onGrid(Math.min(w, h) / 8));
    for (let ring = 1; ring <= rings; ring += 1) {
      let best: Point | null = null;
      let least = Infinity;
      for (const at of around(start, ring * step, step)) {
        const far = Math.hypot(at.x - start.x, at.y - start.y);
        if (far < least && good(at)) {
          best = at;
          least = far;
        }
      }
      if (best) return best;
    }
    const bottom = Math.max(...[...this.standing, ...this.added].map((r) => r.y + r.h));
    return { x: start.x, y: onGrid(bottom) + 2 * gap };
  }
}

const onGrid = (v: number): number => Math.round(v / grid) * grid;

/** The points of a square around a point, to the right and below first. */
function* around(at: Point, reach: number, step: number): Generator<Point> {
  for (let by = -reach; by <= reach; by += step) {
    yield { x: at.x + reach, y: at.y + by };
    yield { x: at.x + by, y: at.y + reach };
    yield { x: at.x - reach, y: at.y + by };
    yield { x: at.x + by, y: at.y - reach };
  }
}
