// A sheet made after edits says the same as one made from nothing, and keeps what the edits did not touch.

import { expect, test } from "vitest";
import { analysisOf, dice, randomChange } from "./edits.fixture";
import { connection, drawn, finding, judged, placement, service, shop } from "./design.fixture";
import type { Usage } from "../wire";
import { idOf } from "./apply-change";
import { judgedAfter } from "./judging";
import { toSheet } from "./to-sheet";

const none = { open: new Set<string>() };

test("after any edits the sheet is as if made from nothing", () => {
  for (let seed = 1; seed <= 8; seed += 1) {
    let drawing = drawn(...shop());
    let analysis = judged();
    let seen = none;
    let sheet = toSheet(drawing, analysis, seen, null);
    const pick = dice(seed);
    for (let n = 1; n <= 60; n += 1) {
      drawing = drawing.after(randomChange(drawing, pick, pick([n, n + 1, n + 5, n + 7])));
      // Places are given without a word from the rules, everything else with one.
      if (pick([true, false])) analysis = analysisOf(drawing, pick);
      if (pick([true, false, false])) seen = { open: new Set(drawing.of("service").slice(0, pick([0, 1, 2])).map((s) => s.value.head.id)) };
      sheet = toSheet(drawing, analysis, seen, sheet);
      expect(sheet, `seed ${seed}, edit ${n}`).toEqual(toSheet(drawing, analysis, seen, null));
    }
  }
});

test("so it is where found places are remembered", () => {
  const drawing = drawn(...shop());
  const seen = { ...none, found: new Map() };
  let now = drawing;
  let sheet = toSheet(now, judged(), seen, null);
  const pick = dice(11);
  for (let n = 1; n <= 80; n += 1) {
    now = now.after(randomChange(now, pick, pick([n, n + 1, n + 5, n + 7])));
    const analysis = n % 3 === 0 ? analysisOf(now, pick) : judged();
    sheet = toSheet(now, analysis, seen, sheet);
    expect(sheet, `edit ${n}`).toEqual(toSheet(now, analysis, seen, null));
  }
});

test("so it is where the rules tell only whose numbers are new", () => {
  const seen = { ...none, pins: true, found: new Map() };
  let drawing = drawn(...shop());
  let analysis = judgedAfter(judged(), { kind: "whole", of: judged() });
  let sheet = toSheet(drawing, analysis, seen, null);
  const pick = dice(5);
  for (let n = 1; n <= 80; n += 1) {
    drawing = drawing.after(randomChange(drawing, pick, pick([n, n + 1, n + 5, n + 7])));
    const { metrics } = analysis;
    const row = (): Usage => ({ used_by: pick([0, 4, 20]), uses: pick([0, 1]), instability: null, sync_depth: 0 });
    const some = drawing.of("service").map(idOf).filter(() => pick([true, false]));
    const gone = Object.keys(metrics.services).filter((id) => !drawing.get(id));
    const patch = { findings: null, services: Object.fromEntries(some.map((id) => [id, row()])), domains: {}, gone, system: metrics.system, coverage: null };
    analysis = judgedAfter(analysis, { kind: "patch", of: patch });
    sheet = toSheet(drawing, analysis, seen, sheet);
    expect(sheet, `edit ${n}`).toEqual(toSheet(drawing, analysis, { ...seen, found: new Map(seen.found) }, null));
  }
});

test("an edit makes only what it touched anew", () => {
  const entries = shop();
  for (let n = 0; n < 40; n += 1) {
    entries.push(service(`s${n}`, "domain:Sales", n + 1), placement(`service:s${n}`, n * 300, 400));
    if (n > 0) entries.push(connection("depend", `service:s${n}`, `service:s${n - 1}`));
  }
  for (const name of ["inventory"]) entries.push(placement(`service:${name}`, 0, 900));
  entries.push(placement("external:Carrier", 600, 900), placement("actor:Shopper", 900, 900));
  const drawing = drawn(...entries);
  const analysis = judged(finding("cycle-sync", { marks: ["connection:service:s5>depend>service:s4", "service:s9"] }));
  const before = toSheet(drawing, analysis, none, null);
  const moved = toSheet(drawing.after([{ before: placement("service:s7", 2100, 400), after: placement("service:s7", 2100, 800) }]), analysis, none, before);
  const changed = moved.nodes.filter((node, i) => node !== before.nodes[i]);
  expect(changed.map((node) => [node.id, node.y])).toEqual([["service:s7", 800]]);
  expect(moved.connections).toBe(before.connections);
  expect(moved.domains).toBe(before.domains);
  // The same words of the rules in a new answer are no change either.
  const again = judged(finding("cycle-sync", { marks: ["connection:service:s5>depend>service:s4", "service:s9"] }));
  const same = toSheet(drawing, again, none, before);
  expect(same.nodes).toBe(before.nodes);
  expect(same.connections).toBe(before.connections);
});
