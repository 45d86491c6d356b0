// The sheet, measured: where everything is, how connections run, and indexes to find it by place.
//
// A scene is built anew for every sheet and never changed afterwards, except that very large drawings
// get their better courses in slices (`refine`). What did not change is taken over from the scene before.

import { type Anatomy, anatomyOf } from "./anatomy";
import { byDepth, depths, frames } from "./frames";
import { bounds, overlaps, type Point, type Rect, union } from "./geometry";
import { labelWidth, pillWidth } from "./label";
import { labelPoint, type Line, lineBounds } from "./line";
import { Courses } from "./courses";
import type { Badge, Id, Sheet, SheetConnection, SheetDomain, SheetNode } from "./sheet";
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
  label: Point;
  /** Its badge is drawn by a neighbour that says the same. */
  quiet: boolean;
}

/** A badge without words says no more than a neighbour of its kind. */
const saysTheSame = (said: Badge, other: Badge): boolean =>
  said.text === other.text ||
  (!other.text && said.severity === other.severity && (said.cycle ?? false) === (other.cycle ?? false));

/** In larger drawings only findings look for a place beside nodes. */
const labelledWithCare = 1500;

const anatomies = new WeakMap<SheetNode, Anatomy>();

export function measured(node: SheetNode): Anatomy {
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
  segmentIndex: SpatialIndex;
  /** Connection and part of each entry of `segmentIndex`, two numbers each. */
  segments: Int32Array;

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
    this.connections = this.connected(sheet.connections);
    for (const c of this.connections) this.connectionById.set(c.source.id, c);

    const boxes = this.members();
    const groups = [...frames(sheet.domains, boxes).values()];
    this.courses = new Courses(this.nodes, this.connections, this.nodeIndex, groups, before?.courses ?? null);
    this.domains = this.framed(boxes);
    for (const d of this.domains) this.domainById.set(d.source.id, d);
    [this.segmentIndex, this.segments] = this.indexed();
    this.settleLabels();
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
    for (const entry of this.segmentIndex.touchingRect(r)) seen.add(this.segments[entry * 2]!);
    return [...seen].sort((a, b) => a - b);
  }

  nodesIn(r: Rect): number[] {
    return this.nodeIndex.touchingRect(r).sort((a, b) => a - b);
  }

  /** Works on courses that were only sketched; true if what is on screen may have changed. */
  refine(milliseconds: number): boolean {
    if (!this.courses.refine(milliseconds)) return false;
    [this.segmentIndex, this.segments] = this.indexed();
    this.settleLabels();
    return true;
  }

  private connected(all: readonly SheetConnection[]): SceneConnection[] {
    const out: SceneConnection[] = [];
    for (const source of all) {
      const from = this.anchor(source.from);
      const to = this.anchor(source.to);
      // Half a connection cannot be drawn, and inside one card rows already say what belongs together.
      if (!from || !to) continue;
      if (from.node === to.node && (source.kind !== "call" || from.row === null || to.row === null)) continue;
      const reversed = source.kind === "subscribe" && this.isEvent(to);
      const index = out.length;
      out.push({
        source,
        index,
        start: reversed ? to : from,
        end: reversed ? from : to,
        reversed,
        line: [],
        label: { x: 0, y: 0 },
        quiet: false,
      });
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

  private indexed(): [SpatialIndex, Int32Array] {
    const boxes: number[] = [];
    const owners: number[] = [];
    for (const c of this.connections) {
      const line = c.line;
      for (let i = 2; i < line.length; i += 2) {
        boxes.push(
          Math.min(line[i]!, line[i - 2]!),
          Math.min(line[i + 1]!, line[i - 1]!),
          Math.max(line[i]!, line[i - 2]!),
          Math.max(line[i + 1]!, line[i - 1]!),
        );
        owners.push(c.index, i / 2 - 1);
      }
    }
    return [new SpatialIndex(boxes), Int32Array.from(owners)];
  }

  /** Labels on the longest part; of several badges that say the same in one spot, one is enough. */
  private settleLabels(): void {
    const shown: SceneConnection[] = [];
    const taken: Rect[] = [];
    const isFree = (r: Rect): boolean =>
      this.nodeIndex.touchingRect(r).length === 0 && !taken.some((other) => overlaps(other, r));
    for (const c of this.connections) {
      const { badge, label } = c.source;
      const width = badge ? pillWidth(badge) : label ? labelWidth(label) : 20;
      c.label = labelPoint(c.line, width, badge || this.connections.length < labelledWithCare ? isFree : undefined);
      if (!badge) continue;
      c.quiet = shown.some(
        (o) =>
          saysTheSame(o.source.badge!, badge) &&
          Math.abs(o.label.x - c.label.x) < 110 &&
          Math.abs(o.label.y - c.label.y) < 110,
      );
      if (c.quiet) continue;
      shown.push(c);
      taken.push({ x: c.label.x - width / 2, y: c.label.y - 10, w: width, h: 20 });
    }
  }

  private measuredBounds(): Rect | null {
    let all = bounds(this.nodes.map((n) => (n.source.kind === "actor" ? { ...n.box, h: n.box.h + 24 } : n.box)));
    for (const d of this.domains) {
      const f = { ...d.frame, y: d.frame.y - 24, h: d.frame.h + 24 };
      all = all ? union(all, f) : f;
    }
    for (const c of this.connections) {
      const b = lineBounds(c.line);
      if (b) all = all ? union(all, b) : b;
    }
    return all;
  }
}
