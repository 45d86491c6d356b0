// Where two lists differ that mostly hold the same objects: found by looking at which object stands where, and into none.

/** A stretch of one list that another stretch of the other takes the place of; either may be empty. */
export interface Hunk {
  /** Where it begins in the list before, and how many stood there. */
  from: number;
  gone: number;
  /** Where it begins in the list after, and how many stand there. */
  at: number;
  came: number;
}

/** So far is looked for where both go on alike. */
const reach = 8;

/** What was found last for a list, for the next who asks. */
const known = new WeakMap<readonly unknown[], { before: WeakRef<readonly unknown[]>; hunks: readonly Hunk[] }>();

/** All differences, in order; none where both lists hold the same. The lists must not change afterwards. */
export function hunksBetween(before: readonly unknown[], after: readonly unknown[]): readonly Hunk[] {
  if (before === after) return [];
  const last = known.get(after);
  if (last?.before.deref() === before) return last.hunks;
  const hunks = lookedFor(before, after);
  known.set(after, { before: new WeakRef(before), hunks });
  return hunks;
}

function lookedFor(before: readonly unknown[], after: readonly unknown[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    while (i < before.length && j < after.length && before[i] === after[j]) {
      i += 1;
      j += 1;
    }
    if (i === before.length && j === after.length) return hunks;
    const [gone, came] = nearest(before, after, i, j) ?? rest(before, after, i, j);
    hunks.push({ from: i, gone, at: j, came });
    i += gone;
    j += came;
  }
}

/** The shortest stretches after which both go on with the same. */
function nearest(before: readonly unknown[], after: readonly unknown[], i: number, j: number): [number, number] | null {
  for (let sum = 1; sum <= 2 * reach; sum += 1) {
    for (let gone = Math.max(0, sum - reach); gone <= Math.min(sum, reach); gone += 1) {
      const [a, b] = [i + gone, j + sum - gone];
      if (a > before.length || b > after.length) continue;
      // Both have ended, or go on alike.
      if (a === before.length ? b === after.length : b < after.length && before[a] === after[b]) return [gone, sum - gone];
    }
  }
  return null;
}

/** Everything but what both lists end with. */
function rest(before: readonly unknown[], after: readonly unknown[], i: number, j: number): [number, number] {
  let [a, b] = [before.length, after.length];
  while (a > i && b > j && before[a - 1] === after[b - 1]) {
    a -= 1;
    b -= 1;
  }
  return [a - i, b - j];
}
