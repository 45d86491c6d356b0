// A judgement put together from the one before and what differs from it, as the engine tells it after an edit.

import type { Analysis, AnalysisPatch, Finding, Id, Judgement } from "../wire";
import { stretched } from "./came-and-went";
import { followed } from "./findings";
import { numbersAfter } from "./numbers";
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

function patched(before: Analysis, patch: AnalysisPatch): Analysis {
  const { findings, coverage } = patch;
  const now: Analysis = {
    findings: findings === null ? before.findings : (unchanged(before.findings, stretched(before.findings, findings)) as Finding[]),
    metrics: numbersAfter(before.metrics, patch),
    coverage: coverage ?? before.coverage,
  };
  steps.set(now, { before: new WeakRef(before), used: usedIn(patch) });
  return now;
}

/** The services that a patch says are used otherwise. */
function usedIn({ metrics, services, gone }: AnalysisPatch): Id[] {
  const used: Id[] = [...gone];
  for (const id in services) if (services[id]!.used_by !== undefined) used.push(id);
  for (const id in metrics.services) used.push(id);
  return used;
}
