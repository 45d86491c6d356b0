import { expect, test } from "vitest";
import type { Analysis, AnalysisPatch, Finding } from "../wire";
import { finding, judged } from "./design.fixture";
import { dice } from "./edits.fixture";
import { judgedAfter, usedOtherwise } from "./judging";
import { numbersOf } from "./numbers";
import { nothingSaid } from "./nothing-said";

const row = (used_by: number, risk_rank = 0) => ({ ...Object.values(nothingSaid.metrics.services)[0], used_by, risk_rank, betweenness: 0 }) as Analysis["metrics"]["services"][string];
const print = (n: number, message = ""): Finding => finding("cycle-sync", { fingerprint: `${n}`, message, marks: [] });
const withRows = (analysis: Analysis, services: Analysis["metrics"]["services"]): Analysis => ({ ...analysis, metrics: { ...analysis.metrics, services } });

/** What the engine tells; its own test holds that against the whole. */
function patchBetween(before: Analysis, now: Analysis): AnalysisPatch {
  const stretches: NonNullable<AnalysisPatch["findings"]> = [];
  for (const one of now.findings) {
    const from = before.findings.findIndex((old) => old.fingerprint === one.fingerprint && old.message === one.message);
    stretches.push(from < 0 ? { kind: "fresh", of: structuredClone(one) } : { kind: "kept", of: { from, count: 1 } });
  }
  const rows = before.metrics.services;
  const all = Object.entries(now.metrics.services);
  const changes = all.flatMap(([id, one]) => {
    const differing = Object.entries(one).filter(([name, value]) => id in rows && rows[id]![name as keyof typeof one] !== value);
    return differing.length > 0 ? [[id, Object.fromEntries(differing)] as const] : [];
  });
  return {
    findings: stretches,
    metrics: { ...now.metrics, services: Object.fromEntries(all.filter(([id]) => !(id in rows))) },
    services: Object.fromEntries(changes),
    gone: Object.keys(before.metrics.services).filter((id) => !(id in now.metrics.services)),
    coverage: null,
  };
}

function some(pick: ReturnType<typeof dice>): Analysis {
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7].filter(() => pick([true, false]));
  const findings = numbers.map((n) => print(n, pick(["", "", "worse"]))).sort(() => pick([-1, 1]));
  return withRows(judged(...findings), Object.fromEntries(numbers.map((n) => [`service:${n}`, row(pick([1, 2]), pick([0.1, 0.2]))])));
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
  const before = withRows(judged(print(1), print(2)), { "service:a": row(1) });
  const quiet: AnalysisPatch = { findings: null, metrics: { ...before.metrics, services: {} }, services: {}, gone: [], coverage: null };
  for (const findings of [null, [{ kind: "kept", of: { from: 0, count: 2 } } as const]]) {
    const now = judgedAfter(before, { kind: "patch", of: { ...quiet, findings } });
    expect([now.findings === before.findings, now.metrics.services === before.metrics.services, now.coverage === before.coverage]).toEqual([true, true, true]);
  }
});

test("the numbers of one service are those of all, however many edits nobody looked at lie between", () => {
  const pick = dice(12);
  let now = some(pick);
  let patched = now;
  for (let n = 0; n < 120; n += 1) {
    const next = some(pick);
    patched = judgedAfter(patched, { kind: "patch", of: patchBetween(now, next) });
    now = next;
    for (let k = 0; k < 8; k += 1) expect(numbersOf(patched, `service:${k}`), `edit ${n}`).toEqual(now.metrics.services[`service:${k}`]);
    if (pick([true, false, false, false, false, false])) expect(patched.metrics).toEqual(now.metrics);
  }
  expect(patched.metrics).toEqual(now.metrics);
});
