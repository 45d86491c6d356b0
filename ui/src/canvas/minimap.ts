// The whole sheet in a corner, and the part of it that the window shows.

import { type Camera, type ViewSize, visible } from "./camera";
import { Canvas2dPainter } from "./canvas2d-painter";
import { type Point, type Rect, sameRect, union } from "./geometry";
import type { Scene, SceneDomain, SceneNode } from "./scene";
import type { Id } from "./sheet";
import { hueOf, type Theme } from "./theme";

const air = 6;

export interface MinimapView {
  scale: number;
  x: number;
  y: number;
}

/** How the sheet lies on a minimap of a size. */
export function minimapView(scene: Scene, camera: Camera, view: ViewSize, size: ViewSize): MinimapView {
  const seen = visible(camera, view);
  const all: Rect = scene.bounds ? union(scene.bounds, seen) : seen;
  const scale = Math.min((size.w - 2 * air) / all.w, (size.h - 2 * air) / all.h);
  return {
    scale,
    x: size.w / 2 - (all.x + all.w / 2) * scale,
    y: size.h / 2 - (all.y + all.h / 2) * scale,
  };
}

/** The sheet point under a point of the minimap. */
export const minimapPoint = (m: MinimapView, p: Point): Point => ({
  x: (p.x - m.x) / m.scale,
  y: (p.y - m.y) / m.scale,
});

export function paintMinimap(
  canvas: HTMLCanvasElement,
  size: ViewSize,
  ratio: number,
  scene: Scene,
  camera: Camera,
  view: ViewSize,
  theme: Theme,
  selection: ReadonlySet<Id>,
): void {
  const width = Math.round(size.w * ratio);
  const height = Math.round(size.h * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  if (!ctx) return;
  const m = minimapView(scene, camera, view, size);
  const picture = pictureOf(canvas, { m, ratio, nodes: scene.nodes, domains: scene.domains, theme, chosen: chosenIn(scene, selection) });
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.drawImage(picture, 0, 0);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const seen = visible(camera, view);
  const p = new Canvas2dPainter(ctx, theme);
  p.box(m.x + seen.x * m.scale, m.y + seen.y * m.scale, seen.w * m.scale, seen.h * m.scale, 3, null, { colour: theme.accent, width: 1.5 });
}

/** What a picture of the whole sheet is made of. */
interface Shown {
  m: MinimapView;
  ratio: number;
  nodes: readonly SceneNode[];
  domains: readonly SceneDomain[];
  theme: Theme;
  /** What is selected, or carries something that is. */
  chosen: ReadonlySet<Id>;
}

function chosenIn(scene: Scene, selection: ReadonlySet<Id>): ReadonlySet<Id> {
  const chosen = new Set<Id>();
  for (const id of selection) {
    const node = scene.carrier(id);
    if (node) chosen.add(node.source.id);
  }
  return chosen;
}

const pictures = new WeakMap<HTMLCanvasElement, { of: Shown; picture: HTMLCanvasElement }>();

/** The sheet without the view: drawn once, and copied while nothing of it differs that can be seen so small. */
function pictureOf(canvas: HTMLCanvasElement, of: Shown): HTMLCanvasElement {
  const known = pictures.get(canvas);
  if (known && alike(known.of, of) && known.picture.width === canvas.width && known.picture.height === canvas.height) return known.picture;
  const picture = known?.picture ?? canvas.ownerDocument.createElement("canvas");
  picture.width = canvas.width;
  picture.height = canvas.height;
  const ctx = picture.getContext("2d", { willReadFrequently: true });
  if (ctx) paintSheet(ctx, of);
  pictures.set(canvas, { of, picture });
  return picture;
}

const alike = (a: Shown, b: Shown): boolean =>
  allAlike(a.nodes, b.nodes, looksAlike) &&
  allAlike(a.domains, b.domains, (one, other) => sameRect(one.frame, other.frame) && one.source.hue === other.source.hue) &&
  a.theme === b.theme &&
  a.chosen.size === b.chosen.size &&
  [...a.chosen].every((id) => b.chosen.has(id)) &&
  a.ratio === b.ratio &&
  a.m.scale === b.m.scale &&
  a.m.x === b.m.x &&
  a.m.y === b.m.y;

const allAlike = <T>(a: readonly T[], b: readonly T[], isAlike: (one: T, other: T) => boolean): boolean =>
  a === b || (a.length === b.length && a.every((one, i) => one === b[i] || isAlike(one, b[i]!)));

const looksAlike = (a: SceneNode, b: SceneNode): boolean =>
  a.source.id === b.source.id &&
  a.source.kind === b.source.kind &&
  a.source.hue === b.source.hue &&
  sameRect(a.box, b.box);

function paintSheet(ctx: CanvasRenderingContext2D, { m, ratio, nodes, domains, theme, chosen }: Shown): void {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const p = new Canvas2dPainter(ctx, theme);
  const at = (r: Rect): [number, number, number, number] => [
    m.x + r.x * m.scale,
    m.y + r.y * m.scale,
    r.w * m.scale,
    r.h * m.scale,
  ];
  for (const d of domains) {
    const hue = hueOf(theme, d.source.hue)!;
    const [x, y, w, h] = seenAt(...at(d.frame));
    p.box(x, y, w, h, 2, hue.soft, { colour: hue.line, width: 0.75 });
  }
  const byColour = new Map<string, number[]>();
  for (const n of nodes) {
    if (n.source.kind === "note" || n.source.kind === "actor" || n.source.kind === "external") continue;
    const colour = chosen.has(n.source.id)
      ? theme.accent
      : (hueOf(theme, n.source.hue)?.line ?? theme.block);
    const box = seenAt(...at(n.box));
    const known = byColour.get(colour);
    if (known) known.push(...box);
    else byColour.set(colour, box);
  }
  for (const [colour, boxes] of byColour) p.boxes(boxes, nodes.length > 400 ? 0 : 1, colour);
}

/** Where elements are millions of px apart, each is still a point. */
export function seenAt(x: number, y: number, w: number, h: number): [number, number, number, number] {
  const [wide, high] = [Math.max(w, least), Math.max(h, least)];
  return [x + (w - wide) / 2, y + (h - high) / 2, wide, high];
}
const least = 2;
