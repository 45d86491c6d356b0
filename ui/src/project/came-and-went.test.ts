// What the engine tells of a list of findings is what one finds by looking at both.

import { expect, test } from "vitest";
import type { AnalysisPatch, Finding } from "../wire";
import { cameAndWent, stretched } from "./came-and-went";
import { finding } from "./design.fixture";
import { dice } from "./edits.fixture";

const print = (n: number): Finding => finding("cycle-sync", { fingerprint: `${n}`, marks: [] });

test("told and looked for are the same, whatever is kept in whatever order", () => {
  const pick = dice(5);
  let before: readonly Finding[] = [1, 2, 3, 4, 5, 6].map(print);
  for (let n = 7; n < 300; n += 1) {
    const stretches: NonNullable<AnalysisPatch["findings"]> = [];
    for (let from = 0; from < before.length; ) {
      const count = Math.min(before.length - from, pick([1, 1, 2, 3]));
      if (pick([true, true, true, false])) stretches.push({ kind: "kept", of: { from, count } });
      from += count;
    }
    if (pick([true, false, false])) stretches.reverse();
    for (let born = pick([0, 1, 2]); born > 0; born -= 1) stretches.splice(pick([0, 1, stretches.length]), 0, { kind: "fresh", of: print(n * 10 + born) });
    const after = stretched(before, stretches);
    const told = cameAndWent(before, after);
    const fresh = stretches.flatMap((one) => (one.kind === "fresh" ? [one.of] : []));
    expect(told.came).toEqual(fresh);
    expect(told.went).toEqual(before.filter((one) => !after.includes(one)));
    // A copy of the list, of which nobody told anything.
    expect(cameAndWent(before, [...after])).toEqual(told);
    before = after;
  }
});

test("the same list brings nothing and takes nothing", () => {
  const all = [print(1), print(2)];
  expect(cameAndWent(all, all)).toEqual({ came: [], went: [] });
});
