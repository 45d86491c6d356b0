// What has to be painted again after an edit, and what not.

import { describe, expect, it } from "vitest";
import { changedPlaces, placesAround } from "./changes";
import { contains, type Rect } from "./geometry";
import { Scene } from "./scene";
import type { SheetNode } from "./sheet";
import { webshop } from "./webshop.fixture";

const scene = new Scene(webshop);
const covers = (places: readonly Rect[], x: number, y: number): boolean => places.some((r) => contains(r, { x, y }));
const edited = (id: string, more: Partial<SheetNode>): Scene =>
  new Scene({ ...webshop, nodes: webshop.nodes.map((n) => (n.id === id ? { ...n, ...more } : n)) }, scene);

describe("changed places", () => {
  it("are none for the same sheet", () => {
    expect(changedPlaces(scene, new Scene({ ...webshop }, scene))).toEqual([]);
  });

  it("are one node for a new name", () => {
    const places = changedPlaces(scene, edited("catalog", { name: "shop" }))!;
    const { box } = scene.node("catalog")!;
    expect(covers(places, box.x + 5, box.y + 5)).toBe(true);
    expect(covers(places, scene.node("shipping")!.box.x, scene.node("shipping")!.box.y)).toBe(false);
  });

  it("are the old and the new place of what moved, with its connections", () => {
    const after = edited("carrier", { y: 812 });
    const places = changedPlaces(scene, after)!;
    for (const s of [scene, after]) {
      const { box } = s.node("carrier")!;
      expect(covers(places, box.x + 1, box.y + 1)).toBe(true);
      const { line } = s.connection("shipping.post>carrier")!;
      expect(covers(places, line[2]!, line[3]!)).toBe(true);
    }
    expect(covers(places, scene.node("catalog")!.box.x + 50, scene.node("catalog")!.box.y + 50)).toBe(false);
  });

  it("include what is gone", () => {
    const without = new Scene({ ...webshop, nodes: webshop.nodes.filter((n) => n.id !== "note") }, scene);
    const { box } = scene.node("note")!;
    expect(covers(changedPlaces(scene, without)!, box.x + 5, box.y + 5)).toBe(true);
  });

  it("follow a node's connections when it is lifted", () => {
    const places = placesAround(scene, [scene.node("carrier")!.index])!;
    const { line } = scene.connection("shipping.post>carrier")!;
    expect(covers(places, line[2]!, line[3]!)).toBe(true);
  });
});
