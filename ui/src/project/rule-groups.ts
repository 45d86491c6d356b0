// Findings as they stand in a list by rule or by severity: what is worst first, what is waived last.

import type { Finding } from "../wire";
import { type Standing, standingOf, worse } from "./findings";

export interface FindingGroup {
  /** The rule or the severity. */
  key: string;
  standing: Standing;
  findings: readonly Finding[];
}

export type GroupBy = "rule" | "severity";

const order: readonly Standing[] = ["error", "warning", "info", "waived"];

/** The groups, and what is waived. Within a group the order is that of the analysis. */
export function groupsOf(findings: readonly Finding[], by: GroupBy): { groups: FindingGroup[]; waived: readonly Finding[] } {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.waived) continue;
    const key = by === "rule" ? finding.rule : standingOf(finding);
    const list = groups.get(key);
    if (list) list.push(finding);
    else groups.set(key, [finding]);
  }
  const all = [...groups].map(([key, list]): FindingGroup => {
    const sorted = list.map((finding, i) => ({ finding, i, at: order.indexOf(standingOf(finding)) }));
    sorted.sort((a, b) => a.at - b.at || a.i - b.i);
    return { key, standing: list.map(standingOf).reduce(worse), findings: sorted.map(({ finding }) => finding) };
  });
  // What came first among equals stays first: an analysis is in order.
  const sorted = all.map((group, i) => ({ group, i })).sort((a, b) => order.indexOf(a.group.standing) - order.indexOf(b.group.standing) || a.i - b.i);
  return { groups: sorted.map(({ group }) => group), waived: findings.filter(({ waived }) => waived) };
}
