import { expect, test } from "vitest";
import { finding } from "./design.fixture";
import { newsOf } from "./news";

const one = { ...finding("cycle-sync", {}), fingerprint: "a", message: "orders and inventory call each other" };
const two = { ...finding("sync-fan-out", {}), fingerprint: "b" };
const three = { ...finding("shared-store", {}), fingerprint: "c" };

test("new problems are counted, and a single one is told", () => {
  expect(newsOf([], [one, two])).toBe("2 new problems");
  expect(newsOf([two], [two, one])).toBe("1 new problem: orders and inventory call each other");
});

test("what was solved is told, and that nothing is left", () => {
  expect(newsOf([one, two, three], [three])).toBe("2 problems fewer");
  expect(newsOf([one], [])).toBe("No problems any more");
  expect(newsOf([one, two], [two, three])).toBe(`1 new problem: ${three.message}. 1 problem fewer`);
});

test("infos and the same findings again are no news", () => {
  expect(newsOf([one], [{ ...one }])).toBe("");
  expect(newsOf([], [{ ...one, severity: "info" }])).toBe("");
  expect(newsOf([one], [{ ...one, waived: { id: "w" } as never }])).toBe("No problems any more");
});
