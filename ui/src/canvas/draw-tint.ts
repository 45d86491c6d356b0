// What a lens and a view say, on the edge of a node: a strip filled as high as the value and words on the edge near by, a filled block far out.

import { fit, textWidth } from "./advances";
import { legible } from "./detail";
import type { Look } from "./look";
import type { Painter } from "./painter";
import type { SceneNode } from "./scene";
import type { Tint } from "./sheet";
import { hueOf, type Theme } from "./theme";

const font = { family: "sans", size: 10.5, weight: 550 } as const;
const chipHeight = 16;
/** A chip is never wider than this, nor than its card. */
const widest = 150;

/** The strong colour of a tint; null where nothing is said. */
export function tintColour(theme: Theme, tint: Tint): string | null {
  if (tint.paint === "none") return null;
  if ("heat" in tint.paint) return theme.heat[tint.paint.heat] ?? null;
  if ("hue" in tint.paint) return hueOf(theme, tint.paint.hue)?.line ?? null;
  return theme[tint.paint.status].ink;
}

/** Colours of a block and of the letter on it. */
export function blockColours(theme: Theme, tint: Tint): { fill: string; ink: string } | null {
  if (tint.paint === "none") return null;
  if ("heat" in tint.paint) {
    const fill = theme.heat[tint.paint.heat];
    if (fill === undefined) return null;
    // The two hottest steps are dark by day and bright by night.
    return { fill, ink: tint.paint.heat >= 3 ? theme.canvas : theme.ink };
  }
  if ("hue" in tint.paint) {
    const hue = hueOf(theme, tint.paint.hue);
    return hue && { fill: hue.soft, ink: hue.text };
  }
  const status = theme[tint.paint.status];
  return { fill: status.soft, ink: status.ink };
}

/** Strip and chip of a node near by. */
export function drawTint(p: Painter, node: SceneNode, look: Look): void {
  const { tint } = node.source;
  if (!tint) return;
  const { x, y, w, h } = node.box;
  const colour = tintColour(look.theme, tint);
  if (colour !== null) strip(p, look.theme, colour, tint.fill, x + 3, y + 10, 4, h - 20);
  const text = tint.letter && tint.text ? `${tint.letter} · ${tint.text}` : tint.text || (tint.letter ?? "");
  if (text === "" || colour === null) return;
  const scale = legible(font, look.zoom).size / font.size;
  const room = Math.min(widest, (w - 20) / scale - 26);
  if (room < 12) return;
  const words = fit(text, font, room);
  const wide = textWidth(words, font) + 26;
  p.placed(x + w - 10 - (wide * scale) / 2, y - 2, scale, () => {
    const left = -wide / 2;
    p.box(left, -chipHeight / 2, wide, chipHeight, chipHeight / 2, look.theme.surface, { colour: look.theme.field, width: 1 });
    strip(p, look.theme, colour, tint.fill, left + 7, -4, 8, 8);
    p.text(words, left + 19, 0, font, look.theme.ink2);
  });
}

/** A track, filled from below. */
export function strip(p: Painter, theme: Theme, colour: string, fill: number, x: number, y: number, w: number, h: number): void {
  const full = h * Math.max(0, Math.min(1, fill));
  p.box(x, y, w, h, Math.min(2, w / 2), theme.sunken, { colour: theme.line3, width: Math.min(0.75, w / 5) });
  p.box(x, y + h - full, w, full, Math.min(2, w / 2), colour);
}

/** "+3" at the lower right corner: connections to what this view does not show. */
export function drawBeyond(p: Painter, node: SceneNode, look: Look): void {
  const { beyond } = node.source;
  if (!beyond) return;
  const { x, y, w, h } = node.box;
  const scale = legible(font, look.zoom).size / font.size;
  const text = `+${beyond}`;
  const wide = textWidth(text, font) + 12;
  p.placed(x + w - 10 - (wide * scale) / 2, y + h + 1, scale, () => {
    p.box(-wide / 2, -chipHeight / 2, wide, chipHeight, chipHeight / 2, look.theme.surface, { colour: look.theme.line3, width: 1, dash: [2, 2] });
    p.text(text, 0, 0, font, look.theme.ink2, "center");
  });
}
