// What of a scene stays when its sheet changes: nodes and connections that are the same objects are taken over.

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
): FollowedNodes {
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
    if (was) Object.assign(now, { connections: was.connections, used: was.used, usedBy: was.usedBy });
    swaps.push({ old: was, now });
    return now;
  });
  return { nodes, swaps, renumbered };
}

export interface FollowedConnections {
  connections: Labelled[];
  /** What was made anew, in place of nothing or of the one that said something else. */
  changed: Set<Labelled>;
  swaps: Swap<Labelled>[];
  gone: Labelled[];
  /** Numbers or ends are others than before. */
  shifted: boolean;
}

/** Where a connection is drawn; null where it is not. */
export type Drawn = { start: Anchor; end: Anchor; reversed: boolean } | null;

/** The connections of the next sheet, taken over where neither they nor their ends say anything else. */
export function followConnections(
  before: readonly Labelled[],
  byId: ReadonlyMap<Id, Labelled>,
  sources: readonly SheetConnection[],
  { nodes, swaps: moved, renumbered }: FollowedNodes,
  drawn: (source: SheetConnection) => Drawn,
  make: (source: SheetConnection, index: number, ends: NonNullable<Drawn>) => Labelled,
): FollowedConnections {
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
  return { connections, changed, swaps, gone, shifted: shifted || gone.length > 0 };
}

const sameAnchor = (a: Anchor, b: Anchor): boolean => a.node === b.node && a.row === b.row;
