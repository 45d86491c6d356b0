// Every version of a carried map says what it always said.

import { expect, test } from "vitest";
import { CarriedMap } from "./carried-map";
import { dice } from "./edits.fixture";

test("each version stays as it was, read in any order, and versions may branch", () => {
  const pick = dice(3);
  const versions: { map: CarriedMap<string, number>; says: Map<string, number> }[] = [{ map: new CarriedMap(), says: new Map() }];
  const keys = ["a", "b", "c", "d", "e"];
  for (let n = 0; n < 300; n += 1) {
    // Mostly the newest is carried on, sometimes an older one.
    const from = n % 7 === 0 ? pick(versions) : versions.at(-1)!;
    const swaps = [pick(keys), pick(keys)].map((key, i): [string, number | undefined] => [key, pick([n * 2 + i, undefined])]);
    const says = new Map(from.says);
    for (const [key, value] of swaps) {
      if (value === undefined) says.delete(key);
      else says.set(key, value);
    }
    versions.push({ map: from.map.after(swaps), says });
    const { map, says: said } = pick(versions);
    for (const key of keys) expect([map.get(key), map.has(key)]).toEqual([said.get(key), said.has(key)]);
    if (n % 5 === 0) expect(new Map(map)).toEqual(said);
    expect(map.size).toBe(said.size);
  }
});
