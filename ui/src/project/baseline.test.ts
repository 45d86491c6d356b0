import { expect, test } from "vitest";
import type { Difference, Finding } from "../wire";
import { course, isNew, knownOf, passed } from "./baseline";

const finding = (fingerprint: string, more: Partial<Finding> = {}): Finding => ({
  rule: "cycle-sync",
  severity: "error",
  subjects: [],
  message: fingerprint,
  consequence: "",
  fix: "",
  evidence: [],
  path: [],
  badge: "",
  marks: [],
  fingerprint,
  group: null,
  waived: false,
  ...more,
});
const difference = (more: Partial<Difference> = {}): Difference => ({ new: [], worsened: [], fixed: [], unchanged: 0, waived: 0, gates: [], ...more });

test("what the baseline had is known, also what is gone since", () => {
  const known = knownOf([finding("old"), finding("fresh")], difference({ new: [finding("fresh")], fixed: [finding("gone")] }));
  expect([...known].sort()).toEqual(["gone", "old"]);
  expect(isNew(known, finding("fresh"))).toBe(true);
  expect(isNew(known, finding("gone"))).toBe(false);
  expect(isNew(known, finding("accepted", { waived: true }))).toBe(false);
  expect(isNew(null, finding("fresh"))).toBe(false);
});

test("it passes by what is new, worse, and beyond its limit", () => {
  expect(passed(difference())).toBe(true);
  expect(passed(difference({ new: [finding("a", { severity: "warning" })] }))).toBe(true);
  expect(passed(difference({ new: [finding("a")] }))).toBe(false);
  expect(passed(difference({ worsened: [{ now: finding("a"), evidence_before: 1 }] }))).toBe(false);
  expect(passed(difference({ gates: [{ name: "tangles", before: 0, now: 1, limit: 0, passed: false }] }))).toBe(false);
});

test("a course rises from left to right", () => {
  expect(course([1, null, 3], 100, 20)).toEqual({ d: "M3.0 17.0L97.0 3.0", end: { x: 97, y: 3 } });
  expect(course([2, 2], 100, 20)!.d).toBe("M3.0 17.0L97.0 17.0");
  expect(course([1, null], 100, 20)).toBeNull();
});
