// What of a scene stays when its sheet changes: nodes and connections that are the same objects are taken over.

import { type Hunk, hunksBetween } from "./hunks";
import type { Labelled } from "./labels";
import type { Anchor, SceneNode } from "./scene";
import type { Id, SheetConnection, SheetNode } from "./sheet";
import type { Swap } from "./swap";

export interface FollowedNodes {
  nodes: SceneNode[];
  swaps: Swap<SceneNode>[];
  /** The new number of each old one, −1 for what is gone; null where all kept theirs. */
  renumbered: Int32Array | null;
}

/** The nodes of the next sheet; those that are taken over get their new numbers. */
export function followNodes(
  before: readonly SceneNode[],
  byId: ReadonlyMap<Id, SceneNode>,
  sources: readonly SheetNode[],
  make: (source: SheetNode, index: number) => SceneNode,
  sourcesBefore: readonly SheetNode[],
): FollowedNodes {
  const near = nodesNear(before, sources, make, sourcesBefore);
  if (near) return near;
  const swaps: Swap<SceneNode>[] = [];
  let shifted = before.length !== sources.length;
  const old = sources.map((source, i) => {
    const there = before[i];
    if (there && (there.source === source || there.source.id === source.id)) return there;
    shifted = true;
    return byId.get(source.id) ?? null;
  });
  const renumbered = shifted ? new Int32Array(before.length).fill(-1) : null;
  if (renumbered) old.forEach((was, i) => was && (renumbered[was.index] = i));
  for (const was of before) if (renumbered?.[was.index] === -1) swaps.push({ old: was, now: null });
  const nodes = sources.map((source, index) => {
    const was = old[index]!;
    if (was?.source === source) {
      was.index = index;
      return was;
    }
    const now = make(source, index);
    if (was) inPlaceOf(was, now);
    swaps.push({ old: was, now });
    return now;
  });
  return { nodes, swaps, renumbered };
}

const inPlaceOf = (was: SceneNode, now: SceneNode): SceneNode =>
  Object.assign(now, { connections: was.connections, used: was.used, usedBy: was.usedBy });

/** The same without a look at nodes that stayed, where each stands where it stood; null where one does not. */
function nodesNear(
  before: readonly SceneNode[],
  sources: readonly SheetNode[],
  make: (source: SheetNode, index: number) => SceneNode,
  sourcesBefore: readonly SheetNode[],
): FollowedNodes | null {
  if (sources.length !== before.length) return null;
  const hunks = hunksBetween(sourcesBefore, sources);
  const isInPlace = ({ from, gone, at, came }: Hunk): boolean => {
    if (gone !== came || from !== at) return false;
    for (let i = at; i < at + came; i += 1) if (sources[i]!.id !== before[i]!.source.id) return false;
    return true;
  };
  if (!hunks.every(isInPlace)) return null;
  const nodes = [...before];
  const swaps: Swap<SceneNode>[] = [];
  for (const { at, came } of hunks) {
    for (let i = at; i < at + came; i += 1) {
      const old = before[i]!;
      const now = inPlaceOf(old, make(sources[i]!, i));
      nodes[i] = now;
      swaps.push({ old, now });
    }
  }
  return { nodes, swaps, renumbered: null };
}

export interface FollowedConnections {
  connections: Labelled[];
  /** What was made anew, in place of nothing or of the one that said something else. */
  changed: Set<Labelled>;
  swaps: Swap<Labelled>[];
  gone: Labelled[];
  /** Numbers or ends are others than before. */
  shifted: boolean;
  /** What that means for nodes, and what else may run elsewhere now; null where all have to be looked at. */
  near: Near | null;
}

/** What few differences of a list of connections come to. */
export interface Near {
  /** Where the connections before stand now, −1 for what nodes have to let go of; null where all stand where they stood. */
  moved: Int32Array | null;
  /** What nodes have to let go of, with its old number; and what they have to take. */
  left: readonly { c: Labelled; index: number }[];
  joined: readonly Labelled[];
  /** What was made anew or ends at a node that was, in order. */
  unsure: readonly Labelled[];
}

/** Where a connection is drawn; null where it is not. */
export type Drawn = { start: Anchor; end: Anchor; reversed: boolean } | null;

/** The connections of the next sheet, taken over where neither they nor their ends say anything else. */
export function followConnections(
  before: readonly Labelled[],
  byId: ReadonlyMap<Id, Labelled>,
  sources: readonly SheetConnection[],
  followed: FollowedNodes,
  drawn: (source: SheetConnection) => Drawn,
  make: (source: SheetConnection, index: number, ends: NonNullable<Drawn>) => Labelled,
  sourcesBefore: readonly SheetConnection[],
): FollowedConnections {
  const { nodes, swaps: moved, renumbered } = followed;
  const near = connectionsNear(before, sources, followed, drawn, make, sourcesBefore);
  if (near) return near;
  const unsure = new Uint8Array(nodes.length);
  for (const { now } of moved) if (now) unsure[now.index] = 1;
  if (renumbered) {
    for (const { start, end } of before) {
      start.node = renumbered[start.node]!;
      end.node = renumbered[end.node]!;
    }
  }
  const connections: Labelled[] = [];
  const changed = new Set<Labelled>();
  const swaps: Swap<Labelled>[] = [];
  const stays = new Uint8Array(before.length);
  let shifted = renumbered !== null;
  let at = 0;
  for (const source of sources) {
    let old = before[at];
    if (old?.source !== source) old = byId.get(source.id);
    const index = connections.length;
    if (old?.source === source && old.start.node >= 0 && old.end.node >= 0 && !unsure[old.start.node] && !unsure[old.end.node]) {
      stays[old.index] = 1;
      at = old.index + 1;
      connections.push(old);
      continue;
    }
    if (old) at = old.index + 1;
    const ends = drawn(source);
    if (!ends) continue;
    const sameEnds = old !== undefined && sameAnchor(old.start, ends.start) && sameAnchor(old.end, ends.end) && old.reversed === ends.reversed;
    if (old) stays[old.index] = 1;
    if (sameEnds && old!.source === source) {
      connections.push(old!);
      continue;
    }
    if (!sameEnds) shifted = true;
    const now = make(source, index, ends);
    if (old) now.course = old.course;
    changed.add(now);
    swaps.push({ old: old ?? null, now });
    connections.push(now);
  }
  const gone = before.filter((c) => !stays[c.index]);
  for (const old of gone) swaps.push({ old, now: null });
  connections.forEach((c, index) => {
    if (c.index === index && before[index] !== undefined) return;
    shifted ||= c.index !== index;
    c.index = index;
  });
  return { connections, changed, swaps, gone, shifted: shifted || gone.length > 0, near: null };
}

/** With more than so many that differ, each is looked at. */
const mostNear = 1500;

/** The same without a look at connections that stayed, where few differ and all are drawn; else null, and nothing is changed. */
function connectionsNear(
  before: readonly Labelled[],
  sources: readonly SheetConnection[],
  { swaps: others, renumbered }: FollowedNodes,
  drawn: (source: SheetConnection) => Drawn,
  make: (source: SheetConnection, index: number, ends: NonNullable<Drawn>) => Labelled,
  sourcesBefore: readonly SheetConnection[],
): FollowedConnections | null {
  // What was not drawn until now might be drawn now.
  if (renumbered || before.length !== sourcesBefore.length) return null;
  const hunks = hunksBetween(sourcesBefore, sources);
  if (hunks.reduce((sum, { gone, came }) => sum + gone + came, 0) > mostNear) return null;
  const known = new Map<Id, Labelled>();
  for (const { from, gone } of hunks) for (let i = from; i < from + gone; i += 1) known.set(before[i]!.source.id, before[i]!);
  const around = new Set<number>();
  for (const { now } of others) for (const i of now?.connections ?? []) around.add(i);

  // What stands where from now on: made anew, or what was there.
  const made: { now: Labelled; old: Labelled | null; sameEnds: boolean }[] = [];
  const put = (source: SheetConnection, index: number, old: Labelled | null): boolean => {
    const ends = drawn(source);
    if (!ends) return false;
    const sameEnds = old !== null && sameAnchor(old.start, ends.start) && sameAnchor(old.end, ends.end) && old.reversed === ends.reversed;
    if (sameEnds && old.source === source) made.push({ now: old, old, sameEnds });
    else {
      const now = make(source, index, ends);
      if (old) now.course = old.course;
      made.push({ now, old, sameEnds });
    }
    return true;
  };
  const [stays, places]: [Set<Labelled>, number[]] = [new Set(), []];
  for (const { at, came } of hunks) {
    for (let i = at; i < at + came; i += 1) {
      const old = known.get(sources[i]!.id) ?? null;
      if (!put(sources[i]!, i, old)) return null;
      places.push(i);
      if (old) stays.add(old);
    }
  }
  const numberOf = renumbering(hunks);
  for (const i of around) {
    const [old, index] = [before[i]!, numberOf(i)];
    if (index < 0) continue;
    if (!put(old.source, index, old)) return null;
    places.push(index);
  }

  const connections = [...before];
  for (const { from, gone: went, came } of [...hunks].reverse()) if (went !== came) connections.splice(from, went, ...new Array<Labelled>(came));
  made.forEach(({ now }, k) => (connections[places[k]!] = now));
  const gone = [...known.values()].filter((c) => !stays.has(c));
  const isShifted = hunks.some(({ from, gone: went, at, came }) => from !== at || went !== came);
  const result: FollowedConnections = { connections, changed: new Set(), swaps: [], gone, shifted: false, near: null };
  const left = gone.map((c) => ({ c, index: c.index }));
  const joined: Labelled[] = [];
  const kept = new Map<number, number>();
  made.forEach(({ now, old, sameEnds }, k) => {
    if (sameEnds) kept.set(old!.index, places[k]!);
    else {
      if (old) left.push({ c: old, index: old.index });
      joined.push(now);
    }
    if (now === old) return;
    result.changed.add(now);
    result.swaps.push({ old, now });
  });
  for (const c of gone) result.swaps.push({ old: c, now: null });
  const isMoved = isShifted || [...kept].some(([was, is]) => was !== is);
  const moved = isMoved ? new Int32Array(before.length) : null;
  if (moved) {
    for (let i = 0; i < moved.length; i += 1) moved[i] = -1;
    let at = 0;
    let shift = 0;
    for (const hunk of [...hunks, null]) {
      const end = hunk?.from ?? before.length;
      for (let i = at; i < end; i += 1) moved[i] = i + shift;
      if (hunk) {
        at = hunk.from + hunk.gone;
        shift += hunk.came - hunk.gone;
      }
    }
    for (const [was, is] of kept) moved[was] = is;
    for (const { index } of left) moved[index] = -1;
  }
  for (let i = isMoved ? (hunks[0]?.at ?? 0) : connections.length; i < connections.length; i += 1) connections[i]!.index = i;
  const unsure = made.map(({ now }) => now).sort((a, b) => a.index - b.index);
  return { ...result, shifted: left.length + joined.length > 0 || isMoved, near: { moved, left, joined, unsure } };
}

/** The new number of a connection that is in no hunk; −1 for one that is. */
function renumbering(hunks: readonly Hunk[]): (index: number) => number {
  return (index) => {
    let shift = 0;
    for (const { from, gone, came } of hunks) {
      if (index < from) break;
      if (index < from + gone) return -1;
      shift += came - gone;
    }
    return index + shift;
  };
}

const sameAnchor = (a: Anchor, b: Anchor): boolean => a.node === b.node && a.row === b.row;
