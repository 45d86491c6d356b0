import { expect, test } from "vitest";
import type { Filter, Record as Entry } from "../wire";
import { api, connection, domain, drawn, head, judged, operation, placement, service, shop } from "./design.fixture";
import { isHidden, shownBy, tellFilter } from "./view-filter";
import { toSheet } from "./to-sheet";

/** The shop with a third domain that only inventory calls. */
const entries = (): Entry[] => [
  ...shop(),
  domain("Far", 2),
  service("audit", "domain:Far"),
  api("audit"),
  operation("audit", "note"),
  connection("call", "operation:inventory.reserve", "operation:audit.note"),
  { kind: "note", value: { head: head("note:1", ""), text: "About orders", about: "service:orders" } },
];

const sheetOf = (filter: Filter, more: Entry[] = [], view: string | null = null) => {
  const drawing = drawn(...entries(), ...more);
  return toSheet(drawing, judged(), { open: new Set(), shown: shownBy(drawing, filter), view }, null);
};
const ids = (list: readonly { id: string }[]) => list.map((one) => one.id).sort();
const short = (id: string) => id.replace(/^connection:/, "");

test("everything", () => {
  expect(shownBy(drawn(...entries()), { kind: "all" })).toBe(null);
  expect(sheetOf({ kind: "all" }).nodes).toHaveLength(6);
});

test("one domain: what is in it with its notes, and a count of what leads away", () => {
  const sheet = sheetOf({ kind: "domain", of: "domain:Sales" });
  expect(ids(sheet.nodes)).toEqual(["note:1", "service:orders"]);
  expect(ids(sheet.domains)).toEqual(["domain:Sales"]);
  expect(sheet.connections.map((c) => c.kind)).toEqual(["note"]);
  expect(sheet.nodes.find((n) => n.id === "service:orders")?.beyond).toBe(2);
});

test("a service and its neighbours, in their domains", () => {
  const sheet = sheetOf({ kind: "service", of: "service:orders" });
  expect(ids(sheet.nodes)).toEqual(["actor:Shopper", "note:1", "service:inventory", "service:orders"]);
  expect(ids(sheet.domains)).toEqual(["domain:Fulfilment", "domain:Sales"]);
  expect(sheet.nodes.find((n) => n.id === "service:inventory")?.beyond).toBe(1);
  expect(sheet.nodes.find((n) => n.id === "service:orders")?.beyond).toBe(undefined);
});

test("the flow of an operation: what its calls reach, and only its connections", () => {
  const sheet = sheetOf({ kind: "flow", of: "operation:orders.place_order" });
  expect(ids(sheet.nodes)).toEqual(["note:1", "service:audit", "service:inventory", "service:orders"]);
  expect(sheet.connections.filter((c) => c.kind !== "note").map((c) => short(c.id)).sort()).toEqual([
    "operation:inventory.reserve>call>operation:audit.note",
    "operation:orders.place_order>call>operation:inventory.reserve",
  ]);
});

test("a filter moves nothing, not even what was never placed", () => {
  const all = sheetOf({ kind: "all" });
  for (const filter of [{ kind: "domain", of: "domain:Far" }, { kind: "service", of: "service:orders" }] as const) {
    for (const node of sheetOf(filter).nodes) {
      const before = all.nodes.find((n) => n.id === node.id);
      expect([node.id, node.x, node.y]).toEqual([before?.id, before?.x, before?.y]);
    }
  }
});

test("what was moved in a view stands there in that view only", () => {
  const own = placement("service:orders", 900, 700);
  if (own.kind === "placement") Object.assign(own.value, { view: "view:v", id: "placement:view:v/service:orders" });
  const at = (view: string | null) => {
    const node = sheetOf({ kind: "all" }, [own], view).nodes.find((n) => n.id === "service:orders");
    return [node?.x, node?.y];
  };
  expect([at(null), at("view:v"), at("view:w")]).toEqual([[100, 100], [900, 700], [100, 100]]);
});

test("going from view to view makes nothing anew that stands the same, and takes no place along", () => {
  const own = placement("service:orders", 900, 700);
  if (own.kind === "placement") Object.assign(own.value, { view: "view:v", id: "placement:view:v/service:orders" });
  const drawing = drawn(...entries(), placement("service:inventory", 500, 100), own);
  const all = toSheet(drawing, judged(), { open: new Set() }, null);
  const viewed = toSheet(drawing, judged(), { open: new Set(), view: "view:v" }, all);
  const back = toSheet(drawing, judged(), { open: new Set() }, viewed);
  const node = (sheet: typeof all, id: string) => sheet.nodes.find((n) => n.id === id);
  expect([node(viewed, "service:orders")?.x, node(back, "service:orders")?.x]).toEqual([900, 100]);
  expect(node(viewed, "service:inventory")).toBe(node(all, "service:inventory"));
  expect(back.connections).toBe(all.connections);
});

test("an inner domain loses an outer one that is not shown", () => {
  const inner = domain("Inner");
  if (inner.kind === "domain") inner.value.head.home = "domain:Sales";
  const sheet = sheetOf({ kind: "domain", of: "domain:Inner" }, [inner]);
  expect(sheet.domains.map((d) => [d.id, d.parent])).toEqual([["domain:Inner", null]]);
});

test("what hides, and how a filter is told", () => {
  const drawing = drawn(...entries());
  const shown = shownBy(drawing, { kind: "domain", of: "domain:Sales" });
  expect(["operation:orders.place_order", "domain:Sales", "type:orders.Order"].some((id) => isHidden(drawing, shown, id))).toBe(false);
  expect(["operation:inventory.reserve", "domain:Far", "actor:Shopper"].every((id) => isHidden(drawing, shown, id))).toBe(true);
  expect(tellFilter(drawing, { kind: "flow", of: "operation:orders.place_order" })).toBe("Flow of orders.place_order");
  expect(tellFilter(drawing, { kind: "service", of: "service:orders" })).toBe("orders and its neighbours");
});
