// Sorted lists by key that follow edits: a copy shares every list with the one before until it differs.

import { CarriedMap } from "./carried-map";

/** What the lists before say, and then what is taken and put. The lists before stay as they are. */
export class SortedLists<K, V> {
  private readonly own = new Map<K, V[]>();

  constructor(
    private readonly before: CarriedMap<K, V[]>,
    private readonly order: (a: V, b: V) => number,
  ) {}

  take(key: K, value: V): void {
    const list = this.list(key);
    const at = placeOf(list, value, this.order);
    if (list[at] !== undefined && this.order(list[at], value) === 0) list.splice(at, 1);
  }

  put(key: K, value: V): void {
    const list = this.list(key);
    list.splice(placeOf(list, value, this.order), 0, value);
  }

  /** The lists as they are now. */
  done(): CarriedMap<K, V[]> {
    return this.before.after([...this.own].map(([key, list]) => [key, list.length === 0 ? undefined : list] as const));
  }

  private list(key: K): V[] {
    let list = this.own.get(key);
    if (!list) this.own.set(key, (list = this.before.get(key)?.slice() ?? []));
    return list;
  }
}

/** Where a value stands in a sorted list, or would stand. */
export function placeOf<V>(list: readonly V[], value: V, order: (a: V, b: V) => number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(list[middle]!, value) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
