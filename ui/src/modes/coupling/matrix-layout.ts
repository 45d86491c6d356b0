// How large the cells of the matrix are, where they stand, and which of them are in view.

/** The largest cell, and the smallest in which marks keep their shapes. */
export const largest = 34;
export const smallest = 14;
/** What one can zoom through, px of a cell. */
export const zooms: readonly number[] = [1, 2, 3, 5, 8, 14, 20, 26, 34];

export interface MatrixSize {
  /** Of a cell, px. */
  cell: number;
  /** Room for names and numbers of rows, and of columns. */
  left: number;
  top: number;
  /** All cells do not fit, so they scroll. */
  scrolls: boolean;
  /** The numbers of columns stand upright. */
  turned: boolean;
  /** What is seen of the cells, px. */
  width: number;
  height: number;
}

/** Fits `n` rows into a width and a height; a chosen zoom counts before what would fit. */
export function sizeOf(n: number, width: number, height: number, zoom: number | null): MatrixSize {
  const left = Math.min(150, Math.max(70, Math.round(width * 0.3)));
  const fitted = Math.floor((width - left - 2) / Math.max(1, n));
  const cell = zoom ?? Math.max(smallest, Math.min(largest, fitted));
  const turned = cell < 20;
  const top = cell < 10 ? 16 : turned ? 34 : 26;
  const all = n * cell;
  const seen = { width: Math.min(all, width - left - 2), height: Math.min(all, height - top) };
  return { cell, left, top, turned, scrolls: all > seen.width || all > seen.height, ...seen };
}

export interface Window {
  from: number;
  /** The first that is not in view. */
  to: number;
}

/** The rows or columns that can be seen. */
export function inView(n: number, cell: number, scroll: number, seen: number): Window {
  const from = Math.max(0, Math.min(n, Math.floor(scroll / cell)));
  return { from, to: Math.min(n, Math.ceil((scroll + seen) / cell)) };
}

/** Where to scroll so that this row or column is in view, with as little movement as possible. */
export function scrolledTo(at: number, cell: number, scroll: number, seen: number): number {
  if (at * cell < scroll) return at * cell;
  if ((at + 1) * cell > scroll + seen) return (at + 1) * cell - seen;
  return scroll;
}

/** The next larger or smaller zoom. */
export function zoomed(cell: number, by: 1 | -1): number {
  if (by === 1) return zooms.find((zoom) => zoom > cell) ?? largest;
  return zooms.findLast((zoom) => zoom < cell) ?? 1;
}
