// The way around nodes: a search over the few lines along which a course can reasonably turn.

import type { Rect } from "./geometry";
import { type Line, simplified } from "./line";
import type { End } from "./ports";
import type { Obstacles } from "./route";
import { outward } from "./route";

const bendCost = 30;
const windows = [140, 640];
/** More boxes than this in the window make the search too long to wait for. */
const mostBoxes = 400;
/** So many lines per direction are enough to choose from. */
const mostLines = 120;

export function detour(start: End, end: End, obstacles: Obstacles, room: number): Line | null {
  for (const air of windows) {
    const x0 = Math.min(start.x, end.x) - air;
    const y0 = Math.min(start.y, end.y) - air;
    const x1 = Math.max(start.x, end.x) + air;
    const y1 = Math.max(start.y, end.y) + air;
    const boxes = obstacles.near(x0 - room, y0 - room, x1 + room, y1 + room);
    if (boxes.length > mostBoxes) return null;
    const line = search(start, end, boxes, room, { x: x0, y: y0, w: x1 - x0, h: y1 - y0 });
    if (line) return line;
  }
  return null;
}

/** Lines to turn on, sorted and without doubles; where there are very many, some of those close together go. */
function lines(own: readonly [number, number], around: number[]): Float64Array {
  around.sort((a, b) => a - b);
  let out: number[] = [];
  for (let apart = 0.25; ; apart = Math.max(4, apart * 2)) {
    out = [];
    for (const v of around) if (out.length === 0 || v - out[out.length - 1]! > apart) out.push(v);
    if (out.length <= mostLines) break;
  }
  out.push(...own);
  out.sort((a, b) => a - b);
  return Float64Array.from(out.filter((v, i) => i === 0 || v - out[i - 1]! > 0.25 || own.includes(v)));
}

function closest(values: Float64Array, v: number): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) {
    if (Math.abs(values[i]! - v) < Math.abs(values[best]! - v)) best = i;
  }
  return best;
}

// Directions: 0 right, 1 down, 2 left, 3 up.
const stepX = [1, 0, -1, 0];
const stepY = [0, 1, 0, -1];

const directionOf = (dx: number, dy: number): number => (dx > 0 ? 0 : dy > 0 ? 1 : dx < 0 ? 2 : 3);

function search(start: End, end: End, boxes: readonly Rect[], room: number, window: Rect): Line | null {
  const a = outward(start);
  const b = outward(end);
  const sx = start.x + a.dx * room;
  const sy = start.y + a.dy * room;
  const ex = end.x + b.dx * room;
  const ey = end.y + b.dy * room;
  // Outside the window nobody looked for boxes.
  const inX = (x: number): boolean => x >= window.x && x <= window.x + window.w;
  const inY = (y: number): boolean => y >= window.y && y <= window.y + window.h;
  const xs = lines([sx, ex], boxes.flatMap((r) => [r.x - room, r.x + r.w + room]).filter(inX));
  const ys = lines([sy, ey], boxes.flatMap((r) => [r.y - room, r.y + r.h + room]).filter(inY));
  const nx = xs.length;
  const ny = ys.length;

  // Which steps to the right (or down) from a crossing run into a box.
  const blockedX = new Uint8Array(nx * ny);
  const blockedY = new Uint8Array(nx * ny);
  const margin = room - 0.5;
  for (const r of boxes) {
    const x0 = r.x - margin;
    const x1 = r.x + r.w + margin;
    const y0 = r.y - margin;
    const y1 = r.y + r.h + margin;
    for (let i = 0; i < nx; i += 1) {
      const insideX = xs[i]! > x0 && xs[i]! < x1;
      const crossesX = i + 1 < nx && xs[i]! < x1 && xs[i + 1]! > x0;
      if (!insideX && !crossesX) continue;
      for (let j = 0; j < ny; j += 1) {
        if (crossesX && ys[j]! > y0 && ys[j]! < y1) blockedX[i * ny + j] = 1;
        if (insideX && j + 1 < ny && ys[j]! < y1 && ys[j + 1]! > y0) blockedY[i * ny + j] = 1;
      }
    }
  }

  const goalX = closest(xs, ex);
  const goalY = closest(ys, ey);
  const arrive = directionOf(-b.dx, -b.dy);
  const cost = new Float64Array(nx * ny * 4).fill(Infinity);
  const from = new Int32Array(nx * ny * 4).fill(-1);
  const queue = new Queue();
  const first = (closest(xs, sx) * ny + closest(ys, sy)) * 4 + directionOf(a.dx, a.dy);
  cost[first] = 0;
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
        const blocked =
          next === 0
            ? blockedX[cell]
            : next === 2
              ? blockedX[ni * ny + j]
              : next === 1
                ? blockedY[cell]
                : blockedY[i * ny + nj];
        if (blocked) continue;
        const way = Math.abs(xs[ni]! - xs[i]!) + Math.abs(ys[nj]! - ys[j]!);
        relax((ni * ny + nj) * 4 + next, so + way, state, ni, nj);
      }
    }
  }
  return null;

  function relax(state: number, value: number, before: number, i: number, j: number): void {
    if (value >= cost[state]! - 1e-9) return;
    cost[state] = value;
    from[state] = before;
    queue.push(state, value + Math.abs(xs[i]! - ex) + Math.abs(ys[j]! - ey));
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
