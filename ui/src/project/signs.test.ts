// Signs that are followed from edit to edit say what those say that are made from nothing.

import { expect, test } from "vitest";
import type { Finding } from "../wire";
import { finding } from "./design.fixture";
import { dice } from "./edits.fixture";
import { changedSigns, signsBy } from "./signs";

const print = (n: number, marks: string[]): Finding => finding("cycle-sync", { fingerprint: `${n}`, marks });
const words = (findings: readonly Finding[]) => ({ findings, words: findings.map((one) => one.fingerprint).join() });

test("after any edits signs are as if made from nothing, and where nothing changed they are the same", () => {
  const pick = dice(3);
  const follow = signsBy(({ marks }) => marks, words);
  const some = (): string[] => ["a", "b", "c", "d"].filter(() => pick([true, false]));
  let findings: Finding[] = [1, 2, 3, 4, 5, 6].map((n) => print(n, some()));
  let before = follow(findings);
  for (let n = 7; n < 300; n += 1) {
    const left = findings.filter(() => pick([true, true, true, false]));
    left.splice(pick([0, 1, 2, left.length]), 0, ...(pick([true, false]) ? [print(n, some())] : []));
    const signs = follow(left);
    expect(new Map(signs)).toEqual(new Map(signsBy(({ marks }) => marks, words)(left)));
    expect(follow(left)).toBe(signs);
    const changed = changedSigns(before, signs);
    expect(changed).not.toBeNull();
    for (const id of ["a", "b", "c", "d"]) if (!changed!.includes(id)) expect(signs.get(id)).toBe(before.get(id));
    [findings, before] = [left, signs];
  }
});

test("of signs that did not come from others nobody says what changed", () => {
  const one = signsBy(({ marks }) => marks, words)([print(1, ["a"])]);
  const other = signsBy(({ marks }) => marks, words)([print(1, ["a"])]);
  expect(changedSigns(one, other)).toBeNull();
});
