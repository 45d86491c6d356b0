// Paints the gesture that is going on.

import { textWidth } from "./advances";
import { cornerRadius, drawConnection, drawEnding, drawPort } from "./draw-connection";
import type { Linking, Placing, State } from "./gestures/gesture";
import { placeBox, usualSize } from "./gestures/placing";
import { type Rect, spanned } from "./geometry";
import type { IconName } from "./icons";
import type { Placeable } from "./intent";
import { lineBounds } from "./line";
import type { Look } from "./look";
import { type Carry, paintDragging } from "./paint-dragging";
import type { Touch } from "./paint-overlay";
import type { Painter } from "./painter";
import { type End, endsOf } from "./ports";
import { clearance, outward, quick, quickest } from "./route";
import type { Scene } from "./scene";
import type { Id } from "./sheet";

export function paintGesture(p: Painter, scene: Scene, look: Look, touch: Touch, area: Rect, carry: Carry): void {
  const { state } = touch;
  const { theme } = look;
  switch (state.doing) {
    case "marquee": {
      const r = spanned(state.from, state.to);
      p.faded(0.12, () => p.box(r.x, r.y, r.w, r.h, 2 / look.zoom, theme.accent));
      p.box(r.x, r.y, r.w, r.h, 2 / look.zoom, null, { colour: theme.accent, width: 1 / look.zoom });
      return;
    }
    case "dragging":
      return paintDragging(p, scene, look, state, area, carry);
    case "linking":
      return paintLinking(p, scene, look, touch, state, area);
    case "asking":
      return paintAsking(p, scene, look, state);
    case "refused":
      return paintReason(p, look, state.at, state.why, "lock");
    case "reconnecting": {
      const c = scene.connection(state.id);
      if (!c) return;
      const fixedStart = (state.end === "to") !== c.reversed;
      const fixed = scene.courses.ends(fixedStart ? c.start : c.end);
      const loose: End[] = looseEnds(scene, state.target?.id ?? null, state.at);
      const line = fixedStart ? quickest(fixed, loose) : quickest(loose, fixed);
      drawConnection(p, look, c, line, "drawn");
      if (state.target) frameOf(p, scene, look, state.target.id, theme.accent, 2);
      return;
    }
    case "waypoint": {
      const c = scene.connection(state.id);
      if (c) drawConnection(p, look, c, state.moved, "selected");
      return;
    }
    case "resizing": {
      const { x, y, w, h } = state.now;
      const domain = scene.domain(state.id) !== undefined;
      p.box(x, y, w, h, domain ? 16 : 10, null, { colour: theme.accent, width: 2 / Math.min(1, look.zoom) });
      return;
    }
    case "rowDragging": {
      const row = scene.homeOf(state.id)?.source.rows?.find((r) => r.id === state.id);
      if (state.into !== null) frameOf(p, scene, look, state.into, theme.accent, 2);
      if (state.why) paintReason(p, look, state.at, state.why, "info");
      if (!row) return;
      const text = row.verb ? `${row.verb} ${row.text}` : row.text;
      const font = { family: "mono", size: 11, weight: 450 } as const;
      const w = textWidth(text, font) + 20;
      p.box(state.at.x + 6, state.at.y - 29, w, 24, 8, theme.raised, { colour: theme.accent, width: 1 });
      p.text(text, state.at.x + 16, state.at.y - 17, font, theme.ink);
      return;
    }
    case "placing":
      if (state.at) paintPlacing(p, scene, look, state);
  }
}

function looseEnds(scene: Scene, target: Id | null, at: { x: number; y: number }): End[] {
  if (target !== null) {
    const node = scene.carrier(target);
    if (node) {
      const row = scene.node(target) ? null : target;
      return endsOf(node.source.kind, node.box, node.anatomy, row);
    }
  }
  return (["left", "right", "top", "bottom"] as const).map((side) => ({ ...at, side }));
}

function paintLinking(p: Painter, scene: Scene, look: Look, touch: Touch, state: Linking, area: Rect): void {
  const { theme } = look;
  if (touch.affordances.size > 0) paintWarnings(p, scene, look, touch, area);
  const start = startOf(scene, state);
  if (!start) return;
  const target = state.target;
  const bad = target && touch.affordances.get(target.id)?.severity === "error";
  let line = target ? quickest([start], looseEnds(scene, target.id, state.at)) : toPointer(start, state.at);
  if (target && target.on !== "node" && lineBounds(line) === null) line = toPointer(start, state.at);
  const stroke = { colour: theme.accent, width: 1.75 };
  if (target && !bad) frameOf(p, scene, look, target.id, theme.accent, 1.5);
  p.lines([line], cornerRadius, stroke);
  drawEnding(p, "call", line, target !== null && target.on !== "node", stroke);
  drawPort(p, theme, "circle", start.x, start.y, theme.accent);
  p.faded(0.18, () => p.ellipse(state.at.x, state.at.y, 9 / look.zoom, 9 / look.zoom, theme.accent));
}

/** Frames around what shows of everything a connection could not end at without an error. */
function paintWarnings(p: Painter, scene: Scene, look: Look, { affordances }: Touch, area: Rect): void {
  for (const i of scene.nodesIn(area)) {
    const { id, rows } = scene.nodes[i]!.source;
    if (affordances.get(id)?.severity === "error") frameOf(p, scene, look, id, look.theme.error.ink, 1.5);
    if (look.detail !== "full") continue;
    for (const row of rows ?? []) if (affordances.get(row.id)?.severity === "error") frameOf(p, scene, look, row.id, look.theme.error.ink, 1.5);
  }
}

/** The line of a connection whose end is being chosen in a menu. */
function paintAsking(p: Painter, scene: Scene, look: Look, state: Extract<State, { doing: "asking" }>): void {
  const start = startOf(scene, state);
  if (!start) return;
  const { theme } = look;
  p.lines([toPointer(start, state.at)], cornerRadius, { colour: theme.accent, width: 1.75 });
  drawPort(p, theme, "circle", start.x, start.y, theme.accent);
  drawPort(p, theme, "circle", state.at.x, state.at.y, theme.accent, true);
}

const startOf = (scene: Scene, { from, side }: { from: Id; side: End["side"] }): End | undefined => {
  const home = scene.carrier(from);
  return home && scene.courses.ends({ node: home.index, row: scene.node(from) ? null : from }).find((e) => e.side === side);
};

/** Why not, beside the pointer. */
function paintReason(p: Painter, look: Look, at: { x: number; y: number }, why: string, icon: IconName): void {
  const unit = 1 / look.zoom;
  p.placed(at.x + 14 * unit, at.y + 16 * unit, unit, () => {
    const font = { family: "sans", size: 11.5, weight: 400 } as const;
    p.box(0, 0, textWidth(why, font) + 34, 26, 6, look.theme.raised, { colour: look.theme.line2, width: 1 });
    p.icon(icon, 8, 6, 14, look.theme.ink2);
    p.text(why, 27, 13, font, look.theme.ink);
  });
}

/** Straight to the pointer, entering it from where the line comes. */
function toPointer(start: End, at: { x: number; y: number }): readonly number[] {
  const a = outward(start);
  const ahead = (at.x - start.x) * a.dx + (at.y - start.y) * a.dy;
  const side = ahead >= 2 * clearance ? opposite(start.side) : start.side;
  return quick(start, { x: at.x, y: at.y, side });
}

const opposite = (side: End["side"]): End["side"] =>
  side === "left" ? "right" : side === "right" ? "left" : side === "top" ? "bottom" : "top";

/** A frame around a node or a row, for what is aimed at. */
function frameOf(p: Painter, scene: Scene, look: Look, id: Id, colour: string, width: number): void {
  const place = scene.place(id);
  if (!place) return;
  const unit = 1 / Math.min(1, look.zoom);
  const node = scene.node(id);
  if (node) {
    const r = node.source.kind === "actor" ? place.w / 2 : node.source.kind === "event" ? place.h / 2 : 10;
    p.box(place.x, place.y, place.w, place.h, r, null, { colour, width: width * unit });
    return;
  }
  if (look.detail !== "full") return;
  p.box(place.x + 3, place.y + 2, place.w - 6, place.h - 4, 4, null, { colour, width: width * unit });
}

const icons: Record<Placeable, IconName> = {
  service: "box",
  api: "plug",
  store: "database",
  event: "zap",
  external: "globe",
  actor: "user",
  note: "note",
  domain: "box",
};

function paintPlacing(p: Painter, scene: Scene, look: Look, state: Placing): void {
  const { theme } = look;
  const ground = { camera: { x: 0, y: 0, zoom: look.zoom }, snapping: true, scene } as Parameters<typeof placeBox>[1];
  const { x, y, w, h } = placeBox(state, ground);
  const usual = usualSize(state.what);
  const radius = state.what === "domain" ? 16 : state.what === "actor" ? w / 2 : state.what === "event" ? h / 2 : 10;
  p.faded(0.7, () => p.box(x, y, w, h, radius, theme.accentSoft));
  p.box(x, y, w, h, radius, null, { colour: theme.accent, width: 1.5, dash: [4, 3] });
  if (state.what !== "domain")
    p.icon(icons[state.what], x + usual.w / 2 - 9, y + Math.min(h, usual.h) / 2 - 9, 18, theme.accent);
}
