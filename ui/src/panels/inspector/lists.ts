// Lists with one thing different. The list itself stays as it was.

export const changed = <T>(list: readonly T[], i: number, item: T): T[] => list.map((old, at) => (at === i ? item : old));

export const without = <T>(list: readonly T[], i: number): T[] => list.filter((_, at) => at !== i);

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = [...list];
  const [item] = rest.splice(from, 1);
  if (item !== undefined) rest.splice(to, 0, item);
  return rest;
}

/** The wish, or the wish with the first free number. */
export function freeName(wish: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wish : `${wish}_${n}`;
    if (!taken.includes(name)) return name;
  }
}
