import { expect, test } from "vitest";
import { drawn, finding, shop } from "../project/design.fixture";
import { nearest } from "../project/fit";
import { doable, find, parts, wish } from "./found";

const offers = [{ id: "tidy", name: "Order by name", part: "View" }];

test("one text finds elements, problems and actions", () => {
  const found = find(drawn(...shop()), [finding("cycle-sync", {})], offers, [], "order", "all");
  expect(found.map((item) => item.is)).toEqual(["element", "element", "element", "element", "element", "problem", "action", "make"]);
  expect(found[0]?.text.toLowerCase()).toContain("order");
});

test("a prefix narrows the search", () => {
  expect(wish("all", "> undo")).toEqual({ kind: "actions", text: "undo" });
  expect(wish("all", "#orders")).toEqual({ kind: "elements", text: "orders" });
  expect(wish("all", "!")).toEqual({ kind: "problems", text: "" });
  expect(find(drawn(...shop()), [], offers, [], ">order", "all").map((item) => item.is)).toEqual(["action", "make"]);
});

test("eight rows show what there is: no group takes the room of another", () => {
  const many = Array.from({ length: 20 }, (_, i) => ({ id: `a${i}`, name: `Order ${i}`, part: "View" }));
  expect(find(drawn(...shop()), [], many, [], "order", "all")).toHaveLength(8);
  expect(find(drawn(...shop()), [], many, [], "", "all")).toHaveLength(8);
});

test("a name nothing has: the nearest is named, and a service of the name is offered", () => {
  const found = find(drawn(...shop()), [], [], [], "inventroy", "all");
  expect(found.map((item) => [item.is, item.text])).toEqual([
    ["near", "inventory"],
    ["make", "Add service “inventroy”"],
  ]);
  expect(find(drawn(...shop()), [], [], [], "#inventroy", "all").map((item) => item.is)).toEqual(["near", "make"]);
  expect(find(drawn(...shop()), [], [], [], "!inventroy", "all")).toEqual([]);
});

test("what can be done with an element is filtered by what is typed", () => {
  const items = ["Rename", "Delete", "Duplicate"].map((label) => ({ label, run: () => undefined }));
  expect(doable(items, "").map(({ text }) => text)).toEqual(["Rename", "Delete", "Duplicate"]);
  expect(doable(items, "del").map(({ text }) => text)).toEqual(["Delete"]);
});

test("what was used last comes first", () => {
  const two = [...offers, { id: "b", name: "Order by size", part: "View" }];
  const found = find(drawn(), [], two, ["b"], "order", "actions");
  expect(found[0]?.text).toBe("Order by size");
});

test("hits are marked, and a near miss is named", () => {
  expect(parts("place_order", "order")).toEqual([{ text: "place_", hit: false }, { text: "order", hit: true }]);
  expect(nearest(["OrderPlaced", "RefundIssued"], "refnd")).toBe("RefundIssued");
  expect(nearest(["OrderPlaced"], "zzz")).toBeNull();
});
