// What a minimap shows of drawings of any extent.

import { expect, test } from "vitest";
import { minimapView, seenAt } from "./minimap";
import { Scene } from "./scene";

test("elements millions of px apart are still seen, each at its place", () => {
  const node = (id: string, x: number) => ({ id, kind: "service" as const, name: id, domain: null, x, y: 0, rows: [] });
  const scene = new Scene({ nodes: [node("near", 0), node("far", 20_000_000)], domains: [], connections: [] });
  const { x, y, scale } = minimapView(scene, { x: 0, y: 0, zoom: 1 }, { w: 800, h: 600 }, { w: 200, h: 120 });
  const boxes = scene.nodes.map(({ box }) => seenAt(x + box.x * scale, y + box.y * scale, box.w * scale, box.h * scale));
  for (const [left, top, wide, high] of boxes) {
    expect(Math.min(wide, high)).toBeGreaterThanOrEqual(2);
    expect([left >= 0, top >= 0, left + wide <= 200, top + high <= 120]).toEqual([true, true, true, true]);
  }
  expect(boxes[1]![0] - boxes[0]![0]).toBeGreaterThan(150);
  // What is large enough stays as it is.
  expect(seenAt(4, 5, 30, 40)).toEqual([4, 5, 30, 40]);
});
