// Which part of the sheet the window shows, and how large.

import { clamp, type Point, type Rect } from "./geometry";

export interface Camera {
  /** The sheet point at the top left of the view. */
  x: number;
  y: number;
  /** 1 is 100 %. */
  zoom: number;
}

export interface ViewSize {
  w: number;
  h: number;
}

export const minZoom = 0.05;
export const maxZoom = 4;

export const toSheet = (c: Camera, screen: Point): Point => ({
  x: c.x + screen.x / c.zoom,
  y: c.y + screen.y / c.zoom,
});

export const toScreen = (c: Camera, p: Point): Point => ({
  x: (p.x - c.x) * c.zoom,
  y: (p.y - c.y) * c.zoom,
});

export const rectToScreen = (c: Camera, r: Rect): Rect => ({
  x: (r.x - c.x) * c.zoom,
  y: (r.y - c.y) * c.zoom,
  w: r.w * c.zoom,
  h: r.h * c.zoom,
});

/** What of the sheet is visible. */
export const visible = (c: Camera, view: ViewSize): Rect => ({
  x: c.x,
  y: c.y,
  w: view.w / c.zoom,
  h: view.h / c.zoom,
});

/** Moves the sheet under the view by a distance on the screen. */
export const panned = (c: Camera, dx: number, dy: number): Camera => ({
  x: c.x - dx / c.zoom,
  y: c.y - dy / c.zoom,
  zoom: c.zoom,
});

/** Zooms so that the sheet point under `at` stays under it. */
export function zoomedAt(c: Camera, at: Point, zoom: number): Camera {
  const z = clamp(zoom, minZoom, maxZoom);
  const under = toSheet(c, at);
  return { x: under.x - at.x / z, y: under.y - at.y / z, zoom: z };
}

/** Shows all of `r` in the middle, with air around it, never larger than `largest`. */
export function fitted(r: Rect, view: ViewSize, air = 24, largest = 1): Camera {
  const zoom = clamp(
    Math.min((view.w - 2 * air) / Math.max(r.w, 1), (view.h - 2 * air) / Math.max(r.h, 1)),
    minZoom,
    largest,
  );
  return {
    x: r.x + r.w / 2 - view.w / 2 / zoom,
    y: r.y + r.h / 2 - view.h / 2 / zoom,
    zoom,
  };
}

/** What floats at the lower edge of a view reaches so high, px. */
const floating = 80;

/** As before, but higher where there is room above, so that less of `r` lies below what floats at the lower edge. */
export function raised(c: Camera, r: Rect, view: ViewSize, air = 24): Camera {
  const above = (r.y - c.y) * c.zoom - air;
  const below = view.h - (r.y + r.h - c.y) * c.zoom;
  return { ...c, y: c.y + clamp(floating - below, 0, Math.max(0, above)) / c.zoom };
}

/** The smallest pan that brings `r` into view; the same camera if it already is. */
export function revealing(c: Camera, r: Rect, view: ViewSize, air = 40): Camera {
  const v = visible(c, view);
  const a = air / c.zoom;
  if (r.w + 2 * a > v.w || r.h + 2 * a > v.h) return fitted(r, view, air, c.zoom);
  let { x, y } = c;
  if (r.x - a < v.x) x = r.x - a;
  else if (r.x + r.w + a > v.x + v.w) x = r.x + r.w + a - v.w;
  if (r.y - a < v.y) y = r.y - a;
  else if (r.y + r.h + a > v.y + v.h) y = r.y + r.h + a - v.h;
  return x === c.x && y === c.y ? c : { x, y, zoom: c.zoom };
}

/** Offsets on whole device pixels, so that a picture moved by a pan stays sharp. */
export function onPixels(c: Camera, ratio: number): Camera {
  const unit = c.zoom * ratio;
  return { x: Math.round(c.x * unit) / unit, y: Math.round(c.y * unit) / unit, zoom: c.zoom };
}

/** A camera between two, for moves of the view. `t` runs from 0 to 1, already eased. */
export function between(a: Camera, b: Camera, view: ViewSize, t: number): Camera {
  // The middle of the view moves evenly while the zoom grows evenly in the eye, that is in its logarithm.
  const zoom = a.zoom * (b.zoom / a.zoom) ** t;
  const ax = a.x + view.w / 2 / a.zoom;
  const ay = a.y + view.h / 2 / a.zoom;
  const bx = b.x + view.w / 2 / b.zoom;
  const by = b.y + view.h / 2 / b.zoom;
  return {
    x: ax + (bx - ax) * t - view.w / 2 / zoom,
    y: ay + (by - ay) * t - view.h / 2 / zoom,
    zoom,
  };
}

export const sameCamera = (a: Camera, b: Camera): boolean => a.x === b.x && a.y === b.y && a.zoom === b.zoom;
