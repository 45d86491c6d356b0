// Carries a change over to the mirror: values are replaced whole, what did not change stays the same object.

import type { Change, Id, Record as Entry } from "../wire";
import { CarriedMap } from "./carried-map";

export type Records = ReadonlyMap<Id, Entry>;

/** The id of any record. */
export const idOf = (entry: Entry): Id => (entry.kind === "placement" ? entry.value.id : entry.value.head.id);

export function recordsOf(entries: Iterable<Entry>): Records {
  const map = new Map<Id, Entry>();
  for (const entry of entries) map.set(idOf(entry), entry);
  return new CarriedMap(map);
}

/** The records after the change. Those before are not touched. */
export function applyChange(records: Records, change: Change): Records {
  const carried = records instanceof CarriedMap ? (records as CarriedMap<Id, Entry>) : new CarriedMap(new Map(records));
  return carried.after(
    change.flatMap(({ before, after }): [Id, Entry | undefined][] =>
      after ? [[idOf(after), after]] : before ? [[idOf(before), undefined]] : [],
    ),
  );
}
