// Which tiles are there, which are asked for next, and which go.

import { describe, expect, it } from "vitest";
import { placesIn, shows, Tiles, tileSize, type Window } from "./tiles";

const view: Window = { left: 100, top: 100, width: 1400, height: 860 };

function filled(version = 1, scale = 1, window = view): { tiles: Tiles<string>; gone: string[] } {
  const gone: string[] = [];
  const tiles = new Tiles<string>((picture) => gone.push(picture));
  tiles.covering(window, scale, version);
  for (const place of placesIn(window, scale)) tiles.put({ ...place, version, picture: `${place.column}/${place.row}` });
  return { tiles, gone };
}

describe("tiles", () => {
  it("cover a window from its middle outwards", () => {
    const places = placesIn(view, 1);
    expect(places.map(({ column, row }) => `${column}/${row}`).sort()).toEqual(["0/0", "0/1", "1/0", "1/1", "2/0", "2/1"]);
    expect(places[0]).toMatchObject({ column: 1 });
    expect(placesIn({ ...view, left: -10 }, 1).some(({ column }) => column === -1)).toBe(true);
  });

  it("are ready only at their own scale and version", () => {
    const { tiles } = filled();
    expect(tiles.covering(view, 1, 1).missing).toEqual([]);
    expect(tiles.covering(view, 1, 2).ready).toEqual([]);
    expect(tiles.covering(view, 2, 1).ready).toEqual([]);
  });

  it("stay as good as new where nothing changed", () => {
    const { tiles } = filled();
    const changed = { x: 20, y: 20, w: 30, h: 30 };
    tiles.keep([changed], 1, 2);
    const { missing } = tiles.covering(view, 1, 2);
    expect(missing.map(({ column, row }) => [column, row])).toEqual([[0, 0]]);
    expect(shows({ column: 0, row: 0, scale: 1 }, [changed])).toBe(true);
    // From twice as near, the same tile shows a quarter of that.
    expect(shows({ column: 1, row: 1, scale: 2 }, [{ x: tileSize * 0.6, y: tileSize * 0.6, w: 1, h: 1 }])).toBe(true);
  });

  it("are asked for where they show before where they will show, and once", () => {
    const { tiles } = filled();
    const beside = tiles.next(view, 1, 1, () => false)!;
    expect(placesIn(view, 1).some((p) => p.column === beside.column && p.row === beside.row)).toBe(false);
    expect(tiles.next(view, 1, 2, () => false)).toMatchObject(placesIn(view, 1)[0]!);
    expect(tiles.next(view, 1, 2, () => true)).toBeNull();
  });

  it("give back what was not used for longest, and what is replaced", () => {
    const { tiles, gone } = filled();
    for (let i = 0; i < 200; i += 1) {
      tiles.put({ column: 100 + i, row: 0, scale: 1, version: 1, picture: `far ${i}` });
      tiles.covering(view, 1, 1);
    }
    expect(tiles.covering(view, 1, 1).missing).toEqual([]);
    expect(tiles.size).toBeLessThan(60);
    expect(gone[0]).toBe("far 0");
    tiles.put({ column: 1, row: 1, scale: 1, version: 2, picture: "newer" });
    expect(gone).toContain("1/1");
    // What was ordered before the change arrives after it.
    tiles.put({ column: 1, row: 1, scale: 1, version: 1, picture: "late" });
    expect(gone.at(-1)).toBe("late");
  });

  it("of the nearest scale are stretched", () => {
    const { tiles } = filled(1, 1);
    for (const place of placesIn(view, 4)) tiles.put({ ...place, version: 1, picture: "near" });
    expect(tiles.nearestScale(1.5, 1)).toBe(1);
    expect(tiles.nearestScale(3, 1)).toBe(4);
    expect(tiles.nearestScale(3, 2)).toBeNull();
    const half = { left: 50, top: 50, width: 700, height: 430 };
    expect(tiles.touching(half, 0.5, 1).length).toBe(6);
    expect(tiles.touching({ ...half, left: 5000 }, 0.5, 1)).toEqual([]);
  });
});
