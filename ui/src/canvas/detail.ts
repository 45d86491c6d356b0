// How much is drawn at which zoom.

export type Detail = "full" | "summary" | "block" | "overview";

export const detailAt = (zoom: number): Detail =>
  zoom >= 0.65 ? "full" : zoom >= 0.35 ? "summary" : zoom >= 0.18 ? "block" : "overview";

/** Text below this many px on screen is not drawn. */
export const leastText = 7;
