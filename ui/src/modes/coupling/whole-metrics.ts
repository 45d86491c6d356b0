// The numbers of the whole design and of its domains: what each says, its convention, and what is usual.

import type { Drawing } from "../../project/drawing";
import { decimal, spaced } from "../../project/locale";
import { percent } from "../../project/quantity";
import type { Analysis, Id } from "../../wire";

export interface WholeMetric {
  key: string;
  name: string;
  value: string;
  about: string;
}

const share = (value: number | null): string => (value === null ? "–" : percent(Number(value.toPrecision(3))));
const two = (value: number | null): string => (value === null ? "–" : decimal(value, 2));

export function wholeMetrics({ metrics: { system } }: Analysis): WholeMetric[] {
  return [
    { key: "propagation", name: "Propagation cost", value: share(system.propagation_cost), about: "Share of all pairs where one depends on the other, also through others, itself included (MacCormack 2006). Small systems are always high; watch its change." },
    { key: "nccd", name: "NCCD", value: two(system.nccd), about: "What all depend on together, over that of a balanced binary tree of as many (Lakos; the exact tree, as ArchUnit). 0.85 to 1.1 is typical, above 2 tangled." },
    { key: "tangles", name: "Tangles", value: spaced(system.tangles), about: `Groups that depend on each other in a circle, by any dependency. Should be 0. The largest has ${spaced(system.largest_tangle)}.` },
    { key: "feedback", name: "Cuts to end them", value: `${system.feedback_exact ? "" : "≤ "}${spaced(system.feedback_arcs)}`, about: "The fewest dependencies whose removal ends every circle; exact up to 18 services in a tangle, else the best that was found." },
    { key: "core", name: "Core", value: share(system.core_share), about: "Share of the services that stand in the largest tangle (Baldwin, MacCormack, Rusnak 2014). Above 5 % with 6 or more it is a core." },
    { key: "mutual", name: "Pairs that call each other", value: spaced(system.mutual_calls), about: "SIY: pairs of services that each call the other (Rud 2006). Should be 0." },
    { key: "shared", name: "Shared stores", value: spaced(system.shared_stores), about: "Data stores that two or more services read or write. Should be 0." },
    { key: "autonomy", name: "Data autonomy", value: share(system.data_autonomy), about: "Accesses to own stores over all accesses. Should be 100 %; not defined where nothing is read or written." },
    { key: "modularity", name: "Modularity (Q)", value: two(system.modularity), about: "How much more runs inside of the domains than chance would put there (directed, Leicht and Newman 2008). Not defined without dependencies." },
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
