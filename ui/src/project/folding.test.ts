// What is left of a domain that is collapsed.

import { expect, test } from "vitest";
import type { Sheet } from "../canvas/sheet";
import { webshop } from "../canvas/webshop.fixture";
import type { Record as Entry } from "../wire";
import { Drawing } from "./drawing";
import { folded } from "./folding";

const head = (id: string) => ({ id, name: id, home: null, rank: 0, description: null, tags: [], links: [] });
const collapsed = (...ids: string[]): Drawing => {
  const entries = webshop.domains.flatMap(({ id }): Entry[] => [
    { kind: "domain", value: { head: head(id), hue: null } } as unknown as Entry,
    { kind: "placement", value: { id: `placement:${id}`, element: id, view: null, at: null, size: null, collapsed: ids.includes(id), locked: false, order: 0, points: [] } } as Entry,
  ]);
  return new Drawing(new Map(entries.map((entry) => [entry.kind === "placement" ? entry.value.id : entry.value.head.id, entry])));
};

test("nothing changes where nothing is collapsed", () => {
  expect(folded(collapsed(), null, webshop)).toBe(webshop);
});

test("a collapsed domain is one card with its name and count, where it began", () => {
  const { nodes, domains } = folded(collapsed("domain.sales"), null, webshop);
  expect(nodes.map((n) => n.id)).not.toContain("orders");
  expect(domains.map((d) => d.id)).not.toContain("domain.sales");
  expect(nodes.find((n) => n.id === "domain.sales")).toMatchObject({ name: "Sales", subtitle: "3 services", group: true, x: 84, y: 80 });
});

test("its connections end at the card, those that say the same are one, and those inside it are gone", () => {
  const { connections } = folded(collapsed("domain.sales"), null, webshop);
  const between = connections.filter((c) => c.from === "domain.sales" || c.to === "domain.sales").map((c) => `${c.kind} ${c.from} ${c.to}`);
  expect(new Set(between).size).toBe(between.length);
  expect(between).toContain("use shopper domain.sales");
  expect(between).toContain("call domain.sales inventory.reserve");
  expect(connections.some((c) => c.id === "orders.place>catalog.get")).toBe(false);
});

test("a collapsed domain in a collapsed one goes with it", () => {
  const nested: Sheet = { ...webshop, domains: webshop.domains.map((d) => (d.id === "domain.payments" ? { ...d, parent: "domain.sales" } : d)) };
  const { nodes } = folded(collapsed("domain.sales", "domain.payments"), null, nested);
  expect(nodes.map((n) => n.id)).toContain("domain.sales");
  expect(nodes.map((n) => n.id)).not.toContain("domain.payments");
  expect(nodes.map((n) => n.id)).not.toContain("payments");
});
