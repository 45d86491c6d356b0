// Paints whatever moves or is touched: selection, hover, what is dragged, and what is being drawn.

import { groupRadius } from "./draw-domain";
import { labelPill, connectionBadge, grownAt } from "./draw-badge";
import { drawBlock } from "./draw-block";
import { drawConnection, drawEnding, drawPort, drawPorts, type Emphasis, strokeOf } from "./draw-connection";
import { drawMergedPorts } from "./draw-merged-ports";
import { blockOf } from "./draw-overview";
import type { State } from "./gestures/gesture";
import { corners, portsOf, resizable } from "./hit";
import { inflate, type Rect } from "./geometry";
import type { Target } from "./intent";
import type { Look, NodeState } from "./look";
import type { Carry } from "./paint-dragging";
import { paintGesture } from "./paint-gesture";
import { unheardPorts } from "./paint-scene";
import type { Painter } from "./painter";
import { rowPort } from "./ports";
import type { Scene, SceneConnection, SceneNode } from "./scene";
import type { Affordances, Id } from "./sheet";
import { drawNode } from "./draw-shape";

export interface Touch {
  state: State;
  hover: Target | null;
  selection: ReadonlySet<Id>;
  /** The element the keyboard is on. */
  keyboard: Id | null;
  affordances: Affordances;
  /** Connections that the one being drawn would close a cycle with. */
  closing: ReadonlySet<Id>;
}

/** Nothing moves and nothing is marked: there is nothing to paint. */
export const isUntouched = ({ state, hover, selection, keyboard, closing }: Touch): boolean =>
  (state.doing === "nothing" || state.doing === "panning") && !hover && selection.size === 0 && keyboard === null && closing.size === 0;

/** Beyond so many, selected nodes get an outline only: the static layer has drawn them already. */
const mostRedrawn = 150;

/** What is carried is drawn anew each time. */
const anew: Carry = (p, dx, dy, bounds, _of, draw) => p.placed(dx, dy, 1, () => draw(p, bounds));

export function paintOverlay(p: Painter, scene: Scene, look: Look, touch: Touch, area: Rect, carry: Carry = anew): void {
  if (look.detail !== "overview") {
    paintTouchedConnections(p, scene, look, touch);
    paintTouchedNodes(p, scene, look, touch, area);
  } else paintFarSelection(p, scene, look, touch);
  paintSelectedDomains(p, scene, look, touch);
  paintGesture(p, scene, look, touch, area, carry);
  paintHandles(p, scene, look, touch);
  paintKeyboard(p, scene, look, touch);
}

function paintTouchedConnections(p: Painter, scene: Scene, look: Look, touch: Touch): void {
  for (const [c, emphasis] of emphasised(scene, look, touch)) {
    drawConnection(p, look, c, c.line, emphasis);
    if (emphasis === "error" || look.focus) continue;
    const { badge, label } = c.source;
    if (badge) {
      if (!c.quiet && look.detail !== "block") p.placed(c.label.x, c.label.y, grownAt(look.zoom), () => connectionBadge(p, look.theme, badge, 0, 0));
    } else if (label && look.detail === "full" && look.renaming !== c.source.id && (emphasis === "hovered" || touch.selection.has(c.source.id))) {
      labelPill(
        p,
        look.theme,
        label,
        c.label.x,
        c.label.y,
        emphasis === "selected" ? look.theme.accentInk : look.theme.ink2,
      );
    }
  }
}

/** Connections to be drawn again on top, each once, the strongest reason last. */
function emphasised(scene: Scene, look: Look, touch: Touch): Map<SceneConnection, Emphasis> {
  const out = new Map<SceneConnection, Emphasis>();
  const add = (c: SceneConnection | undefined, emphasis: Emphasis): void => {
    if (!c || look.lifted.has(c.start.node) || look.lifted.has(c.end.node)) return;
    // What is not on the path in focus stays quiet.
    if (look.focus && emphasis === "selected" && !look.focus.ids.has(c.source.id) && !touch.selection.has(c.source.id)) return;
    // An error keeps its look when selected, so the line below it does already.
    if (emphasis === "selected" && c.source.badge?.severity === "error" && !touch.selection.has(c.source.id)) return;
    out.set(c, emphasis);
  };
  if (touch.hover?.on === "connection") add(scene.connection(touch.hover.id), "hovered");
  for (const id of touch.selection) {
    const c = scene.connection(id);
    if (c) add(c, "selected");
    const home = scene.homeOf(id);
    if (!home) continue;
    for (const i of home.connections) {
      const from = scene.connections[i]!;
      if (from.source.from === id || (from.reversed && from.source.to === id)) add(from, "selected");
    }
  }
  for (const id of touch.closing) add(scene.connection(id), "error");
  return out;
}

function paintTouchedNodes(p: Painter, scene: Scene, look: Look, touch: Touch, area: Rect): void {
  const states = new Map<SceneNode, NodeState>();
  const give = (node: SceneNode | undefined, state: NodeState): void => {
    if (node && !look.lifted.has(node.index)) states.set(node, { ...states.get(node), ...state });
  };
  const rows = new Set<Id>();
  if (touch.state.doing === "nothing" && touch.hover && !look.focus) {
    const { hover } = touch;
    if (hover.on === "node") give(scene.node(hover.id), { hovered: true });
    if (hover.on === "row") give(scene.node(hover.node), { hovered: true, hoveredRow: hover.id });
    if (hover.on === "port") give(scene.node(hover.node), { hovered: true });
    if (hover.on === "connection") {
      const c = scene.connection(hover.id);
      if (c?.start.row) give(scene.nodes[c.start.node], { hoveredRow: c.start.row });
      if (c?.end.row) give(scene.nodes[c.end.node], { hoveredRow: c.end.row });
    }
  }
  const marked = touch.state.doing === "marquee" ? new Set(touch.state.ids) : touch.selection;
  for (const id of marked) {
    const home = scene.homeOf(id);
    if (home) rows.add(id);
    give(home ?? scene.node(id), { selected: true });
  }
  const near = inflate(area, 40);
  const many = states.size > mostRedrawn;
  for (const [node, state] of states) {
    const { box } = node;
    if (box.x > near.x + near.w || box.y > near.y + near.h || box.x + box.w < near.x || box.y + box.h < near.y)
      continue;
    if (many) {
      p.box(box.x, box.y, box.w, box.h, 10, null, { colour: look.theme.accent, width: 2 / Math.min(1, look.zoom) });
      continue;
    }
    paintTouchedNode(p, scene, look, node, rows.size > 0 ? { ...state, rows } : state, touch);
  }
}

function paintTouchedNode(p: Painter, scene: Scene, look: Look, node: SceneNode, state: NodeState, touch: Touch): void {
  if (look.detail === "block") {
    drawBlock(p, node, look, state);
    return;
  }
  drawNode(p, node, look, state);
  if (look.detail === "summary") drawMergedPorts(p, scene, node, look);
  if (look.detail !== "full") return;
  // The card was painted over the ends of its connections.
  for (const i of node.connections) {
    const c = scene.connections[i]!;
    if (look.focus && !look.focus.ids.has(c.source.id)) continue;
    const emphasis = strengthOf(c, touch);
    drawPorts(p, look.theme, c, c.line, strokeOf(look.theme, c, emphasis).colour);
    if (c.end.node === node.index) {
      drawEnding(p, c.source.kind, c.line, c.end.row !== null, strokeOf(look.theme, c, emphasis));
    }
  }
  if (state.hovered || state.selected) freePorts(p, node, look);
  unheardPorts(p, node, look);
}

const strengthOf = (c: SceneConnection, touch: Touch): Emphasis =>
  touch.closing.has(c.source.id)
    ? "error"
    : touch.selection.has(c.source.id) ||
        (touch.selection.has(c.source.from) && c.start.row !== null) ||
        (c.reversed && touch.selection.has(c.source.to))
      ? "selected"
      : "none";

/** Hollow ports where a connection could start. */
function freePorts(p: Painter, node: SceneNode, look: Look): void {
  for (const { id, row, end } of portsOf(node)) {
    const used = node.used.get(id);
    if (used && (end.side === "left" ? used.left : end.side === "right" ? used.right : false)) continue;
    const kind = row ? node.source.rows?.find((r) => r.id === id)?.kind : undefined;
    if (kind && kind !== "operation" && end.side === "left") continue;
    const shape = kind
      ? rowPort(kind)
      : node.source.kind === "store"
        ? "square"
        : node.source.kind === "event"
          ? "diamond"
          : "circle";
    const colour = shape === "diamond" ? look.theme.event : shape === "square" ? look.theme.data : look.theme.line3;
    if (shape) drawPort(p, look.theme, shape, end.x, end.y, colour, true);
  }
}

function paintFarSelection(p: Painter, scene: Scene, look: Look, touch: Touch): void {
  const unit = 1 / look.zoom;
  for (const id of touch.selection) {
    const node = scene.carrier(id);
    if (!node) continue;
    const { x, y, w, h } = inflate(blockOf(node, look.zoom), 2 * unit);
    p.box(x, y, w, h, 5 * unit, null, { colour: look.theme.accent, width: 2 * unit });
  }
}

function paintSelectedDomains(p: Painter, scene: Scene, look: Look, touch: Touch): void {
  const unit = 1 / Math.min(1, look.zoom);
  const outline = (id: Id, colour: string, width: number): void => {
    const d = scene.domain(id);
    if (!d || (touch.state.doing === "dragging" && touch.state.domains.includes(id))) return;
    const { x, y, w, h } = d.frame;
    p.box(x, y, w, h, groupRadius(look.zoom), null, { colour, width: width * unit });
  };
  for (const id of touch.selection) outline(id, look.theme.accent, 2);
  const { hover } = touch;
  const far = look.detail === "overview" || look.detail === "block";
  if (touch.state.doing === "nothing" && hover?.on === "domain" && (hover.part !== "body" || far)) {
    if (!touch.selection.has(hover.id)) outline(hover.id, look.theme.line3, 1.5);
  }
}

function paintHandles(p: Painter, scene: Scene, look: Look, touch: Touch): void {
  const unit = 1 / look.zoom;
  const square = (x: number, y: number): void =>
    p.box(x - 4 * unit, y - 4 * unit, 8 * unit, 8 * unit, 2 * unit, look.theme.surface, {
      colour: look.theme.accent,
      width: 1.5 * unit,
    });
  if (touch.selection.size !== 1 || touch.state.doing === "dragging") return;
  // While a flow is played its numbers stand where the handles would.
  if (look.focus?.at !== undefined) return;
  const [id] = touch.selection;
  const home = scene.homeOf(id!);
  // With a row selected the card still shows where it could be taken hold of.
  const frame = touch.state.doing === "resizing" ? touch.state.now : resizable(scene, home ? home.source.id : id!);
  if (frame && look.detail !== "overview") for (const [, x, y] of corners(frame)) square(x, y);
  const c = scene.connection(id!);
  if (c && look.detail === "full") {
    const line = touch.state.doing === "waypoint" ? touch.state.moved : c.line;
    for (let i = 4; i < line.length - 2; i += 2) {
      square((line[i]! + line[i - 2]!) / 2, (line[i + 1]! + line[i - 1]!) / 2);
    }
    // Its ends can be taken elsewhere.
    if (c.source.kind !== "note") {
      square(line[0]!, line[1]!);
      square(line[line.length - 2]!, line[line.length - 1]!);
    }
  }
}

function paintKeyboard(p: Painter, scene: Scene, look: Look, touch: Touch): void {
  if (touch.keyboard === null) return;
  const place = scene.place(touch.keyboard);
  if (!place) return;
  const node = scene.node(touch.keyboard);
  const unit = 1 / look.zoom;
  const ring = inflate(place, 4 * unit);
  const radius = node ? (node.source.kind === "actor" ? ring.w / 2 : 13) : 8;
  p.box(ring.x, ring.y, ring.w, ring.h, radius, null, { colour: look.theme.accent, width: 2 * unit });
}
