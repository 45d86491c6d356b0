// What courses keep away from, found by place: boxes by the square they lie in.
//
// Asked tens of thousands of times for a large drawing, also by an engine that interprets this: so boxes are plain numbers.

import type { Rect } from "./geometry";

/** What a course asks of what it keeps away from. */
export interface Around {
  /** Boxes that touch the area, each once, as x0 y0 x1 y1; where there are more than `most`, not all of them. */
  near(x0: number, y0: number, x1: number, y1: number, most?: number): readonly number[];
  /** Whether no box reaches into the area. */
  isClear(x0: number, y0: number, x1: number, y1: number): boolean;
}

/** Of about the size of a card, px. */
const side = 256;
/** A box over more squares than this is looked at by all. */
const mostSquares = 64;

/** The boxes that lie in a square at least in part, and where that begins. */
interface Square {
  x: number;
  y: number;
  boxes: number[];
}

export class Obstacles implements Around {
  private readonly squares = new Map<number, Square>();
  private readonly large: Square = { x: -Infinity, y: -Infinity, boxes: [] };

  constructor(rects: Iterable<Rect>) {
    for (const rect of rects) this.put(rect);
  }

  put({ x, y, w, h }: Rect): void {
    for (const { boxes } of this.homes(x, y, x + w, y + h)) boxes.push(x, y, x + w, y + h);
  }

  take({ x, y, w, h }: Rect): void {
    for (const { boxes } of this.homes(x, y, x + w, y + h)) {
      for (let i = 0; i < boxes.length; i += 4) {
        if (boxes[i] !== x || boxes[i + 1] !== y || boxes[i + 2] !== x + w || boxes[i + 3] !== y + h) continue;
        boxes.splice(i, 4);
        break;
      }
    }
  }

  near(x0: number, y0: number, x1: number, y1: number, most = Infinity): number[] {
    const found: number[] = [];
    for (const { x, y, boxes } of this.touched(x0, y0, x1, y1)) {
      for (let i = 0; i < boxes.length; i += 4) {
        const left = boxes[i]!;
        const top = boxes[i + 1]!;
        if (left > x1 || top > y1 || boxes[i + 2]! < x0 || boxes[i + 3]! < y0) continue;
        // A square before this one had it.
        if ((left < x && x0 < x) || (top < y && y0 < y)) continue;
        found.push(left, top, boxes[i + 2]!, boxes[i + 3]!);
      }
      if (found.length > 4 * most) break;
    }
    return found;
  }

  isClear(x0: number, y0: number, x1: number, y1: number): boolean {
    for (const { boxes } of this.touched(x0, y0, x1, y1)) {
      for (let i = 0; i < boxes.length; i += 4) {
        if (boxes[i]! < x1 && boxes[i + 1]! < y1 && boxes[i + 2]! > x0 && boxes[i + 3]! > y0) return false;
      }
    }
    return true;
  }

  /** The squares in use that an area touches; what is large is a square of its own. */
  private *touched(x0: number, y0: number, x1: number, y1: number): Generator<Square> {
    const { squares, large } = this;
    if (large.boxes.length > 0) yield large;
    const left = Math.floor(x0 / side);
    const top = Math.floor(y0 / side);
    const right = Math.floor(x1 / side);
    const bottom = Math.floor(y1 / side);
    if ((right - left + 1) * (bottom - top + 1) > squares.size) {
      for (const square of squares.values()) {
        const { x, y } = square;
        if (x >= left * side && x <= right * side && y >= top * side && y <= bottom * side) yield square;
      }
      return;
    }
    for (let column = left; column <= right; column += 1) {
      for (let row = top; row <= bottom; row += 1) {
        const square = squares.get(keyOf(column, row));
        if (square) yield square;
      }
    }
  }

  /** Where a box belongs. */
  private homes(x0: number, y0: number, x1: number, y1: number): Square[] {
    const left = Math.floor(x0 / side);
    const top = Math.floor(y0 / side);
    const right = Math.floor(x1 / side);
    const bottom = Math.floor(y1 / side);
    if ((right - left + 1) * (bottom - top + 1) > mostSquares) return [this.large];
    const homes: Square[] = [];
    for (let column = left; column <= right; column += 1) {
      for (let row = top; row <= bottom; row += 1) {
        const key = keyOf(column, row);
        let square = this.squares.get(key);
        if (!square) this.squares.set(key, (square = { x: column * side, y: row * side, boxes: [] }));
        homes.push(square);
      }
    }
    return homes;
  }
}

const keyOf = (column: number, row: number): number => column * 1_000_003 + row;
