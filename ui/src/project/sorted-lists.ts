// Sorted lists by key that follow edits: a copy shares every list with the one before until it differs.

/** What the map before says, and then what is taken and put. The map before stays as it is. */
export class SortedLists<K, V> {
  map: Map<K, V[]>;
  private readonly own = new Set<K>();
  private copied = false;

  constructor(
    before: Map<K, V[]>,
    private readonly order: (a: V, b: V) => number,
  ) {
    this.map = before;
  }

  take(key: K, value: V): void {
    const list = this.list(key);
    const at = this.placeOf(list, value);
    if (list[at] !== undefined && this.order(list[at], value) === 0) list.splice(at, 1);
    if (list.length === 0) this.map.delete(key);
  }

  put(key: K, value: V): void {
    const list = this.list(key);
    list.splice(this.placeOf(list, value), 0, value);
    this.map.set(key, list);
  }

  private list(key: K): V[] {
    if (!this.copied) {
      this.map = new Map(this.map);
      this.copied = true;
    }
    let list = this.map.get(key);
    if (!list || !this.own.has(key)) {
      list = [...(list ?? [])];
      this.own.add(key);
      this.map.set(key, list);
    }
    return list;
  }

  private placeOf(list: readonly V[], value: V): number {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.order(list[middle]!, value) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
