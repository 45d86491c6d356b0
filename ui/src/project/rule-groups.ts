// Findings as they stand in a list by rule or by severity: what is worst first, what is waived last.

import type { Finding } from "../wire";
import { type Standing, standingOf, worse } from "./findings";

/** One finding, with those that have the same cause, of whatever rule: ending the cause ends them all. */
export interface FindingRow {
  finding: Finding;
  followers: readonly Finding[];
}

export interface FindingGroup {
  /** The rule or the severity. */
  key: string;
  standing: Standing;
  rows: readonly FindingRow[];
  /** As one reads it: each finding before its followers. */
  findings: readonly Finding[];
}

export type GroupBy = "rule" | "severity";

const order: readonly Standing[] = ["error", "warning", "info", "waived"];

/** The groups, and what is waived. Within a group the order is that of the analysis. */
export function groupsOf(findings: readonly Finding[], by: GroupBy): { groups: FindingGroup[]; waived: readonly Finding[] } {
  const open = findings.filter(({ waived }) => !waived);
  const leaders = new Map(open.filter(({ group }) => group === null).map((finding) => [finding.fingerprint, finding]));
  const followers = new Map<string, Finding[]>();
  // One whose leader follows another itself, or is waived, stands alone.
  const led = (finding: Finding): boolean => finding.group !== null && leaders.has(finding.group);
  for (const finding of open) {
    if (!led(finding)) continue;
    const known = followers.get(finding.group!);
    if (known) known.push(finding);
    else followers.set(finding.group!, [finding]);
  }
  const groups = new Map<string, FindingRow[]>();
  for (const finding of open) {
    if (led(finding)) continue;
    const key = by === "rule" ? finding.rule : standingOf(finding);
    const row: FindingRow = { finding, followers: followers.get(finding.fingerprint) ?? [] };
    const list = groups.get(key);
    if (list) list.push(row);
    else groups.set(key, [row]);
  }
  const all = [...groups].map(([key, list]): FindingGroup => {
    const sorted = list.map((row, i) => ({ row, i, at: order.indexOf(standingOf(row.finding)) }));
    sorted.sort((a, b) => a.at - b.at || a.i - b.i);
    const rows = sorted.map(({ row }) => row);
    return { key, standing: list.map((row) => standingOf(row.finding)).reduce(worse), rows, findings: rows.flatMap(({ finding, followers }) => [finding, ...followers]) };
  });
  // What came first among equals stays first: an analysis is in order.
  const sorted = all.map((group, i) => ({ group, i })).sort((a, b) => order.indexOf(a.group.standing) - order.indexOf(b.group.standing) || a.i - b.i);
  return { groups: sorted.map(({ group }) => group), waived: findings.filter(({ waived }) => waived) };
}
