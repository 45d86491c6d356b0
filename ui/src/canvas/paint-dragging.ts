// Paints what is carried: lifted off its place, with its connections, and the guides it lines up with.

import { groupRadius } from "./draw-domain";
import { drawBlock } from "./draw-block";
import { drawConnections, drawPorts, drawWays, strokeOf } from "./draw-connection";
import { drawMoving, drawMovingPorts } from "./draw-moving";
import { drawNode } from "./draw-shape";
import type { Dragging } from "./gestures/gesture";
import { bounds, inflate, overlaps, type Rect } from "./geometry";
import { type Line, lineBounds } from "./line";
import type { Look } from "./look";
import { drawGhost, mostGhosts, unheardPorts } from "./paint-scene";
import type { Painter } from "./painter";
import type { End } from "./ports";
import { quickest } from "./route";
import type { Scene, SceneConnection } from "./scene";
import { hueOf } from "./theme";
import { titleAlone } from "./title-places";

/** More than so many carried nodes are drawn as blocks. */
const mostInFull = 150;
/** Of more connections that lead elsewhere, only their way is drawn while the hand moves: strokes are what costs most then. */
const mostStroked = 40;
/** Shadows and ports reach this far beyond a node. */
const reach = 40;

/**
 * Draws something so far from its place. All of it lies in `bounds`, and it looks as before while what it is made `of` is
 * the same, so it may be drawn once and copied.
 */
export type Carry = (p: Painter, dx: number, dy: number, bounds: Rect, of: readonly unknown[], draw: (p: Painter, area: Rect) => void) => void;

export function paintDragging(p: Painter, scene: Scene, look: Look, state: Dragging, area: Rect, carry: Carry): void {
  const { theme } = look;
  const unit = 1 / look.zoom;
  const raised = liftOf(state, look);
  const [dx, dy] = [state.dx + raised.x, state.dy + raised.y];
  if (state.into) {
    const d = scene.domain(state.into);
    if (d) {
      const { x, y, w, h } = d.frame;
      p.faded(0.5, () => p.box(x, y, w, h, groupRadius(look.zoom), theme.accentSoft));
      p.box(x, y, w, h, groupRadius(look.zoom), null, { colour: theme.accent, width: 2 * Math.max(1, unit) });
    }
  }
  // Of a duplicate, the original stays; places left empty belong to what rests.
  if (state.duplicate && state.nodes.length <= mostGhosts && !state.landed) for (const i of state.nodes) drawGhost(p, scene.nodes[i]!, look);
  for (const id of state.domains) {
    const { frame, source } = scene.domain(id)!;
    const hue = hueOf(theme, source.hue)!;
    p.faded(0.6, () => p.box(frame.x + dx, frame.y + dy, frame.w, frame.h, groupRadius(look.zoom), hue.soft));
    p.box(frame.x + dx, frame.y + dy, frame.w, frame.h, groupRadius(look.zoom), null, {
      colour: theme.accent,
      width: 2 * Math.max(1, unit),
    });
    const title = titleAlone({ source, frame }, look.zoom);
    p.text(title.name, title.x + dx, title.y + dy, title.nameFont, hue.text);
  }
  const { inner, outer, bounds: all } = cargoOf(scene, state);
  const loose = outer.map((o) => [o.c, courseOf(o, dx, dy)] as const).filter(([, line]) => shows(line, area));
  const isSketched = loose.length > mostStroked && !state.landed;
  if (isSketched || look.detail === "block") drawWays(p, look, loose);
  else if (state.landed) drawConnections(p, look, loose, area);
  else drawMoving(p, look, loose);
  const held = { dragging: !state.landed };
  const of = [scene, state.nodes, inner, held.dragging, look.theme, look.zoom, look.ratio, look.renaming];
  carry(p, dx, dy, all, of, (q, seen) => {
    drawConnections(q, look, inner.filter((c) => shows(c.line, seen)).map((c) => [c, c.line] as const), seen);
    const shown = state.nodes.map((i) => scene.nodes[i]!).filter((n) => overlaps(inflate(n.box, reach), seen));
    const simple = look.detail === "block" || look.detail === "overview" || shown.length > mostInFull;
    for (const node of shown) {
      if (simple) drawBlock(q, node, look, held);
      else drawNode(q, node, look, held);
      if (look.detail === "full" && !simple) unheardPorts(q, node, look);
    }
    if (look.detail === "full") for (const c of inner) drawPorts(q, theme, c, c.line, strokeOf(theme, c).colour);
  });
  if (look.detail === "full" && !isSketched) drawMovingPorts(p, look, loose);
  for (const g of state.guides) {
    const line = g.axis === "x" ? [g.at, g.from, g.at, g.to] : [g.from, g.at, g.to, g.at];
    const drawn = state.guides.some((o) => o !== g && o.gap === undefined && o.axis === g.axis && o.at === g.at);
    if (!drawn) p.lines([line], 0, { colour: theme.accent, width: unit, dash: [3 * unit, 3 * unit] });
    if (g.gap !== undefined) {
      const between = (g.from + g.to) / 2;
      const [x, y] = g.axis === "x" ? [g.at, between] : [between, g.at];
      p.box(x - 16 * unit, y - 8 * unit, 32 * unit, 16 * unit, 3 * unit, theme.accent);
      p.text(String(g.gap), x, y, { family: "sans", size: 10.5 * unit, weight: 550 }, theme.onAccent, "center");
    }
  }
}

/** What is carried hangs a little above its place, except where a guide says exactly where it would stand. */
function liftOf(state: Dragging, look: Look): { x: number; y: number } {
  if (state.landed || state.guides.length > 0) return { x: 0, y: 0 };
  return { x: 6 / look.zoom, y: -5 / look.zoom };
}

/** What is carried: the connections inside it, which keep their courses, those that lead out of it, and where all of it lies. */
interface Cargo {
  scene: Scene;
  inner: readonly SceneConnection[];
  outer: readonly Loose[];
  bounds: Rect;
}

/** A connection of which one end moves, and where its ends may be before anything has moved. */
interface Loose {
  c: SceneConnection;
  startMoves: boolean;
  starts: readonly End[];
  ends: readonly End[];
}

const cargoes = new WeakMap<readonly number[], Cargo>();

/** Found once for each time something is taken up. */
function cargoOf(scene: Scene, { nodes, duplicate }: Dragging): Cargo {
  const known = cargoes.get(nodes);
  if (known?.scene === scene) return known;
  const moved = new Set(nodes);
  const inner: SceneConnection[] = [];
  const outer: Loose[] = [];
  // Of a duplicate, connections stay with the original.
  const touched = duplicate ? [] : new Set(nodes.flatMap((n) => scene.nodes[n]!.connections));
  for (const i of touched) {
    const c = scene.connections[i]!;
    const [startMoves, endMoves] = [moved.has(c.start.node), moved.has(c.end.node)];
    if (startMoves && endMoves) inner.push(c);
    else outer.push({ c, startMoves, starts: scene.courses.ends(c.start), ends: scene.courses.ends(c.end) });
  }
  const places = [...nodes.map((n) => scene.nodes[n]!.box), ...inner.map((c) => lineBounds(c.line))].filter((r) => r !== null);
  const cargo = { scene, inner, outer, bounds: inflate(bounds(places) ?? { x: 0, y: 0, w: 0, h: 0 }, reach) };
  cargoes.set(nodes, cargo);
  return cargo;
}

/** A quick course for a connection of which one end moves. */
function courseOf({ startMoves, starts, ends }: Loose, dx: number, dy: number): Line {
  return startMoves ? quickest(movedBy(starts, dx, dy), ends) : quickest(starts, movedBy(ends, dx, dy));
}

const movedBy = (ends: readonly End[], dx: number, dy: number): End[] => ends.map((end) => ({ ...end, x: end.x + dx, y: end.y + dy }));

function shows(line: Line, area: Rect): boolean {
  const place = lineBounds(line);
  return place !== null && overlaps(inflate(place, reach), area);
}
