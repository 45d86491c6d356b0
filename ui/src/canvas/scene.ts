// The sheet, measured: where everything is, how connections run, and indexes to find it by place.
//
// A scene never changes what it says, except that very large drawings get their better courses in slices (`refine`).
// The scene of the next sheet is either built anew (`new Scene`) or made from this one in the time the difference takes
// (`after`); both say the same. A scene that another was made from is spent: its numbers and maps are those of the next.
// Long because: everything that is asked of a drawing by id, by place or by number is asked here.

import { type Anatomy, anatomyOf } from "./anatomy";
import { byDepth, depths, frames, titles } from "./frames";
import { type Point, type Rect, sameRect } from "./geometry";
import { type Boxes, ChangingIndex } from "./changing-index";
import { changesOf } from "./changes";
import { Courses } from "./courses";
import { type Drawn, followConnections, followNodes, type Near } from "./follow";
import { Labelled, Labels } from "./labels";
import { type Line, lineBounds } from "./line";
import type { Id, Sheet, SheetConnection, SheetDomain, SheetNode } from "./sheet";
import type { Swap } from "./swap";

export interface SceneNode {
  source: SheetNode;
  index: number;
  anatomy: Anatomy;
  box: Rect;
  /** Numbers of the connections that start or end here. */
  connections: number[];
  /** Rows (or the node itself, under its own id) that have a connection, by side. */
  used: Map<Id, { left: boolean; right: boolean }>;
  usedBy: number;
}

export interface SceneDomain {
  source: SheetDomain;
  frame: Rect;
  depth: number;
}

/** Where a drawn line begins or ends: a node, and maybe one of its rows. */
export interface Anchor {
  node: number;
  row: Id | null;
}

export interface SceneConnection {
  source: SheetConnection;
  index: number;
  /** As drawn: the port is at the start, the arrow at the end. A subscription starts at its event. */
  start: Anchor;
  end: Anchor;
  /** Drawn against its own direction, as subscriptions are. */
  reversed: boolean;
  line: Line;
  readonly label: Point;
  /** Its badge is drawn by a neighbour that says the same. */
  readonly quiet: boolean;
}

const anatomies = new WeakMap<SheetNode, Anatomy>();

function measured(node: SheetNode): Anatomy {
  let anatomy = anatomies.get(node);
  if (!anatomy) anatomies.set(node, (anatomy = anatomyOf(node)));
  return anatomy;
}

/** After so many one may pause. */
const some = 100;

/** With more new nodes than this, taking over what stayed is not worth its trouble. */
const mostFollowed = 600;

/** An actor's name stands below it. */
const actorName = 24;

const boxOf = ({ box }: SceneNode): Boxes => [box.x, box.y, box.x + box.w, box.y + box.h];

function partsOf({ line }: Labelled): Boxes {
  const boxes: number[] = [];
  for (let i = 2; i < line.length; i += 2) {
    const [x0, y0, x1, y1] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!];
    boxes.push(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1));
  }
  return boxes;
}

/** Numbers of connections, in order: one less, one more, and all of them as they are now. */
function without(numbers: number[], one: number): void {
  const at = numbers.indexOf(one);
  if (at >= 0) numbers.splice(at, 1);
}
function within(numbers: number[], one: number): void {
  let at = numbers.length;
  while (at > 0 && numbers[at - 1]! > one) at -= 1;
  numbers.splice(at, 0, one);
}
function renumber(numbers: number[], moved: Int32Array): void {
  let kept = 0;
  let last = -1;
  let isInOrder = true;
  for (let i = 0; i < numbers.length; i += 1) {
    const now = moved[numbers[i]!]!;
    if (now < 0) continue;
    if (now < last) isInOrder = false;
    numbers[kept++] = last = now;
  }
  numbers.length = kept;
  if (!isInOrder) numbers.sort((a, b) => a - b);
}

const made = (source: SheetNode, index: number): SceneNode => {
  const anatomy = measured(source);
  const box = { x: source.x, y: source.y, w: anatomy.w, h: anatomy.h };
  return { source, index, anatomy, box, connections: [], used: new Map(), usedBy: 0 };
};

export class Scene {
  nodes: readonly SceneNode[] = [];
  domains: readonly SceneDomain[] = [];
  connections: readonly SceneConnection[] = [];
  courses!: Courses;
  private labels!: Labels;
  private nodeIndex!: ChangingIndex<SceneNode>;
  private parts!: ChangingIndex<Labelled>;
  private nodeById = new Map<Id, SceneNode>();
  private domainById = new Map<Id, SceneDomain>();
  private connectionById = new Map<Id, Labelled>();
  private rowHome = new Map<Id, SceneNode>();
  private extent: Rect | null = null;
  private differing: (() => Rect[] | null) | null = null;

  /** Courses are taken over from the scene before, as far as they are still good. */
  constructor(
    readonly sheet: Sheet,
    before: Scene | null = null,
    how: "built" | "patched" | "later" = "built",
  ) {
    if (before && how === "patched") this.follow(before);
    else if (how !== "later") for (const _ of this.build(before)) void _;
  }

  /**
   * The scene of another sheet, made a bit at a time, with everything ready that its first picture asks for. The one
   * before goes on answering, and does so afterwards.
   */
  static *slowly(sheet: Sheet, before: Scene): Generator<undefined, Scene> {
    const scene = new Scene(sheet, null, "later");
    yield* scene.build(before);
    yield* scene.nodeIndex.ready();
    yield* scene.parts.ready();
    return scene;
  }

  /** Whether so much differs that another scene is better built than patched. */
  differsMuch(sheet: Sheet): boolean {
    const { nodes } = this.sheet;
    let others = Math.abs(sheet.nodes.length - nodes.length);
    // Where one is put in, all behind it stand elsewhere; that they are the same is only worth asking where few differ.
    if (others === 0) for (let i = 0; i < nodes.length; i += 1) others += sheet.nodes[i] === nodes[i] ? 0 : 1;
    return others > mostFollowed;
  }

  /** Whether so many of the same elements stand elsewhere in it, as after Tidy or its undo. */
  movesMuch(sheet: Sheet): boolean {
    const { nodes } = this.sheet;
    if (sheet.nodes.length !== nodes.length || nodes.length <= mostFollowed) return false;
    let moved = 0;
    for (let i = 0; i < nodes.length; i += 1) {
      const [node, was] = [sheet.nodes[i]!, nodes[i]!];
      if (node === was) continue;
      if (node.id !== was.id) return false;
      if (node.x !== was.x || node.y !== was.y) moved += 1;
    }
    return moved > mostFollowed;
  }

  /** The scene of another sheet. This one is spent then, and answers nothing more. */
  after(sheet: Sheet): Scene {
    return new Scene(sheet, this, this.differsMuch(sheet) || this.sheet.nodes.length === 0 ? "built" : "patched");
  }

  /** Where the resting picture differs from that of the scene this was made from; null means everywhere. */
  changes(): readonly Rect[] | null {
    return this.differing?.() ?? null;
  }

  /** A bit at a time: whoever is in no hurry may pause between. */
  private *build(before: Scene | null): Generator<undefined> {
    const { sheet } = this;
    const nodes: SceneNode[] = [];
    for (const [i, source] of sheet.nodes.entries()) {
      const node = made(source, i);
      nodes.push(node);
      this.nodeById.set(source.id, node);
      for (const row of source.rows ?? []) this.rowHome.set(row.id, node);
      if (i % some === 0) yield;
    }
    this.nodes = nodes;
    this.nodeIndex = new ChangingIndex(this.nodes, boxOf);
    const connections: Labelled[] = [];
    this.parts = new ChangingIndex(connections, partsOf);
    this.labels = new Labels(this.nodeIndex, this.parts);
    for (const [i, source] of sheet.connections.entries()) {
      if (i % (5 * some) === 0) yield;
      const ends = this.drawn(source);
      if (!ends) continue;
      const c = new Labelled(this.labels, source, connections.length, ends.start, ends.end, ends.reversed);
      c.course = before?.connectionById.get(source.id)?.course ?? null;
      connections.push(c);
      this.connectionById.set(source.id, c);
    }
    this.connections = this.labels.of(connections);
    this.join();
    yield;
    const swaps: Swap<SceneNode>[] = [];
    if (before) {
      for (const now of this.nodes) swaps.push({ old: before.node(now.source.id) ?? null, now });
      for (const old of before.nodes) if (!this.node(old.source.id)) swaps.push({ old, now: null });
    }
    const boxes = this.members();
    const groups = [...frames(sheet.domains, boxes).values()];
    const ground = { nodes: this.nodes, connections, groups, titles: titles(sheet.domains, boxes) };
    this.courses = yield* Courses.over(ground, swaps, before?.courses ?? null);
    for (const [i, node] of this.nodes.entries()) {
      this.use(node);
      if (i % some === 0) yield;
    }
    this.frame(boxes);
  }

  /** Makes this of the scene before, which is spent then. */
  private follow(before: Scene): void {
    const { sheet } = this;
    Object.assign(this, {
      nodeById: before.nodeById,
      domainById: before.domainById,
      connectionById: before.connectionById,
      rowHome: before.rowHome,
      nodeIndex: before.nodeIndex,
      parts: before.parts,
      labels: before.labels,
      courses: before.courses,
      domains: before.domains,
    });
    const followed = followNodes(before.nodes, this.nodeById, sheet.nodes, made, before.sheet.nodes);
    const nodes = followed.swaps;
    this.nodes = followed.nodes;
    this.nodeIndex.holds(this.nodes);
    this.swapNodes(nodes);
    const make = (source: SheetConnection, index: number, { start, end, reversed }: NonNullable<Drawn>): Labelled =>
      new Labelled(this.labels, source, index, start, end, reversed);
    const old = before.connections as readonly Labelled[];
    const { connections, changed, swaps, gone, shifted, near } = followConnections(
      old,
      this.connectionById,
      sheet.connections,
      followed,
      (source) => this.drawn(source),
      make,
      before.sheet.connections,
    );
    this.connections = connections;

    const around = nodes.some(({ old, now }) => old?.source.domain !== now?.source.domain || !old || !now || !sameRect(old.box, now.box));
    const boxes = around || sheet.domains !== before.sheet.domains ? this.members() : null;
    const ground = boxes
      ? { nodes: this.nodes, connections, groups: [...frames(sheet.domains, boxes).values()], titles: titles(sheet.domains, boxes) }
      : { ...this.courses.around, nodes: this.nodes, connections };
    const rerouted = this.courses.follow(ground, nodes, changed, gone, near?.unsure ?? null);
    const lines = [...swaps, ...rerouted];
    for (const { old, now } of lines) {
      if (old) this.parts.take(old);
      if (old && !now && this.connectionById.get(old.source.id) === old) this.connectionById.delete(old.source.id);
      if (now) {
        this.connectionById.set(now.source.id, now);
        this.parts.put(now);
      }
    }
    this.parts.holds(connections);
    if (near) this.rejoin(near);
    else if (shifted) this.join();
    const touched = new Set(nodes.flatMap(({ now }) => (now ? [now] : [])));
    for (const { now } of lines) if (now) touched.add(this.nodes[now.start.node]!).add(this.nodes[now.end.node]!);
    for (const { old } of lines) {
      if (!old) continue;
      for (const { node } of [old.start, old.end]) if (this.nodes[node]) touched.add(this.nodes[node]);
    }
    for (const node of touched) this.use(node);
    const moved = nodes.filter(({ old, now }) => !old || !now || !sameRect(old.box, now.box));
    const said = this.labels.follow(connections, lines, moved.flatMap(({ old, now }) => [old?.box, now?.box].flatMap((b) => b ?? [])));
    if (boxes || !this.courses.isLarge) this.frame(boxes ?? this.members());
    this.extent = this.keepsExtent(before, nodes, lines) ? before.extent : null;
    this.differing = () => said && changesOf(nodes, before.domains, this.domains, lines, said);
  }

  node(id: Id): SceneNode | undefined {
    return this.nodeById.get(id);
  }

  domain(id: Id): SceneDomain | undefined {
    return this.domainById.get(id);
  }

  connection(id: Id): SceneConnection | undefined {
    return this.connectionById.get(id);
  }

  /** The node a row belongs to. */
  homeOf(row: Id): SceneNode | undefined {
    return this.rowHome.get(row);
  }

  /** The node, or the node of the row. */
  carrier(id: Id): SceneNode | undefined {
    return this.nodeById.get(id) ?? this.rowHome.get(id);
  }

  /** Where an element is; for a row the whole row. */
  place(id: Id): Rect | null {
    const node = this.nodeById.get(id);
    if (node) return node.box;
    const home = this.rowHome.get(id);
    if (home) {
      const middle = home.anatomy.rowMiddle.get(id) ?? home.anatomy.header / 2;
      return { x: home.box.x, y: home.box.y + middle - 12, w: home.box.w, h: 24 };
    }
    const domain = this.domainById.get(id);
    if (domain) return domain.frame;
    const line = this.connectionById.get(id)?.line;
    return line ? lineBounds(line) : null;
  }

  /** The innermost domain at a point. */
  domainAt(p: Point): SceneDomain | null {
    for (let i = this.domains.length - 1; i >= 0; i -= 1) {
      const f = this.domains[i]!.frame;
      if (p.x >= f.x && p.x <= f.x + f.w && p.y >= f.y && p.y <= f.y + f.h) return this.domains[i]!;
    }
    return null;
  }

  /** A domain with all domains inside it. */
  family(id: Id): Set<Id> {
    const out = new Set<Id>([id]);
    // Domains are ordered outer before inner, so one pass finds all.
    for (const d of this.domains) if (d.source.parent !== null && out.has(d.source.parent)) out.add(d.source.id);
    return out;
  }

  /** Numbers of connections with a part in the rectangle, in drawing order. */
  connectionsIn(r: Rect): number[] {
    const seen = new Set<number>();
    for (const { index } of this.parts.touching(r.x, r.y, r.x + r.w, r.y + r.h)) seen.add(index);
    return [...seen].sort((a, b) => a - b);
  }

  nodesIn(r: Rect): number[] {
    const found = this.nodeIndex.touching(r.x, r.y, r.x + r.w, r.y + r.h);
    return found.map(({ index }) => index).sort((a, b) => a - b);
  }

  /** Works on courses that were only sketched; true if what is on screen may have changed. */
  refine(milliseconds: number): boolean {
    if (!this.courses.refine(milliseconds)) return false;
    this.parts.renew(this.connections as readonly Labelled[]);
    for (const node of this.nodes) this.use(node);
    this.extent = null;
    this.labels.unsettle();
    return true;
  }

  /** Makes its indexes fast again after many changes, where there is time. */
  settle(): void {
    this.nodeIndex.settle();
    this.parts.settle();
  }

  /** Half a connection cannot be drawn, and inside one card rows already say what belongs together. */
  private drawn(source: SheetConnection): Drawn {
    const from = this.anchor(source.from);
    const to = this.anchor(source.to);
    if (!from || !to) return null;
    if (from.node === to.node && (source.kind !== "call" || from.row === null || to.row === null)) return null;
    const reversed = source.kind === "subscribe" && this.isEvent(to);
    return { start: reversed ? to : from, end: reversed ? from : to, reversed };
  }

  /** Tells nodes which connections they have. */
  private join(): void {
    for (const node of this.nodes) {
      node.connections.length = 0;
      node.usedBy = 0;
    }
    this.connections.forEach(({ start, end, reversed }, i) => {
      const [from, to] = reversed ? [end, start] : [start, end];
      this.nodes[from.node]!.connections.push(i);
      if (to.node !== from.node) this.nodes[to.node]!.connections.push(i);
      this.nodes[to.node]!.usedBy += 1;
    });
  }

  /** The same where few differ from before. */
  private rejoin({ moved, left, joined }: Near): void {
    const used = ({ start, end, reversed }: SceneConnection): SceneNode => this.nodes[(reversed ? start : end).node]!;
    for (const { c, index } of left) {
      used(c).usedBy -= 1;
      if (!moved) for (const { node } of [c.start, c.end]) without(this.nodes[node]!.connections, index);
    }
    if (moved) for (const { connections } of this.nodes) renumber(connections, moved);
    for (const c of joined) {
      used(c).usedBy += 1;
      for (const node of new Set([c.start.node, c.end.node])) within(this.nodes[node]!.connections, c.index);
    }
  }

  /** Remembers which of its ports have a connection, for drawing them. */
  private use(node: SceneNode): void {
    node.used.clear();
    const mark = (anchor: Anchor, x: number): void => {
      if (anchor.node !== node.index) return;
      const key = anchor.row ?? node.source.id;
      const sides = node.used.get(key) ?? { left: false, right: false };
      if (Math.abs(x - node.box.x) < 0.5) sides.left = true;
      else sides.right = true;
      node.used.set(key, sides);
    };
    for (const i of node.connections) {
      const { start, end, line } = this.connections[i]!;
      mark(start, line[0]!);
      mark(end, line[line.length - 2]!);
    }
  }

  private swapNodes(swaps: readonly Swap<SceneNode>[]): void {
    for (const { old } of swaps) {
      if (!old) continue;
      this.nodeIndex.take(old);
      this.nodeById.delete(old.source.id);
      for (const row of old.source.rows ?? []) if (this.rowHome.get(row.id) === old) this.rowHome.delete(row.id);
    }
    for (const { now } of swaps) {
      if (!now) continue;
      this.nodeIndex.put(now);
      this.nodeById.set(now.source.id, now);
      for (const row of now.source.rows ?? []) this.rowHome.set(row.id, now);
    }
  }

  private anchor(id: Id): Anchor | null {
    const node = this.nodeById.get(id);
    if (node) return { node: node.index, row: null };
    const home = this.rowHome.get(id);
    return home ? { node: home.index, row: id } : null;
  }

  private isEvent(a: Anchor): boolean {
    const node = this.nodes[a.node]!.source;
    return a.row === null ? node.kind === "event" : node.rows?.find((r) => r.id === a.row)?.kind === "event";
  }

  private members(): Map<Id, Rect[]> {
    const boxes = new Map<Id, Rect[]>();
    for (const node of this.nodes) {
      const domain = node.source.domain;
      if (domain === null) continue;
      const known = boxes.get(domain);
      if (known) known.push(node.box);
      else boxes.set(domain, [node.box]);
    }
    return boxes;
  }

  private frame(boxes: ReadonlyMap<Id, readonly Rect[]>): void {
    const all = depths(this.sheet.domains);
    const busy = this.courses.busyTops(boxes);
    const sizes = frames(this.sheet.domains, boxes, busy);
    const domains = byDepth(this.sheet.domains).map((source): SceneDomain => {
      const [frame, depth] = [sizes.get(source.id)!, all.get(source.id)!];
      const was = this.domainById.get(source.id);
      return was && was.source === source && was.depth === depth && sameRect(was.frame, frame) ? was : { source, frame, depth };
    });
    this.domains = domains;
    this.domainById.clear();
    for (const d of domains) this.domainById.set(d.source.id, d);
  }

  /** Around everything that is drawn; null where nothing is. */
  get bounds(): Rect | null {
    return (this.extent ??= this.measuredBounds());
  }

  /** Whether everything that is another or gone lay well within what was around all, and what is new lies within it. */
  private keepsExtent(before: Scene, nodes: readonly Swap<SceneNode>[], lines: readonly Swap<SceneConnection>[]): boolean {
    const { extent } = before;
    if (!extent || this.domains.length !== before.domains.length || this.domains.some((d, i) => d !== before.domains[i])) return false;
    const [x1, y1] = [extent.x + extent.w, extent.y + extent.h];
    const isInside = (r: Rect | null, below = 0): boolean =>
      r === null || (r.x > extent.x && r.y > extent.y && r.x + r.w < x1 && r.y + r.h + below < y1);
    const named = (node: SceneNode | null): boolean => node === null || isInside(node.box, actorName);
    const drawn = (c: SceneConnection | null): boolean => c === null || isInside(lineBounds(c.line));
    return nodes.every(({ old, now }) => named(old) && named(now)) && lines.every(({ old, now }) => drawn(old) && drawn(now));
  }

  private measuredBounds(): Rect | null {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    const take = (x: number, y: number, w: number, h: number): void => {
      if (x < x0) x0 = x;
      if (y < y0) y0 = y;
      if (x + w > x1) x1 = x + w;
      if (y + h > y1) y1 = y + h;
    };
    for (const { source, box } of this.nodes) take(box.x, box.y, box.w, box.h + (source.kind === "actor" ? actorName : 0));
    for (const { frame } of this.domains) take(frame.x, frame.y - 24, frame.w, frame.h + 24);
    for (const { line } of this.connections) for (let i = 0; i < line.length; i += 2) take(line[i]!, line[i + 1]!, 0, 0);
    return x0 === Infinity ? null : { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
  }
}
