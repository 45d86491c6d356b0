import { expect, test } from "vitest";
import type { Command, Id } from "../wire";
import { api, connection, domain, drawn, event, external, finding, head, judged, operation, service, shop, store } from "./design.fixture";
import type { Drawing } from "./drawing";
import { concerning } from "./findings";
import { opensFor, outlineOf, standingInTree } from "./outline";
import { dropOf } from "./outline-drop";
import { spokenOf } from "./spoken";

const none = new Map();
const rowsOf = (drawing: Drawing, open: readonly Id[] = [], search = "") => outlineOf(drawing, none, new Set(open), search);
const call = "connection:operation:orders.place_order>call>operation:inventory.reserve";

test("the outline shows what is open, and closed rows still show the worst within", () => {
  const drawing = drawn(...shop());
  const signs = concerning(judged(finding("cycle-sync", { marks: ["operation:orders.place_order"] })));
  const closed = outlineOf(drawing, signs, new Set(["domain:Sales"]));
  expect(closed.map((row) => row.text)).toEqual(["Sales", "orders", "Fulfilment", "External systems", "Actors"]);
  expect(closed[1]).toMatchObject({ level: 2, opens: true, open: false, sign: { standing: "error" } });
  expect(closed[0]?.sign).toBeUndefined();
  const open = outlineOf(drawing, signs, new Set(opensFor(drawing, "operation:orders.place_order")));
  expect(open.find((row) => row.id === "operation:orders.place_order")).toMatchObject({ level: 4, verb: "POST" });
});

test("every row knows its place among its siblings", () => {
  const rows = rowsOf(drawn(...shop()), ["domain:Sales", "service:orders", "api:orders"]);
  const level = (n: number) => rows.filter((row) => row.level === n).map((row) => `${row.text} ${row.position}/${row.size}`);
  expect(level(1)).toEqual(["Sales 1/4", "Fulfilment 2/4", "External systems 3/4", "Actors 4/4"]);
  expect(level(4)).toEqual(["place_order 1/2", "get_order 2/2"]);
  for (const row of rows) {
    const told = row.heading ? null : standingInTree(drawn(...shop()), row.id);
    if (told) expect(told, row.id).toEqual({ level: row.level, position: row.position, size: row.size, opens: row.opens });
  }
});

test("connections are lists on their source", () => {
  const drawing = drawn(...shop());
  const rows = rowsOf(drawing, opensFor(drawing, call));
  const at = rows.findIndex((row) => row.id === call);
  expect(rows[at]).toMatchObject({ text: "inventory.reserve", level: 6, position: 1, size: 1, kind: "connection" });
  expect(rows[at - 1]).toMatchObject({ text: "calls", heading: true, count: 1, level: 5 });
  expect(rows[at - 2]).toMatchObject({ id: "operation:orders.place_order", level: 4 });
});

test("a search finds by name and keeps what it lives in", () => {
  const drawing = drawn(...shop());
  expect(rowsOf(drawing, [], "reserve").map((row) => row.text)).toEqual(["Fulfilment", "inventory", "inventory", "reserve"]);
  // What was found is closed until it is opened.
  expect(rowsOf(drawing, [], "fulfil").map((row) => row.text)).toEqual(["Fulfilment"]);
  expect(rowsOf(drawing, ["domain:Fulfilment"], "fulfil").map((row) => row.text)).toEqual(["Fulfilment", "inventory"]);
  expect(rowsOf(drawing, [], "zzz")).toEqual([]);
});

test("letters in order are found where nothing fits better", () => {
  const drawing = drawn(...shop());
  expect(rowsOf(drawing, [], "plord").map((row) => row.id)).toContain("operation:orders.place_order");
  // `order` is a word of it, so that `reserve` is not offered for its letters.
  expect(rowsOf(drawing, [], "order").map((row) => row.id)).not.toContain("operation:inventory.reserve");
});

test("a large design is listed without looking at what is closed", () => {
  const many = Array.from({ length: 3000 }, (_, i) => [service(`s${i}`, `domain:d${i % 50}`, i), api(`s${i}`), operation(`s${i}`, "do")]).flat();
  const drawing = drawn(...Array.from({ length: 50 }, (_, i) => domain(`d${i}`, i)), ...many);
  expect(rowsOf(drawing)).toHaveLength(50);
  expect(rowsOf(drawing)[0]).toMatchObject({ count: 60, opens: true });
  expect(rowsOf(drawing, ["domain:d7"])).toHaveLength(110);
});

test("an element is spoken with who it belongs to, what it has, and what is wrong with it", () => {
  const drawing = drawn(...shop());
  const analysis = judged(finding("cycle-sync", { marks: ["service:orders"] }));
  const metrics = { ...analysis.metrics, services: { "service:orders": { used_by: 3, uses: 4 } } } as unknown as typeof analysis.metrics;
  const judgedNow = { analysis: { metrics }, signs: concerning(analysis) };
  expect(spokenOf(drawing, "service:orders", judgedNow)).toBe("orders, service, orders team, 2 operations, used by 3, uses 4, 1 error");
  expect(spokenOf(drawing, "domain:Sales")).toBe("Sales, domain, 1 service");
  expect(spokenOf(drawing, call)).toBe("orders.place_order calls inventory.reserve, connection");
});

test("a name as long as a page is not read out", () => {
  const drawing = drawn(service("x".repeat(10_000)));
  expect(spokenOf(drawing, `service:${"x".repeat(10_000)}`).length).toBeLessThan(400);
});

// Dropping

/** Applies reorders and rehomings to lists, as the engine does. */
function ordered(names: readonly string[], command: Command | undefined): string[] {
  let now = [...names];
  const all = command?.kind === "all" ? command.of.commands : command ? [command] : [];
  for (const one of all) {
    if (one.kind === "rehome") now.push(...one.of.ids.filter((id) => !now.includes(id)));
    if (one.kind !== "reorder") continue;
    now = now.filter((id) => id !== one.of.id);
    now.splice(one.of.rank, 0, one.of.id);
  }
  return now;
}

const letters = ["a", "b", "c", "d", "e"].map((name, i) => service(name, "domain:one", i));
const ids = letters.map((entry) => `service:${(entry.value as { head: { name: string } }).head.name}`);
const two = () => drawn(domain("one"), domain("two", 1), ...letters, service("x", "domain:two"), api("a"), operation("a", "go"), api("x"), operation("x", "stay"), event("a", "Gone"), store("a", "files"));

test("rows are put in another order", () => {
  const order = (moving: string[], target: string, side: "before" | "after") =>
    ordered(ids, dropOf(two(), moving.map((n) => `service:${n}`), `service:${target}`, side)?.command).map((id) => id.slice(-1)).join("");
  expect(order(["a"], "c", "after")).toBe("bcade");
  expect(order(["d"], "b", "before")).toBe("adbce");
  expect(order(["a", "e"], "c", "before")).toBe("baecd");
  expect(order(["a", "b"], "e", "after")).toBe("cdeab");
  expect(order(["d", "e"], "a", "before")).toBe("deabc");
  expect(dropOf(two(), ["service:a"], "service:b", "before")).toBeNull();
  expect(dropOf(two(), ["service:a"], "service:a", "after")).toBeNull();
});

test("a service goes to another domain: on it, or beside one of its services", () => {
  expect(dropOf(two(), ["service:a"], "domain:two", "into")).toMatchObject({
    command: { kind: "rehome", of: { ids: ["service:a"], home: "domain:two" } },
    row: "domain:two",
    home: "domain:two",
  });
  const beside = dropOf(two(), ["service:a"], "service:x", "before");
  expect(beside?.home).toBe("domain:two");
  expect(ordered(["service:x"], beside?.command)).toEqual(["service:a", "service:x"]);
  expect(dropOf(two(), ["service:a"], null, "into")).toMatchObject({ command: { kind: "rehome", of: { home: null } } });
  expect(dropOf(two(), ["service:x"], "domain:two", "into")).toBeNull();
});

test("an operation, an event and a store go to another service", () => {
  expect(dropOf(two(), ["operation:a.go"], "service:x", "into")?.home).toBe("api:x");
  expect(dropOf(two(), ["operation:a.go"], "operation:x.stay", "after")?.home).toBe("api:x");
  expect(dropOf(two(), ["event:a.Gone", "store:a.files"], "operation:x.stay", "into")?.home).toBe("service:x");
  expect(dropOf(two(), ["operation:a.go"], "domain:two", "into")).toBeNull();
});

test("nothing goes into itself, and what belongs to a service stays with one", () => {
  const inner = { ...domain("inner"), value: { head: head("domain:inner", "inner", "domain:one"), hue: null } } as ReturnType<typeof domain>;
  const drawing = drawn(domain("one"), inner);
  expect(dropOf(drawing, ["domain:one"], "domain:inner", "into")).toBeNull();
  expect(dropOf(drawing, ["domain:one"], "domain:inner", "before")).toBeNull();
  const type = { kind: "type", value: { head: head("type:a.T", "T", "service:a"), shape: { kind: "struct", of: [] } } } as unknown as ReturnType<typeof domain>;
  expect(dropOf(drawn(service("a"), type), ["type:a.T"], null, "into")).toBeNull();
});

test("calls are put in another order, but a call cannot start elsewhere", () => {
  const a = connection("call", "service:a", "service:b");
  const b = connection("call", "service:a", "service:c");
  const c = connection("call", "service:x", "service:c");
  const of = (entry: typeof a) => (entry.value as { head: { id: string } }).head.id;
  const drawing = drawn(...letters, service("x"), a, b, c, external("E"));
  expect(dropOf(drawing, [of(a)], of(b), "after")?.command).toEqual({ kind: "reorder", of: { id: of(a), rank: 1 } });
  expect(dropOf(drawing, [of(a)], of(c), "after")).toBeNull();
});
