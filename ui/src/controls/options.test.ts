import { expect, test } from "vitest";
import { fitting, meant, most } from "./options";

const list = (...labels: string[]) => labels.map((label) => ({ value: label, label }));

test("what was typed leaves what holds it, in order", () => {
  const { shown, more } = fitting(list("get_order", "orders", "cart"), "Ord", "");
  expect(shown.map(({ label }) => label)).toEqual(["get_order", "orders"]);
  expect(more).toBe(0);
});

test("the whole name is meant before its beginning, and its beginning before what only holds it", () => {
  expect(meant(list("my_order", "orders", "order"), "order", "")).toBe(2);
  expect(meant(list("my_order", "orders"), "order", "")).toBe(1);
  expect(meant(list("my_order", "reorder"), "order", "")).toBe(0);
});

test("before anything is typed the chosen one is meant, also of very many", () => {
  const all = list(...Array.from({ length: most + 50 }, (_, i) => `service_${i}`));
  const chosen = `service_${most + 20}`;
  const { shown, more } = fitting(all, "", chosen);
  expect(shown[meant(shown, "", chosen)]?.value).toBe(chosen);
  expect(more).toBe(50);
});
