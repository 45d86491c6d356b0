// The way of one connection: the cheapest orthogonal course between the ends its two sides offer.
//
// Simple courses (straight, one or three parts with a free middle) are tried first; only when nodes
// stand in the way does the search of detour.ts run. Where exactly the middle parts lie is decided
// afterwards, for all connections together, in lanes.ts.

import { bendCost, detour } from "./detour";
import { type Line, lengthOf, simplified } from "./line";
import type { Around } from "./obstacles";
import type { End } from "./ports";

/** Connections keep this far from nodes wherever there is room. */
export const clearance = 16;
/** Between nodes that stand closer together than twice the clearance. */
const tightClearance = 6;

/** Reading goes from left to right: enter left, unless something else is shorter. */
const enteringRight = 4;
const lastChoice = 60;
const mostDetours = 4;

export const outward = (end: End): { dx: number; dy: number } => {
  switch (end.side) {
    case "left":
      return { dx: -1, dy: 0 };
    case "right":
      return { dx: 1, dy: 0 };
    case "top":
      return { dx: 0, dy: -1 };
    default:
      return { dx: 0, dy: 1 };
  }
};

const isFlat = (end: End): boolean => end.side === "left" || end.side === "right";

/** `dearer` says how much more a pair of ends costs than its course, for what the caller knows about it. */
export function route(
  starts: readonly End[],
  ends: readonly End[],
  obstacles: Around,
  dearer: (start: End, end: End) => number = () => 0,
): Line {
  const pairs: { start: End; end: End; estimate: number; more: number }[] = [];
  for (const first of starts) {
    for (const last of ends) {
      const [start, end] = aligned(first, last);
      pairs.push({ start, end, estimate: estimate(start, end) + dearer(first, last), more: dearer(first, last) });
    }
  }
  pairs.sort((a, b) => a.estimate - b.estimate);

  for (const room of [clearance, tightClearance]) {
    let best: Line | null = null;
    let bestCost = Infinity;
    let detours = 0;
    for (const { start, end, estimate: atLeast, more } of pairs) {
      if (atLeast >= bestCost) break;
      let line: Line | null = simple(start, end, obstacles, room);
      if (!line && detours < mostDetours) {
        detours += 1;
        line = detour(start, end, obstacles, room, bestCost - more - bias(start, end));
      }
      if (!line) continue;
      const cost = lengthOf(line) + more + bias(start, end) + bendCost * (line.length / 2 - 2);
      if (cost < bestCost) {
        best = line;
        bestCost = cost;
      }
    }
    if (best) return best;
  }
  // Walled in on all sides: better through a node than not drawn.
  const { start, end } = pairs[0]!;
  return quick(start, end);
}

/** Ends that face each other slide into line if they may. */
function aligned(s: End, e: End): [End, End] {
  if (opposite[s.side] !== e.side) return [s, e];
  const flat = isFlat(s);
  const apart = flat ? e.y - s.y : e.x - s.x;
  if (Math.abs(apart) < 0.5) return [s, e];
  const moved = (end: End, by: number): End => (flat ? { ...end, y: end.y + by } : { ...end, x: end.x + by });
  // A row's port stays where it is; of two that may move, the end gives way.
  if (e.slide !== undefined && Math.abs(apart) <= e.slide) return [s, moved(e, -apart)];
  if (s.slide !== undefined && Math.abs(apart) <= s.slide) return [moved(s, apart), e];
  return [s, e];
}

const opposite = { left: "right", right: "left", top: "bottom", bottom: "top" } as const;

/** A course that looks at nothing else, for what is being dragged and for very large drawings. */
export function quick(start: End, end: End): Line {
  return simplified(course(start, end, null) ?? zigzag(start, end));
}

export function quickest(starts: readonly End[], ends: readonly End[]): Line {
  let best: [End, End] = [starts[0]!, ends[0]!];
  let least = Infinity;
  for (const first of starts) {
    for (const last of ends) {
      const [start, end] = aligned(first, last);
      const cost = estimate(start, end);
      if (cost < least) {
        least = cost;
        best = [start, end];
      }
    }
  }
  return quick(best[0], best[1]);
}

function bias(start: End, end: End): number {
  let sum = 0;
  if (end.side === "right") sum += enteringRight;
  if (start.lastChoice) sum += lastChoice;
  if (end.lastChoice) sum += lastChoice;
  return sum;
}

/** A lower bound of the cost: nothing in the way. */
function estimate(s: End, e: End): number {
  const a = outward(s);
  const b = outward(e);
  const dx = e.x - s.x;
  const dy = e.y - s.y;
  const ahead = dx * a.dx + dy * a.dy;
  const aside = Math.abs(dx * a.dy) + Math.abs(dy * a.dx);
  let bends: number;
  let extra = 0;
  if (a.dx === -b.dx && a.dy === -b.dy) bends = ahead >= 2 * tightClearance ? (aside < 0.5 ? 0 : 2) : 4;
  else if (a.dx === b.dx && a.dy === b.dy) {
    bends = 2;
    extra = 2 * clearance;
  } else {
    const before = -(dx * b.dx + dy * b.dy);
    // Enough room to turn once: ahead of the start, and in front of the end.
    bends = ahead >= clearance && -before >= clearance ? 3 : ahead >= clearance && before >= clearance ? 1 : 3;
  }
  if (bends === 4) extra = 2 * clearance + Math.max(0, -ahead);
  return Math.abs(dx) + Math.abs(dy) + extra + bends * bendCost + bias(s, e);
}

function simple(s: End, e: End, obstacles: Around, room: number): Line | null {
  const line = course(s, e, { obstacles, room });
  return line ? simplified(line) : null;
}

interface Check {
  obstacles: Around;
  room: number;
}

/** Straight, L, Z or C course if there is one (and, with a check, if it is free). */
function course(s: End, e: End, check: Check | null): number[] | null {
  if (isFlat(s) !== isFlat(e)) return corner(s, e, check);
  if (isFlat(s)) return flatCourse(s, e, check, false);
  const turned = flatCourse(turn(s), turn(e), check, true);
  return turned ? swapped(turned) : null;
}

/** Swaps x and y, so that upright courses need no second version of everything. */
function turn(end: End): End {
  const side = end.side === "top" ? "left" : end.side === "bottom" ? "right" : end.side === "left" ? "top" : "bottom";
  return { x: end.y, y: end.x, side };
}

function swapped(line: readonly number[]): number[] {
  const out = new Array<number>(line.length);
  for (let i = 0; i < line.length; i += 2) {
    out[i] = line[i + 1]!;
    out[i + 1] = line[i]!;
  }
  return out;
}

function flatCourse(s: End, e: End, check: Check | null, turned: boolean): number[] | null {
  const a = s.side === "right" ? 1 : -1;
  const b = e.side === "right" ? 1 : -1;
  const room = check?.room ?? clearance;
  const free = (line: number[]): number[] | null =>
    !check || isFree(turned ? swapped(line) : line, check.obstacles, check.room) ? line : null;
  if (a === b) {
    const x = a > 0 ? Math.max(s.x, e.x) + room : Math.min(s.x, e.x) - room;
    return free([s.x, s.y, x, s.y, x, e.y, e.x, e.y]);
  }
  const gap = (e.x - s.x) * a;
  if (Math.abs(s.y - e.y) < 0.5 && gap > 0) return free([s.x, s.y, e.x, s.y]);
  if (gap < 2 * room) return null;
  const middle = (s.x + e.x) / 2;
  for (const x of [middle, s.x + a * room, e.x - a * room]) {
    const line = free([s.x, s.y, x, s.y, x, e.y, e.x, e.y]);
    if (line) return line;
  }
  return null;
}

function corner(s: End, e: End, check: Check | null): number[] | null {
  const a = outward(s);
  const b = outward(e);
  const x = isFlat(s) ? e.x : s.x;
  const y = isFlat(s) ? s.y : e.y;
  const room = check?.room ?? clearance;
  if ((x - s.x) * a.dx + (y - s.y) * a.dy < room || (x - e.x) * b.dx + (y - e.y) * b.dy < room) return null;
  const line = [s.x, s.y, x, y, e.x, e.y];
  return !check || isFree(line, check.obstacles, check.room) ? line : null;
}

/** Last resort without a check: out, across in the middle, and in. */
function zigzag(s: End, e: End): number[] {
  const a = outward(s);
  const b = outward(e);
  const sx = s.x + a.dx * clearance;
  const sy = s.y + a.dy * clearance;
  const ex = e.x + b.dx * clearance;
  const ey = e.y + b.dy * clearance;
  if (isFlat(s) && isFlat(e)) {
    const y = (s.y + e.y) / 2;
    return [s.x, s.y, sx, sy, sx, y, ex, y, ex, ey, e.x, e.y];
  }
  if (!isFlat(s) && !isFlat(e)) {
    const x = (s.x + e.x) / 2;
    return [s.x, s.y, sx, sy, x, sy, x, ey, ex, ey, e.x, e.y];
  }
  return isFlat(s) ? [s.x, s.y, sx, sy, sx, ey, ex, ey, e.x, e.y] : [s.x, s.y, sx, sy, ex, sy, ex, ey, e.x, e.y];
}

/**
 * Whether a course keeps its distance from every box. The nodes at its two ends count as well, except
 * that the first and last part may of course touch the border they start from.
 */
export function isFree(line: Line, obstacles: Around, room: number): boolean {
  const margin = room - 0.5;
  const last = line.length - 2;
  for (let i = 2; i <= last; i += 2) {
    let x0 = Math.min(line[i]!, line[i - 2]!);
    let x1 = Math.max(line[i]!, line[i - 2]!);
    let y0 = Math.min(line[i + 1]!, line[i - 1]!);
    let y1 = Math.max(line[i + 1]!, line[i - 1]!);
    // What is left of the first and last part once they are clear of their own node.
    const shorten = (at: number): void => {
      const sx = line[at]!;
      const sy = line[at + 1]!;
      if (x1 - x0 > y1 - y0) {
        if (sx === x0) x0 = Math.min(x0 + room, x1);
        else x1 = Math.max(x1 - room, x0);
      } else if (sy === y0) y0 = Math.min(y0 + room, y1);
      else y1 = Math.max(y1 - room, y0);
    };
    if (i === 2) shorten(0);
    if (i === last) shorten(last);
    // Nothing is left of a part that is shorter than the clearance.
    if ((i === 2 || i === last) && x0 === x1 && y0 === y1) continue;
    if (!obstacles.isClear(x0 - margin, y0 - margin, x1 + margin, y1 + margin)) return false;
  }
  return true;
}
