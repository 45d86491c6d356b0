// Where everything stands: where the design says, or where a free place was found and is kept.
//
// A place that was found once stays, whatever is added, renamed or moved afterwards: nothing on screen jumps because
// something else changed. The window remembers it until the next edit writes it into the design.

import { anatomyOf } from "../canvas/anatomy";
import { frames, group } from "../canvas/frames";
import type { Point, Rect } from "../canvas/geometry";
import type { SheetDomain } from "../canvas/sheet";
import type { Id, Placement } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { nodeOf } from "./sheet-ends";
import { shelve, type Unplaced } from "./shelf";
import type { Free, Standing } from "./to-sheet";

export type Places = ReadonlyMap<Id, Point>;

/** Found places by element; filled by whoever looks for one. */
export type Found = Map<Id, Point>;

/**
 * Finds a place for every homeless node, and answers with one for every domain that has one of its own or nothing in it
 * that would give it one.
 */
export function placesFor(drawing: Drawing, view: Id | null, all: readonly Standing[], homeless: readonly Standing[], found: Found = new Map()): Places {
  const places = new Map<Id, Point>();
  let lived: Set<Id> | null = null;
  // Looked for where a domain has no place of its own.
  const isLived = (id: Id): boolean => (lived ??= livedIn(drawing, all)).has(id);
  const empty: Id[] = [];
  for (const { value } of drawing.of("domain")) {
    const { id } = value.head;
    const at = drawing.placement(id, view)?.at ?? (isLived(id) ? undefined : found.get(id));
    if (at) places.set(id, { x: at.x, y: at.y });
    else if (!isLived(id)) empty.push(id);
  }
  // Measuring is only worth its time where something looks for a place.
  if (homeless.length === 0 && empty.length === 0) return places;

  const boxes = new Map<Id, Rect>();
  for (const { free, place } of all) if (place) boxes.set(free.id, { x: place.x, y: place.y, ...sizeOf(free) });
  const frame = framesOf(drawing, all, boxes, places);
  const unplaced = homeless.map(({ free: node }): Unplaced => ({
    id: node.id,
    domain: node.domain,
    homes: homesOf(drawing, node.id),
    near: neighboursOf(drawing, node.id),
    ...sizeOf(node),
  }));
  for (const id of empty) {
    const homes = homesOf(drawing, id);
    unplaced.push({ id, domain: homes[0] ?? null, homes, near: neighboursOf(drawing, id), w: group.least.w, h: group.least.h + group.title });
  }
  const shelved = shelve(unplaced, boxes, frame);
  for (const one of homeless) {
    one.place = shelved.get(one.free.id) ?? { x: 0, y: 0 };
    found.set(one.free.id, one.place);
  }
  for (const id of empty) {
    const at = shelved.get(id);
    if (!at) continue;
    const place = { x: at.x, y: at.y + group.title };
    places.set(id, place);
    found.set(id, place);
  }
  return places;
}

/** Domains that hold something, at any depth. */
function livedIn(drawing: Drawing, all: readonly Standing[]): Set<Id> {
  const lived = new Set<Id>();
  for (const { free } of all) {
    for (let home = free.domain; home !== null && !lived.has(home); home = parentOf(drawing, home)) lived.add(home);
  }
  return lived;
}

const sizes = new WeakMap<Free, { w: number; h: number }>();

function sizeOf(node: Free): { w: number; h: number } {
  let size = sizes.get(node);
  if (!size) {
    const { w, h } = anatomyOf({ ...node, x: 0, y: 0 });
    sizes.set(node, (size = { w, h }));
  }
  return size;
}

const parentOf = (drawing: Drawing, id: Id): Id | null => {
  const home = drawing.as("domain", drawing.home(id));
  return home ? idOf(home) : null;
};

/** Found places that nobody has written down yet, as placements. */
export function foundPlacements(drawing: Drawing, found: Found): Placement[] {
  const out: Placement[] = [];
  for (const [id, at] of found) {
    const known = drawing.placement(id);
    // A domain that holds something meanwhile has its frame from that.
    const isHeld = drawing.get(id)?.kind === "domain" && drawing.children(id).length > 0;
    if (drawing.get(id) && !known?.at && !isHeld) out.push({ ...(known ?? emptyPlacement(id)), at });
  }
  return out;
}

/** The domains around it, the nearest first. */
function homesOf(drawing: Drawing, id: Id): Id[] {
  return drawing.ancestry(id).slice(1).filter(({ kind }) => kind === "domain").map(idOf);
}

/** The frames of domains as far as their members have places. */
function framesOf(drawing: Drawing, all: readonly Standing[], boxes: ReadonlyMap<Id, Rect>, places: Places): Map<Id, Rect> {
  const inside = new Map<Id, Rect[]>();
  for (const { free: node } of all) {
    const box = boxes.get(node.id);
    if (!box || node.domain === null) continue;
    const known = inside.get(node.domain);
    if (known) known.push(box);
    else inside.set(node.domain, [box]);
  }
  const domains = drawing.of("domain").map(({ value: { head } }): SheetDomain => {
    const at = places.get(head.id);
    const size = drawing.placement(head.id)?.size;
    const own = at ? { frame: { ...at, w: size?.width ?? group.least.w, h: size?.height ?? group.least.h } } : {};
    return { id: head.id, name: "", hue: 0, parent: parentOf(drawing, head.id), count: "", ...own };
  });
  const known = frames(domains, inside);
  // A domain that stands nowhere yet is in nobody's way.
  for (const [id, { w, h, x, y }] of known) if (!places.has(id) && x === 0 && y === 0 && w === group.least.w && h === group.least.h) known.delete(id);
  return known;
}

/** What stands at the other end of its connections, then those in the same domain. */
function neighboursOf(drawing: Drawing, id: Id): Id[] {
  const near: Id[] = [];
  for (const inner of drawing.within(id)) {
    for (const c of drawing.outgoing(inner)) near.push(nodeOf(drawing, c.to));
    for (const c of drawing.incoming(inner)) near.push(nodeOf(drawing, c.from));
  }
  const about = drawing.as("note", id)?.value.about;
  if (about) near.push(nodeOf(drawing, about));
  const home = drawing.nearest("domain", id);
  if (home) for (const sibling of drawing.children(idOf(home))) near.push(idOf(sibling));
  return near.filter((other) => other !== id);
}

/** A placement that says nothing yet. */
export const emptyPlacement = (element: Id): Placement => ({
  id: `placement:${element}`,
  element,
  view: null,
  at: null,
  size: null,
  collapsed: false,
  locked: false,
  order: 0,
  points: [],
});
