// Draws the main sequence: the line with its band, the two zones one should stay out of, dots and names.

import type { Theme } from "../../canvas/theme";
import type { Id } from "../../wire";
import { cut } from "./draw-matrix";
import { labelsOf, type PlotDot, placeOf, type PlotSize } from "./sequence-plot";

export interface PlotLook {
  theme: Theme;
  size: PlotSize;
  selected: Id | null;
  hover: Id | null;
}

/** How far the zones reach, as a share of the side. */
const reach = 0.42;

export function drawSequence(ctx: CanvasRenderingContext2D, dots: readonly PlotDot[], { theme, size, selected, hover }: PlotLook): void {
  ctx.clearRect(0, 0, size.w, size.h);
  const { x, y, side, high } = size;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, side, high, 4);
  ctx.fillStyle = theme.surface;
  ctx.fill();
  ctx.clip();
  const [a, b] = [placeOf(size, 0, 1), placeOf(size, 1, 0)];
  ctx.lineCap = "butt";
  ctx.strokeStyle = theme.sunken;
  ctx.lineWidth = high * 0.16;
  segment(ctx, a.x - 40, a.y - (40 * high) / side, b.x + 40, b.y + (40 * high) / side);
  zone(ctx, x, y + high, side * reach, high * reach * 1.2, theme.error.soft);
  zone(ctx, x + side, y, side * reach, high * reach * 1.2, theme.warning.soft);
  ctx.strokeStyle = theme.line3;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  segment(ctx, a.x, a.y, b.x, b.y);
  ctx.setLineDash([]);
  ctx.restore();
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x - 0.5, y - 0.5, side + 1, high + 1, 4);
  ctx.stroke();
  const zones = zoneWords(ctx, size, theme);
  axes(ctx, size, theme);
  for (const dot of dots) circle(ctx, dot, theme);
  const marked = dots.find(({ id }) => id === selected);
  if (marked) ring(ctx, marked, theme);
  const pointed = dots.find(({ id }) => id === hover);
  if (pointed && pointed !== marked) {
    ctx.strokeStyle = theme.ink2;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    ctx.arc(pointed.x, pointed.y, pointed.r + 2, 0, Math.PI * 2);
    ctx.stroke();
  }
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.font = `400 11.5px ${theme.sans}`;
  for (const label of labelsOf(dots, size, selected, (name) => ctx.measureText(name.slice(0, 60)).width + 2, zones)) {
    ctx.font = `${label.id === selected ? 600 : 400} 11.5px ${theme.sans}`;
    ctx.fillStyle = theme.ink;
    ctx.fillText(cut(ctx, label.name, label.w + 8), label.x, label.y);
  }
}

function segment(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function zone(ctx: CanvasRenderingContext2D, x: number, y: number, rx: number, ry: number, colour: string): void {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
  ctx.fill();
}

/** The names of the zones, and where they stand, so that no other name lies on them. */
function zoneWords(ctx: CanvasRenderingContext2D, { x, y, side, high }: PlotSize, theme: Theme): { x: number; y: number; w: number; h: number }[] {
  ctx.font = `400 11px ${theme.sans}`;
  ctx.fillStyle = theme.ink2;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.fillText("Hard to change", x + 9, y + high - 34);
  ctx.textAlign = "right";
  ctx.fillText("Unused contracts", x + side - 9, y + 14);
  return [
    { x: x + 9, y: y + high - 42, w: 82, h: 16 },
    { x: x + side - 100, y: y + 6, w: 92, h: 16 },
  ];
}

function axes(ctx: CanvasRenderingContext2D, { x, y, side, high }: PlotSize, theme: Theme): void {
  ctx.font = `400 11px ${theme.sans}`;
  ctx.fillStyle = theme.ink2;
  ctx.textBaseline = "middle";
  ctx.textAlign = "right";
  ctx.fillText("1", x - 8, y + 8);
  ctx.fillText("0", x - 8, y + high - 6);
  ctx.textAlign = "center";
  ctx.fillText("0", x + 4, y + high + 14);
  ctx.fillText("1", x + side - 4, y + high + 14);
  ctx.fillText("Instability", x + side / 2, y + high + 16);
  ctx.save();
  ctx.translate(14, y + high / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.fillText("Contract share", 0, 0);
  ctx.restore();
}

function circle(ctx: CanvasRenderingContext2D, { x, y, r, hue }: PlotDot, theme: Theme): void {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, Math.PI * 2);
  ctx.fillStyle = hue === null ? theme.line3 : (theme.hues[hue]?.text ?? theme.line3);
  ctx.fill();
}

function ring(ctx: CanvasRenderingContext2D, dot: PlotDot, theme: Theme): void {
  ctx.beginPath();
  ctx.arc(dot.x, dot.y, dot.r + 4, 0, Math.PI * 2);
  ctx.fillStyle = theme.surface;
  ctx.fill();
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  circle(ctx, dot, theme);
}
