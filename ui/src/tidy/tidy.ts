// Tidy: every container laid out by itself, from the inmost outwards; what is locked or not meant stays where it is.
//
// Connections that leave a container are lifted to the containers they connect, so each graph is small. Containers as deep
// as one another know nothing of each other, so the engine is asked for several at once; between two answers one can
// count, and stop.
//
// Long because: which elements move, how large they are and where they end up is one piece of state over one drawing.

import { anatomyOf, type Anatomy, reachOf } from "../canvas/anatomy";
import { byDepth, frames, group } from "../canvas/frames";
import { bounds, type Point, type Rect, union } from "../canvas/geometry";
import type { Id, Sheet, SheetConnection, SheetDomain, SheetNode } from "../canvas/sheet";
import { Breath } from "./breath";
import type { Engine } from "./elk";
import { arranged, type Item, type Link, type Placed } from "./graph";
import { Ground } from "./spot";

/** Which elements get a new place: all of them, or some with everything in them. */
export type Scope = "all" | ReadonlySet<Id>;

export interface Tidied {
  nodes: ReadonlyMap<Id, Point>;
  /** A domain fits its members again. */
  domains: ReadonlyMap<Id, Rect>;
}

/** Around the members of a domain. Room for a connection to pass above them. */
const pad = { left: 20, right: 20, top: group.topWithConnections, bottom: 20 } as const;

/** How far along it is, in elements. */
export type Tell = (done: number, of: number) => void;

export async function tidied(sheet: Sheet, scope: Scope, locked: ReadonlySet<Id>, engine: Engine, tell: Tell = () => {}): Promise<Tidied> {
  const breath = new Breath();
  const anatomies = new Map<Id, Anatomy>();
  for (const node of sheet.nodes) {
    anatomies.set(node.id, anatomyOf(node));
    await breath.pause();
  }
  const work = new Work(sheet, scope, locked, anatomies);
  await breath.pause();
  const total = work.moving;
  let done = 0;
  tell(0, total);
  for (const level of work.inmostFirst()) {
    const tasks: Task[] = [];
    for (const container of level) {
      tasks.push(work.task(container));
      await breath.pause();
    }
    const answers = await several(tasks, engine.atOnce, async ({ items, links }) => {
      const placed = await arranged(items, links, engine);
      tell((done += items.length), total);
      return placed;
    });
    // What finds room among what stays does so in this order, whatever was answered first.
    for (const [i, { container }] of tasks.entries()) work.put(container, answers[i]!);
  }
  return work.result();
}

/** So many small graphs make the engine's script fast: what is run often is compiled. */
const warming = 6;

/**
 * The answers in order; so many are worked on at once, those with most to do first, so that no long one is left for the end.
 * Before them come a few small ones, on which a fresh engine is slow for less long.
 */
async function several<T>(tasks: readonly Task[], atOnce: number, answer: (task: Task) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  const ahead = [...tasks.entries()].sort(([, a], [, b]) => a.items.length - b.items.length);
  ahead.push(...ahead.splice(0, Math.min(warming * atOnce, ahead.length / 4)).reverse());
  const work = async (): Promise<void> => {
    for (let next = ahead.pop(); next; next = ahead.pop()) answers[next[0]] = await answer(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}

/** A container to be laid out, with the items that get a place and the links between them. */
interface Task {
  container: Id | null;
  items: readonly Item[];
  links: readonly Link[];
}

class Work {
  private readonly boxes: Map<Id, Rect>;
  private readonly frames: Map<Id, Rect>;
  private readonly nodes: Map<Id, SheetNode>;
  private readonly domains: Map<Id, SheetDomain>;
  private readonly parents: ReadonlyMap<Id, Id | null>;
  private readonly members = new Map<Id | null, Id[]>();
  private readonly rowHome = new Map<Id, Id>();
  /** What gets a new place. */
  private readonly movable = new Set<Id>();
  /** Places of what was laid out, in its container; of what stands at a place of the sheet, on the sheet. */
  private readonly within = new Map<Id, Point>();
  private readonly size = new Map<Id, { w: number; h: number }>();
  private readonly onSheet = new Map<Id, Point>();
  private ground: Ground | null = null;

  constructor(
    private readonly sheet: Sheet,
    scope: Scope,
    locked: ReadonlySet<Id>,
    private readonly anatomies: ReadonlyMap<Id, Anatomy>,
  ) {
    this.nodes = new Map(sheet.nodes.map((n) => [n.id, n]));
    this.domains = new Map(sheet.domains.map((d) => [d.id, d]));
    this.parents = parentsOf(this.domains);
    this.boxes = new Map(sheet.nodes.map((n) => [n.id, this.boxOf(n)]));
    for (const n of sheet.nodes) {
      for (const row of n.rows ?? []) this.rowHome.set(row.id, n.id);
      this.join(this.domains.has(n.domain ?? "") ? n.domain : null, n.id);
    }
    for (const d of byDepth(sheet.domains)) this.join(this.parentOf(d.id), d.id);
    const inside = new Map<Id, Rect[]>();
    for (const n of sheet.nodes) {
      if (n.domain === null) continue;
      const known = inside.get(n.domain);
      if (known) known.push(this.boxes.get(n.id)!);
      else inside.set(n.domain, [this.boxes.get(n.id)!]);
    }
    this.frames = frames(sheet.domains, inside);
    this.choose(scope, locked);
  }

  get moving(): number {
    return this.movable.size;
  }

  /** Containers with something to lay out, by depth; what is inside before what it is inside of. */
  *inmostFirst(): Generator<(Id | null)[]> {
    const levels: Id[][] = [];
    for (const { id } of byDepth(this.sheet.domains)) {
      const depth = [...this.upFrom(this.parentOf(id))].length - 1;
      (levels[depth] ??= []).push(id);
    }
    yield* levels.reverse();
    yield [null];
  }

  /** What is to be laid out of a container. */
  task(container: Id | null): Task {
    const ids = (this.members.get(container) ?? []).filter((id) => this.movable.has(id));
    return { container, items: ids.map((id) => this.itemOf(id)), links: this.linksAmong(container, new Set(ids)) };
  }

  /** Gives what was laid out its place. */
  put(container: Id | null, placed: readonly Placed[]): void {
    const isBlock = container !== null && this.movable.has(container);
    if (placed.length === 0) {
      if (isBlock) this.size.set(container, group.least);
      return;
    }
    const wide = Math.max(...placed.map((p) => p.x + p.w));
    const high = Math.max(...placed.map((p) => p.y + p.h));
    if (isBlock) {
      for (const p of placed) this.within.set(p.id, { x: pad.left + p.x, y: pad.top + p.y });
      this.size.set(container, {
        w: Math.max(group.least.w, pad.left + wide + pad.right),
        h: Math.max(group.least.h, pad.top + high + pad.bottom),
      });
    } else this.settle(container, placed, wide, high);
  }

  result(): Tidied {
    const nodes = new Map<Id, Point>();
    const domains = new Map<Id, Rect>();
    const ahead = [...this.onSheet];
    // From the outermost inwards: what stands on the sheet takes along what stands in it.
    while (ahead.length > 0) {
      const [id, corner] = ahead.pop()!;
      const inset = this.inset(id);
      const at = { x: Math.round(corner.x + inset.x), y: Math.round(corner.y + inset.y) };
      if (!this.domains.has(id)) {
        nodes.set(id, at);
        continue;
      }
      domains.set(id, { ...at, ...(this.size.get(id) ?? group.least) });
      for (const member of this.members.get(id) ?? []) {
        const p = this.within.get(member);
        if (p) ahead.push([member, { x: at.x + p.x, y: at.y + p.y }]);
      }
    }
    return { nodes, domains };
  }

  private boxOf(n: SheetNode): Rect {
    const { w, h } = this.anatomies.get(n.id)!;
    return { x: n.x, y: n.y, w, h };
  }

  private parentOf(id: Id): Id | null {
    return this.parents.get(id) ?? null;
  }

  private containerOf(id: Id): Id | null {
    const node = this.nodes.get(id);
    if (!node) return this.parentOf(id);
    return node.domain !== null && this.domains.has(node.domain) ? node.domain : null;
  }

  private join(container: Id | null, id: Id): void {
    const known = this.members.get(container);
    if (known) known.push(id);
    else this.members.set(container, [id]);
  }

  /** Meant, not locked, and with nothing locked inside: a frame around something that stays cannot go. */
  private choose(scope: Scope, locked: ReadonlySet<Id>): void {
    const meant = new Set<Id>();
    const still = new Set<Id>();
    for (const d of byDepth(this.sheet.domains)) {
      const up = this.parentOf(d.id);
      if (scope === "all" || scope.has(d.id) || (up !== null && meant.has(up))) meant.add(d.id);
      // With a locked domain stays what is in it.
      if (locked.has(d.id) || (up !== null && still.has(up))) still.add(d.id);
    }
    const pinned = new Set(still);
    const pin = (from: Id | null): void => {
      for (let up = from; up !== null && !pinned.has(up); up = this.parentOf(up)) pinned.add(up);
    };
    for (const id of still) pin(this.parentOf(id));
    for (const n of this.sheet.nodes) {
      const home = this.containerOf(n.id);
      const stays = locked.has(n.id) || (home !== null && still.has(home));
      if (stays) pin(home);
      else if (scope === "all" || scope.has(n.id) || (home !== null && meant.has(home))) this.movable.add(n.id);
    }
    for (const id of meant) if (!pinned.has(id)) this.movable.add(id);
  }

  /** What an element needs: a domain its title, an actor its name. */
  private itemOf(id: Id): Item {
    const size = this.size.get(id);
    if (size) return { id, w: size.w, h: size.h + group.title };
    const reach = reachOf(this.nodes.get(id)!.kind, this.boxes.get(id)!);
    return { id, w: reach.w, h: reach.h };
  }

  /** From the corner of the item to the corner of the element. */
  private inset(id: Id): Point {
    const node = this.nodes.get(id);
    if (!node) return { x: 0, y: group.title };
    const box = this.boxes.get(id)!;
    const reach = reachOf(node.kind, box);
    return { x: box.x - reach.x, y: box.y - reach.y };
  }

  private linksAmong(container: Id | null, ids: ReadonlySet<Id>): Link[] {
    const links: Link[] = [];
    for (const c of this.connectionsOf(container)) {
      const [start, end] = this.isHeard(c) ? [c.to, c.from] : [c.from, c.to];
      const from = this.lifted(start, container);
      const to = this.lifted(end, container);
      if (from && to && from.id !== to.id && ids.has(from.id) && ids.has(to.id)) {
        links.push({ from: from.id, to: to.id, fromY: from.y, toY: to.y });
      }
    }
    return links;
  }

  private lifts: Map<Id | null, SheetConnection[]> | null = null;

  /** Connections by the inmost container that holds both ends. */
  private connectionsOf(container: Id | null): readonly SheetConnection[] {
    if (!this.lifts) {
      this.lifts = new Map();
      for (const c of this.sheet.connections) {
        const home = this.commonHome(c.from, c.to);
        if (home === undefined) continue;
        const known = this.lifts.get(home);
        if (known) known.push(c);
        else this.lifts.set(home, [c]);
      }
    }
    return this.lifts.get(container) ?? [];
  }

  private commonHome(a: Id, b: Id): Id | null | undefined {
    const [from, to] = [this.nodeOf(a), this.nodeOf(b)];
    if (from === null || to === null) return undefined;
    const above = new Set(this.upFrom(this.containerOf(from)));
    for (const up of this.upFrom(this.containerOf(to))) if (above.has(up)) return up;
    return null;
  }

  private *upFrom(container: Id | null): Generator<Id | null> {
    let at = container;
    while (at !== null) {
      yield at;
      at = this.parentOf(at);
    }
    yield null;
  }

  private nodeOf(end: Id): Id | null {
    return this.nodes.has(end) ? end : (this.rowHome.get(end) ?? null);
  }

  /** A subscription is drawn, and read, from its event on. */
  private isHeard(c: SheetConnection): boolean {
    if (c.kind !== "subscribe") return false;
    const node = this.nodes.get(this.nodeOf(c.to) ?? "");
    return node?.kind === "event" || node?.rows?.find((row) => row.id === c.to)?.kind === "event";
  }

  /** The member of the container in which an end lies, and how far below its top. */
  private lifted(end: Id, container: Id | null): { id: Id; y: number } | null {
    const node = this.nodeOf(end);
    if (node === null) return null;
    const anatomy = this.anatomies.get(node)!;
    let id = node;
    let y = this.inset(node).y + (anatomy.rowMiddle.get(end) ?? Math.min(anatomy.header, anatomy.h) / 2);
    for (let up = this.containerOf(id); up !== container; up = this.containerOf(id)) {
      if (up === null) return null;
      y += (this.within.get(id)?.y ?? 0) + group.title;
      id = up;
    }
    return { id, y };
  }

  /** What was laid out among things that stay finds room near where it was. */
  private settle(container: Id | null, placed: readonly Placed[], w: number, h: number): void {
    const old = bounds(placed.map((p) => this.standing(p.id)))!;
    const everything = container === null && this.movable.size === this.nodes.size + this.domains.size;
    const at = everything ? { x: Math.round(old.x / 20) * 20, y: Math.round(old.y / 20) * 20 } : this.roomFor(container, old, w, h);
    for (const p of placed) this.onSheet.set(p.id, { x: at.x + p.x, y: at.y + p.y });
    this.ground?.add({ ...at, w, h });
  }

  private roomFor(container: Id | null, old: Rect, w: number, h: number): Point {
    this.ground ??= new Ground(this.obstacles());
    const frame = container === null ? null : this.frames.get(container)!;
    if (!frame) return this.ground.spot(w, h, old);
    const outside = this.outside(container!);
    const grown = (at: Point): Rect => union(frame, { x: at.x - pad.left, y: at.y - pad.top, w: w + pad.left + pad.right, h: h + pad.top + pad.bottom });
    // The domain grows around it, but not over its neighbours.
    return this.ground.spot(w, h, old, (at) => {
      const all = grown(at);
      return !outside.some((r) => r.x < all.x + all.w && all.x < r.x + r.w && r.y < all.y + all.h && all.y < r.y + r.h);
    });
  }

  /** Where an element stands now, with its title or name. */
  private standing(id: Id): Rect {
    const frame = this.frames.get(id);
    if (frame) return { x: frame.x, y: frame.y - group.title, w: frame.w, h: frame.h + group.title };
    return reachOf(this.nodes.get(id)!.kind, this.boxes.get(id)!);
  }

  /** Nodes that stay, and whole domains that do. */
  private obstacles(): Rect[] {
    const open = new Set<Id>();
    // A domain something moves in is no obstacle itself, and neither is what it stands in.
    for (const id of this.movable) for (const up of this.upFrom(this.containerOf(id))) if (up !== null) open.add(up);
    const out: Rect[] = [];
    for (const id of [...this.nodes.keys(), ...this.domains.keys()]) {
      const home = this.containerOf(id);
      if (this.movable.has(id) || open.has(id) || (home !== null && !open.has(home))) continue;
      if (this.nodes.get(id)?.kind === "note") continue;
      out.push(this.standing(id));
    }
    return out;
  }

  /** What stands beside a domain, and beside those it stands in, and did not overlap it before. */
  private outside(container: Id): Rect[] {
    const frame = this.frames.get(container)!;
    const mine = new Set<Id | null>(this.upFrom(container));
    const out: Rect[] = [];
    for (const up of mine) {
      if (up === container) continue;
      for (const id of this.members.get(up) ?? []) {
        const r = this.standing(id);
        const before = r.x < frame.x + frame.w && frame.x < r.x + r.w && r.y < frame.y + frame.h && frame.y < r.y + r.h;
        if (!mine.has(id) && !this.movable.has(id) && !before) out.push(r);
      }
    }
    return out;
  }
}

/** The domain around each; a parent that is missing or leads in a circle does not count. */
function parentsOf(domains: ReadonlyMap<Id, SheetDomain>): Map<Id, Id | null> {
  const out = new Map<Id, Id | null>();
  for (const d of domains.values()) {
    let up: Id | null = d.parent;
    let climbs = 0;
    while (up !== null && climbs <= domains.size) {
      up = domains.get(up)?.parent ?? null;
      climbs += 1;
    }
    out.set(d.id, up === null && d.parent !== null && domains.has(d.parent) ? d.parent : null);
  }
  return out;
}
