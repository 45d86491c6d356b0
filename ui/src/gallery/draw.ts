// Draws one tile of the gallery with the painter of the canvas, as SVG.

import { fonts } from "../canvas/anatomy";
import { bounds, type Rect } from "../canvas/geometry";
import { idle } from "../canvas/gestures/gesture";
import type { Look } from "../canvas/look";
import { drawPort } from "../canvas/draw-connection";
import { paintOverlay, type Touch } from "../canvas/paint-overlay";
import { paintScene } from "../canvas/paint-scene";
import type { Painter } from "../canvas/painter";
import { Scene } from "../canvas/scene";
import type { Id, Sheet } from "../canvas/sheet";
import { SvgPainter } from "../canvas/svg-painter";
import type { Theme } from "../canvas/theme";

/** A length with its number, in px of the sheet. */
export interface Dimension {
  axis: "x" | "y";
  /** Where it stands, across its own direction. */
  at: number;
  from: number;
  to: number;
  text: string;
}

export interface Art {
  sheet: Sheet;
  /** What the hand does; made from the scene where it needs numbers of its nodes. */
  touch?: (scene: Scene) => Partial<Touch>;
  /** Nothing but these is drawn. */
  only?: readonly Id[];
  dimensions?: readonly Dimension[];
  /** The port a line without its element starts at. */
  port?: { shape: "circle" | "square" | "diamond"; colour: (theme: Theme) => string };
  /** What stands in the middle; everything where it is left out. */
  around?: Rect;
}

/** The art in a picture of this size, everything at 100 %. */
export function draw(art: Art, theme: Theme, size: { w: number; h: number }, title: string): string {
  const scene = new Scene(art.sheet);
  while (scene.courses.unfinished) scene.refine(1000);
  const touch: Touch = {
    state: idle,
    hover: null,
    selection: new Set(),
    keyboard: null,
    affordances: new Map(),
    closing: new Set(),
    ...art.touch?.(scene),
  };
  const lifted = new Set(touch.state.doing === "dragging" ? touch.state.nodes : []);
  const look: Look = {
    theme,
    zoom: 1,
    ratio: 1,
    detail: "full",
    lifted,
    focus: null,
    names: false,
    grid: true,
    leastBundle: 1,
    renaming: null,
    ...(art.only ? { only: new Set(art.only) } : {}),
  };
  const middle = art.around ?? bounds(scene.nodes.map((node) => node.box).concat(scene.domains.map((domain) => domain.frame))) ?? { x: 0, y: 0, w: 0, h: 0 };
  const area = {
    x: Math.round(middle.x + middle.w / 2 - size.w / 2),
    y: Math.round(middle.y + middle.h / 2 - size.h / 2),
    ...size,
  };
  const painter = new SvgPainter(theme);
  paintScene(painter, scene, look, area);
  paintOverlay(painter, scene, look, touch, area);
  if (art.port) drawPort(painter, theme, art.port.shape, 0, 0, art.port.colour(theme));
  for (const dimension of art.dimensions ?? []) measure(painter, theme, dimension);
  return painter.document(area, title);
}

/** A line between two short strokes, its number outside. */
function measure(p: Painter, theme: Theme, { axis, at, from, to, text }: Dimension): void {
  const stroke = { colour: theme.line3, width: 1 };
  const tick = 4;
  const lines = axis === "x" ? [[from, at, to, at], [from, at - tick, from, at + tick], [to, at - tick, to, at + tick]] : [[at, from, at, to], [at - tick, from, at + tick, from], [at - tick, to, at + tick, to]];
  p.lines(lines, 0, stroke);
  const [x, y] = axis === "x" ? [(from + to) / 2, at - 9] : [at - 8, (from + to) / 2];
  p.text(text, x, y, { ...fonts.detail, size: 10.5 }, theme.ink2, axis === "x" ? "center" : "right");
}
