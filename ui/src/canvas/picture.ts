// A sheet as a picture of its own: everything or a part of it, without what the hand does, in full detail or, for a page on
// which that could not be read, as the screen shows it from as far away.

import { textWidth } from "./advances";
import { fonts } from "./anatomy";
import { overviewOf } from "./bundles";
import type { ViewSize } from "./camera";
import { type Detail, detailAt } from "./detail";
import { bounds, inflate, type Rect } from "./geometry";
import { labelWidth, pillWidth } from "./label";
import { lineBounds } from "./line";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import { Scene, type SceneConnection, type SceneNode } from "./scene";
import type { Id, Sheet } from "./sheet";
import { SvgPainter } from "./svg-painter";
import type { Theme } from "./theme";
import { titlePlaces } from "./title-places";

export interface Wanted {
  /** What the picture is of, for those who cannot see it. */
  title: string;
  /** Only these and what lies in them or between them; null is everything. */
  only: Iterable<Id> | null;
  /** Connections say their names. */
  names: boolean;
  /** Free room at each side, px. */
  margin?: number;
  /** The room it is shown in, px, where it cannot be magnified. */
  room?: ViewSize;
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

/** From far away, bundles of fewer connections are left out, as on the screen. */
const leastBundle = 4;
/** Half of a bundle's number, and room beside it, px. */
const fringe = 16;
/** Smaller than this, rows of a card cannot be read. */
const leastReadable = 0.35;

/** How to read what is drawn from far away. */
const reading: Partial<Record<Detail, string>> = {
  block: "Each block is a service, with a coloured border where it has a finding. Lines are connections.",
  overview: "Each block is a service, filled higher the more services depend on it. Lines gather the connections between two domains; their numbers say how many. Black numbers are on the six that most depend on.",
};

/** The picture, or null where there is nothing to draw. */
export function picture(sheet: Sheet, theme: Theme, wanted: Wanted): Picture | null {
  const scene = new Scene(sheet);
  const of = scene.connections.length;
  const only = wanted.only && shownWith(scene, wanted.only);
  const room = only ? undefined : wanted.room;
  // From far away no course shows.
  if (of <= bettered && !(room && isFar(scene, room))) {
    while (scene.courses.unfinished) {
      scene.refine(1000);
      wanted.tell?.(of - scene.courses.left, of);
    }
  }
  const around = extent(scene, only, wanted.names);
  if (!around) return null;
  const near = aired(around, wanted.margin ?? usualMargin);
  const first = room ? zoomIn(room, near) : 1;
  // What is drawn from far away may reach a little beyond what is near by.
  const area = first < 1 ? aired(bounds([around, ...marksFrom(scene, first)])!, fringe / first) : near;
  const zoom = room ? zoomIn(room, area) : 1;
  const detail = detailAt(zoom);
  const look: Look = {
    theme,
    zoom,
    ratio: 1,
    detail,
    lifted: new Set(),
    focus: null,
    names: wanted.names,
    grid: false,
    leastBundle,
    renaming: null,
    ...(only ? { only } : {}),
  };
  const painter = new SvgPainter(theme);
  paintScene(painter, scene, look, area);
  return { svg: painter.document(area, wanted.title.slice(0, longestTitle), reading[detail]), width: area.w, height: area.h };
}

const aired = (around: Rect, margin: number): Rect => {
  const air = inflate(around, margin);
  return { x: Math.floor(air.x), y: Math.floor(air.y), w: Math.ceil(air.w) + 1, h: Math.ceil(air.h) + 1 };
};

/** As far away as the room asks for; 1 where everything can be read in it all the same. */
function zoomIn(room: ViewSize, area: Rect): number {
  const zoom = Math.min(room.w / area.w, room.h / area.h);
  return zoom < leastReadable ? zoom : 1;
}

/** Whether cards alone are already too small in the room. */
function isFar(scene: Scene, room: ViewSize): boolean {
  const all = bounds([...scene.nodes.map(({ box }) => box), ...scene.domains.map(({ frame }) => frame)]);
  return all !== null && zoomIn(room, all) < 1;
}

/** What keeps its size on the page, however far away the rest is: titles, and bundles with their numbers. */
function marksFrom(scene: Scene, zoom: number): Rect[] {
  const titles = [...titlePlaces(scene, zoom).values()].map(({ rect }) => rect);
  if (detailAt(zoom) !== "overview") return titles;
  const lines = overviewOf(scene, leastBundle).bundles.map(({ line }) => lineBounds(line));
  return [...titles, ...lines.filter((line) => line !== null)];
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
