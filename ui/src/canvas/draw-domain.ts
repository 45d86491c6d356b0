// Domain groups and the grid behind everything.

import { textWidth } from "./advances";
import { nodeBadge } from "./draw-badge";
import type { Rect } from "./geometry";
import type { Look } from "./look";
import type { Painter } from "./painter";
import type { SceneDomain } from "./scene";
import { hueOf, type Theme } from "./theme";
import type { TitlePlace } from "./title-places";

const gridStep = 20;

/** Dots every 20; they go when they would be closer than a few px. */
export function drawGrid(p: Painter, theme: Theme, zoom: number, area: Rect): void {
  if (zoom < 0.4) return;
  const r = 0.75;
  const dots: number[] = [];
  const x0 = Math.floor(area.x / gridStep) * gridStep;
  const y0 = Math.floor(area.y / gridStep) * gridStep;
  for (let x = x0; x <= area.x + area.w; x += gridStep) {
    for (let y = y0; y <= area.y + area.h; y += gridStep) dots.push(x - r, y - r, 2 * r, 2 * r);
  }
  p.boxes(dots, 0, theme.dot);
}

/** 16, but from far away never less than 10 on screen. */
export const groupRadius = (zoom: number): number => Math.max(16, 10 / zoom);

export function drawFrame(p: Painter, domain: SceneDomain, look: Look, quiet: boolean): void {
  const { theme } = look;
  const { x, y, w, h } = domain.frame;
  const radius = groupRadius(look.zoom);
  const width = 1 / Math.min(1, look.zoom);
  if (quiet) {
    p.box(x, y, w, h, radius, null, { colour: theme.line2, width });
    return;
  }
  const hue = hueOf(theme, domain.source.hue)!;
  if (!theme.contrast) p.faded(theme.groupFill, () => p.box(x, y, w, h, radius, hue.soft));
  p.box(x, y, w, h, radius, null, { colour: theme.contrast ? theme.ink3 : hue.line, width });
}

/** Name and count above the upper left corner, where there is room for them. */
export function drawTitle(p: Painter, domain: SceneDomain, place: TitlePlace | undefined, look: Look, quiet: boolean): void {
  if (!place) return;
  const { theme } = look;
  const { source } = domain;
  const { x, y, name, nameFont, count, countFont, scale } = place;
  const hue = hueOf(theme, source.hue)!;
  if (place.onBorder) {
    const { x: left, y: top, w, h } = place.rect;
    p.box(left - 3 * scale, top, w + 6 * scale, h, 0, theme.canvas);
  }
  if (place.onTop) {
    const { x: left, y: top, w, h } = place.rect;
    p.box(left - 6 * scale, top, w + 12 * scale, h, 5 * scale, theme.surface, { colour: theme.line2, width: 1 / look.zoom });
  }
  if (look.renaming !== source.id) p.text(name, x, y, nameFont, quiet ? theme.ink3 : hue.text);
  if (!count) return;
  p.text(count.text, count.x, y, countFont, count.align === "right" ? theme.ink2 : theme.ink3, count.align);
  if (count.align === "right") return;
  const after = count.x + textWidth(count.text, countFont);
  if (source.locked) p.icon("lock", after + 6 * scale, y - 6 * scale, 12 * scale, theme.ink2);
  const { badge } = source;
  if (badge && !quiet) p.placed(after + 28 * scale, y, scale, () => nodeBadge(p, theme, badge, 0, 0));
}
