import { expect, test } from "vitest";
import type { Analysis, AnalysisPatch, DomainMetrics, Finding, Usage } from "../wire";
import { finding, judged } from "./design.fixture";
import { dice } from "./edits.fixture";
import { judgedAfter, usedOtherwise } from "./judging";
import { same } from "./same";
import { nothingSaid } from "./nothing-said";

const row = (used_by: number, uses = 0): Usage => ({ used_by, uses, instability: null, sync_depth: 0 });
const print = (n: number, message = ""): Finding => finding("cycle-sync", { fingerprint: `${n}`, message, marks: [] });
const domain = (services: number): DomainMetrics => ({ services, inside: 0, touching: 0, cohesion: null });
const withRows = (analysis: Analysis, metrics: Partial<Analysis["metrics"]>): Analysis => ({ ...analysis, metrics: { ...analysis.metrics, domains: {}, ...metrics } });

/** What the engine tells; its own test holds that against the whole. */
function patchBetween(before: Analysis, now: Analysis): AnalysisPatch {
  const stretches: NonNullable<AnalysisPatch["findings"]> = [];
  for (const one of now.findings) {
    const from = before.findings.findIndex((old) => old.fingerprint === one.fingerprint && old.message === one.message);
    stretches.push(from < 0 ? { kind: "fresh", of: structuredClone(one) } : { kind: "kept", of: { from, count: 1 } });
  }
  const [was, is] = [before.metrics, now.metrics];
  const differing = <T,>(old: { [id: string]: T }, all: { [id: string]: T }) => Object.fromEntries(Object.entries(all).filter(([id, one]) => !same(old[id], one)));
  return {
    findings: stretches,
    services: differing(was.services, is.services),
    domains: differing(was.domains, is.domains),
    gone: [...Object.keys(was.services), ...Object.keys(was.domains)].filter((id) => !(id in is.services) && !(id in is.domains)),
    system: is.system,
    coverage: null,
  };
}

function some(pick: ReturnType<typeof dice>): Analysis {
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7].filter(() => pick([true, false]));
  const findings = numbers.map((n) => print(n, pick(["", "", "worse"]))).sort(() => pick([-1, 1]));
  return withRows(judged(...findings), {
    services: Object.fromEntries(numbers.map((n) => [`service:${n}`, row(pick([1, 2]), pick([1, 2]))])),
    domains: Object.fromEntries(numbers.map((n) => [`domain:${n}`, domain(pick([1, 2]))])),
  });
}

test("a patched judgement says what the whole one says, and keeps what says the same", () => {
  const pick = dice(7);
  let [patched, whole] = [some(pick), nothingSaid];
  whole = patched;
  for (let n = 0; n < 200; n += 1) {
    const now = some(pick);
    const next = judgedAfter(patched, { kind: "patch", of: patchBetween(patched, now) });
    whole = judgedAfter(whole, { kind: "whole", of: structuredClone(now) });
    expect(next).toEqual(now);
    expect(next).toEqual(whole);
    const ids = new Set([patched, now].flatMap(({ metrics }) => Object.keys(metrics.services)));
    const otherwise = [...ids].filter((id) => patched.metrics.services[id]?.used_by !== now.metrics.services[id]?.used_by);
    expect([...(usedOtherwise(patched, next) ?? [])].sort()).toEqual(otherwise.sort());
    for (const one of next.findings) {
      const old = patched.findings.find((before) => before.fingerprint === one.fingerprint && before.message === one.message);
      if (old) expect(one).toBe(old);
    }
    patched = next;
  }
});

test("where nothing is said anew, lists and rows are the same objects", () => {
  const before = withRows(judged(print(1), print(2)), { services: { "service:a": row(1) }, domains: { "domain:a": domain(1) } });
  const quiet: AnalysisPatch = { findings: null, services: {}, domains: {}, gone: ["service:b"], system: before.metrics.system, coverage: null };
  for (const findings of [null, [{ kind: "kept", of: { from: 0, count: 2 } } as const]]) {
    const now = judgedAfter(before, { kind: "patch", of: { ...quiet, findings } });
    expect([now.findings, now.coverage]).toEqual([before.findings, before.coverage]);
    expect([now.findings === before.findings, now.metrics.services === before.metrics.services, now.metrics.domains === before.metrics.domains]).toEqual([true, true, true]);
  }
});
