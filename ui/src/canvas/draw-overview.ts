// The whole from far away: domains, heat blocks and bundles.

import { textWidth } from "./advances";
import { connectionBadge } from "./draw-badge";
import { blockColours } from "./draw-tint";
import { drawFrame, drawTitle, groupRadius } from "./draw-domain";
import { paintSteps } from "./draw-steps";
import { type Bundle, bundled, bundledAround, overviewOf } from "./bundles";
import { strokeOf } from "./draw-connection";
import type { Line } from "./line";
import { inflate, overlaps, type Rect } from "./geometry";
import type { Look } from "./look";
import type { Painter } from "./painter";
import type { Scene, SceneDomain, SceneNode } from "./scene";
import { type TitlePlace, titlePlaces } from "./title-places";

/** How much of a block each heat step fills, so that it reads without colour. */
const fillOf = [0.2, 0.42, 0.64, 0.84, 1];
const block = 20;
/** The widest bundle, px on screen. */
const widest = 8;
/** A block is never smaller than this, px on screen: its heat and its letter are still seen. */
const lowest = 10;

/** The block of a node: 20 px, but no larger than the node while that can be seen, so that neighbours keep apart. */
export function blockOf({ box }: SceneNode, zoom: number): Rect {
  const unit = 1 / zoom;
  const w = Math.min(block * unit, Math.max(box.w, lowest * unit));
  const h = Math.min(block * unit, Math.max(box.h, lowest * unit));
  return { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
}

export function paintOverview(p: Painter, scene: Scene, look: Look, area: Rect): void {
  const unit = 1 / look.zoom;
  const near = inflate(area, 60 * unit);
  const { bundles, countedFrom } = look.loose?.between ? noBundles : overviewOf(scene, look.leastBundle);
  const domains = scene.domains.filter((d) => overlaps(d.frame, near));
  const ends = bundled(scene);
  const [level] = [...ends].map(({ depth }) => depth);
  const isAround = ({ depth }: SceneDomain): boolean => level !== undefined && depth < level;
  for (const d of domains.filter(isAround)) drawFrame(p, d, look, look.focus !== null);
  const counted: Bundle[] = [];
  for (const b of bundles) {
    const width = Math.min(widest, Math.sqrt(b.count)) * unit;
    const colour = b.cycle ? look.theme.error.ink : look.theme.line3;
    const draw = (): void => p.lines([b.line], cornerRadiusAt(look), { colour, width });
    if (look.focus) p.faded(0.28, draw);
    else draw();
    if (look.focus) continue;
    if (b.cycle || (b.count >= countedFrom && b.count > 1)) counted.push(b);
  }
  for (const d of domains) {
    if (isAround(d)) continue;
    // Groups are opaque here: bundles end at their border and never shine through.
    if (ends.has(d)) p.box(d.frame.x, d.frame.y, d.frame.w, d.frame.h, groupRadius(look.zoom), look.theme.canvas);
    drawFrame(p, d, look, look.focus !== null);
  }
  if (look.loose?.between || look.loose?.inside) looseLines(p, scene, look, near);
  const nodes = scene.nodesIn(near).map((i) => scene.nodes[i]!);
  const { focus } = look;
  if (focus) p.faded(0.28, () => heatBlocks(p, nodes.filter((n) => !focus.ids.has(n.source.id)), look));
  heatBlocks(p, focus ? nodes.filter((n) => focus.ids.has(n.source.id)) : nodes, look);
  if (focus) pathLines(p, scene, look, focus);
  const titles = titlePlaces(scene, look.zoom);
  for (const d of domains) drawTitle(p, d, titles.get(d.source.id), look, look.focus !== null);
  for (const b of apart(counted, [...titles.values()], unit)) count(p, b, look);
  const pinned = nodes.flatMap((node) => (node.source.pin === undefined ? [] : [{ node, pin: node.source.pin }]));
  // Where two meet, the more used one lies on top.
  for (const { node, pin: number } of pinned.sort((a, b) => b.pin - a.pin)) pin(p, node, number, look);
}

/** The path itself lies above everything that went quiet. */
function pathLines(p: Painter, scene: Scene, look: Look, focus: NonNullable<Look["focus"]>): void {
  for (const id of new Set(focus.steps)) {
    const c = scene.connection(id);
    if (c) p.lines([c.line], 0, { colour: strokeOf(look.theme, c).colour, width: 2 / look.zoom });
  }
  paintSteps(p, scene, look, focus);
}

const noBundles = { bundles: [], countedFrom: Infinity };

/** Connections that no bundle stands for: all of them while nothing is bundled, and those inside a domain. */
function looseLines(p: Painter, scene: Scene, look: Look, area: Rect): void {
  const byColour = new Map<string, Line[]>();
  for (const i of scene.connectionsIn(area)) {
    const c = scene.connections[i]!;
    const from = bundledAround(scene, scene.nodes[c.start.node]!.source.domain);
    const inside = from !== null && from === bundledAround(scene, scene.nodes[c.end.node]!.source.domain);
    if (!(inside ? look.loose?.inside : look.loose?.between)) continue;
    const { colour } = strokeOf(look.theme, c);
    const known = byColour.get(colour);
    if (known) known.push(c.line);
    else byColour.set(colour, [c.line]);
  }
  const width = 1 / (look.zoom * look.ratio);
  for (const [colour, lines] of byColour) {
    // One path of thousands of lines is slow; so are thousands of paths.
    for (let at = 0; at < lines.length; at += 64) p.faded(0.6, () => p.lines(lines.slice(at, at + 64), 0, { colour, width }));
  }
}

const cornerRadiusAt = (look: Look): number => 9 / Math.max(look.zoom, 0.05);

function heatBlocks(p: Painter, nodes: readonly SceneNode[], look: Look): void {
  const { theme } = look;
  const unit = 1 / look.zoom;
  // Gathered by colour: thousands of blocks in a handful of fills.
  const surfaces: number[] = [];
  const filledBy = new Map<string, number[]>();
  const fill = (colour: string, ...box: number[]): void => {
    const known = filledBy.get(colour);
    if (known) known.push(...box);
    else filledBy.set(colour, box);
  };
  const letters: { text: string; x: number; y: number; ink: string }[] = [];
  for (const n of nodes) {
    if (n.source.kind === "note") continue;
    const { x, y, w, h } = blockOf(n, look.zoom);
    surfaces.push(x, y, w, h);
    const { tint } = n.source;
    if (tint) {
      const colours = blockColours(theme, tint);
      if (!colours) continue;
      const filled = h * tint.fill;
      fill(colours.fill, x, y + h - filled, w, filled);
      if (tint.letter) letters.push({ text: tint.letter, x: x + w / 2, y: y + h / 2, ink: colours.ink });
      continue;
    }
    if (n.source.kind !== "service") continue;
    const step = Math.max(0, Math.min(4, n.source.heat ?? 0));
    const filled = h * fillOf[step]!;
    fill(theme.heat[step]!, x, y + h - filled, w, filled);
  }
  const round = 3 * unit;
  // A ring of the block colour, then the block itself: cheaper than as many strokes.
  const rings = surfaces.map((v, i) => (i % 4 < 2 ? v - unit : v + 2 * unit));
  p.boxes(rings, round + unit, theme.block);
  p.boxes(surfaces, round, theme.surface);
  for (const [colour, boxes] of filledBy) p.boxes(boxes, round * 0.8, colour);
  const font = { family: "sans", size: 11 * unit, weight: 600 } as const;
  for (const { text, x, y, ink } of letters) p.text(text, x, y, font, ink, "center");
}

const countWidth = (b: Bundle): number => (b.cycle ? 62 : 12 + String(b.count).length * 7);

/** Those of which none would lie on another or on a name: cycles first, in any case, then what stands for most. */
function apart(counted: readonly Bundle[], titles: readonly TitlePlace[], unit: number): Bundle[] {
  const names = titles.map(({ rect, name, nameFont }): Rect => ({ ...rect, w: textWidth(name, nameFont) }));
  const taken: Rect[] = [];
  return [...counted]
    .sort((a, b) => Number(b.cycle) - Number(a.cycle) || b.count - a.count)
    .filter((b) => {
      const w = countWidth(b) * unit;
      const rect = { x: b.label.x - w / 2, y: b.label.y - 10 * unit, w, h: 20 * unit };
      if ((b.cycle ? taken : [...taken, ...names]).some((other) => overlaps(other, rect))) return false;
      taken.push(rect);
      return true;
    });
}

function count(p: Painter, b: Bundle, look: Look): void {
  const unit = 1 / look.zoom;
  const { x, y } = b.label;
  if (b.cycle) {
    p.placed(x, y, unit, () => connectionBadge(p, look.theme, { severity: "error", text: "Cycle", cycle: true }, 0, 0));
    return;
  }
  const text = String(b.count);
  const w = countWidth(b) * unit;
  p.box(x - w / 2, y - 10 * unit, w, 20 * unit, 10 * unit, look.theme.surface, {
    colour: look.theme.line2,
    width: unit,
  });
  p.text(text, x, y, { family: "sans", size: 11.5 * unit, weight: 550 }, look.theme.ink2, "center");
}

function pin(p: Painter, node: SceneNode, number: number, look: Look): void {
  const unit = 1 / look.zoom;
  const at = blockOf(node, look.zoom);
  const x = at.x + at.w - 2 * unit;
  const y = at.y + 2 * unit;
  p.ellipse(x, y, 9 * unit, 9 * unit, look.theme.ink, { colour: look.theme.surface, width: 1.5 * unit });
  p.text(String(number), x, y, { family: "sans", size: 11 * unit, weight: 600 }, look.theme.canvas, "center");
}
