// Which findings each element carries, followed from edit to edit: what an edit did not touch keeps its sign.

import type { Finding, Id } from "../wire";
import { CarriedMap } from "./carried-map";

/** What is made of the findings at one place. */
interface About {
  findings: Findings;
}

type Findings = readonly Finding[];
type Places = (finding: Finding) => Iterable<Id>;

/** With more findings that came or went than this, following is more work than beginning anew. */
const mostFollowed = 2000;

/** How signs came from those before, for whoever made something of those. */
const steps = new WeakMap<object, { before: WeakRef<object>; ids: readonly Id[] }>();

/** Where signs may differ from those before; null where nobody knows. */
export function changedSigns(before: ReadonlyMap<Id, About>, after: ReadonlyMap<Id, About>): readonly Id[] | null {
  if (before === after) return [];
  const step = steps.get(after);
  return step?.before.deref() === before ? step.ids : null;
}

/** Signs by where findings stand, each made of the findings there. Asked again for the same findings, the same. */
export function signsBy<S extends About>(places: Places, signOf: (findings: Findings) => S): (findings: Findings) => ReadonlyMap<Id, S> {
  const known = new WeakMap<Findings, CarriedMap<Id, S>>();
  let last: WeakRef<Findings> | null = null;
  return (findings) => {
    const had = known.get(findings);
    if (had) return had;
    const before = last?.deref();
    const old = before && known.get(before);
    const lists = before && old && following(before, old, findings, places);
    let signs: CarriedMap<Id, S>;
    if (old && lists) {
      signs = old.after([...lists].map(([id, list]): [Id, S | undefined] => [id, list.length > 0 ? signOf(list) : undefined]));
      if (signs !== old) steps.set(signs, { before: new WeakRef(old), ids: [...lists.keys()] });
    } else signs = new CarriedMap(new Map([...listed(findings, places)].map(([id, list]) => [id, signOf(list)])));
    known.set(findings, signs);
    last = new WeakRef(findings);
    return signs;
  };
}

function listed(findings: Findings, places: Places): Map<Id, Finding[]> {
  const by = new Map<Id, Finding[]>();
  for (const finding of findings) {
    for (const id of places(finding)) {
      const list = by.get(id);
      if (list) list.push(finding);
      else by.set(id, [finding]);
    }
  }
  return by;
}

/** The findings wherever one came or went; null where too much differs. */
function following(before: Findings, old: ReadonlyMap<Id, About>, after: Findings, places: Places): Map<Id, Finding[]> | null {
  const { gone, fresh } = difference(before, after);
  if (gone.size + fresh.length > mostFollowed) return null;
  const lists = new Map<Id, Finding[]>();
  const listAt = (id: Id): Finding[] => {
    let list = lists.get(id);
    if (!list) lists.set(id, (list = (old.get(id)?.findings ?? []).filter((finding) => !gone.has(finding))));
    return list;
  };
  for (const finding of gone) for (const id of places(finding)) listAt(id);
  for (const finding of fresh) for (const id of places(finding)) listAt(id).push(finding);
  inOrderOf(after, lists);
  return lists;
}

/** What only one of two lists holds; what both hold is the same object in both. */
function difference(before: Findings, after: Findings): { gone: ReadonlySet<Finding>; fresh: Finding[] } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const gone = new Set(before.slice(start, before.length - end));
  const fresh = after.slice(start, after.length - end).filter((finding) => !gone.delete(finding));
  return { gone, fresh };
}

/** Puts each list in the order that findings have among all. */
function inOrderOf(all: Findings, lists: ReadonlyMap<Id, Finding[]>): void {
  const wanted = new Set<Finding>();
  for (const list of lists.values()) if (list.length > 1) for (const finding of list) wanted.add(finding);
  if (wanted.size === 0) return;
  const at = new Map<Finding, number>();
  all.forEach((finding, i) => wanted.has(finding) && at.set(finding, i));
  for (const list of lists.values()) list.sort((a, b) => at.get(a)! - at.get(b)!);
}
