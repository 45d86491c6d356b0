// A map that edits carry along: the newest version has the entries, older ones know what was different then.

/** Reading any version says what it always said; reading the newest costs what reading a map costs. */
export class CarriedMap<K, V> implements ReadonlyMap<K, V> {
  /** The version made from this one, and what keys stood for here that stand for something else there. */
  private later: { map: CarriedMap<K, V>; were: ReadonlyMap<K, V | undefined> } | null = null;

  /** The map is taken over: whoever made it lets go of it. */
  constructor(private entriesHere: Map<K, V> = new Map()) {}

  /** The next version: pairs are set, those without a value deleted. This version stays as it is. */
  after(swaps: Iterable<readonly [K, V | undefined]>): CarriedMap<K, V> {
    const isNewest = this.later === null;
    const own = isNewest ? this.entriesHere : new Map(this.own());
    const were = new Map<K, V | undefined>();
    for (const [key, value] of swaps) {
      if (!were.has(key)) were.set(key, own.get(key));
      if (value === undefined) own.delete(key);
      else own.set(key, value);
    }
    if (were.size === 0) return this;
    const next = new CarriedMap(own);
    if (isNewest) {
      this.later = { map: next, were };
      this.entriesHere = none as Map<K, V>;
    }
    return next;
  }

  get(key: K): V | undefined {
    let at: CarriedMap<K, V> = this;
    while (at.later) {
      if (at.later.were.has(key)) return at.later.were.get(key);
      at = at.later.map;
    }
    return at.entriesHere.get(key);
  }

  has(key: K): boolean {
    return this.later ? this.get(key) !== undefined : this.entriesHere.has(key);
  }

  get size(): number {
    return this.own().size;
  }

  forEach(does: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    this.own().forEach((value, key) => does(value, key, this));
  }

  entries(): MapIterator<[K, V]> {
    return this.own().entries();
  }

  keys(): MapIterator<K> {
    return this.own().keys();
  }

  values(): MapIterator<V> {
    return this.own().values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.own().entries();
  }

  /** All entries; an older version that is looked through as a whole gets a map of its own again. */
  private own(): Map<K, V> {
    if (!this.later) return this.entriesHere;
    const trail: ReadonlyMap<K, V | undefined>[] = [];
    let at: CarriedMap<K, V> = this;
    for (; at.later; at = at.later.map) trail.push(at.later.were);
    const map = new Map(at.entriesHere);
    for (const were of trail.reverse()) {
      for (const [key, value] of were) {
        if (value === undefined) map.delete(key);
        else map.set(key, value);
      }
    }
    this.entriesHere = map;
    this.later = null;
    return map;
  }
}

const none = new Map<never, never>();
