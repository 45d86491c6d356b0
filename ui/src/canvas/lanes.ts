// Where exactly the middle parts of connections lie, decided for all of them together.
//
// Parts that run side by side share the free room between the nodes evenly, in the order that crosses
// least; parts that leave (or reach) one port share a trunk. A part alone lies in the middle of its room.

import type { Rect } from "./geometry";
import { type Line, simplified } from "./line";
import type { Around } from "./obstacles";
import { middleParts, type Part, type Ports, type Trunk, trunks } from "./trunks";

export interface Course extends Ports {
  line: Line;
}

/** Nearest and farthest distance of neighbouring lanes. */
const lane = { least: 10, most: 44 };
/** Closer than this, two lanes cannot be told apart. */
const near = 4;
/** Parts further apart than this do not compete for the same room. */
const sameChannel = 40;

/** A line that lanes should not run along: the border of a group. */
export interface Border {
  at: number;
  from: number;
  to: number;
}

/** So many connections are looked at between two looks at the clock. */
const perStep = 50;

/** Distance to a border a lane would otherwise run along. */
const fromBorder = 10;

export function laned(courses: readonly Course[], obstacles: Around, groups: readonly Rect[] = []): Line[] {
  const steps = laneSteps(courses, obstacles, groups);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in small steps, for drawings too large to do it between two frames. */
export function* laneSteps(
  courses: readonly Course[],
  obstacles: Around,
  groups: readonly Rect[],
): Generator<undefined, Line[]> {
  const lines = courses.map((c) => [...c.line]);
  const sides = groups.flatMap((r): Border[] => [
    { at: r.x, from: r.y, to: r.y + r.h },
    { at: r.x + r.w, from: r.y, to: r.y + r.h },
  ]);
  const levels = groups.flatMap((r): Border[] => [
    { at: r.y, from: r.x, to: r.x + r.w },
    { at: r.y + r.h, from: r.x, to: r.x + r.w },
  ]);
  const upright = yield* settle(courses, lines, obstacles, sides);
  // The same again with x and y swapped, for the flat middle parts.
  const turned: Around = {
    near: (x0, y0, x1, y1, most) => swapped(obstacles.near(y0, x0, y1, x1, most)),
    isClear: (x0, y0, x1, y1) => obstacles.isClear(y0, x0, y1, x1),
  };
  const both = yield* settle(courses, upright.map(swapped), turned, levels);
  return both.map((line) => simplified(swapped(line)));
}

function swapped(line: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < line.length; i += 2) out.push(line[i + 1]!, line[i]!);
  return out;
}

function* settle(
  courses: readonly Course[],
  lines: number[][],
  obstacles: Around,
  borders: readonly Border[],
): Generator<undefined, number[][]> {
  const parts: Part[] = [];
  for (const [i, line] of lines.entries()) {
    parts.push(...middleParts(line, i, obstacles));
    if (i % perStep === 0) yield;
  }
  const all = trunks(parts, courses);
  yield;
  const groups = channels(all);
  yield;
  for (const group of groups) {
    place(group, lines, borders);
    if (group.length > 4) yield;
  }
  separate(all, lines);
  return lines;
}

/** Trunks that run side by side and have room in common. */
function channels(all: Trunk[]): Trunk[][] {
  const sorted = [...all].sort((a, b) => a.x - b.x || a.y0 - b.y0);
  const home = sorted.map((_, i) => i);
  const find = (i: number): number => {
    while (home[i] !== i) i = home[i] = home[home[i]!]!;
    return i;
  };
  for (let i = 0; i < sorted.length; i += 1) {
    const a = sorted[i]!;
    for (let j = i + 1; j < sorted.length; j += 1) {
      const b = sorted[j]!;
      if (b.x - a.x > sameChannel) break;
      const side = a.y0 < b.y1 + lane.least && b.y0 < a.y1 + lane.least;
      if (side && Math.max(a.low, b.low) < Math.min(a.high, b.high)) home[find(j)] = find(i);
    }
  }
  const groups = new Map<number, Trunk[]>();
  sorted.forEach((trunk, i) => {
    const root = find(i);
    const group = groups.get(root);
    if (group) group.push(trunk);
    else groups.set(root, [trunk]);
  });
  return [...groups.values()].flatMap(split);
}

/** Cuts a group where its members no longer have enough room in common. */
function split(group: Trunk[]): Trunk[][] {
  const out: Trunk[][] = [];
  let current: Trunk[] = [];
  let low = -Infinity;
  let high = Infinity;
  for (const trunk of group) {
    const nextLow = Math.max(low, trunk.low);
    const nextHigh = Math.min(high, trunk.high);
    if (current.length > 0 && nextHigh - nextLow < (lane.least / 2) * current.length) {
      out.push(current);
      current = [];
      low = trunk.low;
      high = trunk.high;
    } else {
      low = nextLow;
      high = nextHigh;
    }
    current.push(trunk);
  }
  out.push(current);
  return out;
}

function place(group: Trunk[], lines: number[][], borders: readonly Border[]): void {
  let low = Math.max(...group.map((t) => t.low));
  let high = Math.min(...group.map((t) => t.high));
  const ordered = leastCrossing(group);
  const n = ordered.length;
  // Where that is too little for all, they come closer to the nodes before they come closer to each other.
  if ((high - low) / (n + 1) < lane.least) {
    const lacking = (lane.least * (n + 1) - (high - low)) / 2;
    low = Math.max(low - lacking, ...group.map((t) => t.least));
    high = Math.min(high + lacking, ...group.map((t) => t.most));
  }
  let before = -Infinity;
  ordered.forEach((trunk, k) => {
    let x: number;
    if (low === -Infinity && high === Infinity) x = trunk.x;
    else if (high === Infinity) x = low + k * lane.least;
    else if (low === -Infinity) x = high - (n - 1 - k) * lane.least;
    else {
      const step = Math.min(lane.most, (high - low) / (n + 1));
      x = (low + high) / 2 + (k - (n - 1) / 2) * step;
    }
    x = besideBorders(x, trunk, low, high, borders);
    // One that stepped aside must not land on the next.
    if (x < before + lane.least && before + lane.least <= high) x = before + lane.least;
    before = x;
    move(trunk, x, lines);
  });
}

/** What still lies on top of something else, because their rooms differed, steps aside where it can. */
function separate(all: readonly Trunk[], lines: number[][]): void {
  const xOf = (t: Trunk): number => lines[t.parts[0]!.course]![t.parts[0]!.segment * 2]!;
  const sorted = [...all].sort((a, b) => xOf(a) - xOf(b) || a.y0 - b.y0);
  for (let i = 0; i < sorted.length; i += 1) {
    const a = sorted[i]!;
    for (let j = i + 1; j < sorted.length; j += 1) {
      const b = sorted[j]!;
      const gap = xOf(b) - xOf(a);
      if (gap > lane.least - 1) break;
      if (a.y0 >= b.y1 || b.y0 >= a.y1) continue;
      if (xOf(a) + lane.least <= b.high) move(b, xOf(a) + lane.least, lines);
      else if (xOf(b) - lane.least >= a.low) move(a, xOf(b) - lane.least, lines);
      else if (gap < near && xOf(a) + near <= b.most) move(b, xOf(a) + near, lines);
      else if (gap < near && xOf(b) - near >= a.least) move(a, xOf(b) - near, lines);
    }
  }
}

function move(trunk: Trunk, x: number, lines: number[][]): void {
  for (const part of trunk.parts) {
    const line = lines[part.course]!;
    line[part.segment * 2] = x;
    line[part.segment * 2 + 2] = x;
  }
}

/** Moved off a border it would run along, outwards or inwards, if there is room. */
function besideBorders(x: number, trunk: Trunk, low: number, high: number, borders: readonly Border[]): number {
  const along = (v: number): Border | undefined =>
    borders.find((b) => Math.abs(b.at - v) < fromBorder && b.from < trunk.y1 && b.to > trunk.y0);
  const border = along(x);
  if (!border) return x;
  const candidates = [border.at + fromBorder, border.at - fromBorder].sort((a, b) => Math.abs(a - x) - Math.abs(b - x));
  return candidates.find((v) => v >= low && v <= high && !along(v)) ?? x;
}

function leastCrossing(group: Trunk[]): Trunk[] {
  if (group.length < 2) return group;
  const score = new Map<Trunk, number>(group.map((t) => [t, 0]));
  for (let i = 0; i < group.length; i += 1) {
    for (let j = i + 1; j < group.length; j += 1) {
      const a = group[i]!;
      const b = group[j]!;
      const better = Math.sign(crossings(b, a) - crossings(a, b));
      score.set(a, score.get(a)! + better);
      score.set(b, score.get(b)! - better);
    }
  }
  return [...group].sort((a, b) => score.get(b)! - score.get(a)! || a.x - b.x || a.y0 - b.y0);
}

/** How often the two cross if `a` lies left of `b`. */
function crossings(a: Trunk, b: Trunk): number {
  let sum = 0;
  const legs = (part: Part): { x: number; y: number }[] => [part.before, part.after];
  for (const part of a.parts) {
    for (const leg of legs(part)) if (leg.x > part.x && leg.y > b.y0 - 0.5 && leg.y < b.y1 + 0.5) sum += 1;
  }
  for (const part of b.parts) {
    for (const leg of legs(part)) if (leg.x < part.x && leg.y > a.y0 - 0.5 && leg.y < a.y1 + 0.5) sum += 1;
  }
  return sum;
}
