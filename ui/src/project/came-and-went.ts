// What came into the list of findings and what left it, from one judgement to the next: told by the engine, or looked for.

import type { AnalysisPatch, Finding } from "../wire";

type Findings = readonly Finding[];

/** Each in the order it has in its list. What says the same in both lists is the same object in both, and in neither. */
export interface CameAndWent {
  came: Findings;
  went: Findings;
}

/** How lists came from those before, as far as somebody told. */
const steps = new WeakMap<Findings, { before: WeakRef<Findings>; step: CameAndWent }>();

export function cameAndWent(before: Findings, after: Findings): CameAndWent {
  if (before === after) return { came: [], went: [] };
  const told = steps.get(after);
  return told?.before.deref() === before ? told.step : looked(before, after);
}

/** The list that stretches of the one before and new findings make. */
export function stretched(before: Findings, stretches: NonNullable<AnalysisPatch["findings"]>): Findings {
  const now: Finding[] = [];
  const came: Finding[] = [];
  const kept: { from: number; count: number }[] = [];
  for (const stretch of stretches) {
    if (stretch.kind === "fresh") {
      now.push(stretch.of);
      came.push(stretch.of);
      continue;
    }
    const { from, count } = stretch.of;
    kept.push(stretch.of);
    for (let at = from; at < from + count; at += 1) now.push(before[at]!);
  }
  const went: Finding[] = [];
  let at = 0;
  for (const { from, count } of kept.sort((a, b) => a.from - b.from)) {
    while (at < from) went.push(before[at++]!);
    at = Math.max(at, from + count);
  }
  while (at < before.length) went.push(before[at++]!);
  steps.set(now, { before: new WeakRef(before), step: { came, went } });
  return now;
}

function looked(before: Findings, after: Findings): CameAndWent {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const left = new Set(before.slice(start, before.length - end));
  const came = after.slice(start, after.length - end).filter((finding) => !left.delete(finding));
  return { came, went: [...left] };
}
