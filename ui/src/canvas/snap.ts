// Where a dragged box comes to rest: on the grid, or in line with its neighbours.

import { overlaps, type Rect } from "./geometry";

const grid = 20;

type Axis = "x" | "y";

export interface Guide {
  /** A vertical guide has an x, a horizontal one a y. */
  axis: Axis;
  at: number;
  from: number;
  to: number;
  /** The distance it shows: to the next in line, or of equal gaps. */
  gap?: number;
}

export interface Snapped {
  dx: number;
  dy: number;
  guides: Guide[];
}

export const onGrid = (v: number): number => Math.round(v / grid) * grid;

/** Further apart, the distance to the next in line says nothing. */
const farthest = 600;

const across = (axis: Axis): Axis => (axis === "x" ? "y" : "x");
const start = (r: Rect, axis: Axis): number => (axis === "x" ? r.x : r.y);
const size = (r: Rect, axis: Axis): number => (axis === "x" ? r.w : r.h);
const end = (r: Rect, axis: Axis): number => start(r, axis) + size(r, axis);
const middle = (r: Rect, axis: Axis): number => start(r, axis) + size(r, axis) / 2;

/**
 * Corrects a move of `box` by dx, dy. Edges and centres of `others` catch within `reach`, then gaps as wide as
 * those between two of them; otherwise the box's upper left corner goes to the grid.
 */
export function snapMove(box: Rect, others: readonly Rect[], dx: number, dy: number, reach: number): Snapped {
  const wished = { x: box.x + dx, y: box.y + dy, w: box.w, h: box.h };
  const lineX = alignment(wished, others, "x", reach);
  const lineY = alignment(wished, others, "y", reach);
  const gapX = lineX ? null : equalGap(wished, others, "x", reach);
  const gapY = lineY ? null : equalGap(wished, others, "y", reach);
  const moved = {
    ...wished,
    x: lineX ? wished.x + lineX.by : (gapX?.at ?? onGrid(wished.x)),
    y: lineY ? wished.y + lineY.by : (gapY?.at ?? onGrid(wished.y)),
  };
  const guides: Guide[] = [
    ...(lineX ? guidesOf("x", lineX.at, moved, others) : (gapX?.guides ?? [])),
    ...(lineY ? guidesOf("y", lineY.at, moved, others) : (gapY?.guides ?? [])),
  ];
  return { dx: moved.x - box.x, dy: moved.y - box.y, guides };
}

/** Middle, then the two edges. */
const marks = (r: Rect, axis: Axis): readonly [number, number, number] => [
  middle(r, axis),
  start(r, axis),
  end(r, axis),
];

/** The smallest correction that puts an edge or the centre in line with one of the others'. */
function alignment(
  box: Rect,
  others: readonly Rect[],
  axis: Axis,
  reach: number,
): { by: number; at: number } | null {
  let best: { by: number; at: number } | null = null;
  const own = marks(box, axis);
  for (const other of others) {
    const theirs = marks(other, axis);
    for (let i = 0; i < 3; i += 1) {
      // Centres with centres, edges with edges.
      for (const at of i === 0 ? [theirs[0]] : [theirs[1], theirs[2]]) {
        const by = at - own[i]!;
        if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by) - 0.01)) best = { by, at };
      }
    }
  }
  return best;
}

/** Between or beside two neighbours in the same row or column, with equal gaps. */
function equalGap(
  box: Rect,
  others: readonly Rect[],
  axis: Axis,
  reach: number,
): { at: number; guides: Guide[] } | null {
  const other = across(axis);
  const line = others
    .filter((o) => start(o, other) < end(box, other) && end(o, other) > start(box, other))
    .sort((a, b) => start(a, axis) - start(b, axis));
  const own = size(box, axis);
  for (let i = 0; i + 1 < line.length; i += 1) {
    const a = line[i]!;
    const b = line[i + 1]!;
    const between = start(b, axis) - end(a, axis);
    const candidates = [
      { at: (end(a, axis) + start(b, axis) - own) / 2, fits: between > own },
      { at: end(b, axis) + between, fits: between > 0 },
      { at: start(a, axis) - between - own, fits: between > 0 },
    ];
    for (const { at, fits } of candidates) {
      if (!fits || Math.abs(at - start(box, axis)) > reach) continue;
      const settled = axis === "x" ? { ...box, x: at } : { ...box, y: at };
      const beside = start(box, other) + Math.min(size(box, other), size(a, other), size(b, other)) / 2;
      const stops = [a, b, settled].sort((p, q) => start(p, axis) - start(q, axis));
      const guides = [0, 1].map((k): Guide => {
        const from = end(stops[k]!, axis);
        const to = start(stops[k + 1]!, axis);
        return { axis: other, at: beside, from, to, gap: Math.round(to - from) };
      });
      return { at, guides };
    }
  }
  return null;
}

/** The line through everything that stands on it, and how far it is to the nearest of them. */
function guidesOf(axis: Axis, at: number, box: Rect, others: readonly Rect[]): Guide[] {
  const along = across(axis);
  const on = others.filter((o) => marks(o, axis).some((v) => Math.abs(v - at) < 0.5));
  const all = [box, ...on];
  const line: Guide = {
    axis,
    at,
    from: Math.min(...all.map((r) => start(r, along))) - 12,
    to: Math.max(...all.map((r) => end(r, along))) + 12,
  };
  let nearest: Guide | null = null;
  for (const o of on) {
    if (overlaps(o, box)) continue;
    const [a, b] = start(o, along) < start(box, along) ? [o, box] : [box, o];
    const from = end(a, along);
    const to = start(b, along);
    const gap = Math.round(to - from);
    if (gap > 0 && gap <= farthest && (!nearest || gap < nearest.gap!)) nearest = { axis, at, from, to, gap };
  }
  return nearest ? [line, nearest] : [line];
}
