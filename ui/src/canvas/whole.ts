// A small picture of the whole, for views that move faster than tiles come.

import { detailAt } from "./detail";
import { inflate, type Rect } from "./geometry";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import { type Picture, type Rasteriser, release } from "./rasteriser";
import type { Scene } from "./scene";
import type { Window } from "./tiles";

/** The longer side in device px. */
const longest = 1280;
/** If it is out of date only here and there it is not made again more often, in ms. */
const lasts = 5000;
/** Titles keep their size on screen and stand a little outside; as a part of the longer side. */
const air = 0.04;

export class Whole {
  private made: { picture: Picture; area: Rect; version: number; at: number } | null = null;
  private ordered: object | null = null;

  constructor(private readonly rasteriser: Rasteriser) {}

  /** Has it made, if there is none or an old one. */
  want(scene: Scene, look: Look, version: number): void {
    const { made } = this;
    if (!scene.bounds || this.ordered || (made && (made.version === version || performance.now() - made.at < lasts))) return;
    const { left, top, width, height, scale } = sizeOf(scene.bounds, look.ratio);
    const area = { x: left / scale, y: top / scale, w: width / scale, h: height / scale };
    const zoom = scale / look.ratio;
    const order = (this.ordered = {});
    this.rasteriser.order({
      draw: (painter) => paintScene(painter, scene, { ...look, zoom, detail: detailAt(zoom) }, area),
      left,
      top,
      scale,
      width,
      height,
      families: look.theme,
      done: (picture) => {
        if (this.ordered !== order) {
          release(picture);
          return;
        }
        this.forget();
        this.made = { picture, area, version, at: performance.now() };
      },
    });
  }

  /** Draws it where the window shows it. */
  show(pen: CanvasRenderingContext2D, { left, top }: Window, scale: number): void {
    if (!this.made) return;
    const { x, y, w, h } = this.made.area;
    pen.drawImage(this.made.picture, x * scale - left, y * scale - top, w * scale, h * scale);
  }

  /** It is wrong everywhere; one that is on its way is too. */
  forget(): void {
    if (this.made) release(this.made.picture);
    this.made = this.ordered = null;
  }
}

/** How the whole lies in a picture: its upper left corner and size in device px, and device px per sheet px. */
export function sizeOf(bounds: Rect, ratio: number): Window & { scale: number } {
  const around = inflate(bounds, Math.max(bounds.w, bounds.h) * air);
  const scale = Math.min(ratio, longest / Math.max(around.w, around.h, 1));
  return {
    left: Math.floor(around.x * scale),
    top: Math.floor(around.y * scale),
    width: Math.ceil(around.w * scale) + 1,
    height: Math.ceil(around.h * scale) + 1,
    scale,
  };
}
