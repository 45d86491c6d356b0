// The rows of the problems list: by severity as the rules order them, or under a heading for each rule or service.

import type { Drawing } from "../project/drawing";
import type { Finding } from "../wire";

export type Grouping = "severity" | "rule" | "service";

export interface ProblemLine {
  key: string;
  heading?: string;
  count?: number;
  finding?: Finding;
}

export function grouped(drawing: Drawing, findings: readonly Finding[], by: Grouping): ProblemLine[] {
  const line = (finding: Finding): ProblemLine => ({ key: finding.fingerprint, finding });
  if (by === "severity") return findings.map(line);
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const subject = finding.subjects[0];
    const service = subject === undefined ? undefined : drawing.serviceOf(subject);
    const group = by === "rule" ? finding.rule : (service?.value.head.name ?? "The design");
    const members = groups.get(group);
    if (members) members.push(finding);
    else groups.set(group, [finding]);
  }
  return [...groups].flatMap(([heading, members]) => [
    { key: `group ${heading}`, heading, count: members.length },
    ...members.map(line),
  ]);
}

/** `orders → inventory → orders`, or what it is about. */
export function pathText(drawing: Drawing, finding: Finding): string {
  const names = (finding.path.length > 0 ? finding.path : finding.subjects).map((id) => {
    const entry = drawing.get(id);
    const service = drawing.serviceOf(id);
    if (finding.path.length > 0 && service) return service.value.head.name;
    return entry && entry.kind !== "placement" ? drawing.name(id) : id;
  });
  return names.filter((name, i) => name !== names[i - 1]).join(" → ");
}
