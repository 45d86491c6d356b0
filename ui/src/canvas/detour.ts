// The way around nodes: a search over the few lines along which a course can reasonably turn.

import { type Line, simplified } from "./line";
import type { Around } from "./obstacles";
import type { End } from "./ports";
import { Queue } from "./queue";
import { outward } from "./route";

export const bendCost = 30;
const windows = [140, 640];
/** More boxes than this in the window make the search too long to wait for. */
const mostBoxes = 400;
/** So many lines per direction are enough to choose from. */
const mostLines = 120;

/** Left, top, right and bottom. */
type Box = readonly [number, number, number, number];

/** The cheapest way around, by its length and `bendCost` for each bend; null where there is none, or none that costs at most `most`. */
export function detour(start: End, end: End, obstacles: Around, room: number, most = Infinity): Line | null {
  for (const air of windows) {
    const x0 = Math.min(start.x, end.x) - air;
    const y0 = Math.min(start.y, end.y) - air;
    const x1 = Math.max(start.x, end.x) + air;
    const y1 = Math.max(start.y, end.y) + air;
    const boxes = obstacles.near(x0 - room, y0 - room, x1 + room, y1 + room, mostBoxes);
    if (boxes.length > mostBoxes * 4) return null;
    const line = search(start, end, boxes, room, [x0, y0, x1, y1], most);
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

/**
 * What searches write on, used again and again: for each state what it costs, where it was come from, and whether the next
 * crossing in its direction cannot be reached.
 */
const slate = { cost: new Float64Array(0), from: new Int32Array(0), blocked: new Uint8Array(0) };

const queue = new Queue();

function cleanSlate(states: number): typeof slate {
  if (slate.cost.length < states) {
    slate.cost = new Float64Array(states);
    slate.from = new Int32Array(states);
    slate.blocked = new Uint8Array(states);
  }
  slate.cost.fill(Infinity, 0, states);
  slate.blocked.fill(0, 0, states);
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
const ahead = (distance: number): number => (distance > 0 ? 2 : distance < 0 ? 0 : 1);

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
        leastBends[(now * 4 + last) * 9 + ahead(dx) * 3 + ahead(dy)] = bends;
      }
    }
  }
}

/** Also says whether there is no way at all, or only none that is cheap enough. */
function search(start: End, end: End, boxes: readonly number[], room: number, [left, top, right, bottom]: Box, most: number): Line | "walled in" | null {
  const a = outward(start);
  const b = outward(end);
  const sx = start.x + a.dx * room;
  const sy = start.y + a.dy * room;
  const ex = end.x + b.dx * room;
  const ey = end.y + b.dy * room;
  const half = boxes.length / 2;
  const borders = new Float64Array(2 * half);
  let countX = 0;
  let countY = half;
  // Outside the window nobody looked for boxes.
  for (let k = 0; k < boxes.length; k += 4) {
    const x0 = boxes[k]! - room;
    const y0 = boxes[k + 1]! - room;
    const x1 = boxes[k + 2]! + room;
    const y1 = boxes[k + 3]! + room;
    if (x0 >= left && x0 <= right) borders[countX++] = x0;
    if (x1 >= left && x1 <= right) borders[countX++] = x1;
    if (y0 >= top && y0 <= bottom) borders[countY++] = y0;
    if (y1 >= top && y1 <= bottom) borders[countY++] = y1;
  }
  const xs = lines(sx, ex, borders.subarray(0, countX));
  const ys = lines(sy, ey, borders.subarray(half, countY));
  const nx = xs.length;
  const ny = ys.length;

  // Which steps from a crossing to the next run into a box, or out of the grid.
  const { cost, from, blocked } = cleanSlate(nx * ny * 4);
  const column = ny * 4;
  const size = nx * column;
  for (let at = 0; at < column; at += 4) blocked[at + 2] = blocked[size - column + at] = 1;
  for (let at = 0; at < size; at += column) blocked[at + 3] = blocked[at + column - 3] = 1;
  const margin = room - 0.5;
  for (let k = 0; k < boxes.length; k += 4) {
    const x1 = boxes[k + 2]! + margin;
    const y1 = boxes[k + 3]! + margin;
    // Lines strictly inside the box, and the steps that cross a part of it.
    const i0 = firstAbove(xs, boxes[k]! - margin);
    const j0 = firstAbove(ys, boxes[k + 1]! - margin);
    for (let i = i0 > 0 ? i0 - 1 : 0; i < nx && xs[i]! < x1; i += 1) {
      const insideX = i >= i0;
      const crossesX = i + 1 < nx;
      for (let j = j0 > 0 ? j0 - 1 : 0; j < ny && ys[j]! < y1; j += 1) {
        const at = i * column + j * 4;
        if (crossesX && j >= j0) blocked[at] = blocked[at + column + 2] = 1;
        if (insideX && j + 1 < ny) blocked[at + 1] = blocked[at + 7] = 1;
      }
    }
  }

  const goal = (closest(xs, ex) * ny + closest(ys, ey)) * 4 + directionOf(-b.dx, -b.dy);
  const arrive = goal & 3;
  // How far each line still is from the end, and on which side of it.
  const farX = new Float64Array(nx);
  const farY = new Float64Array(ny);
  const besideX = new Uint8Array(nx);
  const besideY = new Uint8Array(ny);
  for (let i = 0; i < nx; i += 1) {
    farX[i] = Math.abs(ex - xs[i]!);
    besideX[i] = ahead(ex - xs[i]!) * 3;
  }
  for (let j = 0; j < ny; j += 1) {
    farY[j] = Math.abs(ey - ys[j]!);
    besideY[j] = ahead(ey - ys[j]!);
  }
  // Both ends leave and arrive straight, which costs as much on any way.
  const limit = most - 2 * room + 1;
  let isCut = false;
  queue.clear();
  let state = (closest(xs, sx) * ny + closest(ys, sy)) * 4 + directionOf(a.dx, a.dy);
  let worth = 0;
  cost[state] = 0;
  from[state] = -1;

  while (state !== -1) {
    if (state === goal) return traced(state, from, xs, ys, ny, start, end);
    const direction = state & 3;
    const crossing = state - direction;
    const i = (state / column) | 0;
    const j = (crossing - i * column) >> 2;
    const so = cost[state]!;
    // What leads on and costs no more than what is known needs no place in the queue: it is next.
    let following = -1;
    let followingWorth = worth;
    // Straight on, and the two turns, but for what has just turned: going back is no way.
    const turns = from[state]! >> 2 === crossing >> 2 && crossing !== goal - arrive ? 1 : 4;
    for (let turn = 0; turn < turns; turn += turn + 1) {
      const next = direction ^ turn;
      // Nobody turns towards what cannot be reached, but to arrive.
      if (blocked[crossing + next] === 1 && crossing + next !== goal) continue;
      let ni = i;
      let nj = j;
      let value = so + bendCost;
      if (turn === 0) {
        ni += stepX[next]!;
        nj += stepY[next]!;
        value = so + (xs[ni]! - xs[i]!) * stepX[next]! + (ys[nj]! - ys[j]!) * stepY[next]!;
      }
      const then = ni * column + nj * 4 + next;
      if (value >= cost[then]! - 1e-9) continue;
      const bends = leastBends[(next * 4 + arrive) * 9 + besideX[ni]! + besideY[nj]!]!;
      const least = value + farX[ni]! + farY[nj]! + bends * bendCost;
      if (least > limit) {
        isCut = true;
        continue;
      }
      cost[then] = value;
      from[then] = state;
      // Of ways that may become equally cheap, the one that is furthest along first.
      const thenWorth = least - value * 1e-7;
      if (thenWorth >= followingWorth) queue.push(then, thenWorth);
      else {
        if (following !== -1) queue.push(following, followingWorth);
        following = then;
        followingWorth = thenWorth;
      }
    }
    worth = following === -1 ? queue.least : followingWorth;
    state = following === -1 ? queue.pop() : following;
  }
  return isCut ? null : "walled in";
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
