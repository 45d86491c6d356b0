import { expect, test } from "vitest";
import type { Boundaries, Move, SuggestedGroup } from "../../wire";
import { movedTo, quality, targetOf, verdictOf } from "./boundary-words";

const none: Boundaries = { own: null, best: null, better: false, groups: [], moves: [], command: null };
const move: Move = { service: "f", from: "sales", to: 0, reasons: ["calls d"], command: null };
const group: SuggestedGroup = { services: ["d", "f"], domain: "stock", name: "Stock", command: null };

test("says whether a better division exists", () => {
  expect(verdictOf(none)).toContain("Not defined");
  expect(verdictOf({ ...none, own: 0.2 })).toContain("too long");
  expect(verdictOf({ ...none, own: 0.5, best: 0.5 })).toBe("No better division was found than the drawn one.");
  expect(verdictOf({ ...none, own: 0.4, best: 0.45, moves: [move] })).toContain("this is 0.05");
  expect(verdictOf({ ...none, own: 0.1, best: 0.5, better: true, moves: [move] })).toBe("A better division exists: 1 service would stand elsewhere.");
  expect(quality(null)).toBe("–");
});

test("says where a service would stand", () => {
  expect(targetOf(group)).toBe("Stock");
  expect(targetOf({ ...group, domain: null, name: "e", command: { kind: "all", of: { commands: [] } } })).toBe("new domain e");
  expect(targetOf({ ...group, domain: null })).toBe("outside of the domains");
  expect(movedTo("f", group)).toBe("Moved f to Stock");
  expect(movedTo("f", { ...group, domain: null })).toBe("Moved f out of its domain");
});
