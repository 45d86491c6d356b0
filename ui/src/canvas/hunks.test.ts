import { expect, it } from "vitest";
import { type Hunk, hunksBetween } from "./hunks";

const dice = (seed: number) => {
  let state = seed;
  return (n: number) => (state = (state * 48271) % 2147483647) % n;
};

function applied<T>(before: readonly T[], after: readonly T[], hunks: readonly Hunk[]): T[] {
  const out: T[] = [];
  let at = 0;
  for (const { from, gone, at: to, came } of hunks) {
    out.push(...before.slice(at, from), ...after.slice(to, to + came));
    at = from + gone;
  }
  return [...out, ...before.slice(at)];
}

it("leads from any list to any other", () => {
  const below = dice(7);
  let before = Array.from({ length: 40 }, (_, n) => ({ n }));
  for (let n = 0; n < 500; n += 1) {
    const after = [...before];
    for (let edits = below(n % 10 === 0 ? 40 : 4); edits > 0; edits -= 1) {
      after.splice(below(after.length + 1), below(3), ...Array.from({ length: below(3) }, (_, k) => ({ n: n * 100 + k })));
    }
    const hunks = hunksBetween(before, after);
    expect(applied(before, after, hunks)).toEqual(after);
    // Whatever differs is told in order, and nothing beside it where one thing came, went or changed.
    for (const [i, hunk] of hunks.entries()) if (i > 0) expect(hunk.from).toBeGreaterThan(hunks[i - 1]!.from + hunks[i - 1]!.gone);
    before = after.length > 10 ? after : before;
  }
});

it("says exactly what one thing does that comes, goes or is another", () => {
  const all = Array.from({ length: 30 }, (_, n) => ({ n }));
  const other = { n: -1 };
  expect(hunksBetween(all, all)).toEqual([]);
  expect(hunksBetween(all, [...all])).toEqual([]);
  expect(hunksBetween(all, all.toSpliced(12, 0, other))).toEqual([{ from: 12, gone: 0, at: 12, came: 1 }]);
  expect(hunksBetween(all, all.toSpliced(12, 1))).toEqual([{ from: 12, gone: 1, at: 12, came: 0 }]);
  expect(hunksBetween(all, all.toSpliced(29, 1, other))).toEqual([{ from: 29, gone: 1, at: 29, came: 1 }]);
  expect(hunksBetween(all, all.toSpliced(3, 1, other).toSpliced(20, 0, other))).toHaveLength(2);
});
