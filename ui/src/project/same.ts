// Keeps the objects that did not change, so that whoever compares by identity has nothing to do.

/** Whether two plain values say the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!same(a[i], b[i])) return false;
    return true;
  }
  const [left, right] = [a as { [key: string]: unknown }, b as { [key: string]: unknown }];
  let keys = 0;
  for (const key in left) {
    keys += 1;
    if (!(key in right) || !same(left[key], right[key])) return false;
  }
  for (const _ in right) keys -= 1;
  return keys === 0;
}

/** The new list, with the old object wherever the new one says the same; the old list itself if nothing changed. */
export function kept<T extends { id: string }>(before: readonly T[], after: readonly T[]): readonly T[] {
  let known: Map<string, T> | null = null;
  const next = after.map((item, i) => {
    if (before[i] === item) return item;
    known ??= new Map(before.map((old) => [old.id, old]));
    const old = known.get(item.id);
    return old && same(old, item) ? old : item;
  });
  return next.length === before.length && next.every((item, i) => item === before[i]) ? before : next;
}

/** The old list where the new one holds the same objects. */
export const unchanged = <T>(before: readonly T[], after: readonly T[]): readonly T[] =>
  before.length === after.length && after.every((item, i) => item === before[i]) ? before : after;
