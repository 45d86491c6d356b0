// Services and APIs: cards with a header and rows.

import { fit, type Font } from "./advances";
import { card, fonts, type Part } from "./anatomy";
import { grownAt, markColour, nodeBadge, statusOf } from "./draw-badge";
import { legible } from "./detail";
import type { Look, NodeState } from "./look";
import type { Painter, Stroke } from "./painter";
import type { SceneNode } from "./scene";
import { shadow } from "./shadow";
import type { SheetRow } from "./sheet";
import { hueOf, type Theme } from "./theme";

const radius = 10;

export function drawCard(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  const { theme } = look;
  const { source, anatomy, box } = node;
  const { x, y, w, h } = box;
  const fill = source.locked ? theme.chrome : theme.surface;
  shadow(
    p,
    theme,
    source.locked ? 0 : state.dragging ? 3 : state.hovered || state.selected ? 2 : 1,
    x,
    y,
    w,
    h,
    radius,
  );
  p.box(x, y, w, h, radius, fill);
  if (state.rows && look.detail === "full") tintRows(p, node, state, theme);
  header(p, node, look);
  if (anatomy.parts.length > 0) {
    p.box(x, y + anatomy.header - 1, w, 1, 0, theme.line);
    if (look.detail === "full") for (const part of anatomy.parts) drawPart(p, node, part, look, state);
    else counts(p, node, look);
  }
  p.box(x, y, w, h, radius, null, outline(node, look, state));
}

/** Also for the shapes of draw-shape.ts. */
export function outline(node: SceneNode, look: Look, state: NodeState): Stroke {
  const { theme } = look;
  const { source } = node;
  if (state.selected) return { colour: theme.accent, width: 2 };
  const mark = source.mark && markColour(theme, source.mark);
  if (mark) return { colour: mark, width: 2 };
  if (source.badge?.severity === "error") return { colour: theme.error.ink, width: 1 };
  if (state.dragging) return { colour: theme.accent, width: 1 };
  return { colour: state.hovered ? theme.line3 : theme.field, width: Math.min(1, 1.2 / look.zoom) };
}

function header(p: Painter, node: SceneNode, look: Look): void {
  const { theme } = look;
  const { source, anatomy, box } = node;
  const hue = hueOf(theme, source.hue);
  const middle = box.y + anatomy.header / 2;
  const isService = source.kind === "service";
  let textX: number;
  if (isService) {
    const size = card.icon;
    p.box(box.x + card.pad, middle - size / 2, size, size, 6, hue?.soft ?? theme.sunken);
    p.icon(source.group ? "domain" : "box", box.x + card.pad + 4, middle - 8, 16, hue?.text ?? theme.ink2);
    textX = box.x + card.textX;
  } else {
    p.icon("plug", box.x + card.pad, middle - 7, 14, hue?.text ?? theme.ink2);
    textX = box.x + 33;
  }
  // In the summary the name stays readable: it grows as the card shrinks.
  // Half px steps, so that a zoom does not ask for a new fit in every frame.
  const grown = look.detail === "full" ? 13 : Math.min(22, Math.max(13, Math.round(19 / look.zoom) / 2));
  // Its marks as well, as far as the header has room.
  const mark = look.detail === "full" ? 1 : Math.min(1.7, grownAt(look.zoom));
  const twoLines = anatomy.subtitle !== "" && look.detail === "full";
  const nameFont = { ...(isService ? fonts.name : fonts.standalone), size: grown };
  if (look.renaming !== source.id) {
    const right = box.x + box.w - (source.badge || source.locked ? 12 + 24 * mark : 8);
    const name = grown > 13 ? refitted(source.name, nameFont, right - textX) : anatomy.name;
    p.text(name, textX, twoLines ? middle - 6.5 : middle, nameFont, theme.ink);
  }
  if (twoLines) p.text(anatomy.subtitle, textX, middle + 8, legible(fonts.owner, look.zoom), theme.ink3);

  const right = box.x + box.w - 10;
  const { badge } = source;
  if (badge) p.placed(right, middle, mark, () => nodeBadge(p, theme, badge, 0, 0));
  else if (source.locked) p.icon("lock", right - 14 * mark, middle - 7 * mark, 14 * mark, theme.ink2);
  else if (source.detail && look.detail === "full") {
    p.text(source.detail, right, middle, fonts.detail, theme.ink3, "right");
  }
}

const refits = new Map<string, string>();

/** A grown name has room for fewer letters. */
function refitted(name: string, font: Font, room: number): string {
  const key = `${font.size}/${room}/${name}`;
  let fitted = refits.get(key);
  if (fitted === undefined) {
    if (refits.size > 4000) refits.clear();
    refits.set(key, (fitted = fit(name, font, room)));
  }
  return fitted;
}

function tintRows(p: Painter, node: SceneNode, state: NodeState, theme: Theme): void {
  const { box, anatomy } = node;
  for (const part of anatomy.parts) {
    if (part.part !== "row" || !state.rows?.has(part.row.id)) continue;
    p.box(box.x + 1, box.y + part.y, box.w - 2, part.h, 0, theme.accentSoft);
  }
}

function drawPart(p: Painter, node: SceneNode, part: Part, look: Look, state: NodeState): void {
  const { theme } = look;
  const { x, y, w } = node.box;
  const middle = y + part.y + part.h / 2;
  switch (part.part) {
    case "divider":
      p.box(x, y + part.y + 3, w, 1, 0, theme.line);
      return;
    case "more":
    case "counts":
      p.text(part.text, x + card.pad, middle, fonts.detail, part.part === "more" ? theme.accentInk : theme.ink3);
      return;
    default:
      if (state.hoveredRow === part.row.id && !state.rows?.has(part.row.id)) {
        p.box(x + 1, y + part.y, w - 2, part.h, 0, theme.hover);
      }
      drawRow(p, node, part.row, part.text, middle, look, state.rows?.has(part.row.id) ?? false);
  }
}

function drawRow(
  p: Painter,
  node: SceneNode,
  row: SheetRow,
  text: string,
  middle: number,
  look: Look,
  selected: boolean,
): void {
  const { theme } = look;
  const { x, w } = node.box;
  const shown = look.renaming === row.id ? "" : text;
  switch (row.kind) {
    case "api":
      p.icon("plug", x + card.pad - 1, middle - 5, 12, theme.ink2);
      p.text(shown, x + card.apiTextX, middle + 1, legible(fonts.api, look.zoom), theme.ink3);
      break;
    case "operation": {
      const at = row.verb === undefined ? card.pad : card.pathX;
      if (row.verb !== undefined) {
        p.text(row.verb, x + card.pad, middle, legible(fonts.verb, look.zoom), selected ? theme.accentInk : theme.ink2);
      }
      p.text(shown, x + at, middle, fonts.path, selected ? theme.accentInk : theme.ink);
      break;
    }
    default: {
      const isStore = row.kind === "store";
      p.icon(isStore ? "database" : "zap", x + card.pad - 1, middle - 7, 14, isStore ? theme.data : theme.event);
      p.text(shown, x + card.rowTextX, middle, fonts.row, selected ? theme.accentInk : theme.ink2);
    }
  }
  if (row.badge)
    p.icon(
      row.badge.cycle ? "cycle" : row.badge.severity,
      x + w - 24,
      middle - 6,
      12,
      statusOf(theme, row.badge.severity).ink,
    );
}

/** What the rows come to, when they are too small to read. */
function counts(p: Painter, node: SceneNode, look: Look): void {
  const { box, anatomy } = node;
  const size = Math.min(21, Math.max(11, 8 / look.zoom));
  let y = box.y + anatomy.header + size;
  for (const line of anatomy.counts.split(" · ")) {
    if (y + size / 2 > box.y + box.h) return;
    p.text(line, box.x + card.pad, y, { family: "sans", size, weight: 400 }, look.theme.ink3);
    y += size * 1.45;
  }
}
