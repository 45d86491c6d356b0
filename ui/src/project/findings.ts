// What the rules say, seen from an element: the worst of it, how many, and what they say.

import type { Analysis, Finding, Id, Severity } from "../wire";
import { idOf } from "./apply-change";
import { cameAndWent } from "./came-and-went";
import type { Drawing } from "./drawing";
import { same, unchanged } from "./same";
import { signsBy } from "./signs";

/** As the canvas and the lists name them; a waived finding counts last. */
export type Standing = "error" | "warning" | "info" | "waived";

const order: { readonly [S in Standing]: number } = { error: 0, warning: 1, info: 2, waived: 3 };

export const standingOf = (finding: Finding): Standing =>
  finding.waived ? "waived" : finding.severity === "off" ? "info" : (finding.severity as Exclude<Severity, "off">);

export const worse = (a: Standing, b: Standing): Standing => (order[a] <= order[b] ? a : b);

export const isCycle = (finding: Finding): boolean => finding.rule.startsWith("cycle");

export interface Sign {
  standing: Standing;
  count: number;
  /** Every finding here is a cycle. */
  cycle: boolean;
  findings: readonly Finding[];
}

export type Signs = ReadonlyMap<Id, Sign>;

function sign(findings: readonly Finding[]): Sign {
  const standing = findings.map(standingOf).reduce(worse);
  return { standing, count: findings.length, cycle: findings.every(isCycle), findings };
}

const markedBy = signsBy((finding) => new Set(placesOf(finding)), sign);
const concernedBy = signsBy(concernedOf, sign);

/** What is marked, by what the rules mark: elements, and connections. */
export const marked = ({ findings }: Analysis): Signs => markedBy(findings);

/** What concerns an element, for lists and the inspector: its marks, its subjects, and the ends of marked connections. */
export const concerning = ({ findings }: Analysis): Signs => concernedBy(findings);

/** What is wrong between elements stands on what connects them and not on them as well; what is about one stands on that. */
function placesOf({ subjects, marks, evidence }: Finding): readonly Id[] {
  const lines = new Set(evidence.flatMap(({ connection }) => connection ?? []));
  const on = marks.filter((id) => lines.has(id));
  const off = marks.filter((id) => !lines.has(id));
  return on.length > 0 && (subjects.length !== 1 || off.length === 0) ? on : off;
}

function concernedOf(finding: Finding): ReadonlySet<Id> {
  const all = new Set([...finding.subjects, ...finding.marks]);
  for (const { from, to, connection } of finding.evidence) {
    if (connection != null) all.add(connection);
    all.add(from);
    if (isCycle(finding)) all.add(to);
  }
  return all;
}

/** A new analysis, with the old findings where they say the same; all the old ones where none says anything else. */
export function followed(before: Analysis, after: Analysis): Analysis {
  const known = new Map(before.findings.map((finding) => [finding.fingerprint, finding]));
  const findings = after.findings.map((finding) => {
    const old = known.get(finding.fingerprint);
    return old && same(old, finding) ? old : finding;
  });
  const all = unchanged(before.findings, findings);
  return { ...after, findings: all as Finding[] };
}

export interface Tally {
  error: number;
  warning: number;
  info: number;
  waived: number;
}

const tallies = new WeakMap<readonly Finding[], Tally>();
let lastTallied: WeakRef<readonly Finding[]> | null = null;

/** How many there are of each; after an edit counted on from those before. */
export function tally(findings: readonly Finding[]): Tally {
  const known = tallies.get(findings);
  if (known) return known;
  const before = lastTallied?.deref();
  const old = before && tallies.get(before);
  const all = old ? { ...old } : { error: 0, warning: 0, info: 0, waived: 0 };
  const { came, went } = before && old ? cameAndWent(before, findings) : { came: findings, went: [] };
  for (const finding of came) all[standingOf(finding)] += 1;
  for (const finding of went) all[standingOf(finding)] -= 1;
  tallies.set(findings, all);
  lastTallied = new WeakRef(findings);
  return all;
}

/** What stays in view while a finding is looked at, and the connections of its path in order. */
export function pathOfFinding(drawing: Drawing, finding: Finding): { ids: Id[]; steps: Id[] } {
  const steps = inOrder(drawing, finding).flatMap(({ connection }) => (connection ? [connection] : []));
  const ends = finding.evidence.flatMap(({ from, to }) => [from, to]);
  const cards = [...finding.subjects, ...finding.marks, ...ends].flatMap((id) => carriersOf(drawing, id));
  return { ids: [...new Set([...finding.subjects, ...finding.marks, ...ends, ...cards])], steps: [...new Set(steps)] };
}

/** What shows a finding, first in the order in which its way goes. */
function inOrder(drawing: Drawing, { evidence, path }: Finding): readonly Finding["evidence"][number][] {
  const carrier = (id: Id): Id => {
    const service = drawing.serviceOf(id);
    return service ? idOf(service) : id;
  };
  const way = new Map(path.slice(1).map((to, i) => [`${path[i]} ${to}`, i]));
  const at = ({ from, to }: Finding["evidence"][number]): number => way.get(`${carrier(from)} ${carrier(to)}`) ?? path.length;
  return evidence.map((e) => ({ e, at: at(e) })).sort((a, b) => a.at - b.at).map(({ e }) => e);
}

/** The drawn elements that carry a record: a row's card, both ends of a connection. */
function carriersOf(drawing: Drawing, id: Id): Id[] {
  const entry = drawing.get(id);
  if (entry?.kind === "connection") {
    return [...carriersOf(drawing, entry.value.from), ...carriersOf(drawing, entry.value.to)];
  }
  const service = drawing.serviceOf(id);
  return [service ? idOf(service) : id];
}
