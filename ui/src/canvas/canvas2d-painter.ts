// The painter for a canvas, in a window or in a worker.

import type { Font } from "./advances";
import { type IconName, iconStroke, outlines } from "./icons";
import type { Line } from "./line";
import type { Fill, Painter, Stroke } from "./painter";

export type Context2d = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const noDash: number[] = [];
const iconPaths = new Map<IconName, Path2D>();
const shapes = new Map<string, Path2D>();

/**
 * WebKit rounds every letter of code to whole px, 6.6 to 7, which makes long paths too long for their card.
 * Set ten times as large and drawn ten times smaller, they come out as wide as the font says.
 */
const monoGrowth = 10;

/** Letters stand in the middle if their baseline is this far below it, in em. */
const baseline = { sans: 0.364, mono: 0.355 };

export class Canvas2dPainter implements Painter {
  private font = "";
  private spacing = "";

  constructor(
    private readonly ctx: Context2d,
    private readonly families: { sans: string; mono: string },
  ) {}

  faded(alpha: number, draw: () => void): void {
    const before = this.ctx.globalAlpha;
    this.ctx.globalAlpha = before * alpha;
    draw();
    this.ctx.globalAlpha = before;
  }

  clipped(x: number, y: number, w: number, h: number, radius: number, draw: () => void): void {
    this.ctx.save();
    this.ctx.beginPath();
    this.ctx.roundRect(x, y, w, h, radius);
    this.ctx.clip();
    draw();
    this.ctx.restore();
    // Restoring also brought back the font of before.
    this.font = "";
    this.spacing = "";
  }

  placed(x: number, y: number, scale: number, draw: () => void): void {
    this.ctx.save();
    this.ctx.translate(x, y);
    this.ctx.scale(scale, scale);
    draw();
    this.ctx.restore();
    this.font = "";
    this.spacing = "";
  }

  box(x: number, y: number, w: number, h: number, radius: number, fill: Fill, stroke?: Stroke | null): void {
    const { ctx } = this;
    if (radius <= 0 && !stroke && fill) {
      ctx.fillStyle = fill;
      ctx.fillRect(x, y, w, h);
      return;
    }
    ctx.beginPath();
    if (radius > 0) ctx.roundRect(x, y, w, h, Math.min(radius, w / 2, h / 2));
    else ctx.rect(x, y, w, h);
    this.ink(fill, stroke);
  }

  boxes(all: readonly number[], radius: number, fill: string): void {
    const { ctx } = this;
    ctx.fillStyle = fill;
    ctx.beginPath();
    for (let i = 0; i < all.length; i += 4) {
      if (radius > 0) ctx.roundRect(all[i]!, all[i + 1]!, all[i + 2]!, all[i + 3]!, radius);
      else ctx.rect(all[i]!, all[i + 1]!, all[i + 2]!, all[i + 3]!);
    }
    ctx.fill();
  }

  ellipse(x: number, y: number, rx: number, ry: number, fill: Fill, stroke?: Stroke | null): void {
    this.ctx.beginPath();
    this.ctx.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
    this.ink(fill, stroke);
  }

  polygon(corners: readonly number[], fill: Fill, stroke?: Stroke | null): void {
    const { ctx } = this;
    ctx.beginPath();
    ctx.moveTo(corners[0]!, corners[1]!);
    for (let i = 2; i < corners.length; i += 2) ctx.lineTo(corners[i]!, corners[i + 1]!);
    ctx.closePath();
    this.ink(fill, stroke);
  }

  lines(all: readonly Line[], radius: number, stroke: Stroke): void {
    const { ctx } = this;
    ctx.beginPath();
    for (const line of all) rounded(ctx, line, radius);
    this.ink(null, stroke);
  }

  path(d: string, x: number, y: number, fill: Fill, stroke?: Stroke | null): void {
    let shape = shapes.get(d);
    if (!shape) {
      // Shapes depend on sizes of nodes, of which there may be many over a day.
      if (shapes.size > 500) shapes.clear();
      shapes.set(d, (shape = new Path2D(d)));
    }
    const { ctx } = this;
    ctx.translate(x, y);
    if (fill) {
      ctx.fillStyle = fill;
      ctx.fill(shape);
    }
    if (stroke) {
      this.pen(stroke);
      ctx.stroke(shape);
    }
    ctx.translate(-x, -y);
  }

  text(
    text: string,
    x: number,
    y: number,
    font: Font,
    colour: string,
    align: "left" | "center" | "right" = "left",
  ): void {
    if (text === "") return;
    const { ctx } = this;
    const grown = font.family === "mono" ? monoGrowth : 1;
    const size = font.size * grown;
    const wanted = `${font.weight} ${size}px ${this.families[font.family]}`;
    if (wanted !== this.font) ctx.font = this.font = wanted;
    const spacing = `${(font.spacing ?? 0) * size}px`;
    if (spacing !== this.spacing) ctx.letterSpacing = this.spacing = spacing;
    ctx.fillStyle = colour;
    if (ctx.textAlign !== align) ctx.textAlign = align;
    const base = y + font.size * baseline[font.family];
    if (grown === 1) {
      ctx.fillText(text, x, base);
      return;
    }
    ctx.translate(x, base);
    ctx.scale(1 / grown, 1 / grown);
    ctx.fillText(text, 0, 0);
    ctx.scale(grown, grown);
    ctx.translate(-x, -base);
  }

  icon(name: IconName, x: number, y: number, size: number, colour: string): void {
    let path = iconPaths.get(name);
    if (!path) iconPaths.set(name, (path = new Path2D(outlines[name])));
    const { ctx } = this;
    const scale = size / 24;
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(scale, scale);
    ctx.setLineDash(noDash);
    ctx.lineCap = "round";
    ctx.lineJoin = "round";
    ctx.lineWidth = iconStroke(size);
    ctx.strokeStyle = colour;
    ctx.stroke(path);
    ctx.restore();
  }

  private ink(fill: Fill, stroke?: Stroke | null): void {
    if (fill) {
      this.ctx.fillStyle = fill;
      this.ctx.fill();
    }
    if (stroke) {
      this.pen(stroke);
      this.ctx.stroke();
    }
  }

  private pen(stroke: Stroke): void {
    const { ctx } = this;
    ctx.strokeStyle = stroke.colour;
    ctx.lineWidth = stroke.width;
    ctx.lineCap = stroke.round ? "round" : "butt";
    ctx.lineJoin = stroke.round ? "round" : "miter";
    ctx.setLineDash((stroke.dash as number[] | undefined) ?? noDash);
  }
}

/** Adds a course to the current path; corners get smaller where their parts are too short. */
function rounded(ctx: Context2d, line: Line, radius: number): void {
  const last = line.length - 2;
  if (last < 2) return;
  ctx.moveTo(line[0]!, line[1]!);
  for (let i = 2; i < last; i += 2) {
    const x = line[i]!;
    const y = line[i + 1]!;
    const before = Math.abs(x - line[i - 2]!) + Math.abs(y - line[i - 1]!);
    const after = Math.abs(line[i + 2]! - x) + Math.abs(line[i + 3]! - y);
    const r = Math.min(radius, before / 2, after / 2);
    if (r > 0.5) ctx.arcTo(x, y, line[i + 2]!, line[i + 3]!, r);
    else ctx.lineTo(x, y);
  }
  ctx.lineTo(line[last]!, line[last + 1]!);
}
