// Paints the gesture that is going on.

import { groupRadius } from "./draw-domain";
import { textWidth } from "./advances";
import { cornerRadius, drawEnding, drawPort } from "./draw-connection";
import { drawBlock } from "./draw-block";
import { drawNode } from "./draw-shape";
import { type Dragging, type Linking, type Placing } from "./gestures/gesture";
import { placeBox, usualSize } from "./gestures/placing";
import { overlaps, type Rect, spanned } from "./geometry";
import type { IconName } from "./icons";
import type { Placeable } from "./intent";
import { lineBounds } from "./line";
import type { Look } from "./look";
import { drawConnection, type Touch } from "./paint-overlay";
import { unheardPorts } from "./paint-scene";
import type { Painter } from "./painter";
import { type End, endsOf } from "./ports";
import { clearance, outward, quick, quickest } from "./route";
import { drawPorts, strokeOf } from "./draw-connection";
import type { Scene } from "./scene";
import type { Id } from "./sheet";
import { hueOf } from "./theme";

/** More than so many carried nodes are drawn as blocks. */
const mostInFull = 150;

export function paintGesture(p: Painter, scene: Scene, look: Look, touch: Touch, area: Rect): void {
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
      return paintDragging(p, scene, look, state, area);
    case "linking":
      return paintLinking(p, scene, look, touch, state);
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

function paintDragging(p: Painter, scene: Scene, look: Look, state: Dragging, area: Rect): void {
  const { theme } = look;
  const { dx, dy } = state;
  const unit = 1 / look.zoom;
  if (state.into) {
    const d = scene.domain(state.into);
    if (d) {
      const { x, y, w, h } = d.frame;
      p.faded(0.5, () => p.box(x, y, w, h, groupRadius(look.zoom), theme.accentSoft));
      p.box(x, y, w, h, groupRadius(look.zoom), null, { colour: theme.accent, width: 2 * Math.max(1, unit) });
    }
  }
  const ghost = { colour: theme.field, width: unit, dash: [4 * unit, 3 * unit] };
  if (state.nodes.length <= 60) {
    for (const i of state.nodes) {
      const { box, source } = scene.nodes[i]!;
      p.box(box.x, box.y, box.w, box.h, source.kind === "actor" ? box.w / 2 : 10, null, ghost);
    }
  }
  for (const id of state.domains) {
    const { frame, source } = scene.domain(id)!;
    const hue = hueOf(theme, source.hue)!;
    p.faded(0.6, () => p.box(frame.x + dx, frame.y + dy, frame.w, frame.h, groupRadius(look.zoom), hue.soft));
    p.box(frame.x + dx, frame.y + dy, frame.w, frame.h, groupRadius(look.zoom), null, {
      colour: theme.accent,
      width: 2 * Math.max(1, unit),
    });
    p.text(source.name, frame.x + dx + 2, frame.y + dy - 14, { family: "sans", size: 12.5, weight: 600 }, hue.text);
  }
  const moved = new Set(state.nodes);
  // Of a duplicate, connections stay with the original.
  const connections = state.duplicate ? [] : [...carried(scene, state, moved)];
  for (const [c, line] of connections) drawConnection(p, look, c, line, "none");
  p.placed(dx, dy, 1, () => {
    const seen = { ...area, x: area.x - dx, y: area.y - dy };
    const shown = state.nodes.map((i) => scene.nodes[i]!).filter((n) => overlaps(n.box, seen));
    const simple = look.detail === "block" || look.detail === "overview" || shown.length > mostInFull;
    for (const node of shown) {
      if (simple) drawBlock(p, node, look, { dragging: true });
      else drawNode(p, node, look, { dragging: true });
      if (look.detail === "full" && !simple) unheardPorts(p, node, look);
    }
  });
  if (look.detail === "full") {
    for (const [c, line] of connections) drawPorts(p, theme, c, line, strokeOf(theme, c).colour);
  }
  for (const g of state.guides) {
    const line = g.axis === "x" ? [g.at, g.from, g.at, g.to] : [g.from, g.at, g.to, g.at];
    p.lines([line], 0, { colour: theme.accent, width: unit, dash: [3 * unit, 3 * unit] });
    if (g.gap !== undefined) {
      const x = (g.from + g.to) / 2;
      p.box(x - 16 * unit, g.at - 8 * unit, 32 * unit, 16 * unit, 3 * unit, theme.accent);
      p.text(String(g.gap), x, g.at, { family: "sans", size: 10.5 * unit, weight: 550 }, theme.onAccent, "center");
    }
  }
}

/** Connections of what moves: those inside it move along, the others get a quick course. */
function* carried(scene: Scene, state: Dragging, moved: ReadonlySet<number>) {
  const seen = new Set<number>();
  for (const n of state.nodes) {
    for (const i of scene.nodes[n]!.connections) {
      if (seen.has(i)) continue;
      seen.add(i);
      const c = scene.connections[i]!;
      const start = moved.has(c.start.node);
      const end = moved.has(c.end.node);
      const { dx, dy } = state;
      if (start && end) {
        yield [c, c.line.map((v, k) => v + (k % 2 === 0 ? dx : dy))] as const;
        continue;
      }
      yield [
        c,
        quickest(
          scene.courses.ends(c.start, start ? dx : 0, start ? dy : 0),
          scene.courses.ends(c.end, end ? dx : 0, end ? dy : 0),
        ),
      ] as const;
    }
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

function paintLinking(p: Painter, scene: Scene, look: Look, touch: Touch, state: Linking): void {
  const { theme } = look;
  for (const [id, affordance] of touch.affordances) {
    if (affordance.severity === "error") frameOf(p, scene, look, id, theme.error.ink, 1.5);
  }
  const home = scene.carrier(state.from);
  if (!home) return;
  const starts = scene.courses
    .ends({ node: home.index, row: scene.node(state.from) ? null : state.from })
    .filter((e) => e.side === state.side);
  const start = starts[0];
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
