import { describe, expect, it } from "vitest";
import { Scene } from "./scene";
import type { Sheet, SheetConnection } from "./sheet";
import { stepPlaces, type StepPlace } from "./step-places";

const node = (id: string, x: number, y: number, rows: number): Sheet["nodes"][number] => ({
  id,
  kind: "service",
  name: id,
  domain: null,
  x,
  y,
  rows: Array.from({ length: rows }, (_, i) => ({ id: `${id}.${i}`, kind: "operation" as const, verb: "GET", text: `/${i}` })),
});

/** Two services that call each other many times, with little room between them. */
function tangle(calls: number, badge?: SheetConnection["badge"]): Scene {
  const connections = Array.from({ length: calls }, (_, i): SheetConnection => {
    const [from, to] = i % 2 === 0 ? [`a.${i % 8}`, "b.0"] : ["b.1", `a.${i % 8}`];
    return { id: `c${i}`, kind: "call", from, to, ...(badge ? { badge } : {}) };
  });
  return new Scene({ nodes: [node("a", 0, 0, 8), node("b", 300, 40, 8)], domains: [], connections });
}

const boxes = (places: readonly StepPlace[], scale: number) => places.map((p) => ({ x: p.x - (p.wide * scale) / 2, y: p.y - 9.5 * scale, w: p.wide * scale, h: 19 * scale }));

function overlapping(places: readonly StepPlace[], scale: number): number {
  const all = boxes(places, scale);
  return all.filter((a, i) => all.some((b, j) => j > i && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)).length;
}

describe("the numbers of a path", () => {
  for (const scale of [1, 1.8]) {
    it(`never lie on each other, at scale ${scale}`, () => {
      const scene = tangle(8);
      const steps = scene.connections.map((c) => c.source.id);
      const places = stepPlaces(scene, steps, scale);
      expect(places.map((p) => p.text)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
      expect(overlapping(places, scale)).toBe(0);
    });
  }

  it("keep off the badge of the cycle they number", () => {
    const scene = tangle(2, { severity: "error", text: "Cycle", cycle: true });
    const shown = scene.connections.filter((c) => !c.quiet).map((c) => c.label);
    for (const place of stepPlaces(scene, ["c0", "c1"], 1)) {
      for (const label of shown) expect(Math.abs(place.y - label.y) >= 19 || Math.abs(place.x - label.x) >= 30).toBe(true);
    }
  });

  it("share one place where the path takes a connection again", () => {
    const places = stepPlaces(tangle(2), ["c0", "c1", "c0", "c0", "c0"], 1);
    expect(places.map(({ text, steps }) => [text, steps])).toEqual([
      ["1·3·4…", [0, 2, 3, 4]],
      ["2", [1]],
    ]);
  });

  it("leave out what is not drawn, and stay where they are while nothing changes", () => {
    const scene = tangle(2);
    const steps = ["c0", "gone", "c1"];
    const places = stepPlaces(scene, steps, 1);
    expect(places.map((p) => p.text)).toEqual(["1", "3"]);
    expect(stepPlaces(scene, steps, 1)).toBe(places);
  });
});
