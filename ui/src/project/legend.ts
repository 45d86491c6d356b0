// How many connections of each look are drawn, counted on from the sheet before.

import { hunksBetween } from "../canvas/hunks";
import type { SheetConnection } from "../canvas/sheet";

export interface Counts {
  calls: number;
  events: number;
  data: number;
}

const looks: { readonly [K in SheetConnection["kind"]]?: keyof Counts } = {
  call: "calls",
  use: "calls",
  publish: "events",
  subscribe: "events",
  read: "data",
  write: "data",
};

/** Remembers what it last counted. */
export class Legend {
  private before: readonly SheetConnection[] = [];
  private counts: Counts = { calls: 0, events: 0, data: 0 };

  of(connections: readonly SheetConnection[]): Counts {
    const { before } = this;
    const counts = { ...this.counts };
    const add = (all: readonly SheetConnection[], from: number, count: number, by: number): void => {
      for (let i = from; i < from + count; i += 1) {
        const look = looks[all[i]!.kind];
        if (look) counts[look] += by;
      }
    };
    for (const { from, gone, at, came } of hunksBetween(before, connections)) {
      add(before, from, gone, -1);
      add(connections, at, came, 1);
    }
    [this.before, this.counts] = [connections, counts];
    return counts;
  }
}
