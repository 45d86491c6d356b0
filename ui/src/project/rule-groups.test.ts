import { expect, test } from "vitest";
import type { Finding } from "../wire";
import { groupsOf } from "./rule-groups";
import { wordsOfRule } from "./rule-words";

const finding = (rule: string, severity: Finding["severity"], fingerprint: string, waived = false): Finding => ({
  rule,
  severity,
  fingerprint,
  waived,
  subjects: [],
  message: "",
  consequence: "",
  fix: "",
  evidence: [],
  path: [],
  badge: "",
  marks: [],
  group: null,
});

const all = [
  finding("event-without-subscriber", "info", "i1"),
  finding("time-budget", "warning", "w1"),
  finding("time-budget", "error", "e1"),
  finding("cycle-sync", "error", "e2"),
  finding("cycle-sync", "error", "x1", true),
  finding("shared-store", "warning", "w2"),
];

test("rules with errors come first, an error before a warning of its rule, and what is waived stands apart", () => {
  const { groups, waived } = groupsOf(all, "rule");
  expect(groups.map(({ key }) => key)).toEqual(["time-budget", "cycle-sync", "shared-store", "event-without-subscriber"]);
  expect(groups[0]!.findings.map(({ fingerprint }) => fingerprint)).toEqual(["e1", "w1"]);
  expect(waived.map(({ fingerprint }) => fingerprint)).toEqual(["x1"]);
});

test("by severity each is once, and the count is that of what is not waived", () => {
  const { groups } = groupsOf(all, "severity");
  expect(groups.map(({ key, findings }) => [key, findings.length])).toEqual([["error", 2], ["warning", 2], ["info", 1]]);
});

test("what has the same cause stands under the finding that leads it, whatever its rule", () => {
  const led = (rule: string, fingerprint: string, group: string, waived = false): Finding => ({ ...finding(rule, "error", fingerprint, waived), group });
  const findings = [
    led("foreign-store-access", "f1", "s1"),
    finding("shared-store", "warning", "s1"),
    led("foreign-team-write", "f2", "s1"),
    led("foreign-store-access", "f3", "s2"),
    finding("shared-store", "warning", "s2", true),
    led("dead-api", "d1", "s1", true),
    led("dead-api", "d2", "f1"),
  ];
  const { groups, waived } = groupsOf(findings, "rule");
  const told = groups.map(({ key, rows }) => [key, rows.map((row) => [row.finding.fingerprint, ...row.followers.map(({ fingerprint }) => fingerprint)])]);
  // One whose leader is waived, or follows itself, stands alone.
  expect(told).toEqual([["foreign-store-access", [["f3"]]], ["dead-api", [["d2"]]], ["shared-store", [["s1", "f1", "f2"]]]]);
  expect(groups.flatMap((group) => group.findings).length + waived.length).toBe(findings.length);
});

test("a rule nobody named is called by its name", () => {
  expect(wordsOfRule("cycle-sync")).toBe("Call cycles");
  expect(wordsOfRule("own-rule")).toBe("own-rule");
});
