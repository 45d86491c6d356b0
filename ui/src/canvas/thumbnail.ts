// A drawing at the size of a stamp: groups, blocks and lines, with bars where the words would be.

import type { Painter, Stroke } from "./painter";
import { Scene, type SceneConnection, type SceneNode } from "./scene";
import type { Sheet } from "./sheet";
import { hueOf, type Theme } from "./theme";

/** Free room at each side, in px of the thumbnail. */
const air = 16;
/** Small designs are not blown up. */
const largest = 0.24;

/** Draws all of the sheet into the middle of a surface of this size, whose ground is somebody else's. */
export function paintThumbnail(p: Painter, sheet: Sheet, theme: Theme, size: { w: number; h: number }): void {
  const scene = new Scene(sheet);
  const all = scene.bounds;
  if (!all) return;
  const scale = Math.min(largest, (size.w - 2 * air) / Math.max(all.w, 1), (size.h - 2 * air) / Math.max(all.h, 1));
  if (scale <= 0) return;
  const left = (size.w - all.w * scale) / 2 - all.x * scale;
  const top = (size.h - all.h * scale) / 2 - all.y * scale;
  p.placed(left, top, scale, () => {
    const px = 1 / scale;
    for (const d of scene.domains) {
      const { x, y, w, h } = d.frame;
      const hue = hueOf(theme, d.source.hue)!;
      p.faded(theme.groupFill, () => p.box(x, y, w, h, 7 * px, hue.soft));
      p.faded(0.55, () => p.box(x, y, w, h, 7 * px, null, { colour: hue.line, width: px }));
    }
    for (const c of scene.connections) p.lines([c.line], 4 * px, strokeOf(theme, c, px));
    for (const n of scene.nodes) paintNode(p, n, theme, px);
  });
}

function strokeOf(theme: Theme, c: SceneConnection, px: number): Stroke {
  const { kind, badge } = c.source;
  const pattern: Pick<Stroke, "dash" | "round"> =
    kind === "publish" || kind === "subscribe" || kind === "depend" || kind === "release_with"
      ? { dash: [3 * px, 2.4 * px] }
      : kind === "read" || kind === "write"
        ? { dash: [0, 2.2 * px], round: true }
        : {};
  const usual = kind === "publish" || kind === "subscribe" ? theme.event : kind === "read" || kind === "write" ? theme.data : theme.call;
  return { colour: badge?.severity === "error" ? theme.error.ink : usual, width: px, ...pattern };
}

function paintNode(p: Painter, { source, box }: SceneNode, theme: Theme, px: number): void {
  const { x, y, w, h } = box;
  const outline: Stroke = { colour: theme.line2, width: px };
  switch (source.kind) {
    case "note":
      return;
    case "actor":
      p.ellipse(x + w / 2, y + h / 2, w / 2, w / 2, theme.surface, { colour: theme.line3, width: px });
      return;
    case "event":
      p.box(x, y, w, h, h / 2, theme.eventSoft, { colour: theme.event, width: 0.75 * px });
      return;
    case "external":
      p.box(x, y, w, h, 4 * px, theme.chrome, { colour: theme.line3, width: px, dash: [2 * px, 2 * px] });
      return;
    default:
      p.box(x, y, w, h, Math.min(4 * px, h / 2), theme.surface, outline);
      bars(p, { source, box }, theme, px);
  }
}

/** A sign in the colour of its group, a bar for the name and, where there is room, one for what stands below. */
function bars(p: Painter, { source, box }: Pick<SceneNode, "source" | "box">, theme: Theme, px: number): void {
  const { x, y, w, h } = box;
  if (w < 22 * px || h < 10 * px) return;
  const sign = source.kind === "store" ? theme.data : (hueOf(theme, source.hue)?.line ?? theme.line3);
  p.box(x + 5 * px, y + 5 * px, 4 * px, 4 * px, px, sign);
  const name = Math.min(w - 18 * px, Math.max(8 * px, (w - 18 * px) * Math.min(1, source.name.length / 14)));
  p.faded(0.55, () => p.box(x + 12 * px, y + 5.5 * px, name, 2.6 * px, 1.3 * px, theme.line3));
  if (h < 20 * px) return;
  p.box(x + 5 * px, y + 13 * px, (w - 10 * px) * 0.8, 2.2 * px, 1.1 * px, theme.line2);
}
