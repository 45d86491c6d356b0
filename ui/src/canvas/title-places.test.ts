// Titles of domains never meet, and stay where they are while one pans.

import { describe, expect, it } from "vitest";
import { overlaps } from "./geometry";
import { Scene } from "./scene";
import type { SheetDomain, SheetNode } from "./sheet";
import { titlePlaces } from "./title-places";

/** Three levels of domains, `wide` of them beside each other on each, with one service in the innermost. */
function nested(wide = 3): Scene {
  const domains: SheetDomain[] = [];
  const nodes: SheetNode[] = [];
  const add = (name: string, parent: string | null): string => {
    domains.push({ id: name, name: `Domain ${name}`, hue: 0, parent, count: "12 services" });
    return name;
  };
  for (let a = 0; a < wide; a += 1) {
    const outer = add(`${a}`, null);
    for (let b = 0; b < wide; b += 1) {
      const middle = add(`${outer}.${b}`, outer);
      for (let c = 0; c < wide; c += 1) {
        const inner = add(`${middle}.${c}`, middle);
        const x = ((a * wide + b) * wide + c) * 320 + a * 200;
        nodes.push({ id: `s${inner}`, kind: "service", name: "service", domain: inner, x, y: 0 });
      }
    }
  }
  return new Scene({ nodes, domains, connections: [] });
}

describe("titles of domains", () => {
  const scene = nested();

  it("never lie on one another, at any zoom", () => {
    for (const zoom of [1, 0.6, 0.35, 0.2, 0.17, 0.1, 0.05]) {
      const places = [...titlePlaces(scene, zoom).values()];
      const met = places.flatMap((a, i) => places.slice(i + 1).flatMap((b) => (overlaps(a.rect, b.rect) ? [`${a.name} and ${b.name} at ${zoom}`] : [])));
      expect(met).toEqual([]);
    }
  });

  it("are all there near by, and those of outer domains from far away too", () => {
    expect(titlePlaces(scene, 1).size).toBe(scene.domains.length);
    const far = titlePlaces(scene, 0.05);
    expect(far.size).toBeLessThan(scene.domains.length);
    for (const d of scene.domains) if (d.depth === 0) expect(far.get(d.source.id)?.x).toBeCloseTo(d.frame.x + 2 * far.get(d.source.id)!.scale);
  });

  it("keep their size on screen from far away", () => {
    for (const zoom of [0.17, 0.1, 0.05]) {
      for (const { nameFont, countFont } of titlePlaces(scene, zoom).values()) {
        expect(nameFont.size * zoom).toBeCloseTo(13);
        expect(countFont.size * zoom).toBeCloseTo(11.5);
      }
    }
  });

  it("show the number alone at the right end from far away, where there is room", () => {
    const { frame } = scene.domain("0")!;
    const place = titlePlaces(scene, 0.1).get("0")!;
    expect(place.count).toEqual({ text: "12", x: frame.x + frame.w - 2 * place.scale, align: "right" });
    expect(titlePlaces(scene, 1).get("0")!.count?.text).toBe("12 services");
  });

  it("are cut rather than drawn over their neighbour's", () => {
    const close = new Scene({
      nodes: [],
      domains: ["Payments and settlement", "Ledger"].map((name, i) => ({ id: name, name, hue: i, parent: null, count: "", frame: { x: i * 600, y: 0, w: 500, h: 300 } })),
      connections: [],
    });
    const [first, second] = [...titlePlaces(close, 0.1).values()];
    expect(first!.rect.x + first!.rect.w).toBeLessThanOrEqual(second ? second.rect.x : Infinity);
    expect(first!.name.endsWith("…")).toBe(true);
  });

  it("lie on what is in their domain where nothing is free above, and go where that is too small", () => {
    const domain = (id: string, y: number, parent: string | null, h: number): SheetDomain => ({ id, name: id, hue: 0, parent, count: "9 services", frame: { x: 0, y, w: 3000, h } });
    const node = (id: string, y: number, home: string): SheetNode => ({ id, kind: "service", name: id, domain: home, x: 16, y });
    const scene = new Scene({
      domains: [domain("Sales", -43, "Shop", 1500), domain("Depot", 1480, "Shop", 1500), domain("Shop", -86, null, 3100)],
      nodes: [node("a", 0, "Sales"), node("b", 1340, "Sales"), node("c", 1500, "Depot")],
      connections: [],
    });
    const far = titlePlaces(scene, 0.13);
    expect(["Shop", "Sales", "Depot"].map((id) => far.get(id)?.onTop)).toEqual([false, true, true]);
    for (const id of ["Sales", "Depot"]) {
      const { frame } = scene.domain(id)!;
      const { rect, count } = far.get(id)!;
      expect(rect.y).toBeGreaterThan(frame.y);
      expect(rect.y + rect.h).toBeLessThan(frame.y + frame.h / 2);
      expect(count).toBeNull();
    }
    expect(titlePlaces(scene, 0.03).get("Sales")).toBeUndefined();
    expect(titlePlaces(scene, 1).get("Sales")?.onTop).toBe(false);
  });
});
