// A painter that passes everything on and notes where on the surface it falls, so that only that need be put back later.

import type { Font } from "./advances";
import type { IconName } from "./icons";
import type { Line } from "./line";
import type { Fill, Painter, Stroke } from "./painter";

/** To put back more boxes than this costs more than to put back everything. */
const most = 40;
/** Boxes in line that are no further apart than this are one. */
const near = 24;
/** Edges are smoothed over into the next px. */
const smoothing = 2;

export class Footprint implements Painter {
  /** In device px: left, top, right and bottom of each place; null where they are too many to be worth it. */
  places: number[] | null = [];
  private growth = 1;
  private right = 0;
  private down = 0;

  /** The surface shows the sheet `scale` times as large, `left` and `top` cut off. */
  constructor(
    private readonly inner: Painter,
    private readonly scale: number,
    private readonly left: number,
    private readonly top: number,
  ) {}

  /** Something was painted onto this box of the surface, past this painter. */
  note(left: number, top: number, right: number, bottom: number): void {
    const { places } = this;
    if (!places) return;
    const last = places.length - 4;
    // The pieces of a dashed line are one place.
    if (last >= 0 && left <= places[last + 2]! + near && right >= places[last]! - near && top === places[last + 1] && bottom === places[last + 3]) {
      places[last] = Math.min(places[last]!, left);
      places[last + 2] = Math.max(places[last + 2]!, right);
    } else if (last >= 0 && top <= places[last + 3]! + near && bottom >= places[last + 1]! - near && left === places[last] && right === places[last + 2]) {
      places[last + 1] = Math.min(places[last + 1]!, top);
      places[last + 3] = Math.max(places[last + 3]!, bottom);
    } else {
      places.push(left, top, right, bottom);
      if (places.length > most * 4) this.places = null;
    }
  }

  private mark(x0: number, y0: number, x1: number, y1: number, around: number): void {
    if (!this.places) return;
    const { growth, scale } = this;
    const margin = around * growth * scale + smoothing;
    this.note(
      Math.floor((x0 * growth + this.right) * scale - this.left - margin),
      Math.floor((y0 * growth + this.down) * scale - this.top - margin),
      Math.ceil((x1 * growth + this.right) * scale - this.left + margin),
      Math.ceil((y1 * growth + this.down) * scale - this.top + margin),
    );
  }

  faded(alpha: number, draw: () => void): void {
    this.inner.faded(alpha, draw);
  }

  clipped(x: number, y: number, w: number, h: number, radius: number, draw: () => void): void {
    this.inner.clipped(x, y, w, h, radius, draw);
  }

  placed(x: number, y: number, scale: number, draw: () => void): void {
    const { growth, right, down } = this;
    this.right += x * growth;
    this.down += y * growth;
    this.growth *= scale;
    this.inner.placed(x, y, scale, draw);
    Object.assign(this, { growth, right, down });
  }

  box(x: number, y: number, w: number, h: number, radius: number, fill: Fill, stroke?: Stroke | null): void {
    const around = stroke ? stroke.width : 0;
    if (fill) this.mark(x, y, x + w, y + h, around);
    else {
      // Of a frame only what is drawn; its corners reach inside.
      const inside = Math.min(Math.max(radius, 0), w / 2, h / 2);
      this.mark(x, y, x + w, y + inside, around);
      this.mark(x, y + h - inside, x + w, y + h, around);
      this.mark(x, y, x + inside, y + h, around);
      this.mark(x + w - inside, y, x + w, y + h, around);
    }
    this.inner.box(x, y, w, h, radius, fill, stroke);
  }

  boxes(all: readonly number[], radius: number, fill: string): void {
    for (let i = 0; i < all.length; i += 4) this.mark(all[i]!, all[i + 1]!, all[i]! + all[i + 2]!, all[i + 1]! + all[i + 3]!, 0);
    this.inner.boxes(all, radius, fill);
  }

  ellipse(x: number, y: number, rx: number, ry: number, fill: Fill, stroke?: Stroke | null): void {
    this.mark(x - rx, y - ry, x + rx, y + ry, stroke?.width ?? 0);
    this.inner.ellipse(x, y, rx, ry, fill, stroke);
  }

  polygon(corners: readonly number[], fill: Fill, stroke?: Stroke | null): void {
    // Sharp corners of an outline reach further than it is wide.
    this.mark(...extent(corners), (stroke?.width ?? 0) * 5);
    this.inner.polygon(corners, fill, stroke);
  }

  lines(all: readonly Line[], radius: number, stroke: Stroke): void {
    for (const line of all) {
      for (let i = 2; i < line.length; i += 2) {
        const [x0, y0, x1, y1] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!];
        this.mark(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1), Math.max(stroke.width * 2, radius));
      }
    }
    this.inner.lines(all, radius, stroke);
  }

  path(d: string, x: number, y: number, fill: Fill, stroke?: Stroke | null): void {
    // Where a shape ends is not known.
    this.places = null;
    this.inner.path(d, x, y, fill, stroke);
  }

  text(text: string, x: number, y: number, font: Font, colour: string, align: "left" | "center" | "right" = "left"): void {
    // As wide as the widest letters would be.
    const wide = text.length * (font.size + (font.spacing ?? 0) * font.size) * 1.3;
    this.mark(align === "left" ? x : x - wide, y, align === "right" ? x : x + wide, y, font.size);
    this.inner.text(text, x, y, font, colour, align);
  }

  icon(name: IconName, x: number, y: number, size: number, colour: string): void {
    this.mark(x, y, x + size, y + size, 1);
    this.inner.icon(name, x, y, size, colour);
  }
}

function extent(corners: readonly number[]): [number, number, number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < corners.length; i += 2) {
    x0 = Math.min(x0, corners[i]!);
    x1 = Math.max(x1, corners[i]!);
    y0 = Math.min(y0, corners[i + 1]!);
    y1 = Math.max(y1, corners[i + 1]!);
  }
  return [x0, y0, x1, y1];
}
