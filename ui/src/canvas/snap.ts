// Where a dragged box comes to rest: on the grid, or in line with its neighbours.

import type { Rect } from "./geometry";

export const grid = 20;

export interface Guide {
  /** A vertical guide has an x, a horizontal one a y. */
  axis: "x" | "y";
  at: number;
  from: number;
  to: number;
  /** The distance it shows, for equal gaps. */
  gap?: number;
}

export interface Snapped {
  dx: number;
  dy: number;
  guides: Guide[];
}

export const onGrid = (v: number): number => Math.round(v / grid) * grid;

/**
 * Corrects a move of `box` by dx, dy. Edges and centres of `others` catch within `reach`; otherwise the
 * box's upper left corner goes to the grid.
 */
export function snapMove(box: Rect, others: readonly Rect[], dx: number, dy: number, reach: number): Snapped {
  const x = alignment(
    box.x + dx,
    box.w,
    others.map((o) => [o.x, o.w] as const),
    reach,
  );
  const y = alignment(
    box.y + dy,
    box.h,
    others.map((o) => [o.y, o.h] as const),
    reach,
  );
  const gapX = x ? null : equalGap(box, others, dx, dy, reach);
  const to = {
    x: x ? box.x + dx + x.by : gapX ? gapX.x : onGrid(box.x + dx),
    y: y ? box.y + dy + y.by : onGrid(box.y + dy),
  };
  const moved = { x: to.x, y: to.y, w: box.w, h: box.h };
  const guides: Guide[] = [];
  if (x) guides.push(guideX(x.at, moved, others));
  else if (gapX) guides.push(...gapX.guides);
  if (y) guides.push(guideY(y.at, moved, others));
  return { dx: to.x - box.x, dy: to.y - box.y, guides };
}

/** The smallest correction that puts an edge or the centre in line with one of the others'. */
function alignment(
  start: number,
  size: number,
  others: readonly (readonly [number, number])[],
  reach: number,
): { by: number; at: number } | null {
  let best: { by: number; at: number } | null = null;
  const own = [start + size / 2, start, start + size];
  for (const [from, length] of others) {
    const theirs = [from + length / 2, from, from + length];
    for (let i = 0; i < 3; i += 1) {
      // Centres with centres, edges with edges.
      for (const at of i === 0 ? [theirs[0]!] : [theirs[1]!, theirs[2]!]) {
        const by = at - own[i]!;
        if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by) - 0.01)) best = { by, at };
      }
    }
  }
  return best;
}

/** Between or beside two neighbours in the same row, with equal gaps. */
function equalGap(
  box: Rect,
  others: readonly Rect[],
  dx: number,
  dy: number,
  reach: number,
): { x: number; guides: Guide[] } | null {
  const y = box.y + dy;
  const x = box.x + dx;
  const row = others.filter((o) => o.y < y + box.h && o.y + o.h > y).sort((a, b) => a.x - b.x);
  for (let i = 0; i + 1 < row.length; i += 1) {
    const a = row[i]!;
    const b = row[i + 1]!;
    const between = b.x - a.x - a.w;
    const candidates = [
      { x: (a.x + a.w + b.x - box.w) / 2, fits: between > box.w },
      { x: b.x + b.w + between, fits: between > 0 },
      { x: a.x - between - box.w, fits: between > 0 },
    ];
    for (const c of candidates) {
      if (!c.fits || Math.abs(c.x - x) > reach) continue;
      const middle = y + Math.min(box.h, a.h, b.h) / 2;
      const stops = [a, b, { ...box, x: c.x }].sort((p, q) => p.x - q.x);
      const guides = [0, 1].map((k): Guide => {
        const from = stops[k]!.x + stops[k]!.w;
        const to = stops[k + 1]!.x;
        return { axis: "y", at: middle, from, to, gap: Math.round(to - from) };
      });
      return { x: c.x, guides };
    }
  }
  return null;
}

function guideX(at: number, box: Rect, others: readonly Rect[]): Guide {
  const on = others.filter((o) => [o.x, o.x + o.w / 2, o.x + o.w].some((v) => Math.abs(v - at) < 0.5));
  const all = [box, ...on];
  return {
    axis: "x",
    at,
    from: Math.min(...all.map((r) => r.y)) - 12,
    to: Math.max(...all.map((r) => r.y + r.h)) + 12,
  };
}

function guideY(at: number, box: Rect, others: readonly Rect[]): Guide {
  const on = others.filter((o) => [o.y, o.y + o.h / 2, o.y + o.h].some((v) => Math.abs(v - at) < 0.5));
  const all = [box, ...on];
  return {
    axis: "y",
    at,
    from: Math.min(...all.map((r) => r.x)) - 12,
    to: Math.max(...all.map((r) => r.x + r.w)) + 12,
  };
}
