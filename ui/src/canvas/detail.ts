// How much is drawn at which zoom.

import type { Font } from "./advances";

export type Detail = "full" | "summary" | "block" | "overview";

export const detailAt = (zoom: number): Detail =>
  zoom >= 0.65 ? "full" : zoom >= 0.35 ? "summary" : zoom >= 0.18 ? "block" : "overview";

/** Text is never smaller than this on screen. */
const leastText = 7;

/** The font, grown just so much that it can still be read at this zoom. */
export function legible(font: Font, zoom: number): Font {
  const least = leastText / zoom;
  return font.size >= least ? font : { ...font, size: least };
}
