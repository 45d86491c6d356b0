// A judgement put together from the one before and what differs from it, as the engine tells it after an edit.

import type { Analysis, AnalysisPatch, Finding, Id, Judgement } from "../wire";
import { stretched } from "./came-and-went";
import { followed } from "./findings";
import { unchanged } from "./same";

/** Which services others depend on in another number than before. */
const steps = new WeakMap<Analysis, { before: WeakRef<Analysis>; used: readonly Id[] }>();

/** The services that more or fewer depend on than before; null where nobody knows. */
export function usedOtherwise(before: Analysis, after: Analysis): readonly Id[] | null {
  if (before.metrics.services === after.metrics.services) return [];
  const step = steps.get(after);
  return step?.before.deref() === before ? step.used : null;
}

/** What the rules say now. Whatever says the same as before is the same object. */
export const judgedAfter = (before: Analysis, judgement: Judgement): Analysis =>
  judgement.kind === "whole" ? followed(before, judgement.of) : patched(before, judgement.of);

function patched(before: Analysis, patch: AnalysisPatch): Analysis {
  const { findings, metrics, coverage } = patch;
  const { services, used } = numbered(before, patch);
  const now: Analysis = {
    findings: findings === null ? before.findings : (unchanged(before.findings, stretched(before.findings, findings)) as Finding[]),
    metrics: { ...metrics, services },
    coverage: coverage ?? before.coverage,
  };
  steps.set(now, { before: new WeakRef(before), used });
  return now;
}

type Services = Analysis["metrics"]["services"];

/** The numbers of all services, and which of them are used otherwise. */
function numbered({ metrics: before }: Analysis, { metrics, services: changes, gone }: AnalysisPatch): { services: Services; used: Id[] } {
  const used: Id[] = [...gone];
  // Written down anew as a whole: of thousands most get another number, and each would be looked for.
  const services: Services = {};
  const left = new Set(gone);
  let isSame = gone.length === 0;
  for (const id in before.services) {
    if (left.has(id)) continue;
    const [row, change] = [before.services[id]!, changes[id]];
    if (change) isSame = false;
    if (change?.used_by !== undefined) used.push(id);
    services[id] = change ? { ...row, ...change } : row;
  }
  for (const id in metrics.services) {
    isSame = false;
    used.push(id);
    services[id] = metrics.services[id]!;
  }
  return isSame ? { services: before.services, used } : { services, used };
}
