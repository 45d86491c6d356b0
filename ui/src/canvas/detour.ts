// The way around nodes: a search over the few lines along which a course can reasonably turn.

import type { Rect } from "./geometry";
import { type Line, simplified } from "./line";
import type { End } from "./ports";
import type { Obstacles } from "./route";
import { outward } from "./route";

export const bendCost = 30;
const windows = [140, 640];
/** More boxes than this in the window make the search too long to wait for. */
const mostBoxes = 400;
/** So many lines per direction are enough to choose from. */
const mostLines = 120;

/** The cheapest way around, by its length and `bendCost` for each bend; null where there is none, or none that costs at most `most`. */
export function detour(start: End, end: End, obstacles: Obstacles, room: number, most = Infinity): Line | null {
  for (const air of windows) {
    const x0 = Math.min(start.x, end.x) - air;
    const y0 = Math.min(start.y, end.y) - air;
    const x1 = Math.max(start.x, end.x) + air;
    const y1 = Math.max(start.y, end.y) + air;
    const boxes = obstacles.near(x0 - room, y0 - room, x1 + room, y1 + room);
    if (boxes.length > mostBoxes) return null;
    const line = search(start, end, boxes, room, { x: x0, y: y0, w: x1 - x0, h: y1 - y0 }, most);
    if (line !== "walled in") return line;
  }
  return null;
}

/** Lines to turn on, sorted and without doubles; where there are very many, some of those close together go. */
function lines(one: number, other: number, around: Float64Array): Float64Array {
  around.sort();
  let out: number[] = [];
  for (let apart = 0.25; ; apart = Math.max(4, apart * 2)) {
    out = [];
    let last = -Infinity;
    for (let i = 0; i < around.length; i += 1) {
      const v = around[i]!;
      if (v - last > apart) out.push((last = v));
    }
    if (out.length <= mostLines) break;
  }
  out.push(one, other);
  const all = Float64Array.from(out).sort();
  let n = 0;
  for (let i = 0; i < all.length; i += 1) {
    const v = all[i]!;
    if (i === 0 || v - all[i - 1]! > 0.25 || v === one || v === other) all[n++] = v;
  }
  return all.subarray(0, n);
}

function closest(values: Float64Array, v: number): number {
  const above = firstAbove(values, v);
  // Of several that are as close, the first.
  let at = above === 0 || (above < values.length && values[above]! - v < v - values[above - 1]!) ? above : above - 1;
  while (at > 0 && values[at - 1] === values[at]) at -= 1;
  return at;
}

/** The index of the first value above another. */
function firstAbove(values: Float64Array, v: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! > v) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What searches write on, used again and again: an entry counts where its mark is that of this search. */
const slate = { mark: new Int32Array(0), cost: new Float64Array(0), from: new Int32Array(0), blocked: new Uint8Array(0), search: 0 };

function cleanSlate(states: number): typeof slate {
  if (slate.mark.length < states) {
    slate.mark = new Int32Array(states);
    slate.cost = new Float64Array(states);
    slate.from = new Int32Array(states);
    slate.blocked = new Uint8Array(states / 2);
  } else slate.blocked.fill(0, 0, states / 2);
  slate.search = (slate.search + 1) | 0;
  return slate;
}

// Directions: 0 right, 1 down, 2 left, 3 up.
const stepX = [1, 0, -1, 0];
const stepY = [0, 1, 0, -1];

function directionOf(dx: number, dy: number): number {
  return dx > 0 ? 0 : dy > 0 ? 1 : dx < 0 ? 2 : 3;
}

/** How often a course must turn at least. */
const leastBends = new Uint8Array(4 * 4 * 9);
const towards = (dx: number, dy: number): number => (dx > 0 ? 2 : dx < 0 ? 0 : 1) * 3 + (dy > 0 ? 2 : dy < 0 ? 0 : 1);

/**
 * Directions of a course alternate between across and along. So it goes on as it does where that leads there; turns once
 * to one that is square to it, or twice around to its opposite or aside and on; and needs two turns more where what
 * these contain does not lead there.
 */
for (let now = 0; now < 4; now += 1) {
  for (let last = 0; last < 4; last += 1) {
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) {
        const needed = [...(dx === 0 ? [] : [directionOf(dx, 0)]), ...(dy === 0 ? [] : [directionOf(0, dy)])];
        const isAlong = (direction: number): boolean => direction % 2 === now % 2;
        let bends: number;
        if (now === last) bends = needed.every((d) => d === now) ? 0 : needed.every((d) => d === now || !isAlong(d)) ? 2 : 4;
        else if (isAlong(last)) bends = 2;
        else bends = needed.every((d) => d === now || d === last) ? 1 : 3;
        leastBends[(now * 4 + last) * 9 + towards(dx, dy)] = bends;
      }
    }
  }
}

/** Also says whether there is no way at all, or only none that is cheap enough. */
function search(start: End, end: End, boxes: readonly Rect[], room: number, window: Rect, most: number): Line | "walled in" | null {
  const a = outward(start);
  const b = outward(end);
  const sx = start.x + a.dx * room;
  const sy = start.y + a.dy * room;
  const ex = end.x + b.dx * room;
  const ey = end.y + b.dy * room;
  const [allX, allY] = [new Float64Array(boxes.length * 2), new Float64Array(boxes.length * 2)];
  let [countX, countY] = [0, 0];
  // Outside the window nobody looked for boxes.
  for (const { x, y, w, h } of boxes) {
    for (const at of [x - room, x + w + room]) if (at >= window.x && at <= window.x + window.w) allX[countX++] = at;
    for (const at of [y - room, y + h + room]) if (at >= window.y && at <= window.y + window.h) allY[countY++] = at;
  }
  const xs = lines(sx, ex, allX.subarray(0, countX));
  const ys = lines(sy, ey, allY.subarray(0, countY));
  const nx = xs.length;
  const ny = ys.length;

  // Which steps to the right (even entries) or down (odd ones) from a crossing run into a box.
  const { mark, cost, from, blocked, search: own } = cleanSlate(nx * ny * 4);
  const margin = room - 0.5;
  for (const r of boxes) {
    const [x0, x1, y0, y1] = [r.x - margin, r.x + r.w + margin, r.y - margin, r.y + r.h + margin];
    // Lines strictly inside the box, and the steps that cross a part of it.
    const [i0, j0] = [firstAbove(xs, x0), firstAbove(ys, y0)];
    for (let i = Math.max(0, i0 - 1); i < nx && xs[i]! < x1; i += 1) {
      const insideX = i >= i0;
      const crossesX = i + 1 < nx;
      for (let j = Math.max(0, j0 - 1); j < ny && ys[j]! < y1; j += 1) {
        const at = (i * ny + j) * 2;
        if (crossesX && j >= j0) blocked[at] = 1;
        if (insideX && j + 1 < ny) blocked[at + 1] = 1;
      }
    }
  }

  const goalX = closest(xs, ex);
  const goalY = closest(ys, ey);
  const arrive = directionOf(-b.dx, -b.dy);
  // Both ends leave and arrive straight, which costs as much on any way.
  const limit = most - 2 * room + 1;
  let isCut = false;
  const queue = new Queue();
  const first = (closest(xs, sx) * ny + closest(ys, sy)) * 4 + directionOf(a.dx, a.dy);
  cost[first] = 0;
  from[first] = -1;
  mark[first] = own;
  queue.push(first, 0);

  for (let state = queue.pop(); state !== -1; state = queue.pop()) {
    const direction = state & 3;
    const cell = state >> 2;
    const i = Math.floor(cell / ny);
    const j = cell % ny;
    if (i === goalX && j === goalY && direction === arrive) return traced(state, from, xs, ys, ny, start, end);
    const so = cost[state]!;
    for (let next = 0; next < 4; next += 1) {
      if (((next + 2) & 3) === direction) continue;
      if (next !== direction) relax(cell * 4 + next, so + bendCost, state, i, j);
      else {
        const ni = i + stepX[next]!;
        const nj = j + stepY[next]!;
        if (ni < 0 || nj < 0 || ni >= nx || nj >= ny) continue;
        const isBlocked =
          next === 0
            ? blocked[cell * 2]
            : next === 2
              ? blocked[(ni * ny + j) * 2]
              : next === 1
                ? blocked[cell * 2 + 1]
                : blocked[(i * ny + nj) * 2 + 1];
        if (isBlocked) continue;
        const way = Math.abs(xs[ni]! - xs[i]!) + Math.abs(ys[nj]! - ys[j]!);
        relax((ni * ny + nj) * 4 + next, so + way, state, ni, nj);
      }
    }
  }
  return isCut ? null : "walled in";

  function relax(state: number, value: number, before: number, i: number, j: number): void {
    if (mark[state] === own && value >= cost[state]! - 1e-9) return;
    const [dx, dy] = [ex - xs[i]!, ey - ys[j]!];
    const bends = leastBends[((state & 3) * 4 + arrive) * 9 + towards(dx, dy)]!;
    const least = value + Math.abs(dx) + Math.abs(dy) + bends * bendCost;
    if (least > limit) {
      isCut = true;
      return;
    }
    mark[state] = own;
    cost[state] = value;
    from[state] = before;
    // Of ways that may become equally cheap, the one that is furthest along first.
    queue.push(state, least - value * 1e-7);
  }
}

function traced(
  goal: number,
  from: Int32Array,
  xs: Float64Array,
  ys: Float64Array,
  ny: number,
  start: End,
  end: End,
): Line {
  const back: number[] = [end.x, end.y];
  for (let state = goal; state !== -1; state = from[state]!) {
    const cell = state >> 2;
    back.push(xs[Math.floor(cell / ny)]!, ys[cell % ny]!);
  }
  back.push(start.x, start.y);
  const line: number[] = [];
  for (let i = back.length - 2; i >= 0; i -= 2) line.push(back[i]!, back[i + 1]!);
  return simplified(line);
}

/** A small heap of states by value. */
class Queue {
  private readonly states: number[] = [];
  private readonly values: number[] = [];

  push(state: number, value: number): void {
    let i = this.states.length;
    this.states.push(state);
    this.values.push(value);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (this.values[up]! <= value) break;
      this.states[i] = this.states[up]!;
      this.values[i] = this.values[up]!;
      i = up;
    }
    this.states[i] = state;
    this.values[i] = value;
  }

  pop(): number {
    const top = this.states[0];
    if (top === undefined) return -1;
    const state = this.states.pop()!;
    const value = this.values.pop()!;
    const n = this.states.length;
    if (n === 0) return top;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= n) break;
      if (down + 1 < n && this.values[down + 1]! < this.values[down]!) down += 1;
      if (this.values[down]! >= value) break;
      this.states[i] = this.states[down]!;
      this.values[i] = this.values[down]!;
      i = down;
    }
    this.states[i] = state;
    this.values[i] = value;
    return top;
  }
}
