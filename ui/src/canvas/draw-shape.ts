// Everything that is not a card: stores, events, external systems, actors and notes on their own.

import { fonts, noteLine } from "./anatomy";
import { legible } from "./detail";
import { nodeBadge } from "./draw-badge";
import { drawCard, outline } from "./draw-card";
import { drawBeyond, drawTint } from "./draw-tint";
import type { Look, NodeState } from "./look";
import type { Painter } from "./painter";
import type { SceneNode } from "./scene";
import { shadow } from "./shadow";

export function drawNode(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  const fainter = node.source.mark === "unchanged" ? 0.5 : look.faint?.has(node.index) ? 0.4 : 1;
  if (fainter < 1) p.faded(fainter, () => drawKind(p, node, look, state));
  else drawKind(p, node, look, state);
  drawTint(p, node, look);
  drawBeyond(p, node, look);
}

function drawKind(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  switch (node.source.kind) {
    case "service":
    case "api":
      return drawCard(p, node, look, state);
    case "store":
      return drawStore(p, node, look, state);
    case "event":
      return drawEvent(p, node, look, state);
    case "external":
      return drawExternal(p, node, look, state);
    case "actor":
      return drawActor(p, node, look, state);
    case "note":
      return drawNote(p, node, look, state);
  }
}

/** A drum whose top is an ellipse 17 high. */
function drawStore(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  const { theme } = look;
  const { x, y, w, h } = node.box;
  const r = 8.5;
  const stroke = outline(node, look, state);
  if (state.dragging || state.hovered || state.selected) {
    shadow(p, theme, state.dragging ? 3 : 2, x, y + r, w, h - r, 10);
  }
  const body = `M0 ${r}V${h - r}A${w / 2} ${r} 0 0 0 ${w} ${h - r}V${r}A${w / 2} ${r} 0 0 0 0 ${r}Z`;
  p.path(body, x, y, theme.surface, stroke);
  p.ellipse(x + w / 2, y + r, w / 2, r, theme.surface, stroke);
  const middle = y + 17 + (h - 17) / 2 - 2;
  words(p, node, look, middle, "database", theme.data, 12);
}

function drawEvent(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  const { theme } = look;
  const { x, y, w, h } = node.box;
  const stroke = outline(node, look, state);
  shadow(p, theme, state.dragging ? 3 : state.hovered || state.selected ? 2 : 0, x, y, w, h, h / 2);
  const calm = stroke.colour === theme.field;
  p.box(x, y, w, h, h / 2, theme.eventSoft, calm ? { colour: theme.event, width: stroke.width * 0.75 } : stroke);
  words(p, node, look, y + h / 2, "zap", theme.event, 14);
}

/** Icon, name and a detail at the right, as stores and events have it. */
function words(
  p: Painter,
  node: SceneNode,
  look: Look,
  middle: number,
  icon: "database" | "zap",
  colour: string,
  pad: number,
): void {
  const { theme } = look;
  const { source, anatomy, box } = node;
  p.icon(icon, box.x + pad, middle - 7.5, 15, colour);
  if (look.renaming !== source.id)
    p.text(anatomy.name, box.x + pad + 22, middle, legible(fonts.standalone, look.zoom), theme.ink);
  if (source.badge) nodeBadge(p, theme, source.badge, box.x + box.w - 10, middle);
  else if (source.detail && look.detail === "full") {
    p.text(source.detail, box.x + box.w - pad, middle, fonts.detail, theme.ink2, "right");
  }
}

function drawExternal(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  const { theme } = look;
  const { source, anatomy, box } = node;
  const { x, y, w, h } = box;
  const stroke = outline(node, look, state);
  const calm = stroke.colour === theme.field || stroke.colour === theme.line3;
  if (state.dragging) shadow(p, theme, 3, x, y, w, h, 10);
  p.box(x, y, w, h, 10, theme.chrome, calm ? { colour: theme.line3, width: stroke.width, dash: [3, 3] } : stroke);
  const middle = y + h / 2;
  p.icon("globe", x + 13, middle - 8, 16, theme.ink2);
  const two = anatomy.subtitle !== "" && look.detail === "full";
  if (look.renaming !== source.id)
    p.text(anatomy.name, x + 39, two ? middle - 6.5 : middle, legible(fonts.name, look.zoom), theme.ink);
  if (two) p.text(anatomy.subtitle, x + 39, middle + 8, legible(fonts.owner, look.zoom), theme.ink3);
  if (source.badge) nodeBadge(p, theme, source.badge, x + w - 10, middle);
}

function drawActor(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  const { theme } = look;
  const { source, anatomy, box } = node;
  const r = box.w / 2;
  shadow(p, theme, state.dragging ? 3 : state.hovered || state.selected ? 2 : 1, box.x, box.y, box.w, box.h, r);
  p.ellipse(box.x + r, box.y + r, r, r, theme.surface, outline(node, look, state));
  p.icon("user", box.x + r - 11, box.y + r - 11, 22, theme.ink);
  if (look.renaming !== source.id)
    p.text(anatomy.name, box.x + r, box.y + box.h + 14, legible(fonts.actor, look.zoom), theme.ink, "center");
}

function drawNote(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  const { theme } = look;
  const { x, y, w, h } = node.box;
  const d = `M4 0H${w - 4}A4 4 0 0 1 ${w} 4V${h - 12}A12 12 0 0 1 ${w - 12} ${h}H4A4 4 0 0 1 0 ${h - 4}V4A4 4 0 0 1 4 0Z`;
  // Its paper tells a note from the canvas; where there are no tints, an outline does.
  const edge = state.selected ? { colour: theme.accent, width: 2 } : theme.contrast ? { colour: theme.ink3, width: 1 } : null;
  shadow(p, theme, state.dragging ? 3 : 1, x, y, w, h, 4);
  p.path(d, x, y, theme.note.paper, edge);
  if (look.renaming === node.source.id || look.zoom * fonts.note.size < 7) return;
  node.anatomy.lines.forEach((line, i) => {
    p.text(line, x + 12, y + 10 + noteLine * (i + 0.5), fonts.note, theme.note.ink);
  });
}
