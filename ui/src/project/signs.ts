// Which findings each element carries, followed from edit to edit: what an edit did not touch keeps its sign.

import type { Finding, Id } from "../wire";
import { cameAndWent } from "./came-and-went";
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
  const { came, went } = cameAndWent(before, after);
  if (went.length + came.length > mostFollowed) return null;
  const gone = new Set(went);
  const lists = new Map<Id, Finding[]>();
  const unsorted = new Set<Finding[]>();
  const listAt = (id: Id): Finding[] => {
    let list = lists.get(id);
    if (!list) lists.set(id, (list = (old.get(id)?.findings ?? []).filter((finding) => !gone.has(finding))));
    return list;
  };
  for (const finding of went) for (const id of places(finding)) listAt(id);
  for (const finding of came) {
    for (const id of places(finding)) {
      const list = listAt(id);
      if (list.push(finding) > 1) unsorted.add(list);
    }
  }
  inOrderOf(after, unsorted);
  return lists;
}

/** Puts each list in the order that findings have among all. */
function inOrderOf(all: Findings, lists: ReadonlySet<Finding[]>): void {
  const wanted = new Set<Finding>();
  for (const list of lists) for (const finding of list) wanted.add(finding);
  const at = new Map<Finding, number>();
  for (let i = 0; at.size < wanted.size && i < all.length; i += 1) if (wanted.has(all[i]!)) at.set(all[i]!, i);
  for (const list of lists) list.sort((a, b) => at.get(a)! - at.get(b)!);
}
