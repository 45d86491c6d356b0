// Pieces of the resting picture, kept so that panning is only copying.
//
// Tiles are keyed by zoom and by the version of what they show. Around the view more are kept than show, so that a pan
// finds them there; the longest unused go first, and give their memory back at once.

import { overlaps, type Rect } from "./geometry";

/** Device px. Larger ones waste less on what reaches from one into the next, smaller ones less on what is not seen. */
export const tileSize = 512;

/** What of the sheet a canvas shows, in device px of the whole sheet. */
export interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Which tile: tiles of a scale lie in a grid that begins where the sheet begins. */
export interface Place {
  column: number;
  row: number;
  /** Device px per sheet px. */
  scale: number;
}

export interface Tile<P> extends Place {
  picture: P;
  version: number;
}

export class Tiles<P> {
  /** The longest unused first. */
  private readonly tiles = new Map<string, Tile<P>>();
  private most = 0;

  /** `release` gives the memory of a picture back. */
  constructor(private readonly release: (picture: P) => void) {}

  get size(): number {
    return this.tiles.size;
  }

  /** The tiles that cover a window, as far as they are there and up to date, and the places where they are not. */
  covering(window: Window, scale: number, version: number): { ready: Tile<P>[]; missing: Place[] } {
    const ready: Tile<P>[] = [];
    const missing: Place[] = [];
    const places = placesIn(window, scale);
    this.most = roomFor(window);
    for (const place of places) {
      const tile = this.tiles.get(keyOf(place));
      if (tile?.version === version) ready.push(tile);
      else missing.push(place);
    }
    for (const tile of ready) this.use(tile);
    return { ready, missing };
  }

  /** The place in or around a window to be made next, those in it first. `isMade` says which are on their way. */
  next(window: Window, scale: number, version: number, isMade: (place: Place) => boolean): Place | null {
    const wanted = (place: Place): boolean => this.tiles.get(keyOf(place))?.version !== version && !isMade(place);
    return placesIn(window, scale).find(wanted) ?? placesIn(grown(window), scale).find(wanted) ?? null;
  }

  /** Takes a tile in, unless a newer one is there. */
  put(tile: Tile<P>): void {
    const old = this.tiles.get(keyOf(tile));
    if (old && old.version > tile.version) {
      this.release(tile.picture);
      return;
    }
    if (old) this.drop(old);
    this.tiles.set(keyOf(tile), tile);
    for (const oldest of this.tiles.values()) {
      if (this.tiles.size <= Math.max(1, this.most)) return;
      this.drop(oldest);
    }
  }

  /** The scale nearest to this one of which there are tiles that are not out of date; null if there are none. */
  nearestScale(scale: number, version: number): number | null {
    let nearest: number | null = null;
    for (const tile of this.tiles.values()) {
      if (tile.version !== version) continue;
      if (nearest === null || distance(tile.scale, scale) < distance(nearest, scale)) nearest = tile.scale;
    }
    return nearest;
  }

  /** What there is at a scale that touches a window of another scale, out of date or not. */
  touching(window: Window, scale: number, of: number): Tile<P>[] {
    const f = of / scale;
    const there = { x: window.left * f, y: window.top * f, w: window.width * f, h: window.height * f };
    return [...this.tiles.values()].filter((t) => t.scale === of && overlaps(boxOf(t), there));
  }

  /** Tiles of the version before that show none of the places are as good as new. */
  keep(places: readonly Rect[], before: number, version: number): void {
    for (const tile of this.tiles.values()) {
      if (tile.version === before && !shows(tile, places)) tile.version = version;
    }
  }

  clear(): void {
    for (const tile of this.tiles.values()) this.release(tile.picture);
    this.tiles.clear();
  }

  private use(tile: Tile<P>): void {
    const key = keyOf(tile);
    this.tiles.delete(key);
    this.tiles.set(key, tile);
  }

  private drop(tile: Tile<P>): void {
    this.tiles.delete(keyOf(tile));
    this.release(tile.picture);
  }
}

/** Whether a tile shows any of the places, which are in px of the sheet. */
export function shows({ column, row, scale }: Place, places: readonly Rect[]): boolean {
  const side = tileSize / scale;
  const shown = { x: column * side, y: row * side, w: side, h: side };
  return places.some((r) => overlaps(shown, r));
}

/** The places that cover a window, nearest to its middle first. */
export function placesIn({ left, top, width, height }: Window, scale: number): Place[] {
  const out: (Place & { far: number })[] = [];
  for (let column = Math.floor(left / tileSize); column * tileSize < left + width; column += 1) {
    for (let row = Math.floor(top / tileSize); row * tileSize < top + height; row += 1) {
      const x = (column + 0.5) * tileSize - left - width / 2;
      const y = (row + 0.5) * tileSize - top - height / 2;
      out.push({ column, row, scale, far: x * x + y * y });
    }
  }
  return out.sort((a, b) => a.far - b.far);
}

/** With what lies around it: as far as a hand moves before it lets go. */
const ring = 320;
const grown = ({ left, top, width, height }: Window): Window => ({
  left: left - ring,
  top: top - ring,
  width: width + 2 * ring,
  height: height + 2 * ring,
});

/** About 1 MB each. */
const usuallyMost = 60;

/** How many tiles are kept: the view with its surroundings, or the view at two scales, so that one shows until the other is there. */
const roomFor = (window: Window): number => Math.max(mostIn(grown(window)), Math.min(usuallyMost, 2 * mostIn(window)));
const mostIn = ({ width, height }: Window): number => (Math.ceil(width / tileSize) + 1) * (Math.ceil(height / tileSize) + 1);

export const keyOf = ({ column, row, scale }: Place): string => `${scale}/${column}/${row}`;

const boxOf = ({ column, row }: Place): Rect => ({ x: column * tileSize, y: row * tileSize, w: tileSize, h: tileSize });

const distance = (a: number, b: number): number => Math.abs(Math.log(a / b));
