// The canvas of what rests. Drawn directly while that is cheap, from tiles once it is not.

import { type Camera, sameCamera } from "./camera";
import { Canvas2dPainter, type Context2d } from "./canvas2d-painter";
import type { Rect } from "./geometry";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import type { Scene } from "./scene";
import { type Rasterise, Tiles, tileSize } from "./tiles";

/** Direct drawing may take this long. */
const directBudget = 5;
/** Tiles may be made for so long in one frame. */
const tileBudget = 6;
/** A zoom is over when nothing came for so long. */
const zoomPause = 90;
/** Until then older tiles are stretched, unless that gets too coarse. */
const stretchRange = { least: 0.62, most: 1.6 };

export class StaticLayer {
  private readonly ctx: CanvasRenderingContext2D;
  private readonly tiles: Tiles;
  private version = 0;
  /** How long the last direct drawing took, and at which zoom. */
  private direct = { cost: 0, zoom: 0 };
  private painted: { zoom: number; at: number } = { zoom: 0, at: 0 };
  private tiledZoom = 0;
  /** The picture that was last drawn whole without tiles, while it still shows. */
  private whole: { camera: Camera; version: number } | null = null;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly inMemory: boolean,
  ) {
    this.ctx = canvas.getContext("2d", { alpha: false, willReadFrequently: inMemory })!;
    this.tiles = new Tiles(() => this.surface());
  }

  resize(width: number, height: number): void {
    this.canvas.width = width;
    this.canvas.height = height;
    this.whole = null;
  }

  /** What is drawn has changed, at these places or anywhere; how the camera stands does not count. */
  invalidate(places: readonly Rect[] | null): void {
    this.version += 1;
    if (places) this.tiles.keep(places, this.version - 1, this.version);
  }

  /** Whether another frame is needed to complete the picture. */
  paint(scene: Scene, look: Look, camera: Camera, now: number): boolean {
    const zooming = camera.zoom !== this.painted.zoom && this.painted.zoom !== 0;
    const lately = zooming || now - this.painted.at < zoomPause;
    if (zooming) this.painted = { zoom: camera.zoom, at: now };
    else if (this.painted.zoom === 0) this.painted.zoom = camera.zoom;

    if (this.isCheap(camera.zoom)) {
      this.drawDirectly(scene, look, camera);
      return false;
    }
    // It shows already, and tiles can wait until somebody moves or the canvas rests.
    if (this.whole && this.whole.version === this.version && sameCamera(this.whole.camera, camera)) return false;
    this.whole = null;
    const scale = camera.zoom * look.ratio;
    if (lately && this.tiledZoom > 0) {
      const f = camera.zoom / this.tiledZoom;
      if (f > stretchRange.least && f < stretchRange.most && f !== 1) {
        this.clear(look);
        const shown = this.tiles.stretch(
          this.ctx,
          Math.round(camera.x * scale),
          Math.round(camera.y * scale),
          scale,
          this.version,
        );
        if (shown) return true;
      }
    }
    this.clear(look);
    this.tiledZoom = camera.zoom;
    const { complete, mostlyBlank } = this.tiles.paint(this.ctx, camera, look.ratio, this.version, tileBudget, rasteriser(scene, look));
    if (!mostlyBlank) return !complete;
    // A first look shows everything at once, however long that takes; what was made stays for the next frames.
    this.drawDirectly(scene, look, camera);
    this.whole = { camera, version: this.version };
    return false;
  }

  /** Makes a tile in or around the view; whether there was one to make. Nothing that shows changes. */
  prepare(scene: Scene, look: Look, camera: Camera): boolean {
    if (this.isCheap(camera.zoom)) return false;
    const scale = camera.zoom * look.ratio;
    const { width, height } = this.canvas;
    const view = { left: Math.round(camera.x * scale), top: Math.round(camera.y * scale), width, height };
    return this.tiles.makeOne(view, scale, this.version, rasteriser(scene, look));
  }

  /** The picture as it is, for fading from it. */
  copy(): HTMLCanvasElement {
    const copy = this.canvas.ownerDocument.createElement("canvas");
    copy.width = this.canvas.width;
    copy.height = this.canvas.height;
    copy.getContext("2d")!.drawImage(this.canvas, 0, 0);
    return copy;
  }

  /** Lays an older picture over this one. */
  lay(picture: HTMLCanvasElement, x: number, y: number, scale: number, alpha: number): void {
    this.whole = null;
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.ctx.globalAlpha = alpha;
    this.ctx.drawImage(picture, x, y, picture.width * scale, picture.height * scale);
    this.ctx.globalAlpha = 1;
  }

  /** Whether the whole can be drawn in every frame. */
  get cheap(): boolean {
    return this.direct.cost < directBudget;
  }

  private isCheap(zoom: number): boolean {
    const { cost, zoom: at } = this.direct;
    if (cost < directBudget) return true;
    // What was dear at one zoom may be cheap at another that shows less.
    return zoom > at * 1.5 || (zoom < 0.18 && at >= 0.18);
  }

  private drawDirectly(scene: Scene, look: Look, camera: Camera): void {
    const start = performance.now();
    const k = camera.zoom * look.ratio;
    this.ctx.setTransform(k, 0, 0, k, -camera.x * k, -camera.y * k);
    const area = { x: camera.x, y: camera.y, w: this.canvas.width / k, h: this.canvas.height / k };
    paintScene(new Canvas2dPainter(this.ctx, look.theme), scene, look, area);
    // Smoothed, so that one slow frame of a busy machine does not change the way of drawing.
    const took = performance.now() - start;
    const cost =
      this.direct.zoom === camera.zoom ? this.direct.cost * 0.7 + took * 0.3 : Math.min(took, this.direct.cost + 2.5);
    this.direct = { cost, zoom: camera.zoom };
  }

  private clear(look: Look): void {
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.ctx.fillStyle = look.theme.canvas;
    this.ctx.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  private surface(): Context2d {
    const canvas = this.canvas.ownerDocument.createElement("canvas");
    canvas.width = tileSize;
    canvas.height = tileSize;
    return canvas.getContext("2d", { alpha: false, willReadFrequently: this.inMemory })!;
  }
}

const rasteriser =
  (scene: Scene, look: Look): Rasterise =>
  (ctx, left, top, k) => {
    const area = { x: left / k, y: top / k, w: tileSize / k, h: tileSize / k };
    ctx.setTransform(k, 0, 0, k, -left, -top);
    paintScene(new Canvas2dPainter(ctx, look.theme), scene, look, area);
  };
