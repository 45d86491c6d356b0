// Pictures of a design, of a part of it, and of a view.

import { expect, test } from "vitest";
import { lightTheme } from "../canvas/theme";
import type { Record as Entry, View } from "../wire";
import { drawn, head, judged, placement, shop } from "./design.fixture";
import { called, pictureOf, sheetOf } from "./picture-of";

const selling: View = { head: head("view:selling", "selling"), filter: { kind: "domain", of: "domain:Sales" }, lens: "team", camera: null };
const entries = (): Entry[] => [
  ...shop(),
  { kind: "view", value: selling },
  { kind: "placement", value: { ...(placement("service:orders", 700, 800) as Extract<Entry, { kind: "placement" }>).value, id: "placement:view:selling/service:orders", view: "view:selling" } },
];

test("the design's own drawing has everything", () => {
  const picture = pictureOf(drawn(...entries()), judged(), { view: null, theme: lightTheme, only: null, names: false });
  for (const name of ["orders", "inventory", "Carrier", "Shopper", "Sales", "Fulfilment"]) expect(picture?.svg).toContain(`>${name}</text>`);
});

test("a view brings its filter, its places and its lens", () => {
  const sheet = sheetOf(drawn(...entries()), judged(), selling);
  expect(sheet.nodes.map((n) => n.name)).toEqual(["orders"]);
  expect(sheet.nodes[0]).toMatchObject({ x: 700, y: 800 });
  expect(sheet.nodes[0]?.tint).toBeDefined();
  expect(sheetOf(drawn(...entries()), judged()).nodes.find((n) => n.name === "orders")).toMatchObject({ x: 100, y: 100 });
});

test("what is called so is found by its path, else by its name", () => {
  const drawing = drawn(...entries());
  expect(called(drawing, "orders.place_order")).toEqual(["operation:orders.place_order"]);
  expect(called(drawing, "orders")).toEqual(["service:orders"]);
  expect(called(drawing, "place_order")).toEqual(["operation:orders.place_order"]);
  expect(called(drawing, "nobody")).toEqual([]);
});
