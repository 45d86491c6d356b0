// Small marks of many connections, gathered and painted in a few strokes: each fill and each stroke of its own has its price.
//
// A ring is a larger mark below a smaller one, a circle a point of a round pen, and a diamond a short piece of a broad one,
// so marks of all shapes become lines and boxes. Rings come below all marks, which may only lie nearer than a ring is wide
// where one would have hidden the other.

import type { Marker } from "./draw-connection";
import type { Line } from "./line";
import type { Fill, Painter, Stroke } from "./painter";

/** Painters leave out what has no length at all. */
const point = 0.01;

interface Batch {
  stroke: Stroke;
  lines: Line[];
}

/** What `drawPorts` and `drawEnding` draw with. Nothing shows before it is finished. */
export class Gathering implements Marker {
  private readonly below = new Map<string, Batch>();
  private readonly above = new Map<string, Batch>();
  private readonly squares = { below: new Map<string, number[]>(), above: new Map<string, number[]>() };

  constructor(private readonly painter: Painter) {}

  finish(): void {
    for (const layer of ["below", "above"] as const) {
      for (const [fill, all] of this.squares[layer]) this.painter.boxes(all, 0, fill);
      for (const { stroke, lines } of this[layer].values()) this.painter.lines(lines, 0, stroke);
    }
  }

  ellipse(x: number, y: number, rx: number, _ry: number, fill: Fill, ring?: Stroke | null): void {
    const dot: Line = [x, y, x + point, y];
    const half = (ring?.width ?? 0) / 2;
    if (ring) this.add(this.below, dot, { colour: ring.colour, width: 2 * (rx + half), round: true });
    if (fill) this.add(this.above, dot, { colour: fill, width: 2 * (rx - half), round: true });
  }

  box(x: number, y: number, w: number, h: number, radius: number, fill: Fill, ring?: Stroke | null): void {
    if (radius > 0) return this.painter.box(x, y, w, h, radius, fill, ring);
    const half = (ring?.width ?? 0) / 2;
    const add = (all: Map<string, number[]>, colour: string, by: number): void => {
      const known = all.get(colour) ?? [];
      all.set(colour, known);
      known.push(x - by, y - by, w + 2 * by, h + 2 * by);
    };
    if (ring) add(this.squares.below, ring.colour, half);
    if (fill) add(this.squares.above, fill, -half);
  }

  /** A diamond, from its upper corner on; other shapes are painted at once. */
  polygon(corners: readonly number[], fill: Fill, ring?: Stroke | null): void {
    if (corners.length !== 8) return this.painter.polygon(corners, fill, ring);
    const [x, top, right] = [corners[0]!, corners[1]!, corners[2]!];
    const y = corners[3]!;
    const add = (layer: Map<string, Batch>, colour: string, r: number): void =>
      this.add(layer, [x - r / 2, y - r / 2, x + r / 2, y + r / 2], { colour, width: r * Math.SQRT2 });
    const r = Math.min(right - x, y - top);
    const half = ((ring?.width ?? 0) / 2) * Math.SQRT2;
    if (ring) add(this.below, ring.colour, r + half);
    if (fill) add(this.above, fill, r - half);
  }

  lines(all: readonly Line[], radius: number, stroke: Stroke): void {
    if (radius > 0 || stroke.dash) return this.painter.lines(all, radius, stroke);
    for (const line of all) this.add(this.above, line, stroke);
  }

  private add(layer: Map<string, Batch>, line: Line, stroke: Stroke): void {
    const key = `${stroke.colour}/${stroke.width.toFixed(2)}/${stroke.round ?? false}`;
    const known = layer.get(key);
    if (known) known.lines.push(line);
    else layer.set(key, { stroke, lines: [line] });
  }
}
