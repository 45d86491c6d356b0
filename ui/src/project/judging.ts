// A judgement put together from the one before and what differs from it, as the engine tells it after an edit.

import type { Analysis, AnalysisPatch, Finding, Judgement } from "../wire";
import { followed } from "./findings";
import { unchanged } from "./same";

/** What the rules say now. Whatever says the same as before is the same object. */
export const judgedAfter = (before: Analysis, judgement: Judgement): Analysis =>
  judgement.kind === "whole" ? followed(before, judgement.of) : patched(before, judgement.of);

function patched(before: Analysis, { findings, metrics, ranks, gone, coverage }: AnalysisPatch): Analysis {
  const rows = Object.entries(metrics.services);
  const ranked = Object.entries(ranks);
  let services = before.metrics.services;
  if (rows.length > 0 || ranked.length > 0 || gone.length > 0) {
    services = { ...services };
    for (const id of gone) delete services[id];
    for (const [id, row] of rows) services[id] = row;
    for (const [id, [betweenness, risk_rank]] of ranked) {
      const row = services[id];
      if (row) services[id] = { ...row, betweenness, risk_rank };
    }
  }
  return {
    findings: findings === null ? before.findings : (unchanged(before.findings, together(before.findings, findings)) as Finding[]),
    metrics: { ...metrics, services },
    coverage: coverage ?? before.coverage,
  };
}

function together(before: readonly Finding[], stretches: NonNullable<AnalysisPatch["findings"]>): Finding[] {
  const now: Finding[] = [];
  for (const stretch of stretches) {
    if (stretch.kind === "fresh") now.push(stretch.of);
    else for (let at = stretch.of.from; at < stretch.of.from + stretch.of.count; at += 1) now.push(before[at]!);
  }
  return now;
}
