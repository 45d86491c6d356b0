// The surfaces: what is on them is stale or not, and painted again once per frame at most.

import * as cam from "./camera";
import type { Camera, ViewSize } from "./camera";
import { Canvas2dPainter } from "./canvas2d-painter";
import type { Rect } from "./geometry";
import type { Look } from "./look";
import { paintMinimap } from "./minimap";
import { paintOverlay, type Touch } from "./paint-overlay";
import { paintScene } from "./paint-scene";
import type { Scene } from "./scene";
import { StaticLayer } from "./static-layer";

/** How long the old picture shows through when the level of detail changes. */
const fadeTime = 120;

export interface Shown {
  scene: Scene;
  look: Look;
  touch: Touch;
  eye: Camera;
  /** While everything moves: what covers what rests. */
  cover: Scene | null;
}

export class Stage {
  view: ViewSize = { w: 0, h: 0 };
  ratio = 1;
  private readonly layer: StaticLayer;
  private readonly pen: CanvasRenderingContext2D;
  private stale = { base: true, overlay: true, minimap: true };
  private minimap: { canvas: HTMLCanvasElement; size: ViewSize } | null = null;
  private fade: { picture: HTMLCanvasElement; eye: Camera; start: number } | null = null;

  constructor(base: HTMLCanvasElement, overlay: HTMLCanvasElement, inMemory: boolean) {
    this.layer = new StaticLayer(base, inMemory);
    this.pen = overlay.getContext("2d", { willReadFrequently: inMemory })!;
  }

  /** True if the size changed, which empties the surfaces. */
  resize(w: number, h: number, ratio: number): boolean {
    if (w === 0 || h === 0) return false;
    if (w === this.view.w && h === this.view.h && ratio === this.ratio) return false;
    this.view = { w, h };
    this.ratio = ratio;
    const width = Math.round(w * ratio);
    const height = Math.round(h * ratio);
    this.layer.resize(width, height);
    this.pen.canvas.width = width;
    this.pen.canvas.height = height;
    for (const canvas of [this.layer.canvas, this.pen.canvas]) {
      canvas.style.width = `${w}px`;
      canvas.style.height = `${h}px`;
    }
    this.restale();
    return true;
  }

  get minimapSize(): ViewSize | null {
    return this.minimap?.size ?? null;
  }

  setMinimap(canvas: HTMLCanvasElement | null): void {
    this.minimap = canvas && { canvas, size: { w: canvas.clientWidth, h: canvas.clientHeight } };
    this.stale.minimap = true;
  }

  /** What rests has changed, at these places or anywhere. */
  restale(places: readonly Rect[] | null = null): void {
    this.layer.invalidate(places);
    this.stale = { base: true, overlay: true, minimap: true };
  }

  /** What moves or is touched has changed. */
  touched(): void {
    this.stale.overlay = true;
  }

  selected(): void {
    this.stale.overlay = true;
    this.stale.minimap = true;
  }

  /** The camera moved; with another level of detail the old picture fades. */
  moved(before: Camera, levelChanged: boolean): void {
    this.stale = { base: true, overlay: true, minimap: true };
    if (levelChanged && !this.fade && this.view.w > 0 && this.layer.cheap) {
      this.fade = { picture: this.layer.copy(), eye: cam.onPixels(before, this.ratio), start: performance.now() };
    }
  }

  /** Paints what is stale. True if the picture is not complete yet. */
  paint({ scene, look, touch, eye: exact, cover }: Shown, now: number): boolean {
    if (this.view.w === 0) return false;
    const eye = cam.onPixels(exact, this.ratio);
    if (this.stale.base) {
      const unfinished = this.layer.paint(scene, look, eye, now);
      const fading = this.paintFade(eye, now);
      this.stale.base = unfinished || fading;
    }
    if (this.stale.overlay || cover) {
      this.stale.overlay = cover !== null;
      const k = eye.zoom * this.ratio;
      this.pen.setTransform(1, 0, 0, 1, 0, 0);
      this.pen.clearRect(0, 0, this.pen.canvas.width, this.pen.canvas.height);
      this.pen.setTransform(k, 0, 0, k, -eye.x * k, -eye.y * k);
      const painter = new Canvas2dPainter(this.pen, look.theme);
      if (cover) paintScene(painter, cover, look, cam.visible(eye, this.view));
      else paintOverlay(painter, scene, look, touch, cam.visible(eye, this.view));
    }
    if (this.stale.minimap && this.minimap) {
      this.stale.minimap = false;
      const { canvas, size } = this.minimap;
      paintMinimap(canvas, size, this.ratio, scene, exact, this.view, look.theme, touch.selection);
    }
    return this.stale.base;
  }

  /** Makes something that the next pan will show; whether there was anything. */
  prepare({ scene, look, eye }: Shown): boolean {
    return this.view.w > 0 && this.layer.prepare(scene, look, cam.onPixels(eye, this.ratio));
  }

  private paintFade(eye: Camera, now: number): boolean {
    if (!this.fade) return false;
    const t = (now - this.fade.start) / fadeTime;
    if (t >= 1) {
      this.fade = null;
      // One more painting without the old picture.
      return true;
    }
    const { eye: then, picture } = this.fade;
    const k = eye.zoom * this.ratio;
    this.layer.lay(picture, (then.x - eye.x) * k, (then.y - eye.y) * k, eye.zoom / then.zoom, 1 - Math.max(0, t));
    return true;
  }
}
