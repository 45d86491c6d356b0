// Finding boxes by place, in microseconds at any size of drawing.

import Flatbush from "flatbush";
import type { Rect } from "./geometry";

export class SpatialIndex {
  private readonly tree: Flatbush | null;

  /** `boxes` is x0 y0 x1 y1 per item; an item keeps its position as its number. */
  constructor(boxes: ArrayLike<number>) {
    const count = boxes.length / 4;
    // Flatbush refuses to be empty.
    this.tree = count === 0 ? null : new Flatbush(count, 16, Float32Array);
    if (!this.tree) return;
    for (let i = 0; i < boxes.length; i += 4) {
      this.tree.add(boxes[i]!, boxes[i + 1]!, boxes[i + 2]!, boxes[i + 3]!);
    }
    this.tree.finish();
  }

  static ofRects(rects: readonly Rect[]): SpatialIndex {
    const boxes = new Float64Array(rects.length * 4);
    rects.forEach((r, i) => boxes.set([r.x, r.y, r.x + r.w, r.y + r.h], i * 4));
    return new SpatialIndex(boxes);
  }

  /** Items that touch the rectangle, in no particular order. */
  touching(x0: number, y0: number, x1: number, y1: number): number[] {
    return this.tree ? this.tree.search(x0, y0, x1, y1) : [];
  }

  touchingRect(r: Rect): number[] {
    return this.touching(r.x, r.y, r.x + r.w, r.y + r.h);
  }

  /** The nearest items to a point, nearest first. */
  nearest(x: number, y: number, count: number, filter?: (item: number) => boolean): number[] {
    return this.tree ? this.tree.neighbors(x, y, count, Infinity, filter) : [];
  }
}
