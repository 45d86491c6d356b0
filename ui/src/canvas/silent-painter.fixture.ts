// A painter that draws nothing and keeps the scale: tests that take notes override what they listen to.

import type { Font } from "./advances";
import type { Line } from "./line";
import type { Painter, Stroke } from "./painter";

type Fill = Parameters<Painter["box"]>[5];

export class SilentPainter implements Painter {
  /** Device px of one px where drawing is now. */
  protected scale = 1;
  faded(_alpha: number, draw: () => void): void {
    draw();
  }
  clipped(_x: number, _y: number, _w: number, _h: number, _radius: number, draw: () => void): void {
    draw();
  }
  placed(_x: number, _y: number, scale: number, draw: () => void): void {
    this.scale *= scale;
    draw();
    this.scale /= scale;
  }
  box(_x: number, _y: number, _w: number, _h: number, _radius: number, _fill: Fill, _stroke?: Stroke | null): void {}
  boxes(_all: readonly number[], _radius: number, _fill: string): void {}
  ellipse(_x: number, _y: number, _rx: number, _ry: number, _fill: Fill, _stroke?: Stroke | null): void {}
  polygon(_corners: readonly number[], _fill: Fill, _stroke?: Stroke | null): void {}
  lines(_all: readonly Line[], _radius: number, _stroke: Stroke): void {}
  path(_d: string, _x: number, _y: number, _fill: Fill, _stroke?: Stroke | null): void {}
  text(_text: string, _x: number, _y: number, _font: Font, _colour: string, _align?: "left" | "center" | "right"): void {}
  icon(_name: Parameters<Painter["icon"]>[0], _x: number, _y: number, _size: number, _colour: string): void {}
}
