// One row of the metrics table for each judged service: its numbers, its findings, its longest wait.

import { idOf } from "../../project/apply-change";
import { worstCase } from "../../project/budget";
import type { Drawing } from "../../project/drawing";
import { isCycle, type Standing, standingOf, worse } from "../../project/findings";
import { huesOf } from "../../project/hues";
import type { Finding, Id, ServiceMetrics } from "../../wire";

export interface MetricRow {
  id: Id;
  name: string;
  /** 0 to 7; null outside of domains. */
  hue: number | null;
  domain: Id | null;
  numbers: ServiceMetrics;
  /** The worst that is said of it, and how much is said. */
  standing: Standing | null;
  findings: readonly Finding[];
  /** Most an operation of it may take, ms; null where nothing says. */
  worst: number | null;
  /** What that operation promises, ms. */
  promised: number | null;
  /** How serious the worst case is, by the rule about time. */
  late: Standing | null;
}

/** The services that a finding is about: those of a circle all, of a pair the one that does it. */
export function servicesOf(drawing: Drawing, finding: Finding): Id[] {
  const services = (ids: readonly Id[]) => ids.flatMap((id) => drawing.serviceOf(id)?.value.head.id ?? []);
  if (isCycle(finding)) return [...new Set(services(finding.subjects))];
  const first = services(finding.subjects)[0] ?? services(finding.evidence.map(({ from }) => from))[0] ?? services(finding.marks)[0];
  return first === undefined ? [] : [first];
}

/** What is said of each service, the worst first. */
export function findingsByService(drawing: Drawing, findings: readonly Finding[]): Map<Id, Finding[]> {
  const by = new Map<Id, Finding[]>();
  for (const finding of findings) {
    for (const id of servicesOf(drawing, finding)) {
      const list = by.get(id);
      if (list) list.push(finding);
      else by.set(id, [finding]);
    }
  }
  for (const list of by.values()) list.sort((a, b) => rankOf(standingOf(a)) - rankOf(standingOf(b)));
  return by;
}

const ranks: { readonly [S in Standing]: number } = { error: 0, warning: 1, info: 2, waived: 3 };
export const rankOf = (standing: Standing | null): number => (standing === null ? 4 : ranks[standing]);

/** The judged services in the order of the design. `services` has their numbers. */
export function rowsOf(drawing: Drawing, all: readonly Finding[], services: { readonly [id: Id]: ServiceMetrics }): MetricRow[] {
  const hues = huesOf(drawing);
  const said = findingsByService(drawing, all);
  return drawing.of("service").flatMap(({ value: { head } }) => {
    const numbers = services[head.id];
    if (!numbers) return [];
    const domain = drawing.nearest("domain", head.id);
    const findings = said.get(head.id) ?? [];
    const time = slowest(drawing, head.id);
    const aboutTime = findings.filter(({ rule }) => rule === "time-budget").map(standingOf);
    return {
      id: head.id,
      name: head.name,
      hue: domain ? (hues.get(idOf(domain)) ?? null) : null,
      domain: domain ? idOf(domain) : null,
      numbers,
      standing: findings.length > 0 ? findings.map(standingOf).reduce(worse) : null,
      findings,
      ...time,
      late: aboutTime.length > 0 ? aboutTime.reduce(worse) : null,
    };
  });
}

/** The operation that may take longest: what its calls may take, or what it promises where its calls say nothing. */
function slowest(drawing: Drawing, service: Id): { worst: number | null; promised: number | null } {
  let found: { worst: number | null; promised: number | null } = { worst: worstCase(drawing, service), promised: null };
  for (const api of drawing.children(service, "api")) {
    for (const { value } of drawing.children(idOf(api), "operation")) {
      const worst = worstCase(drawing, value.head.id) ?? value.timeout;
      if (worst !== null && (found.worst === null || worst > found.worst)) found = { worst, promised: value.timeout };
    }
  }
  return found;
}

/** Whether a domain is, or stands in, the one that is wanted. */
export function isWithin(drawing: Drawing, domain: Id | null, wanted: Id | null): boolean {
  return wanted === null || (domain !== null && drawing.ancestry(domain).some((entry) => idOf(entry) === wanted));
}

/** The mean of what is defined; null where nothing is. */
export function mean(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
