// The sheet, measured: where everything is, how connections run, and indexes to find it by place.
//
// A scene is built anew for every sheet and never changed afterwards, except that very large drawings
// get their better courses in slices (`refine`). What did not change is taken over from the scene before.

import { type Anatomy, anatomyOf } from "./anatomy";
import { byDepth, depths, frames, titles } from "./frames";
import type { Point, Rect } from "./geometry";
import { Labelled, Labels } from "./labels";
import { type Line, lineBounds } from "./line";
import { Courses } from "./courses";
import type { Id, Sheet, SheetConnection, SheetDomain, SheetNode } from "./sheet";
import { SpatialIndex } from "./spatial-index";

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

export class Scene {
  readonly nodes: readonly SceneNode[];
  readonly domains: readonly SceneDomain[];
  readonly connections: readonly SceneConnection[];
  readonly bounds: Rect | null;
  readonly nodeIndex: SpatialIndex;
  private readonly labels: Labels;
  /** Parts of all courses by place, and connection and part of each entry; made when first asked for. */
  private parts: { index: SpatialIndex; owners: Int32Array } | null = null;

  private readonly nodeById = new Map<Id, SceneNode>();
  private readonly domainById = new Map<Id, SceneDomain>();
  private readonly connectionById = new Map<Id, SceneConnection>();
  private readonly rowHome = new Map<Id, SceneNode>();
  readonly courses: Courses;

  constructor(
    readonly sheet: Sheet,
    before: Scene | null = null,
  ) {
    this.nodes = sheet.nodes.map((source, index) => {
      const anatomy = measured(source);
      const box = { x: source.x, y: source.y, w: anatomy.w, h: anatomy.h };
      return { source, index, anatomy, box, connections: [], used: new Map(), usedBy: 0 };
    });
    for (const node of this.nodes) {
      this.nodeById.set(node.source.id, node);
      for (const row of node.source.rows ?? []) this.rowHome.set(row.id, node);
    }
    this.nodeIndex = SpatialIndex.ofRects(this.nodes.map((n) => n.box));
    this.labels = new Labels(this.nodeIndex);
    this.connections = this.labels.of(this.connected(sheet.connections));
    for (const c of this.connections) this.connectionById.set(c.source.id, c);

    const boxes = this.members();
    const groups = frames(sheet.domains, boxes);
    this.courses = new Courses(this.nodes, this.connections, this.nodeIndex, [...groups.values()], titles(sheet.domains, boxes), before?.courses ?? null);
    this.domains = this.framed(boxes);
    for (const d of this.domains) this.domainById.set(d.source.id, d);
    this.bounds = this.measuredBounds();
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
    const { index, owners } = (this.parts ??= this.indexed());
    for (const entry of index.touchingRect(r)) seen.add(owners[entry]!);
    return [...seen].sort((a, b) => a - b);
  }

  nodesIn(r: Rect): number[] {
    return this.nodeIndex.touchingRect(r).sort((a, b) => a - b);
  }

  /** Works on courses that were only sketched; true if what is on screen may have changed. */
  refine(milliseconds: number): boolean {
    if (!this.courses.refine(milliseconds)) return false;
    this.parts = null;
    this.labels.unsettle();
    return true;
  }

  private connected(all: readonly SheetConnection[]): Labelled[] {
    const out: Labelled[] = [];
    for (const source of all) {
      const from = this.anchor(source.from);
      const to = this.anchor(source.to);
      // Half a connection cannot be drawn, and inside one card rows already say what belongs together.
      if (!from || !to) continue;
      if (from.node === to.node && (source.kind !== "call" || from.row === null || to.row === null)) continue;
      const reversed = source.kind === "subscribe" && this.isEvent(to);
      const index = out.length;
      out.push(new Labelled(this.labels, source, index, reversed ? to : from, reversed ? from : to, reversed));
      this.nodes[from.node]!.connections.push(index);
      if (to.node !== from.node) this.nodes[to.node]!.connections.push(index);
      this.nodes[to.node]!.usedBy += 1;
    }
    return out;
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

  private framed(boxes: ReadonlyMap<Id, readonly Rect[]>): SceneDomain[] {
    const depth = depths(this.sheet.domains);
    const busy = this.courses.busyTops(boxes);
    const sizes = frames(this.sheet.domains, boxes, busy);
    return byDepth(this.sheet.domains).map((source) => ({
      source,
      frame: sizes.get(source.id)!,
      depth: depth.get(source.id)!,
    }));
  }

  private indexed(): { index: SpatialIndex; owners: Int32Array } {
    let count = 0;
    for (const { line } of this.connections) count += Math.max(0, line.length / 2 - 1);
    const boxes = new Float64Array(count * 4);
    const owners = new Int32Array(count);
    let at = 0;
    for (const { line, index } of this.connections) {
      for (let i = 2; i < line.length; i += 2) {
        boxes[at * 4] = Math.min(line[i]!, line[i - 2]!);
        boxes[at * 4 + 1] = Math.min(line[i + 1]!, line[i - 1]!);
        boxes[at * 4 + 2] = Math.max(line[i]!, line[i - 2]!);
        boxes[at * 4 + 3] = Math.max(line[i + 1]!, line[i - 1]!);
        owners[at] = index;
        at += 1;
      }
    }
    return { index: new SpatialIndex(boxes), owners };
  }

  private measuredBounds(): Rect | null {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    const take = (x: number, y: number, w: number, h: number): void => {
      if (x < x0) x0 = x;
      if (y < y0) y0 = y;
      if (x + w > x1) x1 = x + w;
      if (y + h > y1) y1 = y + h;
    };
    for (const { source, box } of this.nodes) take(box.x, box.y, box.w, box.h + (source.kind === "actor" ? 24 : 0));
    for (const { frame } of this.domains) take(frame.x, frame.y - 24, frame.w, frame.h + 24);
    for (const { line } of this.connections) for (let i = 0; i < line.length; i += 2) take(line[i]!, line[i + 1]!, 0, 0);
    return x0 === Infinity ? null : { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
  }
}
