// What drawing code may do. One interface, so that the screen, a worker and an exported file cannot differ.
//
// Lengths are sheet px; whoever makes the painter decides how they land on a surface.

import type { Font } from "./advances";
import type { IconName } from "./icons";
import type { Line } from "./line";

export interface Stroke {
  colour: string;
  width: number;
  dash?: readonly number[];
  round?: boolean;
}

export type Fill = string | null;

export interface Painter {
  /** Everything drawn inside is that much fainter. */
  faded(alpha: number, draw: () => void): void;
  /** Everything drawn inside is cut at the rounded box. */
  clipped(x: number, y: number, w: number, h: number, radius: number, draw: () => void): void;
  /** Everything drawn inside has its origin at the point and is that much larger. */
  placed(x: number, y: number, scale: number, draw: () => void): void;
  box(x: number, y: number, w: number, h: number, radius: number, fill: Fill, stroke?: Stroke | null): void;
  /** Many equal boxes at once: x y w h per box. */
  boxes(all: readonly number[], radius: number, fill: string): void;
  ellipse(x: number, y: number, rx: number, ry: number, fill: Fill, stroke?: Stroke | null): void;
  /** A closed shape through its corners. */
  polygon(corners: readonly number[], fill: Fill, stroke?: Stroke | null): void;
  /** Open courses with rounded corners, all in one stroke. */
  lines(all: readonly Line[], radius: number, stroke: Stroke): void;
  /** A shape in the language of SVG paths, moved to x and y. */
  path(d: string, x: number, y: number, fill: Fill, stroke?: Stroke | null): void;
  /** `y` is the middle of the letters. */
  text(text: string, x: number, y: number, font: Font, colour: string, align?: "left" | "center" | "right"): void;
  icon(name: IconName, x: number, y: number, size: number, colour: string): void;
}
