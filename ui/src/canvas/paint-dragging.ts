// Paints what is carried: lifted off its place, with its connections, and the guides it lines up with.

import { groupRadius } from "./draw-domain";
import { drawBlock } from "./draw-block";
import { drawPorts, strokeOf } from "./draw-connection";
import { drawNode } from "./draw-shape";
import type { Dragging } from "./gestures/gesture";
import { overlaps, type Rect } from "./geometry";
import type { Look } from "./look";
import { drawConnection } from "./paint-overlay";
import { unheardPorts } from "./paint-scene";
import type { Painter } from "./painter";
import { quickest } from "./route";
import type { Scene } from "./scene";
import { hueOf } from "./theme";
import { titleAlone } from "./title-places";

/** More than so many carried nodes are drawn as blocks. */
const mostInFull = 150;

export function paintDragging(p: Painter, scene: Scene, look: Look, state: Dragging, area: Rect): void {
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
  const ghost = { colour: theme.field, width: unit, dash: [4 * unit, 3 * unit] };
  if (state.nodes.length <= 60 && !state.landed) {
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
    const title = titleAlone({ source, frame }, look.zoom);
    p.text(title.name, title.x + dx, title.y + dy, title.nameFont, hue.text);
  }
  const moved = new Set(state.nodes);
  // Of a duplicate, connections stay with the original.
  const connections = state.duplicate ? [] : [...carried(scene, state, moved, dx, dy)];
  for (const [c, line] of connections) drawConnection(p, look, c, line, "none");
  p.placed(dx, dy, 1, () => {
    const seen = { ...area, x: area.x - dx, y: area.y - dy };
    const shown = state.nodes.map((i) => scene.nodes[i]!).filter((n) => overlaps(n.box, seen));
    const simple = look.detail === "block" || look.detail === "overview" || shown.length > mostInFull;
    for (const node of shown) {
      const held = { dragging: !state.landed };
      if (simple) drawBlock(p, node, look, held);
      else drawNode(p, node, look, held);
      if (look.detail === "full" && !simple) unheardPorts(p, node, look);
    }
  });
  if (look.detail === "full") {
    for (const [c, line] of connections) drawPorts(p, theme, c, line, strokeOf(theme, c).colour);
  }
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

/** Connections of what moves: those inside it move along, the others get a quick course. */
function* carried(scene: Scene, state: Dragging, moved: ReadonlySet<number>, dx: number, dy: number) {
  const seen = new Set<number>();
  for (const n of state.nodes) {
    for (const i of scene.nodes[n]!.connections) {
      if (seen.has(i)) continue;
      seen.add(i);
      const c = scene.connections[i]!;
      const start = moved.has(c.start.node);
      const end = moved.has(c.end.node);
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
