// The courses of all connections: kept from scene to scene, routed again only where something changed.
//
// Long because: what is kept, routed again, bettered in slices and given lanes is one set of courses that must agree.

import type { Rect, Side } from "./geometry";
import { sameRect } from "./geometry";
import { type Course, laned, laneSteps } from "./lanes";
import type { Line } from "./line";
import { type End, endsOf } from "./ports";
import type { Labelled } from "./labels";
import { Obstacles } from "./obstacles";
import { PortSides } from "./port-sides";
import { clearance, quickest, route } from "./route";
import type { Anchor, SceneNode } from "./scene";
import type { Id, SheetConnection, SheetNode } from "./sheet";
import type { Swap } from "./swap";
import { throughPoints } from "./waypoints";

/** The name of an actor stands below its circle, and is in the way as well. */
const actorName = 20;

/** Up to here everything is routed at once; beyond, courses are sketched first and bettered in slices. */
const routedAtOnce = 700;

/** A side is left for another only if that is so much shorter: a small move does not make courses jump. */
const staying = 24;

/** After so many one may pause. */
const someCourses = 50;

/** How a connection was routed. */
export interface Kept {
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
  startRow: Id | null;
  sketched: boolean;
}

/** What courses run between and around. */
export interface Ground {
  nodes: readonly SceneNode[];
  /** Each with the course it had until now. */
  connections: Labelled[];
  groups: readonly Rect[];
  titles: readonly Rect[];
}

export class Courses {
  /** Grows when courses that were there become better. */
  version = 0;
  /** Made when the first course is led around something. */
  private known: Obstacles | null = null;
  private waiting: Labelled[] = [];
  private settled = true;
  private steps: Generator<undefined, Line[]> | null = null;
  private sides: PortSides;

  /** `swaps` are the nodes that differ from those the courses before ran between. Made a bit at a time. */
  static *over(ground: Ground, swaps: readonly Swap<SceneNode>[], before: Courses | null): Generator<undefined, Courses> {
    const courses = new Courses(ground);
    yield* courses.begin(swaps, before);
    return courses;
  }

  private constructor(private ground: Ground) {
    this.sides = new PortSides(ground.nodes);
  }

  private get obstacles(): Obstacles {
    const { nodes, titles } = this.ground;
    return (this.known ??= new Obstacles([...nodes.flatMap((node) => inTheWay(node) ?? []), ...titles]));
  }

  private *begin(swaps: readonly Swap<SceneNode>[], before: Courses | null): Generator<undefined> {
    const { connections } = this.ground;
    const stirred = stirredBy(swaps, this.isLarge);
    const fresh = connections.filter((c) => !c.course || !this.stillGood(c, c.course, stirred));
    const isFresh = new Set(fresh);
    for (const c of connections) if (!isFresh.has(c)) this.sides.count(c.course!);
    yield;
    const sketch = this.isSketch(fresh);
    for (const [i, c] of fresh.entries()) {
      this.find(c, sketch);
      if (i % someCourses === 0) yield;
    }
    this.finish(fresh, sketch, before?.settled ?? true);
    yield;
    this.giveLines(null);
  }

  /**
   * The same on other ground: what differs are the nodes of `swaps`, and the connections `changed`, new ones among them.
   * `gone` are no longer there. `unsure` are those that are new or whose nodes differ, in order, where somebody knows.
   * Answers with the connections whose lines differ, each in place of what it was.
   */
  follow(
    ground: Ground,
    swaps: readonly Swap<SceneNode>[],
    changed: ReadonlySet<Labelled>,
    gone: readonly Labelled[],
    unsure: readonly Labelled[] | null,
  ): Swap<Labelled>[] {
    const { titles } = this.ground;
    this.ground = ground;
    if (this.known) follow(this.known, swaps, { old: titles, now: ground.titles });
    this.sides.between(ground.nodes);
    this.steps = null;
    const { connections } = ground;
    const stirred = stirredBy(swaps, this.isLarge);
    const others = new Uint8Array(ground.nodes.length);
    for (const { now } of swaps) if (now) others[now.index] = 1;
    // All others can only be disturbed by what stands elsewhere now.
    const asked = unsure && stirred.length === 0 ? unsure : connections;
    const fresh = asked.filter((c) => {
      const { course } = c;
      if (!course) return true;
      if (changed.has(c) || others[c.start.node] || others[c.end.node]) return !this.stillGood(c, course, stirred);
      return stirred.length > 0 && this.isStirred(course.line, stirred);
    });
    for (const { course } of gone) if (course) this.sides.uncount(course);
    for (const { course } of fresh) if (course) this.sides.uncount(course);
    this.findAll(fresh, this.settled);
    // In a very large drawing all others keep their lanes.
    const isNear = unsure !== null && this.isLarge && this.settled;
    return this.giveLines(changed, isNear ? [...new Set([...fresh, ...unsure])].sort((a, b) => a.index - b.index) : connections);
  }

  /** A small change in a large drawing is still routed properly at once. */
  private isSketch(fresh: readonly Labelled[]): boolean {
    return this.isLarge && fresh.length > routedAtOnce;
  }

  private findAll(fresh: readonly Labelled[], wasSettled: boolean): void {
    const sketch = this.isSketch(fresh);
    for (const c of fresh) this.find(c, sketch);
    this.finish(fresh, sketch, wasSettled);
  }

  private finish(fresh: readonly Labelled[], sketch: boolean, wasSettled: boolean): void {
    this.settled = !this.isLarge || (wasSettled && !sketch);
    // In a very large drawing an edit keeps the lanes of what it did not touch, and until all is bettered
    // courses are drawn as they were found.
    if (!this.isLarge) this.lay(this.automatic());
    else if (this.settled) this.lay(fresh.filter((c) => !c.source.points?.length));
  }

  /** Gives lanes to these together. */
  private lay(all: readonly Labelled[]): void {
    const lines = laned(all.map((c) => this.course(c)), this.obstacles, this.ground.groups);
    all.forEach((c, i) => (c.course!.laned = lines[i]!));
  }

  /** What they run around. */
  get around(): Pick<Ground, "groups" | "titles"> {
    return this.ground;
  }

  /** Too large for everything to be settled at once. */
  get isLarge(): boolean {
    return this.ground.connections.length > routedAtOnce;
  }

  /** Betters sketched courses; true once the last one is done. */
  refine(milliseconds: number): boolean {
    if (!this.unfinished) return false;
    const until = performance.now() + milliseconds;
    while (this.waiting.length > 0) {
      const c = this.waiting.pop()!;
      this.sides.uncount(c.course!);
      this.find(c, false);
      if (performance.now() > until) return false;
    }
    const auto = this.automatic();
    this.steps ??= laneSteps(auto.map((c) => this.course(c)), this.obstacles, this.ground.groups);
    for (;;) {
      const { done, value } = this.steps.next();
      if (done) {
        this.steps = null;
        this.settled = true;
        auto.forEach((c, i) => (c.course!.laned = value[i]!));
        this.giveLines(null);
        this.version += 1;
        return true;
      }
      if (performance.now() > until) return false;
    }
  }

  get unfinished(): boolean {
    return !this.settled;
  }

  /** How many courses wait to be bettered. */
  get left(): number {
    return this.waiting.length;
  }

  /** The ends an anchor offers, with the node moved by a distance. */
  ends(anchor: Anchor, dx = 0, dy = 0): End[] {
    const node = this.ground.nodes[anchor.node]!;
    const box = dx === 0 && dy === 0 ? node.box : { ...node.box, x: node.box.x + dx, y: node.box.y + dy };
    return endsOf(node.source.kind, box, node.anatomy, anchor.row);
  }

  /** Domains with a connection running between their upper border and their first node. */
  busyTops(boxes: ReadonlyMap<Id, readonly Rect[]>): Set<Id> {
    const busy = new Set<Id>();
    if (this.isLarge) return busy;
    for (const [domain, members] of boxes) {
      const x0 = Math.min(...members.map((b) => b.x));
      const x1 = Math.max(...members.map((b) => b.x + b.w));
      const top = Math.min(...members.map((b) => b.y));
      const crosses = this.ground.connections.some(({ line }) => {
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

  private find(c: Labelled, sketch: boolean): void {
    const { nodes } = this.ground;
    const points = c.source.points;
    let line = sketch && !points?.length ? this.betweenRows(c) : null;
    if (!line) {
      const starts = this.ends(c.start);
      const ends = this.ends(c.end);
      if (points && points.length > 0) line = throughPoints(starts, ends, points, c.reversed);
      else line = sketch ? quickest(...facing(starts, ends)) : route(starts, ends, this.obstacles, this.preference(c));
    }
    const start = nodes[c.start.node]!;
    const end = nodes[c.end.node]!;
    c.course = {
      source: c.source,
      line,
      startBox: start.box,
      endBox: end.box,
      startSource: start.source,
      endSource: end.source,
      startRow: c.start.row,
      sketched: sketch,
    };
    this.sides.count(c.course);
  }

  /** The sketch between rows of cards that stand side by side, which most are; null for any other. */
  private betweenRows({ start, end }: Labelled): Line | null {
    const [a, b] = [this.ground.nodes[start.node]!, this.ground.nodes[end.node]!];
    const from = start.row === null ? undefined : a.anatomy.rowMiddle.get(start.row);
    const to = end.row === null ? undefined : b.anatomy.rowMiddle.get(end.row);
    if (from === undefined || to === undefined) return null;
    const right = b.box.x - a.box.x - a.box.w > 2 * clearance;
    if (!right && a.box.x - b.box.x - b.box.w <= 2 * clearance) return null;
    const [x0, x1] = right ? [a.box.x + a.box.w, b.box.x] : [a.box.x, b.box.x + b.box.w];
    const [y0, y1] = [a.box.y + from, b.box.y + to];
    const middle = (x0 + x1) / 2;
    return Math.abs(y0 - y1) < 0.5 ? [x0, y0, x1, y0] : [x0, y0, middle, y0, middle, y1, x1, y1];
  }

  /** What a pair of ends costs beside its course: others at the same row, and the sides it had until now. */
  private preference(c: Labelled): (start: End, end: End) => number {
    const old = c.course;
    if (!old || old.source.from !== c.source.from || old.source.to !== c.source.to) return (s) => this.sides.dearer(c.start, s);
    const { line } = old;
    const from = sideOf(line[0]!, line[1]!, old.startBox);
    const to = sideOf(line[line.length - 2]!, line[line.length - 1]!, old.endBox);
    const keeping = (s: End, e: End): number => (s.side === from ? -staying : 0) + (e.side === to ? -staying : 0);
    return (s, e) => this.sides.dearer(c.start, s) + keeping(s, e);
  }

  private stillGood(c: Labelled, old: Kept, stirred: readonly Rect[]): boolean {
    const start = this.ground.nodes[c.start.node]!;
    const end = this.ground.nodes[c.end.node]!;
    if (c.source.from !== old.source.from || c.source.to !== old.source.to || c.source.points !== old.source.points) {
      return false;
    }
    // A name may change freely; what counts is where rows are.
    if (start.source !== old.startSource && start.source.rows !== old.startSource.rows) return false;
    if (end.source !== old.endSource && end.source.rows !== old.endSource.rows) return false;
    if (!sameRect(start.box, old.startBox) || !sameRect(end.box, old.endBox)) return false;
    return !this.isStirred(old.line, stirred);
  }

  private isStirred(line: Line, stirred: readonly Rect[]): boolean {
    // In a very large drawing a course gives way to what came, but does not use what became free.
    const margin = this.isLarge ? clearance - 1 : 2 * clearance;
    return stirred.some((r) => touchesLine(line, r, margin));
  }

  /** Connections whose course is ours to choose. */
  private automatic(): Labelled[] {
    return this.ground.connections.filter((c) => !c.source.points?.length);
  }

  private course(c: Labelled): Course {
    const { line } = c.course!;
    return { line, startPort: portKey(c.start, line, 0), endPort: portKey(c.end, line, -2) };
  }

  /**
   * Gives every connection its final line. Where there were lines before, those that others rely on stay as they are:
   * but for the ones that `changed` anyway, another object takes the place of a connection whose line differs.
   */
  private giveLines(changed: ReadonlySet<Labelled> | null, asked: readonly Labelled[] = this.ground.connections): Swap<Labelled>[] {
    const { connections } = this.ground;
    const swaps: Swap<Labelled>[] = [];
    for (const c of asked) {
      const course = c.course!;
      const line = c.source.points?.length ? course.line : (course.laned ?? course.line);
      course.laned = line;
      if (c.line === line) continue;
      if (!changed || changed.has(c)) c.line = line;
      else if (sameLine(c.line, line)) course.laned = c.line;
      else {
        const now = c.again();
        now.line = line;
        connections[c.index] = now;
        swaps.push({ old: c, now });
      }
    }
    this.waiting = this.settled ? [] : connections.filter(({ course }) => course!.sketched);
    return swaps;
  }
}

/** What courses run around of a node: an actor stands above its name, and a note may lie on anything. */
function inTheWay({ source, box }: SceneNode): Rect | null {
  if (source.kind === "note") return null;
  return source.kind === "actor" ? { ...box, h: box.h + actorName } : box;
}

function follow(obstacles: Obstacles, nodes: readonly Swap<SceneNode>[], titles: { old: readonly Rect[]; now: readonly Rect[] }): void {
  for (const { old, now } of nodes) {
    const [was, is] = [old && inTheWay(old), now && inTheWay(now)];
    if (was) obstacles.take(was);
    if (is) obstacles.put(is);
  }
  if (titles.old === titles.now) return;
  for (const title of titles.old) obstacles.take(title);
  for (const title of titles.now) obstacles.put(title);
}

/** Old and new places of everything that moved, came or went. */
function stirredBy(swaps: readonly Swap<SceneNode>[], onlyNew: boolean): Rect[] {
  const out: Rect[] = [];
  for (const { old, now } of swaps) {
    if (old && now && sameRect(old.box, now.box)) continue;
    if (now) out.push(now.box);
    if (old && !onlyNew) out.push(old.box);
  }
  return out;
}

const sameLine = (a: Line, b: Line): boolean => a.length === b.length && a.every((v, i) => v === b[i]);

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
