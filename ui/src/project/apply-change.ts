// Carries a change over to the mirror: values are replaced whole, what did not change stays the same object.

import type { Change, Id, Record as Entry } from "../wire";

export type Records = ReadonlyMap<Id, Entry>;

/** The id of any record. */
export const idOf = (entry: Entry): Id => (entry.kind === "placement" ? entry.value.id : entry.value.head.id);

export const recordsOf = (entries: Iterable<Entry>): Records =>
  new Map([...entries].map((entry) => [idOf(entry), entry]));

/** The records after the change. Those before are not touched. */
export function applyChange(records: Records, change: Change): Records {
  const next = new Map(records);
  for (const { before, after } of change) {
    if (after) next.set(idOf(after), after);
    else if (before) next.delete(idOf(before));
  }
  return next;
}
