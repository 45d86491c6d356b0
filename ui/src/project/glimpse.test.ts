// A design that is not open, as it is told for a small picture.

import { expect, it } from "vitest";
import { shop } from "./design.fixture";
import { sheetOfGlimpse } from "./glimpse";

it("draws what was told, and marks what is wrong", () => {
  const bad = "connection:operation:orders.place_order>call>operation:inventory.reserve";
  const sheet = sheetOfGlimpse({ name: "shop", services: 2, errors: 1, warnings: 0, records: shop(), bad: [bad] });
  expect(sheet.nodes.map((n) => n.name)).toEqual(expect.arrayContaining(["orders", "inventory", "Carrier", "Shopper"]));
  expect(sheet.domains.map((d) => d.name)).toEqual(["Sales", "Fulfilment"]);
  expect(sheet.connections.find((c) => c.id === bad)?.badge).toEqual({ severity: "error" });
  expect(sheet.connections.filter((c) => c.badge).length).toBe(1);
});

it("draws nothing of what told nothing", () => {
  const sheet = sheetOfGlimpse({ name: "huge", services: 9000, errors: 0, warnings: 0, records: [], bad: [] });
  expect(sheet.nodes.length + sheet.domains.length + sheet.connections.length).toBe(0);
});
