// A judgement put together from the one before and what differs from it, as the engine tells it after an edit.

import type { Analysis, AnalysisPatch, Finding, Id, Judgement } from "../wire";
import { stretched } from "./came-and-went";
import { followed } from "./findings";
import { unchanged } from "./same";

/** Which services others depend on in another number than before. */
const steps = new WeakMap<Analysis, { before: WeakRef<Analysis>; used: readonly Id[] }>();

/** The services that more or fewer depend on than before; null where nobody knows. */
export function usedOtherwise(before: Analysis, after: Analysis): readonly Id[] | null {
  if (before === after) return [];
  const step = steps.get(after);
  if (step) return step.before.deref() === before ? step.used : null;
  return before.metrics.services === after.metrics.services ? [] : null;
}

/** What the rules say now. Whatever says the same as before is the same object. */
export const judgedAfter = (before: Analysis, judgement: Judgement): Analysis =>
  judgement.kind === "whole" ? followed(before, judgement.of) : patched(before, judgement.of);

function patched(before: Analysis, { findings, services, domains, gone, system, coverage }: AnalysisPatch): Analysis {
  const { metrics } = before;
  const now: Analysis = {
    findings: findings === null ? before.findings : (unchanged(before.findings, stretched(before.findings, findings)) as Finding[]),
    metrics: { services: rowsAfter(metrics.services, services, gone), domains: rowsAfter(metrics.domains, domains, gone), system },
    coverage: coverage ?? before.coverage,
  };
  const used = Object.keys(services).filter((id) => metrics.services[id]?.used_by !== services[id]!.used_by);
  steps.set(now, { before: new WeakRef(before), used: [...gone.filter((id) => id in metrics.services), ...used] });
  return now;
}

type Rows<T> = { [id: Id]: T };

/** The rows before where nothing is said anew. */
function rowsAfter<T>(before: Rows<T>, changed: Rows<T>, gone: readonly Id[]): Rows<T> {
  const left = gone.filter((id) => id in before);
  if (left.length === 0 && Object.keys(changed).length === 0) return before;
  const rows = { ...before, ...changed };
  for (const id of left) delete rows[id];
  return rows;
}
