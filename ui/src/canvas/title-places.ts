// Where the titles of domains stand at a zoom: none on another. The outer one keeps its place, the inner one gives way.
//
// Titles keep their size on screen, so from far away there is less and less room for them. An inner title first moves
// right on its line, then is cut, then stands inside on what is in its domain, and goes where that is too small. What is found holds for the whole drawing at one
// zoom, so panning changes nothing.

import { fit, type Font, textWidth } from "./advances";
import { fonts } from "./anatomy";
import { detailAt } from "./detail";
import type { Rect } from "./geometry";
import type { Scene, SceneDomain } from "./scene";
import type { Id } from "./sheet";

export interface TitlePlace {
  /** Left end and middle of the line, in sheet px. */
  x: number;
  y: number;
  name: string;
  nameFont: Font;
  /** What is said of how much is in it, where there is room for that; `x` is its left end, or its right one. */
  count: { text: string; x: number; align: "left" | "right" } | null;
  countFont: Font;
  /** Sheet px for each px a title has at 100 %. */
  scale: number;
  /** What it covers. */
  rect: Rect;
  /** It reaches over the border of the domain around it, which then makes room. */
  onBorder: boolean;
  /** It lies on what is in its domain, which does not shine through. */
  onTop: boolean;
}

/** Half the height of a title, in its own px. */
const half = 9;
const between = 6;
/** Less than this is no name any more, in its own px. */
const leastName = 36;
/** Alone, a name may be wider than its domain up to this. */
const beyondFrame = 80;
/** A name inside leaves at least as much of its domain to be seen as so many lines of it are high, itself included. */
const leastLines = 4;

const known = new WeakMap<Scene, { zoom: number; places: ReadonlyMap<Id, TitlePlace> }>();

export function titlePlaces(scene: Scene, zoom: number): ReadonlyMap<Id, TitlePlace> {
  const last = known.get(scene);
  if (last?.zoom === zoom) return last.places;
  const places = found(scene, zoom);
  known.set(scene, { zoom, places });
  return places;
}

function found(scene: Scene, zoom: number): Map<Id, TitlePlace> {
  const taken = new Lines();
  const places = new Map<Id, TitlePlace>();
  // Domains are ordered outer before inner.
  for (const domain of scene.domains) {
    const place = placeOf(scene, domain, zoom, taken) ?? placeInside(domain, zoom, taken);
    if (!place) continue;
    taken.add(place.rect);
    places.set(domain.source.id, place);
  }
  return places;
}

/** The title of a domain where nothing is in its way. */
export function titleAlone({ source, frame }: { source: SceneDomain["source"]; frame: Rect }, zoom: number): TitlePlace {
  return titled(source, frame, zoom, frame.x + 2 * scaleAt(zoom), Infinity)!;
}

function placeOf(scene: Scene, domain: SceneDomain, zoom: number, taken: Lines): TitlePlace | null {
  const { source, frame, depth } = domain;
  const scale = scaleAt(zoom);
  const x = frame.x + 2 * scale;
  const y = frame.y - 14 * scale;
  const line = (from: number, to: number): Rect => ({ x: from, y: y - half * scale, w: to - from, h: 2 * half * scale });
  const right = Math.max(frame.x + frame.w, x + beyondFrame * scale);
  const inWay = taken.on(line(x, right)).sort((a, b) => a.x - b.x);
  // The first stretch of the line that is wide enough.
  let start = x;
  let end = right;
  for (const other of inWay) {
    if (other.x - between * scale - start >= leastName * scale) {
      end = other.x - between * scale;
      break;
    }
    start = Math.max(start, other.x + other.w + between * scale);
  }
  // Moved, it must still stand above its own domain.
  if (start > x && start + leastName * scale > frame.x + frame.w) return null;
  const place = titled(source, frame, zoom, start, end - start);
  if (!place) return null;
  // An inner name on top of what is in the domain beside it says nothing.
  if (depth > 0 && scale > 1 && scene.nodesIn(place.rect).length > 0) return null;
  const around = source.parent === null ? undefined : scene.domain(source.parent)?.frame;
  return around && place.rect.y < around.y ? { ...place, onBorder: true } : place;
}

/** The name alone at the top of its frame, where cards are only blocks and the frame is far larger than the name is high. */
function placeInside({ source, frame }: SceneDomain, zoom: number, taken: Lines): TitlePlace | null {
  const scale = scaleAt(zoom);
  const detail = detailAt(zoom);
  if ((detail !== "block" && detail !== "overview") || frame.h < leastLines * 2 * half * scale) return null;
  const x = frame.x + 10 * scale;
  const place = titled(source, frame, zoom, x, frame.w - 20 * scale);
  if (!place) return null;
  const y = frame.y + 14 * scale;
  const rect = { x, y: y - half * scale, w: textWidth(place.name, place.nameFont), h: 2 * half * scale };
  return taken.on(rect).length > 0 ? null : { ...place, y, rect, count: null, onTop: true };
}

/** Put together at a place on its line; nothing where the room is too small for a name. */
function titled(source: SceneDomain["source"], frame: Rect, zoom: number, x: number, room: number): TitlePlace | null {
  const scale = scaleAt(zoom);
  const far = detailAt(zoom) === "overview";
  const nameFont: Font = { ...fonts.title, size: far ? fonts.title.size / zoom : fonts.title.size * scale * 0.96 };
  const countFont: Font = { ...fonts.count, size: fonts.count.size * (far ? 1 / zoom : scale) };
  const y = frame.y - 14 * scale;
  const wide = textWidth(source.name, nameFont);
  const own = Math.min(room, frame.x + frame.w - x);
  const whole = wide + between * scale + textWidth(source.count, countFont);
  const isWhole = !far && whole <= own;
  const most = isWhole ? wide : Math.min(room, Math.max(own - 26 * scale, Math.min(beyondFrame * scale, room)));
  if (most < wide && most < leastName * scale) return null;
  const name = wide <= most ? source.name : fit(source.name, nameFont, most);
  const nameWide = Math.min(wide, most);
  // From far away, or where there is no room, the number alone stands at the right end.
  const number = source.count.split(" ")[0] ?? "";
  const atEnd = room >= frame.x + frame.w - x && nameWide + 26 * scale < frame.x + frame.w - x;
  const count: TitlePlace["count"] = isWhole
    ? { text: source.count, x: x + wide + between * scale, align: "left" }
    : atEnd
      ? { text: number, x: frame.x + frame.w - 2 * scale, align: "right" }
      : null;
  const w = isWhole ? whole : count ? count.x - x : nameWide;
  return { x, y, name, nameFont, count, countFont, scale, rect: { x, y: y - half * scale, w, h: 2 * half * scale }, onBorder: false, onTop: false };
}

/** Titles are never smaller on screen than at 92 %. */
const scaleAt = (zoom: number): number => Math.max(1, 0.92 / zoom);

/** What stands on which height; all are equally high, so only neighbouring heights can meet. */
class Lines {
  private readonly byHeight = new Map<number, Rect[]>();

  add(rect: Rect): void {
    const key = Math.floor(rect.y / rect.h);
    const known = this.byHeight.get(key);
    if (known) known.push(rect);
    else this.byHeight.set(key, [rect]);
  }

  on(rect: Rect): Rect[] {
    const key = Math.floor(rect.y / rect.h);
    const near = [key - 1, key, key + 1].flatMap((k) => this.byHeight.get(k) ?? []);
    return near.filter((o) => o.y < rect.y + rect.h && rect.y < o.y + o.h && o.x < rect.x + rect.w && rect.x < o.x + o.w);
  }
}
