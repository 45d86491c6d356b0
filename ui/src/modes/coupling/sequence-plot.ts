// The main sequence as plain places: where each service stands in the plane of instability and contract share, and which names fit.

import type { Id } from "../../wire";
import type { MetricRow } from "./metric-rows";

export interface PlotSize {
  /** Of the whole drawing, px. */
  w: number;
  h: number;
  /** The square of the axes. */
  x: number;
  y: number;
  side: number;
  high: number;
}

export interface PlotDot {
  id: Id;
  name: string;
  hue: number | null;
  instability: number;
  abstractness: number;
  distance: number;
  x: number;
  y: number;
  r: number;
}

export interface PlotLabel {
  id: Id;
  name: string;
  /** Its left edge and its middle. */
  x: number;
  y: number;
  w: number;
}

export const plotSize = (w: number): PlotSize => {
  const side = Math.max(120, w - 60);
  const high = Math.min(side, 232);
  return { w, h: high + 40, x: 40, y: 6, side, high };
};

/** Dots stay this far inside of the axes, so that those at their ends are whole. */
const inset = 9;
/** Dots that stand at the same place spread around it, not further than this. */
const widest = 18;

export const placeOf = (size: PlotSize, instability: number, abstractness: number): { x: number; y: number } => ({
  x: size.x + inset + instability * (size.side - 2 * inset),
  y: size.y + inset + (1 - abstractness) * (size.high - 2 * inset),
});

/** A dot for each service that is coupled at all; its size says with how many others. */
export function dotsOf(rows: readonly MetricRow[], size: PlotSize): PlotDot[] {
  const taken = new Map<string, number>();
  return rows.flatMap(({ id, name, hue, numbers }) => {
    const { instability, abstractness, distance } = numbers;
    if (instability === null || distance === null) return [];
    const { x, y } = placeOf(size, instability, abstractness);
    const key = `${Math.round(x / 4)} ${Math.round(y / 4)}`;
    const nth = taken.get(key) ?? 0;
    taken.set(key, nth + 1);
    const away = Math.min(widest, 6.5 * Math.sqrt(nth));
    // The golden angle, which lays any number of them evenly.
    const turn = nth * 2.399963;
    const r = Math.min(8, 2.6 + 0.5 * Math.sqrt(numbers.used_by + numbers.uses) * 1.6);
    return { id, name, hue, instability, abstractness, distance, x: x + away * Math.cos(turn), y: y + away * Math.sin(turn), r };
  });
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

const meets = (a: Box, b: Box): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const line = 15;
const mostLabels = 40;

/** Names beside their dots, where they lie on nothing: the selected first, then the furthest from the line. */
export function labelsOf(dots: readonly PlotDot[], size: PlotSize, selected: Id | null, widthOf: (name: string) => number, kept: readonly Box[] = []): PlotLabel[] {
  const wanted = [...dots].sort((a, b) => Number(b.id === selected) - Number(a.id === selected) || Math.abs(b.distance) - Math.abs(a.distance) || b.r - a.r || (a.id < b.id ? -1 : 1)).slice(0, mostLabels);
  const taken: Box[] = [...kept, ...dots.slice(0, 2000).map(({ x, y, r }) => ({ x: x - r, y: y - r, w: 2 * r, h: 2 * r }))];
  const labels: PlotLabel[] = [];
  for (const dot of wanted) {
    const w = Math.min(110, widthOf(dot.name));
    const gap = dot.r + 5;
    const places = [
      { x: dot.x + gap, y: dot.y },
      { x: dot.x - gap - w, y: dot.y },
      { x: dot.x - w / 2, y: dot.y - gap - 5 },
      { x: dot.x - w / 2, y: dot.y + gap + 5 },
      { x: dot.x + gap - 2, y: dot.y - 9 },
      { x: dot.x + gap - 2, y: dot.y + 9 },
      // At the right edge, where a neighbour's name comes near.
      { x: dot.x + dot.r - w, y: dot.y - gap - 7 },
      { x: dot.x + dot.r - w, y: dot.y + gap + 7 },
    ];
    const box = (at: { x: number; y: number }): Box => ({ x: at.x, y: at.y - line / 2, w, h: line });
    const free = places.find((at) => {
      const one = box(at);
      const inside = one.x >= size.x && one.x + w <= size.x + size.side && one.y >= size.y && one.y + line <= size.y + size.high;
      return inside && !taken.some((other) => meets(one, other));
    });
    if (!free) continue;
    taken.push(box(free));
    labels.push({ id: dot.id, name: dot.name, ...free, w });
  }
  return labels;
}

/** The dot at a point, the nearest of several. */
export function dotAt(dots: readonly PlotDot[], x: number, y: number): PlotDot | null {
  let best: PlotDot | null = null;
  let least = Infinity;
  for (const dot of dots) {
    const far = Math.hypot(dot.x - x, dot.y - y);
    if (far <= dot.r + 4 && far < least) [best, least] = [dot, far];
  }
  return best;
}

/** "orders: instability 0.57, contract share 0.33, 0.1 from the line". */
export const sentenceOf = (dot: PlotDot, number: (value: number) => string): string =>
  `${dot.name}: instability ${number(dot.instability)}, contract share ${number(dot.abstractness)}, ${number(Math.abs(dot.distance))} from the line`;
