// The surfaces: what is on them is stale or not, and painted again once per frame at most.

import * as cam from "./camera";
import type { Camera, ViewSize } from "./camera";
import { detailAt } from "./detail";
import { Canvas2dPainter } from "./canvas2d-painter";
import { Footprint } from "./footprint";
import type { Rect } from "./geometry";
import { Lifted } from "./lifted";
import type { Look } from "./look";
import { paintMinimap } from "./minimap";
import { isUntouched, paintOverlay, type Touch } from "./paint-overlay";
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
  private readonly lifted: Lifted;
  /** What moves is drawn onto what rests: one canvas to show instead of two, while copying what rests is cheap. */
  private isOne = false;
  /** Where what moves was last painted onto what rests; null where that is not known. */
  private painted: readonly number[] | null = null;
  /** The frame that shows an edit does not wait for the small picture of the whole; the next one brings it. */
  private isMinimapLater = false;
  private minimap: { canvas: HTMLCanvasElement; size: ViewSize } | null = null;
  private fade: { picture: HTMLCanvasElement; eye: Camera; start: number } | null = null;

  /** `request` asks for a frame. */
  constructor(base: HTMLCanvasElement, overlay: HTMLCanvasElement, inMemory: boolean, request: () => void) {
    this.layer = new StaticLayer(base, inMemory, (all) => {
      if (all) this.restale();
      else this.stale.base = true;
      request();
    });
    this.pen = overlay.getContext("2d", { willReadFrequently: inMemory })!;
    this.lifted = new Lifted(overlay.ownerDocument);
  }

  stop(): void {
    this.layer.stop();
    this.lifted.forget();
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
    this.isMinimapLater = true;
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
    if (levelChanged && !this.fade && this.view.w > 0 && this.layer.isCheap(detailAt(before.zoom))) {
      this.fade = { picture: this.layer.still(), eye: cam.onPixels(before, this.ratio), start: performance.now() };
    }
  }

  /** Paints what is stale. True if the picture is not complete yet. */
  paint({ scene, look, touch, eye: exact, cover }: Shown, now: number): boolean {
    if (this.view.w === 0) return false;
    const eye = cam.onPixels(exact, this.ratio);
    const { stale } = this;
    if (stale.base || stale.overlay || cover) {
      const wasOne = this.isOne;
      this.isOne = !cover && this.layer.isTiled(eye, this.ratio);
      if (stale.base || wasOne || this.isOne) {
        const unfinished = this.layer.paint(scene, look, eye, now, wasOne ? this.painted : []);
        stale.base = this.paintFade(eye, now) || unfinished;
      } else if (!cover) this.layer.hurry(scene, look, eye);
      stale.overlay ||= wasOne;
      this.paintMoving({ scene, look, touch, eye, cover });
    }
    if (this.isMinimapLater) this.isMinimapLater = false;
    else if (stale.minimap && this.minimap) {
      stale.minimap = false;
      const { canvas, size } = this.minimap;
      paintMinimap(canvas, size, this.ratio, scene, exact, this.view, look.theme, touch.selection);
    }
    return stale.base;
  }

  /** Whether another frame has something to bring that this one left out. */
  get owes(): boolean {
    return this.view.w > 0 && this.stale.minimap && this.minimap !== null;
  }

  /** What moves or is touched, on its own canvas or on the other one. */
  private paintMoving({ scene, look, touch, eye, cover }: Shown): void {
    const { pen } = this;
    if (touch.state.doing !== "dragging") this.lifted.forget();
    const isHidden = !cover && (this.isOne || isUntouched(touch));
    // What is not seen costs nothing, but still hears the pointer.
    const opacity = isHidden ? "0" : "";
    if (pen.canvas.style.opacity !== opacity) pen.canvas.style.opacity = opacity;
    const isDrawn = this.stale.overlay || this.isOne || cover !== null;
    this.painted = null;
    this.stale.overlay = cover !== null;
    if (!isDrawn || (isHidden && !this.isOne)) return;
    const surface = this.isOne ? this.layer.pen : pen;
    surface.setTransform(1, 0, 0, 1, 0, 0);
    if (!this.isOne) surface.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
    const k = eye.zoom * this.ratio;
    surface.setTransform(k, 0, 0, k, -eye.x * k, -eye.y * k);
    const painter = new Canvas2dPainter(surface, look.theme);
    if (cover) paintScene(painter, cover, look, cam.visible(eye, this.view));
    else {
      const frame = { scale: k, left: Math.round(eye.x * k), top: Math.round(eye.y * k), width: pen.canvas.width, height: pen.canvas.height };
      const footprint = new Footprint(painter, k, eye.x * k, eye.y * k);
      const carry = this.lifted.onto(surface, frame, look.theme, (...place) => footprint.note(...place));
      paintOverlay(footprint, scene, look, touch, cam.visible(eye, this.view), carry);
      this.painted = footprint.places;
    }
  }

  /** Has something made that the next pan will show; whether there was anything, or is still being made. */
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
    this.layer.cover(picture, (then.x - eye.x) * k, (then.y - eye.y) * k, eye.zoom / then.zoom, 1 - Math.max(0, t));
    return true;
  }
}
