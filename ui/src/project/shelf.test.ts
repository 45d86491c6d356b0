import { expect, test } from "vitest";
import { overlaps } from "../canvas/geometry";
import { shelve, type Unplaced } from "./shelf";

const item = (id: string, near: string[] = [], domain: string | null = null): Unplaced => ({ id, w: 196, h: 100, domain, near });

test("what is connected to something placed stands beside it and covers nothing", () => {
  const placed = new Map([["orders", { x: 0, y: 0, w: 196, h: 200 }]]);
  const places = shelve([item("a", ["orders"]), item("b", ["orders"])], placed);
  expect(places.get("a")).toEqual({ x: 240, y: 0 });
  const boxes = [...places.values()].map((at) => ({ ...at, w: 196, h: 100 }));
  expect(overlaps(boxes[0]!, boxes[1]!)).toBe(false);
  for (const box of boxes) expect(overlaps(box, placed.get("orders")!)).toBe(false);
});

test("the same input gives the same places", () => {
  const items = Array.from({ length: 60 }, (_, i) => item(`s${i}`, [], i % 2 ? "x" : "y"));
  expect([...shelve(items, new Map())]).toEqual([...shelve(items, new Map())]);
});

test("a thousand without a place cover nothing", () => {
  const items = Array.from({ length: 1000 }, (_, i) => item(`s${i}`, [], `d${i % 40}`));
  const boxes = [...shelve(items, new Map()).values()].map((at) => ({ ...at, w: 196, h: 100 }));
  const covered = boxes.filter((a, i) => boxes.slice(i + 1).some((b) => overlaps(a, b)));
  expect(covered).toEqual([]);
});
