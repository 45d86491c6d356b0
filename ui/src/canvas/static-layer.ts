// The canvas of what rests: copied from tiles where there are some, drawn directly where that is cheap or nothing else is there.
//
// Tiles are made beside the window. Until they arrive, a view that moves shows what there is at another zoom, stretched,
// above a small picture of the whole; a view that rests is drawn at once, however long that takes up to a limit.

import { type Camera, sameCamera } from "./camera";
import { Canvas2dPainter } from "./canvas2d-painter";
import type { Rect } from "./geometry";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import { partsOf } from "./parts";
import { type Picture, Rasteriser, release } from "./rasteriser";
import type { Scene } from "./scene";
import { keyOf, type Place, placesIn, shows, Tiles, tileSize, type Window } from "./tiles";
import { Whole } from "./whole";

/** Direct drawing may take this many ms in a frame of a view that moves. */
const directBudget = 5;
/** And so many when the view rests: longer than that would be felt, and tiles come soon. */
const restingBudget = 100;
/** A movement is over when nothing came for so many ms. */
const movePause = 90;
/** While zooming, tiles are stretched by so much before others are asked for. */
const stretchRange = { least: 0.62, most: 1.6 };

/** Of more places that changed nobody keeps count while nothing is painted. */
const mostChanged = 400;

export class StaticLayer {
  readonly pen: CanvasRenderingContext2D;
  private readonly tiles = new Tiles<Picture>(release);
  private readonly rasteriser: Rasteriser;
  private readonly ordered = new Map<string, Place & { version: number }>();
  private version = 0;
  /** What drawing the whole view directly takes, by level of detail. */
  private readonly costs = new Map<string, number>();
  private seen: { camera: Camera; movedAt: number; zoomedAt: number } | null = null;
  /**
   * What was last painted whole, while nothing else was laid over it than others know of: from tiles alone or not, and
   * where the drawing has changed since; null for anywhere.
   */
  private standing: { camera: Camera; version: number; tiled: boolean; changed: readonly Rect[] | null } | null = null;
  /** What there is for the picture that is painted next. */
  private looked: { camera: Camera; found: ReturnType<Tiles<Picture>["covering"]> } | null = null;
  /** What was last shown stretched, while nothing new has come. */
  private stretched: Camera | null = null;
  private readonly whole: Whole;

  /** `renewed` is called when a tile that shows has arrived, or all have to be made again. */
  constructor(
    readonly canvas: HTMLCanvasElement,
    inMemory: boolean,
    private readonly renewed: (all: boolean) => void,
  ) {
    this.pen = canvas.getContext("2d", { alpha: false, willReadFrequently: inMemory })!;
    this.rasteriser = new Rasteriser(canvas.ownerDocument, inMemory, () => renewed(true));
    this.whole = new Whole(this.rasteriser);
  }

  stop(): void {
    this.rasteriser.stop();
    this.tiles.clear();
    this.whole.forget();
  }

  resize(width: number, height: number): void {
    this.canvas.width = width;
    this.canvas.height = height;
    this.standing = this.stretched = null;
  }

  /** What is drawn has changed, at these places or anywhere; how the camera stands does not count. */
  invalidate(places: readonly Rect[] | null): void {
    this.looked = null;
    const before = this.version;
    this.version += 1;
    this.stretched = null;
    const { standing } = this;
    if (standing) standing.changed = places && standing.changed && standing.changed.length < mostChanged ? [...standing.changed, ...places] : null;
    if (!places) {
      this.whole.forget();
      return;
    }
    this.tiles.keep(places, before, this.version);
    for (const order of this.ordered.values()) {
      if (order.version === before && !shows(order, places)) order.version = this.version;
    }
  }

  /** Whether everything that shows can be copied from tiles. */
  isTiled(camera: Camera, ratio: number): boolean {
    const scale = camera.zoom * ratio;
    const found = this.tiles.covering(this.window(camera, scale), scale, this.version);
    this.looked = { camera, found };
    return found.missing.length === 0;
  }

  /**
   * Whether another frame is needed to complete the picture. Where others only painted onto `places` since a picture was
   * painted here, only these are put back, and what changed; null where nobody knows.
   */
  paint(scene: Scene, look: Look, camera: Camera, now: number, places: readonly number[] | null): boolean {
    const { moving, zooming } = this.watch(camera, now);
    const scale = camera.zoom * look.ratio;
    const window = this.window(camera, scale);
    const { ready, missing } = this.looked?.camera === camera ? this.looked.found : this.tiles.covering(window, scale, this.version);
    this.looked = null;
    const standing = this.standing && sameCamera(this.standing.camera, camera) ? this.standing : null;
    const stand = (tiled: boolean): false => {
      this.standing = { camera, version: this.version, tiled, changed: [] };
      return false;
    };
    if (missing.length === 0) {
      if (places && standing?.tiled && standing.version === this.version) this.restore(window, ready, places);
      else this.copy(window, ready);
      return stand(true);
    }
    // Tiles can wait until somebody moves or the canvas rests.
    if (places && standing?.changed && this.mend(scene, look, window, standing.changed, places)) return stand(false);
    this.standing = null;
    const share = missing.length / (ready.length + missing.length);
    const cost = (this.costs.get(look.detail) ?? 0) * share;
    if (cost < (moving ? directBudget : restingBudget)) {
      this.copy(window, ready);
      this.drawDirectly(scene, look, window, missing, share);
      if (moving && !zooming) this.order(scene, look, window);
      return stand(false);
    }
    const nearest = this.tiles.nearestScale(scale, this.version);
    const f = nearest === null ? 0 : scale / nearest;
    if (!zooming || f < stretchRange.least || f > stretchRange.most) this.order(scene, look, window);
    if (this.stretched && sameCamera(this.stretched, camera)) return true;
    this.stretch(look, window, scale, nearest);
    for (const tile of ready) this.lay(tile.picture, window, tile);
    this.stretched = camera;
    return true;
  }

  /** Asks for a picture in or around the view; whether there is any to ask for or to wait for. Nothing that shows changes. */
  prepare(scene: Scene, look: Look, camera: Camera): boolean {
    const asked = this.order(scene, look, this.window(camera, camera.zoom * look.ratio));
    const isNeeded = [...this.costs.values()].some((cost) => cost >= directBudget);
    if (!asked && isNeeded && this.rasteriser.free) this.whole.want(scene, look, this.version);
    return asked || this.rasteriser.pending > 0 || !this.rasteriser.free;
  }

  /** Asks for what shows and is not there, if that can be begun soon. */
  hurry(scene: Scene, look: Look, camera: Camera): void {
    this.order(scene, look, this.window(camera, camera.zoom * look.ratio));
  }

  /** The picture as it is, for fading from it. */
  still(): HTMLCanvasElement {
    const still = this.canvas.ownerDocument.createElement("canvas");
    still.width = this.canvas.width;
    still.height = this.canvas.height;
    still.getContext("2d")!.drawImage(this.canvas, 0, 0);
    return still;
  }

  /** Lays an older picture over this one. */
  cover(picture: HTMLCanvasElement, x: number, y: number, scale: number, alpha: number): void {
    this.standing = this.stretched = null;
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.globalAlpha = alpha;
    this.pen.drawImage(picture, x, y, picture.width * scale, picture.height * scale);
    this.pen.globalAlpha = 1;
  }

  /** Whether this level of detail can be drawn in every frame. */
  isCheap(detail: Look["detail"]): boolean {
    return (this.costs.get(detail) ?? 0) < directBudget;
  }

  private window(camera: Camera, scale: number): Window {
    const { width, height } = this.canvas;
    return { left: Math.round(camera.x * scale), top: Math.round(camera.y * scale), width, height };
  }

  private watch(camera: Camera, now: number): { moving: boolean; zooming: boolean } {
    const before = this.seen;
    // The first look is no movement.
    if (!before) this.seen = { camera, movedAt: -Infinity, zoomedAt: -Infinity };
    else if (before.camera.zoom !== camera.zoom) this.seen = { camera, movedAt: now, zoomedAt: now };
    else if (!sameCamera(before.camera, camera)) this.seen = { ...before, camera, movedAt: now };
    const { movedAt, zoomedAt } = this.seen!;
    return { moving: now - movedAt < movePause, zooming: now - zoomedAt < movePause };
  }

  private copy(window: Window, tiles: readonly (Place & { picture: Picture })[]): void {
    this.stretched = null;
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    for (const tile of tiles) this.lay(tile.picture, window, tile);
  }

  /** Copies only what lies at places of the surface: left, top, right and bottom of each. */
  private restore(window: Window, tiles: readonly (Place & { picture: Picture })[], places: readonly number[]): void {
    const { pen } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    for (const { picture, column, row } of tiles) {
      const [left, top] = [column * tileSize - window.left, row * tileSize - window.top];
      for (let i = 0; i < places.length; i += 4) {
        const [x0, y0] = [Math.max(places[i]!, left, 0), Math.max(places[i + 1]!, top, 0)];
        const w = Math.min(places[i + 2]!, left + tileSize, window.width) - x0;
        const h = Math.min(places[i + 3]!, top + tileSize, window.height) - y0;
        if (w > 0 && h > 0) pen.drawImage(picture, x0 - left, y0 - top, w, h, x0, y0, w, h);
      }
    }
  }

  private lay(picture: Picture, { left, top }: Window, { column, row }: Place): void {
    this.pen.drawImage(picture, column * tileSize - left, row * tileSize - top);
  }

  /** Shows what there is: the whole from afar, and above it tiles of the nearest scale. */
  private stretch(look: Look, window: Window, scale: number, nearest: number | null): void {
    const { pen } = this;
    const { left, top } = window;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    const tiles = nearest === null ? [] : this.tiles.touching(window, scale, nearest);
    const f = nearest === null ? 1 : scale / nearest;
    const needed = nearest === null ? 1 : placesIn({ left: left / f, top: top / f, width: window.width / f, height: window.height / f }, nearest).length;
    if (tiles.length < needed) {
      pen.fillStyle = look.theme.canvas;
      pen.fillRect(0, 0, window.width, window.height);
      this.whole.show(pen, window, scale);
    }
    const side = tileSize * f;
    for (const { picture, column, row } of tiles) pen.drawImage(picture, column * side - left, row * side - top, side, side);
  }

  /** Draws what is missing, or everything if that is not much more. */
  private drawDirectly(scene: Scene, look: Look, window: Window, missing: readonly Place[], share: number): void {
    const start = performance.now();
    const parts = share > 0.5 ? [window] : missing.map((p) => ({ left: p.column * tileSize, top: p.row * tileSize, width: tileSize, height: tileSize }));
    for (const part of parts) this.drawPart(scene, look, window, part);
    // Smoothed, so that one slow frame of a busy machine does not change the way of drawing.
    const took = (performance.now() - start) / (share > 0.5 ? 1 : share);
    const known = this.costs.get(look.detail);
    this.costs.set(look.detail, known === undefined ? Math.min(took, 2 * directBudget) : known * 0.7 + took * 0.3);
  }

  private drawPart(scene: Scene, look: Look, window: Window, part: Window): void {
    const { pen } = this;
    const scale = look.zoom * look.ratio;
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.beginPath();
    pen.rect(part.left - window.left, part.top - window.top, part.width, part.height);
    if (part !== window) pen.clip();
    pen.setTransform(scale, 0, 0, scale, -window.left, -window.top);
    paintScene(new Canvas2dPainter(pen, look.theme), scene, look, areaOf(part, scale));
    pen.restore();
  }

  /** Draws only where the drawing changed or others painted, if that is little; false if it is not. */
  private mend(scene: Scene, look: Look, window: Window, changed: readonly Rect[], places: readonly number[]): boolean {
    const scale = look.zoom * look.ratio;
    const { left, top } = window;
    const all = changed.map(({ x, y, w, h }): Rect => ({ x: x * scale - left, y: y * scale - top, w: w * scale, h: h * scale }));
    for (let i = 0; i < places.length; i += 4) {
      const [x, y] = [places[i]!, places[i + 1]!];
      all.push({ x, y, w: places[i + 2]! - x, h: places[i + 3]! - y });
    }
    const parts = partsOf(all, window);
    for (const { x, y, w, h } of parts ?? []) this.drawPart(scene, look, window, { left: left + x, top: top + y, width: w, height: h });
    return parts !== null;
  }

  private order(scene: Scene, look: Look, window: Window): boolean {
    const scale = look.zoom * look.ratio;
    if (!this.rasteriser.free) return true;
    const place = this.tiles.next(window, scale, this.version, (p) => this.ordered.get(keyOf(p))?.version === this.version);
    if (!place) return false;
    const [left, top] = [place.column * tileSize, place.row * tileSize];
    const order = { ...place, version: this.version };
    const key = keyOf(place);
    this.ordered.set(key, order);
    this.rasteriser.order({
      draw: (painter) => paintScene(painter, scene, look, areaOf({ left, top, width: tileSize, height: tileSize }, scale)),
      left,
      top,
      scale,
      width: tileSize,
      height: tileSize,
      families: look.theme,
      done: (picture) => {
        if (this.ordered.get(key) === order) this.ordered.delete(key);
        this.tiles.put({ ...order, picture });
        if (!this.stretched) return;
        this.stretched = null;
        this.renewed(false);
      },
    });
    return true;
  }
}

const areaOf = ({ left, top, width, height }: Window, scale: number): Rect => ({ x: left / scale, y: top / scale, w: width / scale, h: height / scale });
