import { expect, test } from "vitest";
import type { Record as Entry } from "../wire";
import { applyChange, idOf, recordsOf } from "./apply-change";

const domain = (id: string, name: string): Entry => ({
  kind: "domain",
  value: { head: { id, name, description: null, tags: [], links: [], home: null, rank: 0 }, hue: null },
});

test("a birth adds, a death takes away, a swap replaces", () => {
  const [a, b, c] = [domain("a", "a"), domain("b", "b"), domain("c", "c")];
  const renamed = domain("b", "other");
  const before = recordsOf([a, b]);
  const after = applyChange(before, [
    { before: null, after: c },
    { before: a, after: null },
    { before: b, after: renamed },
  ]);
  expect([...after.keys()].sort()).toEqual(["b", "c"]);
  expect(after.get("b")).toBe(renamed);
});

test("the records before stay as they were, and what did not change is the same object", () => {
  const [a, b] = [domain("a", "a"), domain("b", "b")];
  const before = recordsOf([a, b]);
  const after = applyChange(before, [{ before: a, after: null }]);
  expect(before.has("a")).toBe(true);
  expect(after.get("b")).toBe(b);
});

test("a change and its inverse cancel out", () => {
  const [a, b] = [domain("a", "a"), domain("a", "b")];
  const records = recordsOf([a]);
  const there = applyChange(records, [{ before: a, after: b }]);
  expect([...applyChange(there, [{ before: b, after: a }])]).toEqual([...records]);
});

test("a placement has an id of its own", () => {
  const placement: Entry = {
    kind: "placement",
    value: { id: "placement:a", element: "a", view: null, at: null, size: null, collapsed: false, locked: false, order: 0, points: [] },
  };
  expect(idOf(placement)).toBe("placement:a");
});
