// The numbers of the whole design and of its domains. What each means is said by the engine.

import type { Drawing } from "../../project/drawing";
import { decimal, spaced } from "../../project/locale";
import { percent } from "../../project/quantity";
import type { Analysis, Further, Id } from "../../wire";

export interface WholeMetric {
  /** That of the page that says how it is made. */
  key: string;
  name: string;
  value: string;
}

const share = (value: number | null): string => (value === null ? "–" : percent(Number(value.toPrecision(3))));
const two = (value: number | null): string => (value === null ? "–" : decimal(value, 2));
const whole = (value: number | null): string => (value === null ? "–" : spaced(value));

/** Those that every judgement counts and, once they are there, the further ones. */
export function wholeMetrics({ metrics: { system } }: Analysis, further: Further | null): WholeMetric[] {
  const known = [
    { key: "propagation-cost", name: "Propagation cost", value: share(system.propagation_cost) },
    { key: "nccd", name: "NCCD", value: two(system.nccd) },
    { key: "tangles", name: "Tangles", value: spaced(system.tangles) },
    { key: "core-size", name: "Largest tangle", value: `${spaced(system.largest_tangle)}${system.core_share === null ? "" : ` (${share(system.core_share)})`}` },
    { key: "feedback", name: "Dependencies to cut", value: `${system.feedback_exact ? "" : "≤ "}${spaced(system.feedback_arcs)}` },
    { key: "mutual-calls", name: "Pairs that call each other", value: spaced(system.mutual_calls) },
    { key: "stores-shared", name: "Shared stores", value: spaced(system.shared_stores) },
    { key: "data-autonomy", name: "Data autonomy", value: share(system.data_autonomy) },
    { key: "modularity", name: "Modularity (Q)", value: two(system.modularity) },
  ];
  if (further === null) return known;
  return [
    ...known,
    { key: "tangle-share", name: "Tangled share", value: share(further.tangle_share) },
    { key: "ccd", name: "Reach of all (CCD)", value: whole(further.ccd) },
    { key: "acd", name: "Mean reach (ACD)", value: two(further.acd) },
    { key: "parting", name: "Services that hold parts", value: spaced(further.parting) },
    { key: "bridges", name: "Dependencies that do", value: spaced(further.bridges) },
  ];
}

export interface DomainRow {
  id: Id;
  name: string;
  services: number;
  inside: number;
  touching: number;
  cohesion: number | null;
}

/** Domains with services of their own, the loosest first; what is not defined stands last. */
export function domainRows(drawing: Drawing, { metrics }: Analysis): DomainRow[] {
  const rows = drawing.of("domain").flatMap(({ value: { head } }) => {
    const numbers = metrics.domains[head.id];
    return numbers && numbers.services > 0 ? [{ id: head.id, name: head.name, ...numbers }] : [];
  });
  return rows.sort((a, b) => (a.cohesion ?? 2) - (b.cohesion ?? 2) || (a.name < b.name ? -1 : 1));
}
