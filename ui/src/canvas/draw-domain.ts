// Domain groups and the grid behind everything.

import { fonts } from "./anatomy";
import { fit, textWidth } from "./advances";
import { nodeBadge } from "./draw-badge";
import type { Rect } from "./geometry";
import type { Look } from "./look";
import type { Painter } from "./painter";
import type { SceneDomain } from "./scene";
import { hueOf, type Theme } from "./theme";

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

/** Name and count above the upper left corner, never smaller than they can be read. */
export function drawTitle(p: Painter, domain: SceneDomain, look: Look, quiet: boolean): void {
  const { theme } = look;
  const { source, frame } = domain;
  const scale = Math.max(1, 0.92 / look.zoom);
  const name = { ...fonts.title, size: fonts.title.size * scale * 0.96 };
  const count = { ...fonts.count, size: fonts.count.size * scale };
  const x = frame.x + 2 * scale;
  const y = frame.y - 14 * scale;
  const hue = hueOf(theme, source.hue)!;
  const wide = textWidth(source.name, name);
  const whole = wide + 6 * scale + textWidth(source.count, count);
  // A small group may be wider in words than in shape, up to a point.
  const title = whole > frame.w ? fit(source.name, name, Math.max(frame.w - 26 * scale, 80 * scale)) : source.name;
  if (look.renaming !== source.id) p.text(title, x, y, name, quiet ? theme.ink3 : hue.text);
  if (look.detail === "overview" || whole > frame.w) {
    // From far away, or where there is no room, the number alone stands at the right end.
    const number = source.count.split(" ")[0] ?? "";
    if (wide + 26 * scale < frame.w) p.text(number, frame.x + frame.w - 2 * scale, y, count, theme.ink2, "right");
    return;
  }
  const after = x + textWidth(source.name, name) + 6 * scale;
  p.text(source.count, after, y, count, theme.ink3);
  if (source.locked) p.icon("lock", after + textWidth(source.count, count) + 6 * scale, y - 6 * scale, 12 * scale, theme.ink2);
  if (source.badge && !quiet) {
    nodeBadge(p, theme, source.badge, after + textWidth(source.count, count) + 28, y);
  }
}
