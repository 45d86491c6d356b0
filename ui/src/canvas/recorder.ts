// A painter that only writes down what is drawn, as numbers and words that can be sent to a worker and drawn there.
//
// What a worker has to know is then the drawing of one tile and nothing of the scene: no second copy of it, nothing to
// keep in step, and the same code decides what a tile shows wherever it is drawn.

import type { Font } from "./advances";
import type { IconName } from "./icons";
import type { Line } from "./line";
import type { Fill, Painter, Stroke } from "./painter";

/** A drawing to be repeated. Words are referred to by their number. */
export interface Recorded {
  numbers: Float64Array<ArrayBuffer>;
  words: string[];
}

/** What comes next among the numbers. */
export const ops = {
  end: 0,
  faded: 1,
  clipped: 2,
  placed: 3,
  box: 4,
  boxes: 5,
  ellipse: 6,
  polygon: 7,
  lines: 8,
  path: 9,
  text: 10,
  icon: 11,
} as const;

export const aligns = ["left", "center", "right"] as const;

/** Stands for no fill and no stroke. */
export const none = -1;

export class Recorder implements Painter {
  private readonly numbers: number[] = [];
  private readonly words: string[] = [];
  private readonly known = new Map<string, number>();

  /** The drawing so far. */
  get recorded(): Recorded {
    return { numbers: Float64Array.from(this.numbers), words: this.words };
  }

  faded(alpha: number, draw: () => void): void {
    this.numbers.push(ops.faded, alpha);
    this.inside(draw);
  }

  clipped(x: number, y: number, w: number, h: number, radius: number, draw: () => void): void {
    this.numbers.push(ops.clipped, x, y, w, h, radius);
    this.inside(draw);
  }

  placed(x: number, y: number, scale: number, draw: () => void): void {
    this.numbers.push(ops.placed, x, y, scale);
    this.inside(draw);
  }

  box(x: number, y: number, w: number, h: number, radius: number, fill: Fill, stroke?: Stroke | null): void {
    this.numbers.push(ops.box, x, y, w, h, radius);
    this.ink(fill, stroke);
  }

  boxes(all: readonly number[], radius: number, fill: string): void {
    this.numbers.push(ops.boxes, radius, this.word(fill));
    this.list(all);
  }

  ellipse(x: number, y: number, rx: number, ry: number, fill: Fill, stroke?: Stroke | null): void {
    this.numbers.push(ops.ellipse, x, y, rx, ry);
    this.ink(fill, stroke);
  }

  polygon(corners: readonly number[], fill: Fill, stroke?: Stroke | null): void {
    this.numbers.push(ops.polygon);
    this.list(corners);
    this.ink(fill, stroke);
  }

  lines(all: readonly Line[], radius: number, stroke: Stroke): void {
    this.numbers.push(ops.lines, radius, all.length);
    for (const line of all) this.list(line);
    this.pen(stroke);
  }

  path(d: string, x: number, y: number, fill: Fill, stroke?: Stroke | null): void {
    this.numbers.push(ops.path, this.word(d), x, y);
    this.ink(fill, stroke);
  }

  text(text: string, x: number, y: number, font: Font, colour: string, align: "left" | "center" | "right" = "left"): void {
    const family = font.family === "mono" ? 1 : 0;
    const { size, weight, spacing } = font;
    this.numbers.push(ops.text, this.word(text), x, y, family, size, weight, spacing ?? 0, this.word(colour), aligns.indexOf(align));
  }

  icon(name: IconName, x: number, y: number, size: number, colour: string): void {
    this.numbers.push(ops.icon, this.word(name), x, y, size, this.word(colour));
  }

  private inside(draw: () => void): void {
    draw();
    this.numbers.push(ops.end);
  }

  private ink(fill: Fill, stroke: Stroke | null | undefined): void {
    this.numbers.push(fill ? this.word(fill) : none);
    this.pen(stroke);
  }

  private pen(stroke: Stroke | null | undefined): void {
    if (!stroke) {
      this.numbers.push(none);
      return;
    }
    this.numbers.push(this.word(stroke.colour), stroke.width, stroke.round ? 1 : 0);
    this.list(stroke.dash ?? []);
  }

  private list(all: readonly number[]): void {
    this.numbers.push(all.length);
    for (const v of all) this.numbers.push(v);
  }

  private word(word: string): number {
    let number = this.known.get(word);
    if (number === undefined) {
      number = this.words.push(word) - 1;
      this.known.set(word, number);
    }
    return number;
  }
}
