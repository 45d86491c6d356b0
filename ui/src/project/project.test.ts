import { expect, test } from "vitest";
import type { Sheet } from "../canvas/sheet";
import { endsFrom, linesBetween } from "./connecting";
import { actor, connection, domain, drawn, event, external, finding, judged, operation, service, shop, store } from "./design.fixture";
import { pathOf } from "./naming";
import { toSheet } from "./to-sheet";
import { parseType, typeText } from "./type-text";

const nothing = judged();
const seen = { open: new Set<string>() };
const sheetOf = (entries = shop(), analysis = nothing, before: Sheet | null = null) =>
  toSheet(drawn(...entries), analysis, seen, before);
const call = "connection:operation:orders.place_order>call>operation:inventory.reserve";

test("a service becomes a card with its rows in order", () => {
  const orders = sheetOf().nodes.find((node) => node.id === "service:orders");
  expect(orders).toMatchObject({ kind: "service", domain: "domain:Sales", hue: 0, x: 100, y: 100 });
  expect(orders?.rows?.map((row) => [row.kind, row.verb ?? "", row.text])).toEqual([
    ["api", "", "orders"],
    ["operation", "POST", "place_order"],
    ["operation", "GET", "get_order"],
    ["store", "", "orders"],
    ["event", "", "OrderPlaced"],
  ]);
  expect(orders?.rows?.at(-1)?.unheard).toBe(true);
});

test("what a service does with its own store is not drawn as a line", () => {
  expect(sheetOf().connections.map((c) => c.kind).sort()).toEqual(["call", "use"]);
});

test("everything has a place, and only what was not placed is given one", () => {
  const { nodes } = sheetOf();
  expect(nodes.every((node) => Number.isFinite(node.x) && Number.isFinite(node.y))).toBe(true);
  expect(nodes.find((node) => node.id === "service:orders")).toMatchObject({ x: 100, y: 100 });
});

test("what did not change is the same object in the next sheet", () => {
  const before = sheetOf();
  const [renamed] = [service("stock", "domain:Fulfilment")];
  const entries = shop().map((entry) => (entry.kind === "domain" && entry.value.head.name === "Sales" ? domain("Sales") : entry));
  const after = sheetOf([...entries, renamed!], nothing, before);
  expect(after.nodes.find((n) => n.id === "service:orders")).toBe(before.nodes.find((n) => n.id === "service:orders"));
  expect(after.connections).toBe(before.connections);
});

test("a finding marks the connection with its words, once, and colours the rest of its path", () => {
  const back = connection("call", "operation:inventory.reserve", "operation:orders.get_order");
  const marks = [call, "connection:operation:inventory.reserve>call>operation:orders.get_order"];
  const sheet = sheetOf([...shop(), back], judged(finding("cycle-sync", { marks })));
  const badges = sheet.connections.filter((c) => c.badge).map((c) => c.badge);
  expect(badges.filter((b) => b?.text === "Cycle")).toHaveLength(1);
  expect(badges).toHaveLength(2);
  expect(badges.every((b) => b?.severity === "error" && b.cycle)).toBe(true);
});

test("a line may end where it would say something", () => {
  const drawing = drawn(...shop(), operation("inventory", "stock", "query", 1), event("inventory", "StockLow"), store(null, "shared"), actor("A"), external("E"));
  const ids = [...drawing.records.keys()];
  for (const from of ids) expect([...endsFrom(drawing, from, ids)], from).toEqual(ids.filter((to) => linesBetween(drawing, from, to).length > 0));
});

test("a line's kind follows its ends", () => {
  const drawing = drawn(...shop(), operation("inventory", "stock", "query", 1), event("inventory", "StockLow"), store(null, "shared"), actor("A"), external("E"));
  const kind = (from: string, to: string) => linesBetween(drawing, from, to)[0];
  expect(kind("operation:orders.place_order", "operation:inventory.stock")?.kind).toBe("call");
  expect(kind("operation:orders.place_order", "event:orders.OrderPlaced")?.kind).toBe("publish");
  expect(kind("event:orders.OrderPlaced", "service:inventory")).toEqual({ kind: "subscribe", from: "service:inventory", to: "event:orders.OrderPlaced" });
  expect(kind("operation:orders.place_order", "store:.shared")?.kind).toBe("write");
  expect(kind("operation:inventory.stock", "store:.shared")?.kind).toBe("read");
  expect(kind("actor:A", "api:orders")).toEqual({ kind: "use", from: "actor:A", to: "service:orders" });
  expect(kind("external:E", "event:orders.OrderPlaced")?.kind).toBe("subscribe");
  // What is said already comes last.
  expect(kind("operation:orders.place_order", "store:orders.orders")?.kind).toBe("read");
  expect(linesBetween(drawing, "actor:A", "store:.shared")).toEqual([]);
  expect(linesBetween(drawing, "service:orders", "service:orders")).toEqual([]);
});

test("types are read as they are written", () => {
  const drawing = drawn(...shop());
  for (const text of ["string", "list<Order>", "map<string, list<int>>?", "Order?"]) {
    const type = parseType(drawing, "service:orders", text);
    expect(typeof type === "string" ? type : typeText(drawing, "service:orders", type)).toBe(text);
  }
  expect(parseType(drawing, "service:inventory", "orders.Order")).toEqual({ kind: "named", of: "type:orders.Order" });
  for (const bad of ["", "list<", "Nothing", "list<".repeat(20) + "int" + ">".repeat(20)]) {
    expect(typeof parseType(drawing, "service:orders", bad), bad).toBe("string");
  }
});

test("names are spoken with the service they belong to", () => {
  const drawing = drawn(...shop());
  expect(pathOf(drawing, "operation:orders.place_order")).toBe("orders.place_order");
  expect(pathOf(drawing, call)).toBe("orders.place_order calls inventory.reserve");
});
