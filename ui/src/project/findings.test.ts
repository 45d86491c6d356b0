// What stays of findings when the rules are asked again, where they are marked, and in which order their path goes.

import { expect, test } from "vitest";
import { connection, drawn, finding, judged, placement, service, shop } from "./design.fixture";
import { onlyMoved } from "./drawing";
import { dice } from "./edits.fixture";
import { concerning, followed, marked, pathOfFinding, standingOf, tally } from "./findings";

test("findings that say the same stay the same objects, and where all do so do their signs", () => {
  const before = judged(finding("cycle-sync", { marks: ["a"] }), finding("data-shared", { marks: ["b"] }));
  const again = followed(before, judged(finding("cycle-sync", { marks: ["a"] }), finding("data-shared", { marks: ["b"] })));
  expect(again).not.toBe(before);
  expect(again.findings).toBe(before.findings);
  expect(marked(again)).toBe(marked(before));
  expect(concerning(again)).toBe(concerning(before));

  const changed = followed(before, judged(finding("cycle-sync", { marks: ["a"] }), finding("data-shared", { marks: ["c"] })));
  expect(changed.findings[0]).toBe(before.findings[0]);
  expect(changed.findings[1]?.marks).toEqual(["c"]);
  expect([...marked(changed).keys()]).toEqual(["a", "c"]);

  const fewer = followed(before, judged(finding("data-shared", { marks: ["b"] })));
  expect(fewer.findings).toEqual([before.findings[1]]);
});

test("what was only placed elsewhere says nothing else", () => {
  const drawing = drawn(...shop());
  const moved = drawing.after([{ before: placement("service:orders", 100, 100), after: placement("service:orders", 300, 100) }]);
  expect(onlyMoved(moved, drawing)).toBe(true);
  const joined = moved.after([{ before: null, after: connection("depend", "service:orders", "service:inventory") }]);
  expect(onlyMoved(joined, moved)).toBe(false);
  expect(onlyMoved(joined, drawn(service("orders")))).toBe(false);
});

const [orders, inventory] = ["service:orders", "service:inventory"] as const;
const there = connection("call", orders, inventory);
const back = connection("call", inventory, orders);
const idOfLine = (entry: typeof there): string => (entry.kind === "connection" ? entry.value.head.id : "");
const evidence = [back, there].map((entry) => {
  if (entry.kind !== "connection") throw new Error("not a connection");
  return { from: entry.value.from, to: entry.value.to, kind: "call", connection: entry.value.head.id };
});
const cycle = finding("cycle-sync", { subjects: [inventory, orders], marks: [inventory, orders, ...evidence.map(({ connection: id }) => id)], evidence, path: [orders, inventory, orders] });

test("marks a connection, and then not what it connects as well", () => {
  const signs = marked(judged(cycle));
  expect([...signs.keys()].sort()).toEqual([idOfLine(there), idOfLine(back)].sort());
});

test("marks what a finding is about alone, and not every connection that shows it", () => {
  const budget = finding("time-budget", { subjects: [orders], marks: [orders, ...evidence.map(({ connection: id }) => id)], evidence });
  expect([...marked(judged(budget)).keys()]).toEqual([orders]);
});

test("marks the element where no connection is marked", () => {
  const shared = finding("shared-store", { marks: ["store:customers"], evidence });
  expect([...marked(judged(shared)).keys()]).toEqual(["store:customers"]);
});

test("numbers the steps as the way goes, whatever order they are told in", () => {
  const drawing = drawn(service("orders"), service("inventory"), there, back);
  expect(pathOfFinding(drawing, cycle).steps).toEqual([idOfLine(there), idOfLine(back)]);
});

test("a tally that is counted on is that of counting everything", () => {
  const pick = dice(9);
  const some = (n: number) => finding("cycle-sync", { fingerprint: `${n}`, severity: pick(["error", "warning", "info"]), waived: pick([true, false, false]) });
  let findings = [1, 2, 3, 4].map(some);
  for (let n = 5; n < 100; n += 1) {
    findings = [...findings.filter(() => pick([true, true, false])), ...(pick([true, false]) ? [some(n)] : [])];
    const standings = findings.map(standingOf);
    const counted = (standing: string) => standings.filter((one) => one === standing).length;
    expect(tally(findings)).toEqual({ error: counted("error"), warning: counted("warning"), info: counted("info"), waived: counted("waived") });
  }
});
