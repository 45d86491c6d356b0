// Paints everything that rests: the static layer, a tile of it, or an exported picture.

import { isCard } from "./anatomy";
import { connectionBadge, grownAt, labelPill, markDisc } from "./draw-badge";
import { drawBlocks } from "./draw-block";
import { cornerRadius, drawEnding, drawPort, drawPorts, strokeOf, trimmed } from "./draw-connection";
import { drawFrame, drawGrid, drawTitle } from "./draw-domain";
import { paintOverview } from "./draw-overview";
import { drawMergedPorts } from "./draw-merged-ports";
import { drawNode } from "./draw-shape";
import { paintSteps } from "./draw-steps";
import { inflate, overlaps, type Rect } from "./geometry";
import type { Line } from "./line";
import { atRest, type Look } from "./look";
import type { Painter, Stroke } from "./painter";
import type { Scene, SceneConnection, SceneNode } from "./scene";
import { hueOf } from "./theme";
import { periodOf, windowed } from "./windowed";
import { titleAlone, titlePlaces } from "./title-places";

/** So many courses share one stroke: fewer cost time, more make the path slow. */
const batch = 64;

/** Of more nodes that are carried, the places they left are not drawn. */
export const mostGhosts = 60;

/** How far marks reach beyond what they belong to. */
const marksReach = 80;

export function paintScene(p: Painter, scene: Scene, look: Look, area: Rect): void {
  p.box(area.x, area.y, area.w, area.h, 0, look.theme.canvas);
  if (look.grid) drawGrid(p, look.theme, look.zoom, area);
  if (look.detail === "overview") {
    paintOverview(p, scene, look, area);
    paintGhosts(p, scene, look, area);
    return;
  }
  const near = inflate(area, marksReach);
  const connections = scene
    .connectionsIn(near)
    .map((i) => scene.connections[i]!)
    .filter((c) => !isLifted(c, look) && isWanted(c, look));
  const nodes = scene
    .nodesIn(near)
    .map((i) => scene.nodes[i]!)
    .filter((n) => !look.lifted.has(n.index) && isWanted(n, look));
  // Titles keep their size on screen, so from far away they reach further.
  const far = inflate(area, marksReach / Math.min(1, look.zoom));
  const domains = scene.domains.filter((d) => overlaps(d.frame, far) && isWanted(d, look));

  for (const d of domains) drawFrame(p, d, look, look.focus !== null);
  paintConnections(p, connections, look, near);
  if (look.detail === "block") drawBlocks(p, nodes, look);
  else for (const n of nodes) paintNode(p, n, look);
  if (look.detail === "full") paintPorts(p, nodes, connections, look);
  else if (look.detail === "summary") for (const n of nodes) if (!look.focus || look.focus.ids.has(n.source.id)) drawMergedPorts(p, scene, n, look);
  const titles = look.only ? null : titlePlaces(scene, look.zoom);
  for (const d of domains) drawTitle(p, d, titles ? titles.get(d.source.id) : titleAlone(d, look.zoom), look, look.focus !== null);
  paintMarks(p, scene, connections, look);
  paintGhosts(p, scene, look, area);
}

/** Where what is carried was. */
function paintGhosts(p: Painter, scene: Scene, look: Look, area: Rect): void {
  if (look.lifted.size > mostGhosts) return;
  for (const i of look.lifted) {
    const node = scene.nodes[i];
    if (node && overlaps(inflate(node.box, marksReach), area)) drawGhost(p, node, look);
  }
}

export function drawGhost(p: Painter, { box, source }: SceneNode, look: Look): void {
  const unit = 1 / look.zoom;
  p.box(box.x, box.y, box.w, box.h, source.kind === "actor" ? box.w / 2 : 10, null, { colour: look.theme.field, width: unit, dash: [4 * unit, 3 * unit] });
}

const isLifted = (c: SceneConnection, look: Look): boolean =>
  look.lifted.size > 0 && (look.lifted.has(c.start.node) || look.lifted.has(c.end.node));

const isWanted = (item: { source: { id: string } }, look: Look): boolean => !look.only || look.only.has(item.source.id);

const isQuiet = (c: SceneConnection, look: Look): boolean => look.focus !== null && !look.focus.ids.has(c.source.id);

function paintNode(p: Painter, node: SceneNode, look: Look): void {
  const { focus, theme } = look;
  if (!focus || focus.ids.has(node.source.id)) {
    drawNode(p, node, look, atRest);
    return;
  }
  // Outside the path only an outline and the name are left, the name at full text contrast.
  const { x, y, w, h } = node.box;
  const round = node.source.kind === "actor" ? w / 2 : node.source.kind === "event" ? h / 2 : 10;
  p.faded(0.6, () => p.box(x, y, w, h, round, theme.chrome, { colour: theme.line2, width: 1 }));
  if (node.source.kind === "note") return;
  const middle = y + Math.min(node.anatomy.header, h) / 2;
  const font = { family: "sans", size: 13, weight: 600 } as const;
  if (node.source.kind === "actor")
    p.text(node.anatomy.name, x + w / 2, y + h + 14, { ...font, size: 11.5 }, theme.ink3, "center");
  else {
    p.text(node.anatomy.name, x + 44, middle, font, theme.ink3);
    const hue = hueOf(theme, node.source.hue);
    if (hue && isCard(node.source.kind)) {
      p.faded(0.35, () => {
        p.box(x + 11, middle - 12, 24, 24, 6, hue.soft);
        p.icon("box", x + 15, middle - 8, 16, hue.text);
      });
    }
  }
}

function paintConnections(p: Painter, all: readonly SceneConnection[], look: Look, near: Rect): void {
  const byStroke = new Map<string, { stroke: Stroke; quiet: boolean; lines: Line[] }>();
  // One device px is the thinnest and cheapest line there is.
  const hairline = 1 / (look.zoom * look.ratio);
  const simple = look.detail === "block";
  // What is wrong lies on top of what is not.
  const ordered = [...all].sort((a, b) => urgency(a) - urgency(b));
  for (const c of ordered) {
    const stroke = strokeOf(look.theme, c);
    const quiet = isQuiet(c, look) || c.source.mark === "unchanged";
    const key = `${stroke.colour}/${stroke.width}/${stroke.dash ? stroke.dash.join() : ""}/${quiet}`;
    let known = byStroke.get(key);
    if (!known) {
      const thin: Stroke = simple ? { colour: stroke.colour, width: hairline * (urgency(c) > 1 ? 2 : 1) } : stroke;
      byStroke.set(key, (known = { stroke: thin, quiet, lines: [] }));
    }
    const line = simple ? c.line : trimmed(c);
    known.lines.push(stroke.dash && !simple ? windowed(line, near, periodOf(stroke.dash), cornerRadius) : line);
  }
  for (const { stroke, quiet, lines } of byStroke.values()) {
    const draw = (): void => {
      for (let i = 0; i < lines.length; i += batch)
        p.lines(lines.slice(i, i + batch), simple ? 0 : cornerRadius, stroke);
    };
    if (quiet) p.faded(0.28, draw);
    else if (simple) p.faded(0.6, draw);
    else draw();
  }
  if (simple) return;
  for (const c of ordered) {
    const draw = (): void => drawEnding(p, c.source.kind, c.line, c.end.row !== null, strokeOf(look.theme, c));
    if (isQuiet(c, look)) p.faded(0.28, draw);
    else draw();
  }
}

const urgency = (c: SceneConnection): number =>
  c.source.badge?.severity === "error" ? 2 : c.source.badge?.severity === "warning" ? 1 : 0;

function paintPorts(p: Painter, nodes: readonly SceneNode[], all: readonly SceneConnection[], look: Look): void {
  for (const n of nodes) if (!look.focus) unheardPorts(p, n, look);
  for (const c of [...all].sort((a, b) => urgency(a) - urgency(b))) {
    if (!isQuiet(c, look)) drawPorts(p, look.theme, c, c.line, strokeOf(look.theme, c).colour);
  }
}

/** The hollow diamond of an event nobody hears. */
export function unheardPorts(p: Painter, node: SceneNode, look: Look, dx = 0, dy = 0): void {
  for (const part of node.anatomy.parts) {
    if (part.part !== "row" || !part.row.unheard || node.used.get(part.row.id)?.right) continue;
    const y = node.box.y + part.y + part.h / 2;
    drawPort(p, look.theme, "diamond", node.box.x + node.box.w + dx, y + dy, look.theme.event, true);
  }
}

/** Words and marks on connections. */
function paintMarks(p: Painter, scene: Scene, all: readonly SceneConnection[], look: Look): void {
  for (const c of all) {
    if (isQuiet(c, look)) continue;
    const { badge, mark, label } = c.source;
    const { x, y } = c.label;
    const grown = grownAt(look.zoom);
    if (badge && !c.quiet && look.detail !== "block") {
      p.placed(x, y, grown, () => connectionBadge(p, look.theme, badge, 0, 0));
    } else if (mark && look.detail !== "block") p.placed(x, y, grown, () => markDisc(p, look.theme, mark, 0, 0));
    else if (look.names && label && look.detail === "full") labelPill(p, look.theme, label, x, y, look.theme.ink2);
  }
  if (look.focus) paintSteps(p, scene, look, look.focus);
}
