// Keeps the objects that did not change, so that whoever compares by identity has nothing to do.

/** Whether two plain values say the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), b as { [key: string]: unknown }];
  if (left.length !== Object.keys(b).length) return false;
  return left.every(([key, value]) => key in right && same(value, right[key]));
}

/** The new list, with the old object wherever the new one says the same; the old list itself if nothing changed. */
export function kept<T extends { id: string }>(before: readonly T[], after: readonly T[]): readonly T[] {
  const known = new Map(before.map((item) => [item.id, item]));
  const next = after.map((item) => {
    const old = known.get(item.id);
    return old && same(old, item) ? old : item;
  });
  return next.length === before.length && next.every((item, i) => item === before[i]) ? before : next;
}
