// What has to be painted again after an edit, and what not.

import { describe, expect, it } from "vitest";
import { placesAround } from "./changes";
import { contains, type Rect } from "./geometry";
import { Scene } from "./scene";
import type { Sheet, SheetNode } from "./sheet";
import { webshop } from "./webshop.fixture";

const covers = (places: readonly Rect[], x: number, y: number): boolean => places.some((r) => contains(r, { x, y }));
const edited = (id: string, more: Partial<SheetNode>): Sheet => ({
  ...webshop,
  nodes: webshop.nodes.map((n) => (n.id === id ? { ...n, ...more } : n)),
});

describe("changes", () => {
  it("are none for the same sheet", () => {
    expect(new Scene(webshop).after({ ...webshop }).changes()).toEqual([]);
  });

  it("are everywhere for a scene that was made from nothing", () => {
    expect(new Scene(webshop).changes()).toBeNull();
  });

  it("are one node for a new name", () => {
    const after = new Scene(webshop).after(edited("catalog", { name: "shop" }));
    const places = after.changes()!;
    const { box } = after.node("catalog")!;
    expect(covers(places, box.x + 5, box.y + 5)).toBe(true);
    expect(covers(places, after.node("shipping")!.box.x, after.node("shipping")!.box.y)).toBe(false);
  });

  it("are the old and the new place of what moved, with its connections", () => {
    const scene = new Scene(webshop);
    const after = new Scene(webshop).after(edited("carrier", { y: 812 }));
    const places = after.changes()!;
    for (const s of [scene, after]) {
      const { box } = s.node("carrier")!;
      expect(covers(places, box.x + 1, box.y + 1)).toBe(true);
      const { line } = s.connection("shipping.post>carrier")!;
      expect(covers(places, line[2]!, line[3]!)).toBe(true);
    }
    expect(covers(places, scene.node("catalog")!.box.x + 50, scene.node("catalog")!.box.y + 50)).toBe(false);
  });

  it("include what is gone", () => {
    const scene = new Scene(webshop);
    const { box } = scene.node("note")!;
    const places = scene.after({ ...webshop, nodes: webshop.nodes.filter((n) => n.id !== "note") }).changes()!;
    expect(covers(places, box.x + 5, box.y + 5)).toBe(true);
  });

  it("follow a node's connections when it is lifted", () => {
    const scene = new Scene(webshop);
    const places = placesAround(scene, [scene.node("carrier")!.index])!;
    const { line } = scene.connection("shipping.post>carrier")!;
    expect(covers(places, line[2]!, line[3]!)).toBe(true);
  });
});
