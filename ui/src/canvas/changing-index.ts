// Finds things by place while they come and go: a tree of what was there, and a short list of what came since.

import { SpatialIndex } from "./spatial-index";

/** A list longer than this is not short any more: the tree is made anew. */
const longList = 600;
/** And than this, where there is time. */
const worthATree = 60;

/** After about so many one may pause. */
const some = 64;

/** Boxes of a thing, x0 y0 x1 y1 each. */
export type Boxes = readonly number[];

export class ChangingIndex<T> {
  private tree: SpatialIndex | null = null;
  /** For each box of the tree whose it is. */
  private owners: T[] = [];
  private all: Iterable<T>;
  private readonly gone = new Set<T>();
  private readonly fresh = new Map<T, Float32Array>();

  /** The tree is made when something is first looked for. */
  constructor(
    all: Iterable<T>,
    private readonly boxesOf: (one: T) => Boxes,
  ) {
    this.all = all;
  }

  /** From now on it holds these; everything that was known is looked at again. */
  renew(all: Iterable<T>): void {
    this.all = all;
    this.tree = null;
    this.owners = [];
    this.gone.clear();
    this.fresh.clear();
  }

  take(one: T): void {
    if (!this.tree || this.fresh.delete(one)) return;
    this.gone.add(one);
  }

  put(one: T): void {
    // As exact as the tree is, so that it makes no difference where a thing is found.
    if (this.tree) this.fresh.set(one, Float32Array.from(this.boxesOf(one)));
  }

  /** What it holds now, for the tree to be made from when there is time or need. */
  holds(all: Iterable<T>): void {
    this.all = all;
  }

  /** Everything with a box that touches the rectangle, once for each such box. */
  touching(x0: number, y0: number, x1: number, y1: number): T[] {
    if (!this.tree || this.fresh.size > longList) this.grow();
    const { owners, gone, fresh } = this;
    const found: T[] = [];
    for (const entry of this.tree!.touching(x0, y0, x1, y1)) {
      const owner = owners[entry]!;
      if (gone.size === 0 || !gone.has(owner)) found.push(owner);
    }
    if (fresh.size > 0) {
      for (const [one, boxes] of fresh) {
        for (let i = 0; i < boxes.length; i += 4) {
          if (boxes[i]! <= x1 && boxes[i + 2]! >= x0 && boxes[i + 1]! <= y1 && boxes[i + 3]! >= y0) found.push(one);
        }
      }
    }
    return found;
  }

  /** Makes the tree anew where that is worth it. */
  settle(): void {
    if (this.tree && this.fresh.size > worthATree) this.grow();
  }

  /** Makes the tree a bit at a time, before something is looked for. */
  *ready(): Generator<undefined> {
    yield* this.growing();
  }

  private grow(): void {
    for (const _ of this.growing()) void _;
  }

  private *growing(): Generator<undefined> {
    this.renew(this.all);
    const boxes: number[] = [];
    for (const one of this.all) {
      const own = this.boxesOf(one);
      for (let i = 0; i < own.length; i += 1) boxes.push(own[i]!);
      for (let i = 0; i < own.length; i += 4) this.owners.push(one);
      if (this.owners.length % some === 0) yield;
    }
    yield;
    this.tree = new SpatialIndex(boxes);
  }
}
