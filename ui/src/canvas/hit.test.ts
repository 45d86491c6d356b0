// What a pointer finds on the webshop.

import { describe, expect, it } from "vitest";
import { contains } from "./geometry";
import { hit } from "./hit";
import { Scene } from "./scene";
import { titlePlaces } from "./title-places";
import { webshop } from "./webshop.fixture";

const scene = new Scene(webshop);
const none = new Set<string>();
const at = (x: number, y: number, more: Partial<Parameters<typeof hit>[2]> = {}) =>
  hit(scene, { x, y }, { zoom: 1, selection: none, ...more });

const orders = scene.node("orders")!;
const middle = (row: string): number => orders.box.y + orders.anatomy.rowMiddle.get(row)!;

describe("hitting", () => {
  it("finds name, rows and body of a card", () => {
    expect(at(orders.box.x + 80, orders.box.y + 20)).toEqual({ on: "node", id: "orders", part: "name" });
    expect(at(orders.box.x + 20, orders.box.y + 20)).toEqual({ on: "node", id: "orders", part: "body" });
    expect(at(orders.box.x + 80, middle("orders.get"))).toEqual({ on: "row", id: "orders.get", node: "orders" });
  });

  it("prefers ports to what lies below them, in an area of 20 × 24", () => {
    const x = orders.box.x + orders.box.w;
    const port = { on: "port", id: "orders.get", node: "orders", side: "right" };
    expect(at(x + 10, middle("orders.get") + 11)).toEqual(port);
    expect(at(x + 14, middle("orders.get"))).not.toEqual(port);
    // A larger one while connecting.
    expect(at(x + 20, middle("orders.get"), { linking: true })).toEqual(port);
  });

  it("finds connections by their line and ends", () => {
    const { line } = scene.connection("orders.place>inventory.reserve")!;
    const x = line[2]!;
    const y = (line[3]! + line[5]!) / 2;
    expect(at(x + 4, y)).toMatchObject({
      on: "connection",
      id: "orders.place>inventory.reserve",
      part: "line",
      segment: 1,
    });
    expect(at(x + 9, y + 14)).not.toMatchObject({ on: "connection" });
    const use = scene.connection("use2")!.line;
    const end = { x: use[use.length - 2]!, y: use[use.length - 1]! };
    expect(at(end.x - 16, end.y)).toMatchObject({ on: "connection", part: "to" });
    // Nearer to the border lies the port, until the connection is selected.
    expect(at(end.x - 4, end.y)).toMatchObject({ on: "port", id: "orders" });
    const chosen = hit(scene, { x: end.x - 4, y: end.y }, { zoom: 1, selection: new Set(["use2"]) });
    expect(chosen).toMatchObject({ on: "connection", id: "use2", part: "to" });
  });

  it("names the ends of a subscription by what they are, not by how they are drawn", () => {
    const { line } = scene.connection("sub3")!;
    expect(at(line[0]! + 13, line[1]! + 3)).toMatchObject({ on: "connection", id: "sub3", part: "to" });
  });

  it("finds badges a bit off their line", () => {
    const c = scene.connection("foreign")!;
    expect(at(c.label.x + 30, c.label.y + 9)).toMatchObject({ on: "connection", id: "foreign" });
  });

  it("tells a domain's title, frame and inside apart", () => {
    const { frame } = scene.domain("domain.sales")!;
    expect(at(frame.x + 20, frame.y - 12)).toEqual({ on: "domain", id: "domain.sales", part: "title" });
    expect(at(frame.x + 1, frame.y + frame.h - 60)).toEqual({ on: "domain", id: "domain.sales", part: "frame" });
    expect(at(frame.x + frame.w - 40, frame.y + frame.h - 40)).toEqual({
      on: "domain",
      id: "domain.sales",
      part: "body",
    });
  });

  it("finds nothing on empty canvas", () => {
    expect(at(-500, -500)).toBeNull();
  });

  it("offers handles of the one selected element", () => {
    const { x, y } = orders.box;
    const selection = new Set(["orders"]);
    expect(at(x - 3, y - 3, { selection })).toEqual({ on: "handle", id: "orders", corner: "nw" });
    expect(at(x - 3, y - 3)).not.toMatchObject({ on: "handle" });
    expect(at(x - 3, y - 3, { selection: new Set(["orders", "catalog"]) })).not.toMatchObject({ on: "handle" });
  });

  it("knows no rows or ports from further away", () => {
    expect(at(orders.box.x + 80, middle("orders.get"), { zoom: 0.5 })).toMatchObject({ on: "node", id: "orders" });
  });

  it("finds the domain whose name lies on what is in it", () => {
    const domain = (id: string, y: number, h: number, parent: string | null) => ({ id, name: id, hue: 0, parent, count: "", frame: { x: 0, y, w: 3000, h } });
    const far = new Scene({
      nodes: [{ id: "stock", kind: "service", name: "stock", domain: "Depot", x: 16, y: 0 }],
      domains: [domain("Shop", -86, 2000, null), domain("Depot", -43, 1500, "Shop")],
      connections: [],
    });
    const { rect, onTop } = titlePlaces(far, 0.13).get("Depot")!;
    const p = { x: 100, y: 30 };
    expect([onTop, contains(rect, p), contains(far.node("stock")!.box, p)]).toEqual([true, true, true]);
    expect(hit(far, p, { zoom: 0.13, selection: none })).toEqual({ on: "domain", id: "Depot", part: "title" });
  });

  it("reaches the same distance on screen at any zoom", () => {
    const { line } = scene.connection("shipping.post>carrier")!;
    const y = (line[3]! + line[5]!) / 2;
    expect(at(line[2]! - 10, y, { zoom: 0.4 })).toMatchObject({ on: "connection" });
    expect(at(line[2]! - 10, y, { zoom: 2 })).not.toMatchObject({ on: "connection" });
  });
});
