// Where the words of connections stand. Found when first asked for: a view from far away asks for none.

import { overlaps, type Point, type Rect } from "./geometry";
import { labelWidth, pillWidth } from "./label";
import { labelPoint, type Line } from "./line";
import type { Anchor, SceneConnection } from "./scene";
import type { Badge, SheetConnection } from "./sheet";
import type { SpatialIndex } from "./spatial-index";

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
  private at: Point | null = null;
  private isQuiet = false;

  constructor(
    private readonly labels: Labels,
    readonly source: SheetConnection,
    readonly index: number,
    readonly start: Anchor,
    readonly end: Anchor,
    readonly reversed: boolean,
  ) {}

  get label(): Point {
    if (!this.at) this.labels.settle(this);
    return this.at ?? { x: 0, y: 0 };
  }

  get quiet(): boolean {
    // Without a badge there is nothing to be quiet about.
    if (!this.at && this.source.badge) this.labels.settle(this);
    return this.isQuiet;
  }

  stand(at: Point | null, quiet = false): void {
    this.at = at;
    this.isQuiet = quiet;
  }
}

export class Labels {
  private settled = false;
  private all: readonly Labelled[] = [];

  constructor(private readonly nodes: SpatialIndex) {}

  /** Takes care of these. */
  of(all: readonly Labelled[]): readonly Labelled[] {
    this.all = all;
    return all;
  }

  /** Courses changed. */
  unsettle(): void {
    this.settled = false;
    for (const c of this.all) c.stand(null);
  }

  settle(asked: Labelled): void {
    const careful = this.all.length < labelledWithCare;
    if (!this.settled) {
      this.settled = true;
      this.settleAll(careful);
    }
    if (!asked.source.badge && !careful) asked.stand(labelPoint(asked.line, widthOf(asked)));
  }

  /** On the longest part; of several badges that say the same in one spot, one is enough. */
  private settleAll(careful: boolean): void {
    const taken = new Spots<Rect>();
    const shown = new Spots<Labelled>();
    const isFree = (r: Rect): boolean =>
      this.nodes.touchingRect(r).length === 0 && !taken.near(r).some((other) => overlaps(other, r));
    for (const c of this.all) {
      const { badge } = c.source;
      if (!badge && !careful) continue;
      const width = widthOf(c);
      const at = labelPoint(c.line, width, isFree);
      if (!badge) {
        c.stand(at);
        continue;
      }
      const around = { x: at.x - sameSpot, y: at.y - sameSpot, w: 2 * sameSpot, h: 2 * sameSpot };
      const quiet = shown.near(around).some(
        (o) =>
          saysTheSame(o.source.badge!, badge) &&
          Math.abs(o.label.x - at.x) < sameSpot &&
          Math.abs(o.label.y - at.y) < sameSpot,
      );
      c.stand(at, quiet);
      if (quiet) continue;
      shown.add({ ...at, w: 0, h: 0 }, c);
      const own = { x: at.x - width / 2, y: at.y - 10, w: width, h: 20 };
      taken.add(own, own);
    }
  }
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
