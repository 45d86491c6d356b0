// What may live in what, for lists of possible homes and for drops. The engine decides; this only says what to offer.

import type { Id, Kind, Record as Entry } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";

const homes: { readonly [K in Kind]?: readonly Kind[] } = {
  domain: ["domain"],
  service: ["domain"],
  api: ["service", "domain"],
  operation: ["api"],
  type: ["service"],
  event: ["service"],
  store: ["service"],
  entity: ["store"],
  note: ["domain"],
};

/** Kinds that mean nothing by themselves. */
const bound: readonly Kind[] = ["type", "entity"];

/** Whether records of a kind live in others at all. */
export const hasHomes = (kind: Kind): boolean => homes[kind] !== undefined;

/** Whether a kind may stand in another; null is the design itself. */
export const mayLiveIn = (kind: Kind, home: Kind | null): boolean =>
  home === null ? hasHomes(kind) && !bound.includes(kind) : (homes[kind] ?? []).includes(home);

/** Everything a record could live in. Nothing lives in itself. */
export function homesFor(drawing: Drawing, entry: Entry): Entry[] {
  const inside: ReadonlySet<Id> = entry.kind === "domain" ? new Set(drawing.within(idOf(entry))) : new Set();
  return (homes[entry.kind] ?? []).flatMap((kind): readonly Entry[] => drawing.of(kind)).filter((home) => !inside.has(idOf(home)));
}
