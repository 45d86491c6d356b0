// What a hand carries, drawn once and copied in every frame.

import { Canvas2dPainter } from "./canvas2d-painter";
import { encloses, type Rect } from "./geometry";
import type { Carry } from "./paint-dragging";
import { type Picture, release } from "./rasteriser";
import type { Theme } from "./theme";

/** Whole device px of the sheet at a scale. */
export interface Frame {
  /** Device px per sheet px. */
  scale: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** So much of the window is drawn around what shows, so that not every step shows something new. */
const margin = 0.25;

export class Lifted {
  private made: { picture: Picture; scale: number; area: Rect; of: readonly unknown[] } | null = null;

  constructor(private readonly document: Document) {}

  /** Copies onto a surface that shows this of the sheet; `note` is told the left, top, right and bottom of what it lies on. */
  onto(pen: CanvasRenderingContext2D, frame: Frame, theme: Theme, note: (left: number, top: number, right: number, bottom: number) => void): Carry {
    return (_painter, dx, dy, bounds, of, draw) => {
      const { scale } = frame;
      const [right, down] = [Math.round(dx * scale), Math.round(dy * scale)];
      const { needed, drawn } = areas(frame, right, down, bounds);
      if (needed.w <= 0 || needed.h <= 0) return;
      const { made } = this;
      const serves = made && made.scale === scale && same(made.of, of) && encloses(made.area, needed);
      const { picture, area } = serves ? made : this.make(scale, drawn, of, theme, draw);
      pen.save();
      pen.setTransform(1, 0, 0, 1, 0, 0);
      const [x, y] = [area.x + right - frame.left, area.y + down - frame.top];
      pen.drawImage(picture, x, y);
      note(x, y, x + area.w, y + area.h);
      pen.restore();
    };
  }

  forget(): void {
    if (this.made) release(this.made.picture);
    this.made = null;
  }

  private make(scale: number, area: Rect, of: readonly unknown[], theme: Theme, draw: Parameters<Carry>[5]): { picture: Picture; area: Rect } {
    this.forget();
    const picture = this.document.createElement("canvas");
    picture.width = area.w;
    picture.height = area.h;
    // It is read from in every frame and drawn to once.
    const pen = picture.getContext("2d", { willReadFrequently: true })!;
    pen.setTransform(scale, 0, 0, scale, -area.x, -area.y);
    draw(new Canvas2dPainter(pen, theme), { x: area.x / scale, y: area.y / scale, w: area.w / scale, h: area.h / scale });
    this.made = { picture, scale, area, of };
    return this.made;
  }
}

/** What of something carried shows, and what is drawn of it: in device px of the sheet, where it lay before it was carried. */
export function areas({ scale, left, top, width, height }: Frame, right: number, down: number, bounds: Rect): { needed: Rect; drawn: Rect } {
  const box = outwards({ x: bounds.x * scale, y: bounds.y * scale, w: bounds.w * scale, h: bounds.h * scale });
  const seen = { x: left - right, y: top - down, w: width, h: height };
  const [wide, high] = [Math.round(width * margin), Math.round(height * margin)];
  return { needed: common(box, seen), drawn: common(box, { x: seen.x - wide, y: seen.y - high, w: width + 2 * wide, h: height + 2 * high }) };
}

function outwards({ x, y, w, h }: Rect): Rect {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  return { x: left, y: top, w: Math.ceil(x + w) - left, h: Math.ceil(y + h) - top };
}

function common(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  return { x, y, w: Math.min(a.x + a.w, b.x + b.w) - x, h: Math.min(a.y + a.h, b.y + b.h) - y };
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((v, i) => v === b[i]);
