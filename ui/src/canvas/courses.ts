// The courses of all connections: kept from scene to scene, routed again only where something changed.
//
// Long because: what is kept, routed again, bettered in slices and given lanes is one set of courses that must agree.

import type { Rect, Side } from "./geometry";
import { sameRect } from "./geometry";
import { type Course, laned, laneSteps } from "./lanes";
import type { Line } from "./line";
import { type End, endsOf } from "./ports";
import { PortSides } from "./port-sides";
import { clearance, type Obstacles, quickest, route } from "./route";
import type { Anchor, SceneConnection, SceneNode } from "./scene";
import type { Id, SheetConnection, SheetNode } from "./sheet";
import type { SpatialIndex } from "./spatial-index";
import { throughPoints } from "./waypoints";

/** The name of an actor stands below its circle, and is in the way as well. */
const actorName = 20;

/** Up to here everything is routed at once; beyond, courses are sketched first and bettered in slices. */
const routedAtOnce = 700;

/** A side is left for another only if that is so much shorter: a small move does not make courses jump. */
const staying = 24;

interface Kept {
  source: SheetConnection;
  /** The course before lanes. */
  line: Line;
  /** And after. */
  laned?: Line;
  /** Boxes and sources of the two nodes it was made for. */
  startBox: Rect;
  endBox: Rect;
  startSource: SheetNode;
  endSource: SheetNode;
  sketched: boolean;
}

export class Courses {
  /** Grows when courses that were there become better. */
  version = 0;
  private readonly kept = new Map<Id, Kept>();
  private readonly boxes = new Map<Id, Rect>();
  private readonly obstacles: Obstacles;
  private waiting: number[] = [];
  private settled = true;
  private steps: Generator<undefined, Line[]> | null = null;
  private readonly sides: PortSides;
  /** The courses of the scene before, while this one is made. */
  private was: ReadonlyMap<Id, Kept> | null;

  constructor(
    private readonly nodes: readonly SceneNode[],
    private readonly connections: readonly SceneConnection[],
    index: SpatialIndex,
    private readonly groups: readonly Rect[],
    titles: readonly Rect[],
    before: Courses | null,
  ) {
    this.obstacles = {
      near: (x0, y0, x1, y1) => {
        const found: Rect[] = [];
        for (const i of index.touching(x0, y0, x1, y1)) {
          // A note may lie on anything.
          const { source, box } = nodes[i]!;
          if (source.kind === "actor") found.push({ ...box, h: box.h + actorName });
          else if (source.kind !== "note") found.push(box);
        }
        for (const t of titles) if (t.x <= x1 && t.x + t.w >= x0 && t.y <= y1 && t.y + t.h >= y0) found.push(t);
        return found;
      },
    };
    this.sides = new PortSides(nodes);
    this.was = before?.kept ?? null;
    for (const n of nodes) this.boxes.set(n.source.id, n.box);
    const all = connections.length > routedAtOnce;
    // In a very large drawing a course gives way to what came, but does not use what became free.
    const stirred = before ? this.stirred(before, all) : [];
    const margin = all ? clearance - 1 : 2 * clearance;
    const fresh: number[] = [];
    for (const c of connections) {
      const old = before?.kept.get(c.source.id);
      if (old && this.stillGood(c, old, stirred, margin)) {
        this.kept.set(c.source.id, old);
        if (old.sketched) this.waiting.push(c.index);
      } else fresh.push(c.index);
    }
    // A small change in a large drawing is still routed properly at once.
    const sketch = all && fresh.length > routedAtOnce;
    for (const c of connections) {
      const old = this.kept.get(c.source.id);
      if (old) this.sides.count(c.start, old.line);
    }
    for (const i of fresh) this.find(connections[i]!, sketch);
    if (sketch) this.waiting.push(...fresh);
    if (!all)
      this.finish(
        laned(
          this.automatic().map((c) => this.course(c)),
          this.obstacles,
          this.groups,
        ),
      );
    else this.keepLanes(fresh, sketch, before?.settled ?? true);
    this.was = null;
  }

  /** Betters sketched courses; true once the last one is done. */
  refine(milliseconds: number): boolean {
    if (!this.unfinished) return false;
    const until = performance.now() + milliseconds;
    while (this.waiting.length > 0) {
      this.find(this.connections[this.waiting.pop()!]!, false);
      if (performance.now() > until) return false;
    }
    this.steps ??= laneSteps(
      this.automatic().map((c) => this.course(c)),
      this.obstacles,
      this.groups,
    );
    for (;;) {
      const { done, value } = this.steps.next();
      if (done) {
        this.steps = null;
        this.settled = true;
        this.finish(value);
        this.version += 1;
        return true;
      }
      if (performance.now() > until) return false;
    }
  }

  get unfinished(): boolean {
    return !this.settled;
  }

  /**
   * In a very large drawing an edit keeps the lanes of what it did not touch, and until all is bettered
   * courses are drawn as they were found.
   */
  private keepLanes(fresh: readonly number[], sketch: boolean, wasSettled: boolean): void {
    this.settled = wasSettled && !sketch && this.waiting.length === 0;
    const now = new Set(this.settled ? fresh : []);
    const anew = this.automatic().filter((c) => now.has(c.index));
    const lines = laned(
      anew.map((c) => this.course(c)),
      this.obstacles,
      this.groups,
    );
    anew.forEach((c, i) => (this.kept.get(c.source.id)!.laned = lines[i]!));
    this.finish(this.automatic().map((c) => this.kept.get(c.source.id)!.laned ?? this.kept.get(c.source.id)!.line));
  }

  /** The ends an anchor offers, with the node moved by a distance. */
  ends(anchor: Anchor, dx = 0, dy = 0): End[] {
    const node = this.nodes[anchor.node]!;
    const box = dx === 0 && dy === 0 ? node.box : { ...node.box, x: node.box.x + dx, y: node.box.y + dy };
    return endsOf(node.source.kind, box, node.anatomy, anchor.row);
  }

  /** Domains with a connection running between their upper border and their first node. */
  busyTops(boxes: ReadonlyMap<Id, readonly Rect[]>): Set<Id> {
    const busy = new Set<Id>();
    if (this.connections.length > routedAtOnce) return busy;
    for (const [domain, members] of boxes) {
      const x0 = Math.min(...members.map((b) => b.x));
      const x1 = Math.max(...members.map((b) => b.x + b.w));
      const top = Math.min(...members.map((b) => b.y));
      const crosses = this.connections.some(({ line }) => {
        for (let i = 2; i < line.length; i += 2) {
          const y = line[i + 1]!;
          if (y !== line[i - 1]! || y <= top - 38 || y >= top) continue;
          if (Math.max(line[i]!, line[i - 2]!) > x0 && Math.min(line[i]!, line[i - 2]!) < x1) return true;
        }
        return false;
      });
      if (crosses) busy.add(domain);
    }
    return busy;
  }

  private find(c: SceneConnection, sketch: boolean): void {
    const starts = this.ends(c.start);
    const ends = this.ends(c.end);
    const points = c.source.points;
    let line: Line;
    if (points && points.length > 0) line = throughPoints(starts, ends, points, c.reversed);
    else
      line = sketch
        ? quickest(...facing(starts, ends))
        : route(starts, ends, this.obstacles, this.preference(c));
    const start = this.nodes[c.start.node]!;
    const end = this.nodes[c.end.node]!;
    this.kept.set(c.source.id, {
      source: c.source,
      line,
      startBox: start.box,
      endBox: end.box,
      startSource: start.source,
      endSource: end.source,
      sketched: sketch,
    });
    this.sides.count(c.start, line);
  }

  /** What a pair of ends costs beside its course: others at the same row, and the sides it had until now. */
  private preference(c: SceneConnection): (start: End, end: End) => number {
    const old = this.was?.get(c.source.id);
    if (!old || old.source.from !== c.source.from || old.source.to !== c.source.to) return (s) => this.sides.dearer(c.start, s);
    const { line } = old;
    const from = sideOf(line[0]!, line[1]!, old.startBox);
    const to = sideOf(line[line.length - 2]!, line[line.length - 1]!, old.endBox);
    const keeping = (s: End, e: End): number => (s.side === from ? -staying : 0) + (e.side === to ? -staying : 0);
    return (s, e) => this.sides.dearer(c.start, s) + keeping(s, e);
  }

  /** Old and new places of everything that moved, came or went. */
  private stirred(before: Courses, onlyNew: boolean): Rect[] {
    const out: Rect[] = [];
    for (const [id, box] of this.boxes) {
      const old = before.boxes.get(id);
      if (!old) out.push(box);
      else if (!sameRect(old, box)) out.push(box, ...(onlyNew ? [] : [old]));
    }
    if (onlyNew) return out;
    for (const [id, box] of before.boxes) if (!this.boxes.has(id)) out.push(box);
    return out;
  }

  private stillGood(c: SceneConnection, old: Kept, stirred: readonly Rect[], margin: number): boolean {
    const start = this.nodes[c.start.node]!;
    const end = this.nodes[c.end.node]!;
    if (c.source.from !== old.source.from || c.source.to !== old.source.to || c.source.points !== old.source.points) {
      return false;
    }
    // A name may change freely; what counts is where rows are.
    if (start.source !== old.startSource && start.source.rows !== old.startSource.rows) return false;
    if (end.source !== old.endSource && end.source.rows !== old.endSource.rows) return false;
    if (!sameRect(start.box, old.startBox) || !sameRect(end.box, old.endBox)) return false;
    return !stirred.some((r) => touchesLine(old.line, r, margin));
  }

  /** Connections whose course is ours to choose. */
  private automatic(): SceneConnection[] {
    return this.connections.filter((c) => !c.source.points?.length);
  }

  private course(c: SceneConnection): Course {
    const { line } = this.kept.get(c.source.id)!;
    return { line, startPort: portKey(c.start, line, 0), endPort: portKey(c.end, line, -2) };
  }

  /** Gives every connection its final course. */
  private finish(lines: readonly Line[]): void {
    for (const node of this.nodes) node.used.clear();
    this.automatic().forEach((c, i) => {
      c.line = lines[i]!;
      this.kept.get(c.source.id)!.laned = lines[i]!;
    });
    for (const c of this.connections) {
      if (c.source.points?.length) c.line = this.kept.get(c.source.id)!.line;
      this.use(c);
    }
  }

  /** Remembers which ports have a connection, for drawing them. */
  private use(c: SceneConnection): void {
    const mark = (anchor: Anchor, x: number): void => {
      const node = this.nodes[anchor.node]!;
      const key = anchor.row ?? node.source.id;
      const sides = node.used.get(key) ?? { left: false, right: false };
      if (Math.abs(x - node.box.x) < 0.5) sides.left = true;
      else sides.right = true;
      node.used.set(key, sides);
    };
    mark(c.start, c.line[0]!);
    mark(c.end, c.line[c.line.length - 2]!);
  }
}

/** For a sketch the two sides that look at each other are enough, where they do. */
function facing(starts: readonly End[], ends: readonly End[]): [readonly End[], readonly End[]] {
  const side = (all: readonly End[], of: End["side"]): End | undefined => all.find((end) => end.side === of);
  const pairs = [
    [side(starts, "right"), side(ends, "left")],
    [side(starts, "left"), side(ends, "right")],
  ] as const;
  for (const [start, end] of pairs) {
    if (!start || !end) continue;
    if (start.side === "right" ? end.x - start.x > 2 * clearance : start.x - end.x > 2 * clearance) return [[start], [end]];
  }
  return [starts, ends];
}

function sideOf(x: number, y: number, box: Rect): Side {
  if (Math.abs(x - box.x) < 0.5) return "left";
  if (Math.abs(x - box.x - box.w) < 0.5) return "right";
  return Math.abs(y - box.y) < 0.5 ? "top" : "bottom";
}

function portKey(anchor: Anchor, line: Line, at: number): string {
  const i = at < 0 ? line.length + at : at;
  return `${anchor.node}/${anchor.row ?? ""}/${line[i]}/${line[i + 1]}`;
}

/** Whether a box comes so close to a part of the course that it may have to give way. */
function touchesLine(line: Line, r: Rect, m: number): boolean {
  for (let i = 2; i < line.length; i += 2) {
    if (
      Math.min(line[i]!, line[i - 2]!) - m < r.x + r.w &&
      Math.max(line[i]!, line[i - 2]!) + m > r.x &&
      Math.min(line[i + 1]!, line[i - 1]!) - m < r.y + r.h &&
      Math.max(line[i + 1]!, line[i - 1]!) + m > r.y
    ) {
      return true;
    }
  }
  return false;
}
