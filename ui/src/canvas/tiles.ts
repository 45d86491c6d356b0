// Pieces of the resting picture, kept so that panning is only copying.
//
// Tiles are 256 device px: small enough to make one between two frames. They are keyed by zoom and
// by the version of what they show. Around the view more are made while the canvas rests, so that a pan finds
// them there.

import type { Camera } from "./camera";
import type { Context2d } from "./canvas2d-painter";
import { overlaps, type Rect } from "./geometry";

export const tileSize = 256;
const mostTiles = 200;

/** Draws one tile: its upper left corner in device px of the whole sheet at this scale. */
export type Rasterise = (surface: Context2d, left: number, top: number, scale: number) => void;

/** What of the sheet a canvas shows, in device px. */
interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Tile {
  surface: Context2d;
  column: number;
  row: number;
  /** Device px per sheet px. */
  scale: number;
  version: number;
  used: number;
}

export interface Coverage {
  /** Whether every visible tile was there and up to date. */
  complete: boolean;
  /** Whether most of the view has no tile at this scale, not even an old one. */
  mostlyBlank: boolean;
}

export class Tiles {
  private readonly tiles = new Map<string, Tile>();
  private clock = 0;

  constructor(private readonly create: () => Context2d) {}

  /**
   * Fills the target from tiles and makes missing ones until the budget is used up, nearest to the
   * centre first. Where a tile is missing, older ones of any scale show, stretched.
   */
  paint(
    target: CanvasRenderingContext2D,
    camera: Camera,
    ratio: number,
    version: number,
    budget: number,
    rasterise: Rasterise,
  ): Coverage {
    this.clock += 1;
    const scale = camera.zoom * ratio;
    const { width, height } = target.canvas;
    const left = Math.round(camera.x * scale);
    const top = Math.round(camera.y * scale);
    const wanted = around(left, top, width, height);

    const until = performance.now() + budget;
    const missing: typeof wanted = [];
    const ready: Tile[] = [];
    for (const w of wanted) {
      const tile = this.tiles.get(keyOf(w.column, w.row, scale));
      if (tile && tile.version === version) {
        ready.push(tile);
        continue;
      }
      if (performance.now() < until) ready.push(this.make(w.column, w.row, scale, version, rasterise));
      else missing.push(w);
    }
    if (missing.length > 0) this.stretch(target, left, top, scale, version);
    for (const tile of ready) {
      tile.used = this.clock;
      target.drawImage(tile.surface.canvas, tile.column * tileSize - left, tile.row * tileSize - top);
    }
    this.forget();
    const blank = missing.filter((w) => !this.tiles.has(keyOf(w.column, w.row, scale))).length;
    return { complete: missing.length === 0, mostlyBlank: blank * 2 > wanted.length };
  }

  /** Makes one tile that is missing in or around the view, the nearest first. Whether there was one. */
  makeOne(view: Window, scale: number, version: number, rasterise: Rasterise): boolean {
    const { left, top, width, height } = view;
    const next = around(left - tileSize, top - tileSize, width + 2 * tileSize, height + 2 * tileSize).find(
      (w) => this.tiles.get(keyOf(w.column, w.row, scale))?.version !== version,
    );
    if (next) this.make(next.column, next.row, scale, version, rasterise);
    return next !== undefined;
  }

  /** Shows what there is at other scales, for a view that changes too fast to be drawn. */
  stretch(target: CanvasRenderingContext2D, left: number, top: number, scale: number, version: number): boolean {
    // Latest last, so that it covers what is older.
    const old = [...this.tiles.values()]
      .filter((t) => t.version === version || t.scale === scale)
      .sort((a, b) => a.used - b.used);
    for (const t of old) {
      const f = scale / t.scale;
      target.drawImage(
        t.surface.canvas,
        t.column * tileSize * f - left,
        t.row * tileSize * f - top,
        tileSize * f,
        tileSize * f,
      );
    }
    return old.length > 0;
  }

  /** Tiles of the version before that show none of the places are as good as new. */
  keep(places: readonly Rect[], before: number, version: number): void {
    for (const tile of this.tiles.values()) {
      if (tile.version !== before) continue;
      const side = tileSize / tile.scale;
      const shown = { x: tile.column * side, y: tile.row * side, w: side, h: side };
      if (!places.some((r) => overlaps(shown, r))) tile.version = version;
    }
  }

  private make(column: number, row: number, scale: number, version: number, rasterise: Rasterise): Tile {
    const key = keyOf(column, row, scale);
    const surface = this.tiles.get(key)?.surface ?? this.create();
    rasterise(surface, column * tileSize, row * tileSize, scale);
    const tile = { surface, column, row, scale, version, used: this.clock };
    this.tiles.set(key, tile);
    return tile;
  }

  private forget(): void {
    if (this.tiles.size <= mostTiles) return;
    const byAge = [...this.tiles].sort((a, b) => a[1].used - b[1].used);
    for (const [key, tile] of byAge) {
      if (this.tiles.size <= mostTiles || tile.used === this.clock) return;
      this.tiles.delete(key);
    }
  }
}

/** Tiles that cover an area, nearest to its middle first. */
function around(
  left: number,
  top: number,
  width: number,
  height: number,
): { column: number; row: number; far: number }[] {
  const out: { column: number; row: number; far: number }[] = [];
  for (let column = Math.floor(left / tileSize); column * tileSize < left + width; column += 1) {
    for (let row = Math.floor(top / tileSize); row * tileSize < top + height; row += 1) {
      const x = (column + 0.5) * tileSize - left - width / 2;
      const y = (row + 0.5) * tileSize - top - height / 2;
      out.push({ column, row, far: x * x + y * y });
    }
  }
  return out.sort((a, b) => a.far - b.far);
}

const keyOf = (column: number, row: number, scale: number): string => `${scale}/${column}/${row}`;
