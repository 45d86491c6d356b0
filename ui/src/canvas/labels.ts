// Where the words of connections stand. Found when first asked for: a view from far away asks for none.

import type { ChangingIndex } from "./changing-index";
import type { Kept } from "./courses";
import { overlaps, type Point, type Rect } from "./geometry";
import { labelWidth, pillWidth } from "./label";
import { labelPoint, type Line } from "./line";
import type { Anchor, SceneConnection, SceneNode } from "./scene";
import type { Badge, SheetConnection } from "./sheet";
import type { Swap } from "./swap";

/** In larger drawings only findings look for a place beside nodes. */
const labelledWithCare = 1500;
/** Badges that say the same and stand closer than this are said once. */
const sameSpot = 110;

/** A badge without words says no more than a neighbour of its kind. */
const saysTheSame = (said: Badge, other: Badge): boolean =>
  said.text === other.text ||
  (!other.text && said.severity === other.severity && (said.cycle ?? false) === (other.cycle ?? false));

/** A connection whose label settles together with those of all others, once somebody looks. */
export class Labelled implements SceneConnection {
  line: Line = [];
  /** How it was routed; until it is, how it was routed before. */
  course: Kept | null = null;
  /** Where its words stand, once somebody looked. */
  stood: Point | null = null;
  private isQuiet = false;

  constructor(
    private readonly labels: Labels,
    readonly source: SheetConnection,
    public index: number,
    readonly start: Anchor,
    readonly end: Anchor,
    readonly reversed: boolean,
  ) {}

  /** The same connection, to be given another line. */
  again(): Labelled {
    const next = new Labelled(this.labels, this.source, this.index, this.start, this.end, this.reversed);
    next.course = this.course;
    return next;
  }

  get label(): Point {
    if (!this.stood) this.labels.settle(this);
    return this.stood ?? { x: 0, y: 0 };
  }

  get quiet(): boolean {
    // Without a badge there is nothing to be quiet about.
    if (!this.stood && this.source.badge) this.labels.settle(this);
    return this.isQuiet;
  }

  stand(at: Point | null, quiet = false): void {
    this.stood = at;
    this.isQuiet = quiet;
  }
}

/** A connection whose words stand elsewhere now, or are not said any more. */
export interface Said {
  c: Labelled;
  was: Point | null;
}

export class Labels {
  private settled = false;
  private careful = true;
  private all: readonly Labelled[] = [];
  /** Badges that are said: where each stands, and the room it takes. */
  private shown = new Spots<Labelled>();
  private taken = new Spots<Labelled>();
  private widest = 0;

  constructor(
    private readonly nodes: ChangingIndex<SceneNode>,
    private readonly parts: ChangingIndex<Labelled>,
  ) {}

  /** Takes care of these. */
  of(all: readonly Labelled[]): readonly Labelled[] {
    this.all = all;
    return all;
  }

  /** Courses changed. */
  unsettle(): void {
    this.settled = false;
    this.shown = new Spots();
    this.taken = new Spots();
    this.widest = 0;
    for (const c of this.all) c.stand(null);
  }

  /**
   * Takes care of these from now on: what was put in place of what, and boxes that came or went. Answers with those of
   * the others that are said differently now; null if that may be all.
   */
  follow(all: readonly Labelled[], swaps: readonly Swap<Labelled>[], boxes: readonly Rect[]): Said[] | null {
    this.all = all;
    if (!this.settled) return [];
    if (this.careful !== all.length < labelledWithCare) {
      this.unsettle();
      return null;
    }
    const agenda: Labelled[] = [];
    const fresh = new Set<Labelled>();
    const enter = (c: Labelled): void => {
      const at = placeOf(agenda, c.index);
      if (agenda[at] !== c) agenda.splice(at, 0, c);
    };
    // What comes later in drawing order gives way to what comes before.
    const disturb = (area: Rect, after: number): void => {
      const reach = Math.max(sameSpot, this.widest / 2) + 12;
      for (const c of this.parts.touching(area.x - reach, area.y - reach, area.x + area.w + reach, area.y + area.h + reach)) {
        if (c.index > after && this.takesPart(c)) enter(c);
      }
    };
    for (const { now } of swaps) {
      if (!now || !this.takesPart(now)) continue;
      fresh.add(now);
      enter(now);
      this.widest = Math.max(this.widest, widthOf(now));
    }
    for (const { old } of swaps) if (old && this.withdraw(old)) disturb(pillOf(old), -1);
    for (const box of boxes) disturb(box, -1);
    const changed: Said[] = [];
    while (agenda.length > 0) {
      const c = agenda.shift()!;
      const [was, wasQuiet] = [c.stood, c.stood !== null && c.quiet];
      const wasSaid = this.withdraw(c);
      const before = wasSaid ? pillOf(c) : null;
      this.place(c);
      if (was && was.x === c.stood!.x && was.y === c.stood!.y && wasQuiet === c.quiet) continue;
      if (!fresh.has(c)) changed.push({ c, was });
      if (before) disturb(before, c.index);
      if (c.source.badge && !c.quiet) disturb(pillOf(c), c.index);
    }
    return changed;
  }

  settle(asked: Labelled): void {
    if (!this.settled) {
      this.settled = true;
      this.careful = this.all.length < labelledWithCare;
      for (const c of this.all) {
        if (!this.takesPart(c)) continue;
        this.widest = Math.max(this.widest, widthOf(c));
        this.place(c);
      }
    }
    if (!this.takesPart(asked)) asked.stand(labelPoint(asked.line, widthOf(asked)));
  }

  private takesPart(c: Labelled): boolean {
    return this.careful || c.source.badge !== undefined;
  }

  /** On the longest part; of several badges that say the same in one spot, one is enough. */
  private place(c: Labelled): void {
    const { badge } = c.source;
    const isFree = (r: Rect): boolean =>
      this.nodes.touching(r.x, r.y, r.x + r.w, r.y + r.h).length === 0 &&
      !this.taken.near(r).some((other) => other.index < c.index && overlaps(pillOf(other), r));
    const at = labelPoint(c.line, widthOf(c), isFree);
    if (!badge) {
      c.stand(at);
      return;
    }
    const around = { x: at.x - sameSpot, y: at.y - sameSpot, w: 2 * sameSpot, h: 2 * sameSpot };
    const quiet = this.shown.near(around).some(
      (o) =>
        o.index < c.index &&
        saysTheSame(o.source.badge!, badge) &&
        Math.abs(o.label.x - at.x) < sameSpot &&
        Math.abs(o.label.y - at.y) < sameSpot,
    );
    c.stand(at, quiet);
    if (quiet) return;
    this.shown.add({ ...at, w: 0, h: 0 }, c);
    this.taken.add(pillOf(c), c);
  }

  /** Takes a badge out of what is said; whether it was. */
  private withdraw(c: Labelled): boolean {
    if (!c.source.badge || !c.stood || c.quiet) return false;
    this.shown.remove({ ...c.stood, w: 0, h: 0 }, c);
    this.taken.remove(pillOf(c), c);
    return true;
  }
}

/** Where something of this index stands in a list in order of indexes. */
function placeOf(list: readonly Labelled[], index: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.index < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The room of what is said, where it stands. */
function pillOf(c: Labelled): Rect {
  const width = widthOf(c);
  return { x: c.stood!.x - width / 2, y: c.stood!.y - 10, w: width, h: 20 };
}

const widthOf = ({ source: { badge, label } }: Labelled): number => (badge ? pillWidth(badge) : label ? labelWidth(label) : 20);

/** Things by the square they lie in, so that looking for neighbours does not look at all. */
class Spots<T> {
  private static readonly side = 256;
  private readonly cells = new Map<number, Set<T>>();

  add(r: Rect, what: T): void {
    this.each(r, (key) => {
      const known = this.cells.get(key);
      if (known) known.add(what);
      else this.cells.set(key, new Set([what]));
    });
  }

  remove(r: Rect, what: T): void {
    this.each(r, (key) => this.cells.get(key)?.delete(what));
  }

  near(r: Rect): T[] {
    const found = new Set<T>();
    this.each(r, (key) => this.cells.get(key)?.forEach((what) => found.add(what)));
    return [...found];
  }

  private each(r: Rect, does: (key: number) => void): void {
    const { side } = Spots;
    for (let x = Math.floor(r.x / side); x <= Math.floor((r.x + r.w) / side); x += 1) {
      for (let y = Math.floor(r.y / side); y <= Math.floor((r.y + r.h) / side); y += 1) does(x * 1_000_003 + y);
    }
  }
}
