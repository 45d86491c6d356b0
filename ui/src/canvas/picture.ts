// A sheet as a picture of its own: everything or a part of it, in full detail whatever the zoom, without what the hand does.

import { textWidth } from "./advances";
import { fonts } from "./anatomy";
import { bounds, inflate, type Rect } from "./geometry";
import { labelWidth, pillWidth } from "./label";
import { lineBounds } from "./line";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import { Scene, type SceneConnection, type SceneNode } from "./scene";
import type { Id, Sheet } from "./sheet";
import { SvgPainter } from "./svg-painter";
import type { Theme } from "./theme";

export interface Wanted {
  /** What the picture is of, for those who cannot see it. */
  title: string;
  /** Only these and what lies in them or between them; null is everything. */
  only: Iterable<Id> | null;
  /** Connections say their names. */
  names: boolean;
  /** Free room at each side, px. */
  margin?: number;
  /** Hears about once a second how many of how many courses are routed, where that takes long. */
  tell?: (done: number, of: number) => void;
}

export interface Picture {
  /** An SVG document. */
  svg: string;
  /** Its size in px at 100 %. */
  width: number;
  height: number;
}

const usualMargin = 40;
const longestTitle = 200;
/** Courses of so many connections are bettered before the picture is drawn; beyond, that takes too long to wait for. */
const bettered = 12000;

/** The picture, or null where there is nothing to draw. */
export function picture(sheet: Sheet, theme: Theme, wanted: Wanted): Picture | null {
  const scene = new Scene(sheet);
  const of = scene.connections.length;
  if (of <= bettered) {
    while (scene.courses.unfinished) {
      scene.refine(1000);
      wanted.tell?.(of - scene.courses.left, of);
    }
  }
  const only = wanted.only && shownWith(scene, wanted.only);
  const around = extent(scene, only, wanted.names);
  if (!around) return null;
  const air = inflate(around, wanted.margin ?? usualMargin);
  const area = { x: Math.floor(air.x), y: Math.floor(air.y), w: Math.ceil(air.w) + 1, h: Math.ceil(air.h) + 1 };
  const look: Look = {
    theme,
    zoom: 1,
    ratio: 1,
    detail: "full",
    lifted: new Set(),
    focus: null,
    names: wanted.names,
    grid: false,
    leastBundle: 1,
    renaming: null,
    ...(only ? { only } : {}),
  };
  const painter = new SvgPainter(theme);
  paintScene(painter, scene, look, area);
  return { svg: painter.document(area, wanted.title.slice(0, longestTitle)), width: area.w, height: area.h };
}

/** What is drawn when these are chosen: rows bring their card, domains what is in them, connections both ends. */
function shownWith(scene: Scene, chosen: Iterable<Id>): Set<Id> {
  const shown = new Set<Id>();
  for (const id of chosen) {
    if (scene.domain(id)) for (const inner of scene.family(id)) shown.add(inner);
    const carrier = scene.carrier(id);
    if (carrier) shown.add(carrier.source.id);
    const connection = scene.connection(id);
    if (connection) for (const node of endsOf(scene, connection)) shown.add(node.source.id);
  }
  for (const node of scene.nodes) {
    if (node.source.domain !== null && shown.has(node.source.domain)) shown.add(node.source.id);
  }
  for (const c of scene.connections) {
    if (endsOf(scene, c).every((node) => shown.has(node.source.id))) shown.add(c.source.id);
  }
  return shown;
}

const endsOf = (scene: Scene, c: SceneConnection): [SceneNode, SceneNode] => [
  scene.nodes[c.start.node]!,
  scene.nodes[c.end.node]!,
];

/** Around all that is drawn, words included. */
function extent(scene: Scene, only: ReadonlySet<Id> | null, names: boolean): Rect | null {
  const isShown = (item: { source: { id: Id } }): boolean => only === null || only.has(item.source.id);
  const all: Rect[] = scene.nodes.filter(isShown).map(nodeExtent);
  for (const d of scene.domains.filter(isShown)) {
    all.push({ ...d.frame, y: d.frame.y - 24, h: d.frame.h + 24 });
  }
  for (const c of scene.connections.filter(isShown)) {
    const line = lineBounds(c.line);
    if (line) all.push(line);
    const { badge, label } = c.source;
    const w = badge && !c.quiet ? pillWidth(badge) : names && label ? labelWidth(label) : 0;
    if (w > 0) all.push({ x: c.label.x - w / 2, y: c.label.y - 10, w, h: 20 });
  }
  return bounds(all);
}

function nodeExtent(node: SceneNode): Rect {
  const { box, source, anatomy } = node;
  if (source.kind !== "actor") return box;
  // The name stands below, and is often wider.
  const w = Math.max(box.w, textWidth(anatomy.name, fonts.actor));
  return { x: box.x + (box.w - w) / 2, y: box.y, w, h: box.h + 24 };
}
