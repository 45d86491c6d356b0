// What those are told who cannot see the canvas: one sentence for each element.

import type { Analysis, Id } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { type Signs, type Standing, standingOf } from "./findings";
import { count, counted, kinds } from "./kinds";
import { labelOf, routeOf, shortened, verbOf } from "./naming";

/** What the rules and the measures say of the drawing. */
export interface Judged {
  readonly analysis: Pick<Analysis, "metrics">;
  readonly signs: Signs;
}

/** Names may be as long as a page; nobody listens to one. */
const longest = 120;

/** `orders, service, Checkout team, 3 operations, used by 3, uses 4, 1 error`. */
export function spokenOf(drawing: Drawing, id: Id, judged?: Judged): string {
  const entry = drawing.get(id);
  return entry ? `${shortened(labelOf(drawing, entry), longest) || `Unnamed ${kinds[entry.kind].word}`}, ${toldOf(drawing, id, judged)}` : "";
}

/** What is told of a record beside its name. */
function toldOf(drawing: Drawing, id: Id, judged?: Judged): string {
  const entry = drawing.get(id);
  if (!entry) return "";
  const parts: string[] = [kinds[entry.kind].word];
  if (entry.kind === "service") {
    const operations = drawing.children(id, "api").reduce((n, api) => n + drawing.children(idOf(api), "operation").length, 0);
    if (entry.value.team) parts.push(shortened(entry.value.team, longest));
    parts.push(count(operations, "operation"));
  } else if (entry.kind === "domain") {
    parts.push(count(servicesIn(drawing, id), "service"));
  } else if (entry.kind === "operation") {
    parts.push(`${verbOf(entry.value)} ${shortened(routeOf(entry.value), longest)}`);
  }
  const measured = entry.kind === "service" && judged ? judged.analysis.metrics.services[id] : undefined;
  const into = measured?.used_by ?? drawing.incoming(id).length;
  const out = measured?.uses ?? drawing.outgoing(id).length;
  if (into > 0) parts.push(`used by ${into}`);
  if (out > 0) parts.push(`uses ${out}`);
  const findings = judged?.signs.get(id)?.findings ?? [];
  for (const standing of ["error", "warning", "info", "waived"] as const) {
    const n = findings.filter((finding) => standingOf(finding) === standing).length;
    if (n > 0) parts.push(tally(n, standing));
  }
  return parts.filter((part) => part !== "").join(", ");
}

const tally = (n: number, standing: Standing): string =>
  standing === "info" || standing === "waived" ? `${n} ${standing}` : counted(n, standing);


/** By the services there are, while the domains are these. */
const counts = new WeakMap<readonly unknown[], { domains: readonly unknown[]; all: ReadonlyMap<Id, number> }>();

/** How many services stand in a domain, at any depth. */
export function servicesIn(drawing: Drawing, domain: Id): number {
  const [services, domains] = [drawing.of("service"), drawing.of("domain")];
  let known = counts.get(services);
  if (known?.domains !== domains) {
    const all = new Map<Id, number>();
    // Services of a domain are known; only what is in them is added to the domains around it.
    for (const inner of domains) {
      const own = drawing.children(idOf(inner), "service").length;
      if (own === 0) continue;
      for (const above of drawing.ancestry(idOf(inner))) {
        if (above.kind === "domain") all.set(idOf(above), (all.get(idOf(above)) ?? 0) + own);
      }
    }
    counts.set(services, (known = { domains, all }));
  }
  return known.all.get(domain) ?? 0;
}
