// Finds a place for what has none yet, beside what it is connected to, and never moves what has one.

import type { Rect } from "../canvas/geometry";
import { overlaps } from "../canvas/geometry";
import type { Id } from "../wire";

export interface Unplaced {
  id: Id;
  w: number;
  h: number;
  /** Those it stands together with. */
  domain: Id | null;
  /** The domains it stands in, whose frames it may enter. */
  homes?: readonly Id[];
  /** Placed or not: what it is connected to, the most telling first. */
  near: readonly Id[];
}

const gap = 40;
const grid = 20;
const cell = 400;
/** A row of blocks is about so wide. */
const widest = 6000;

/** So far out a place beside something is looked for. */
const rings = 10;

const snapped = (v: number): number => Math.ceil(v / grid) * grid;

/** Boxes by the squares they touch, so that a free place is found without looking at every box. */
class Taken {
  private readonly cells = new Map<string, Rect[]>();
  bottom = 0;
  any = false;

  add(box: Rect): void {
    this.bottom = this.any ? Math.max(this.bottom, box.y + box.h) : box.y + box.h;
    this.any = true;
    for (const key of this.keys(box)) {
      const list = this.cells.get(key);
      if (list) list.push(box);
      else this.cells.set(key, [box]);
    }
  }

  isFree(box: Rect): boolean {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) if (overlaps(box, other)) return false;
    }
    return true;
  }

  private *keys(box: Rect): Generator<string> {
    for (let x = Math.floor(box.x / cell); x <= Math.floor((box.x + box.w) / cell); x++) {
      for (let y = Math.floor(box.y / cell); y <= Math.floor((box.y + box.h) / cell); y++) yield `${x},${y}`;
    }
  }
}

/** Frames of domains, which only those who live there may enter. */
class Closed {
  constructor(private readonly frames: ReadonlyMap<Id, Rect>) {}

  lets(item: Unplaced, around: Rect): boolean {
    for (const [domain, frame] of this.frames) {
      if (overlaps(frame, around) && domain !== item.domain && !item.homes?.includes(domain)) return false;
    }
    return true;
  }
}

/** A place for each, by id. The same input gives the same places. */
export function shelve(
  unplaced: readonly Unplaced[],
  placed: ReadonlyMap<Id, Rect>,
  frames: ReadonlyMap<Id, Rect> = new Map(),
): Map<Id, { x: number; y: number }> {
  const taken = new Taken();
  const closed = new Closed(frames);
  for (const box of placed.values()) taken.add(box);
  const known = new Map(placed);
  const out = new Map<Id, { x: number; y: number }>();
  const put = (item: Unplaced, at: { x: number; y: number }) => {
    const box = { ...at, w: item.w, h: item.h };
    taken.add(box);
    known.set(item.id, box);
    out.set(item.id, at);
  };
  const rest: Unplaced[] = [];
  for (const item of unplaced) {
    const anchor = item.near.map((id) => known.get(id)).find((box) => box !== undefined);
    const at = anchor && beside(anchor, item, taken, closed);
    if (at) put(item, at);
    else rest.push(item);
  }
  blocks(grouped(rest), taken, put);
  return out;
}

/** To the right of it, else below, left, above, further and further out. */
function beside(anchor: Rect, item: Unplaced, taken: Taken, closed: Closed): { x: number; y: number } | null {
  for (let ring = 0; ring < rings; ring++) {
    const dx = gap + ring * (item.w + gap);
    const dy = gap + ring * (item.h + gap);
    const spots = [
      { x: anchor.x + anchor.w + dx, y: anchor.y },
      { x: anchor.x, y: anchor.y + anchor.h + dy },
      { x: anchor.x - item.w - dx, y: anchor.y },
      { x: anchor.x, y: anchor.y - item.h - dy },
      { x: anchor.x + anchor.w + dx, y: anchor.y + anchor.h + dy },
    ];
    for (const spot of spots) {
      const at = { x: snapped(spot.x), y: snapped(spot.y) };
      const around = { x: at.x - grid, y: at.y - grid, w: item.w + 2 * grid, h: item.h + 2 * grid };
      if (taken.isFree(around) && closed.lets(item, around)) return at;
    }
  }
  return null;
}

function grouped(items: readonly Unplaced[]): Unplaced[][] {
  const groups = new Map<Id | null, Unplaced[]>();
  for (const item of items) {
    const group = groups.get(item.domain);
    if (group) group.push(item);
    else groups.set(item.domain, [item]);
  }
  return [...groups.values()];
}

/** Lays groups out in columns of about equal height, side by side below everything there is, in rows of blocks. */
function blocks(groups: readonly Unplaced[][], taken: Taken, put: (item: Unplaced, at: { x: number; y: number }) => void): void {
  let left = 0;
  let top = taken.any ? snapped(taken.bottom + 3 * gap) : 0;
  let bottom = top;
  for (const group of groups) {
    const columns = Math.max(1, Math.ceil(Math.sqrt(group.length)));
    const width = Math.max(...group.map((item) => item.w)) + 2 * gap;
    if (left > widest) {
      left = 0;
      top = snapped(bottom + 3 * gap);
    }
    const heights = Array.from({ length: columns }, () => top);
    group.forEach((item, i) => {
      const column = i % columns;
      put(item, { x: snapped(left + column * width), y: snapped(heights[column] ?? top) });
      heights[column] = (heights[column] ?? top) + item.h + 2 * gap;
    });
    bottom = Math.max(bottom, ...heights);
    left = snapped(left + columns * width + 2 * gap);
  }
}
