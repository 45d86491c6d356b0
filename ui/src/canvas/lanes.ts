// Where exactly the middle parts of connections lie, decided for all of them together.
//
// Parts that run side by side share the free room between the nodes evenly, in the order that crosses
// least; parts that leave (or reach) one port share a trunk. A part alone lies in the middle of its room.

import { type Line, simplified } from "./line";
import type { Obstacles } from "./route";
import { clearance } from "./route";

export interface Course {
  line: Line;
  /** Same text for the same port; connections from one port share a trunk. */
  startPort: string;
  endPort: string;
}

/** Nearest and farthest distance of neighbouring lanes. */
const lane = { least: 10, most: 44 };
/** From a port to the first turn: room for the arrow and the rounded corner. */
const portRoom = 18;
const reach = 400;
/** Parts further apart than this do not compete for the same room. */
const sameChannel = 40;

interface Part {
  course: number;
  segment: number;
  x: number;
  y0: number;
  y1: number;
  /** Neighbouring parts: where they come from and at which height. */
  before: { x: number; y: number };
  after: { x: number; y: number };
  low: number;
  high: number;
}

interface Trunk {
  parts: Part[];
  x: number;
  y0: number;
  y1: number;
  low: number;
  high: number;
}

export function laned(courses: readonly Course[], obstacles: Obstacles): Line[] {
  const upright = settle(
    courses,
    courses.map((c) => [...c.line]),
    obstacles,
  );
  // The same again with x and y swapped, for the flat middle parts.
  const turned: Obstacles = {
    near: (x0, y0, x1, y1) => obstacles.near(y0, x0, y1, x1).map((r) => ({ x: r.y, y: r.x, w: r.h, h: r.w })),
  };
  return settle(courses, upright.map(swapped), turned).map((line) => simplified(swapped(line)));
}

function swapped(line: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < line.length; i += 2) out.push(line[i + 1]!, line[i]!);
  return out;
}

function settle(courses: readonly Course[], lines: number[][], obstacles: Obstacles): number[][] {
  const parts = lines.flatMap((line, i) => middleParts(line, i, obstacles));
  for (const group of channels(trunks(parts, courses))) place(group, lines);
  return lines;
}

/** Upright parts that touch neither end, with the room they have. */
function middleParts(line: readonly number[], course: number, obstacles: Obstacles): Part[] {
  const out: Part[] = [];
  const count = line.length / 2 - 1;
  for (let segment = 1; segment < count - 1; segment += 1) {
    const i = segment * 2;
    const x = line[i]!;
    if (Math.abs(line[i + 2]! - x) > 0.01) continue;
    const part: Part = {
      course,
      segment,
      x,
      y0: Math.min(line[i + 1]!, line[i + 3]!),
      y1: Math.max(line[i + 1]!, line[i + 3]!),
      before: { x: line[i - 2]!, y: line[i - 1]! },
      after: { x: line[i + 4]!, y: line[i + 5]! },
      low: -Infinity,
      high: Infinity,
    };
    limit(part, obstacles, segment === 1, segment === count - 2);
    out.push(part);
  }
  return out;
}

function limit(part: Part, obstacles: Obstacles, first: boolean, last: boolean): void {
  const margin = clearance - 0.5;
  let left = -Infinity;
  let right = Infinity;
  for (const box of obstacles.near(part.x - reach, part.y0 - margin, part.x + reach, part.y1 + margin)) {
    if (box.y - margin >= part.y1 || box.y + box.h + margin <= part.y0) continue;
    if (box.x + box.w <= part.x) left = Math.max(left, box.x + box.w);
    else if (box.x >= part.x) right = Math.min(right, box.x);
  }
  const half = (right - left) / 2;
  part.low = left + Math.min(clearance, half);
  part.high = right - Math.min(clearance, half);
  const keep = (x: number, port: boolean): void => {
    const room = port ? portRoom : clearance;
    // Where the whole way is shorter than the room on both sides, the middle has to do.
    if (x < part.x) part.low = Math.max(part.low, Math.min(x + room, Math.max(part.x, (x + part.high) / 2)));
    else if (x > part.x) part.high = Math.min(part.high, Math.max(x - room, Math.min(part.x, (x + part.low) / 2)));
  };
  keep(part.before.x, first);
  keep(part.after.x, last);
  if (part.low > part.high) part.low = part.high = part.x;
}

/** Parts at the same port become one as far as they have room in common. */
function trunks(parts: readonly Part[], courses: readonly Course[]): Trunk[] {
  const out: Trunk[] = [];
  const byPort = new Map<string, Trunk[]>();
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const part of parts) {
    if (part.segment === 1) count(">" + courses[part.course]!.startPort);
    count("<" + courses[part.course]!.endPort);
  }
  for (const part of parts) {
    const course = courses[part.course]!;
    const own = ">" + course.startPort;
    const key = part.segment === 1 && (counts.get(own) ?? 0) > 1 ? own : "<" + course.endPort + "#" + part.segment;
    const known = byPort.get(key) ?? [];
    const trunk = known.find((t) => {
      const low = Math.max(t.low, part.low);
      const high = Math.min(t.high, part.high);
      return low <= high && Math.abs(t.x - part.x) < 4 * sameChannel && touches(t, part);
    });
    if (trunk) {
      trunk.parts.push(part);
      trunk.low = Math.max(trunk.low, part.low);
      trunk.high = Math.min(trunk.high, part.high);
      trunk.y0 = Math.min(trunk.y0, part.y0);
      trunk.y1 = Math.max(trunk.y1, part.y1);
    } else {
      const fresh: Trunk = { parts: [part], x: part.x, y0: part.y0, y1: part.y1, low: part.low, high: part.high };
      out.push(fresh);
      byPort.set(key, [...known, fresh]);
    }
  }
  return out;
}

const touches = (a: { y0: number; y1: number }, b: { y0: number; y1: number }): boolean =>
  a.y0 <= b.y1 + 0.5 && b.y0 <= a.y1 + 0.5;

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

function place(group: Trunk[], lines: number[][]): void {
  const low = Math.max(...group.map((t) => t.low));
  const high = Math.min(...group.map((t) => t.high));
  const ordered = leastCrossing(group);
  const n = ordered.length;
  ordered.forEach((trunk, k) => {
    let x: number;
    if (low === -Infinity && high === Infinity) x = trunk.x;
    else if (high === Infinity) x = low + k * lane.least;
    else if (low === -Infinity) x = high - (n - 1 - k) * lane.least;
    else {
      const step = Math.min(lane.most, (high - low) / (n + 1));
      x = (low + high) / 2 + (k - (n - 1) / 2) * step;
    }
    for (const part of trunk.parts) {
      const line = lines[part.course]!;
      line[part.segment * 2] = x;
      line[part.segment * 2 + 2] = x;
    }
  });
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
