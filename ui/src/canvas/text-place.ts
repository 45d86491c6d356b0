// Where the name of an element stands, for a field in its place.

import type { Font } from "./advances";
import { card, fonts, isCard } from "./anatomy";
import type { Rect } from "./geometry";
import { labelWidth } from "./label";
import type { Scene, SceneNode } from "./scene";
import type { Id } from "./sheet";

export interface TextPlace {
  /** In sheet px. */
  rect: Rect;
  font: Font;
  align: "left" | "center";
}

const fieldHeight = 18;

export function textPlace(scene: Scene, id: Id): TextPlace | null {
  const place = scene.place(id);
  if (!place) return null;
  const node = scene.node(id);
  if (node) return nodeText(node);
  const { x, y, w } = place;
  const row = scene.homeOf(id)?.source.rows?.find((r) => r.id === id);
  if (row) {
    const isOperation = row.kind === "operation";
    const font = isOperation ? fonts.path : row.kind === "api" ? fonts.api : fonts.row;
    const inset = isOperation
      ? row.verb === undefined
        ? card.pad
        : card.pathX
      : row.kind === "api"
        ? card.apiTextX
        : card.rowTextX;
    return { rect: { x: x + inset, y: y + 3, w: w - inset - 8, h: fieldHeight }, font, align: "left" };
  }
  if (scene.domain(id)) {
    return { rect: { x: x + 2, y: y - 23, w: Math.min(w, 240), h: fieldHeight }, font: fonts.title, align: "left" };
  }
  const c = scene.connection(id);
  if (!c?.source.label) return null;
  const wide = labelWidth(c.source.label);
  const rect = { x: c.label.x - wide / 2 + 4, y: c.label.y - fieldHeight / 2, w: wide - 8, h: fieldHeight };
  return { rect, font: fonts.label, align: "center" };
}

function nodeText({ source, anatomy, box }: SceneNode): TextPlace {
  const { x, y, w, h } = box;
  const { kind } = source;
  if (kind === "actor") {
    return { rect: { x: x - 34, y: y + h + 5, w: w + 68, h: fieldHeight }, font: fonts.actor, align: "center" };
  }
  if (kind === "note") {
    return { rect: { x: x + 12, y: y + 10, w: w - 24, h: h - 20 }, font: fonts.note, align: "left" };
  }
  const inset = kind === "service" ? card.textX : kind === "external" ? 39 : kind === "api" ? 33 : 36;
  const middle = isCard(kind) ? anatomy.header / 2 : kind === "store" ? 31.5 : h / 2;
  // With an owner below it the name stands higher.
  const up = anatomy.subtitle ? 6.5 : 0;
  const font = kind === "service" || kind === "external" ? fonts.name : fonts.standalone;
  return {
    rect: { x: x + inset, y: y + middle - up - fieldHeight / 2, w: w - inset - 10, h: fieldHeight },
    font,
    align: "left",
  };
}
