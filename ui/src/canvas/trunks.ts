// The middle parts of connections that may be moved, and how much room each has.

import type { Around } from "./obstacles";
import { clearance } from "./route";

/** Room kept from nodes, and from a port to the first turn, for the arrow and the rounded corner. */
const usual = { node: clearance, port: 18 };
/** Where many have to pass, they come closer. */
const crowded = { node: 7, port: 13 };
const reach = 400;
/** Parts of one port join a trunk over this distance. */
const sameTrunk = 160;

/** Same text for the same port; connections from one port share a trunk. */
export interface Ports {
  startPort: string;
  endPort: string;
}

export interface Part {
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
  /** The same with as little room as will do. */
  least: number;
  most: number;
}

export interface Trunk {
  parts: Part[];
  x: number;
  y0: number;
  y1: number;
  low: number;
  high: number;
  least: number;
  most: number;
}

/** Upright parts that touch neither end, with the room they have. */
export function middleParts(line: readonly number[], course: number, obstacles: Around): Part[] {
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
      least: -Infinity,
      most: Infinity,
    };
    limit(part, obstacles, segment === 1, segment === count - 2);
    out.push(part);
  }
  return out;
}

function limit(part: Part, obstacles: Around, first: boolean, last: boolean): void {
  const margin = clearance - 0.5;
  let left = -Infinity;
  let right = Infinity;
  const { x, y0, y1 } = part;
  const boxes = obstacles.near(x - reach, y0 - margin, x + reach, y1 + margin);
  for (let i = 0; i < boxes.length; i += 4) {
    const x0 = boxes[i]!;
    const x1 = boxes[i + 2]!;
    if (boxes[i + 1]! - margin >= y1 || boxes[i + 3]! + margin <= y0) continue;
    if (x1 <= x) left = Math.max(left, x1);
    else if (x0 >= x) right = Math.min(right, x0);
  }
  const half = (right - left) / 2;
  const within = (room: { node: number; port: number }): [number, number] => {
    let low = left + Math.min(room.node, half);
    let high = right - Math.min(room.node, half);
    const keep = (x: number, port: boolean): void => {
      const own = port ? room.port : room.node;
      // Where the whole way is shorter than the room on both sides, the middle has to do.
      if (x < part.x) low = Math.max(low, Math.min(x + own, Math.max(part.x, (x + high) / 2)));
      else if (x > part.x) high = Math.min(high, Math.max(x - own, Math.min(part.x, (x + low) / 2)));
    };
    keep(part.before.x, first);
    keep(part.after.x, last);
    // Beyond the reach nobody looked for boxes.
    if (low > -Infinity) low = Math.max(low, part.x - reach);
    if (high < Infinity) high = Math.min(high, part.x + reach);
    return low > high ? [part.x, part.x] : [low, high];
  };
  [part.low, part.high] = within(usual);
  [part.least, part.most] = within(crowded);
}

/** Parts at the same port become one as far as they have room in common. */
export function trunks(parts: readonly Part[], courses: readonly Ports[]): Trunk[] {
  const out: Trunk[] = [];
  const byPort = new Map<string, Trunk[]>();
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const part of parts) {
    if (part.segment === 1) count(">" + courses[part.course]!.startPort);
    count("<" + courses[part.course]!.endPort);
  }
  for (const part of parts) {
    const x = wantedPlace(part);
    const course = courses[part.course]!;
    const own = ">" + course.startPort;
    const key = part.segment === 1 && (counts.get(own) ?? 0) > 1 ? own : "<" + course.endPort + "#" + part.segment;
    const known = byPort.get(key) ?? [];
    const trunk = known.find((t) => {
      const low = Math.max(t.low, part.low);
      const high = Math.min(t.high, part.high);
      return low <= high && Math.abs(t.x - x) < sameTrunk && touches(t, part);
    });
    if (trunk) {
      trunk.parts.push(part);
      trunk.low = Math.max(trunk.low, part.low);
      trunk.high = Math.min(trunk.high, part.high);
      trunk.least = Math.max(trunk.least, part.least);
      trunk.most = Math.min(trunk.most, part.most);
      trunk.y0 = Math.min(trunk.y0, part.y0);
      trunk.y1 = Math.max(trunk.y1, part.y1);
      trunk.x = wantedPlace(trunk);
    } else {
      const { y0, y1, low, high, least, most } = part;
      const fresh: Trunk = { parts: [part], x, y0, y1, low, high, least, most };
      out.push(fresh);
      byPort.set(key, [...known, fresh]);
    }
  }
  return out;
}

/** Where it would lie if it were alone. */
function wantedPlace({ low, high, x }: { low: number; high: number; x: number }): number {
  if (low > -Infinity && high < Infinity) return (low + high) / 2;
  return low > -Infinity ? low : high < Infinity ? high : x;
}

const touches = (a: { y0: number; y1: number }, b: { y0: number; y1: number }): boolean =>
  a.y0 <= b.y1 + 0.5 && b.y0 <= a.y1 + 0.5;
