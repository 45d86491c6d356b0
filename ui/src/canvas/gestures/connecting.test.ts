// Drawing and changing connections, placing, resizing and carrying rows on the webshop.

import { describe, expect, it } from "vitest";
import type { Intent } from "../intent";
import { beginPlacing } from "./placing";
import { loosened } from "./waypoint";
import { box, empty, grip, row, scene, Try } from "./try.fixture";

describe("linking", () => {
  const port = row("inventory.stock");

  it("starts at a port and ends at a row", () => {
    const target = row("orders.get");
    const hand = new Try().down(port.x, port.y).move(port.x - 40, port.y);
    expect(hand.state).toMatchObject({ doing: "linking", from: "inventory.stock", side: "left" });
    hand.move(target.right + 4, target.y).up(target.right + 4, target.y);
    expect(hand.said.filter((i) => i.do !== "hover").map((i) => i.do)).toEqual([
      "linkStart",
      "linking",
      "link",
      "linkEnd",
    ]);
    expect(hand.said.find((i) => i.do === "link")).toMatchObject({ from: "inventory.stock", to: "orders.get" });
  });

  it("offers a menu for a service and for empty canvas", () => {
    const { x, y } = grip("catalog");
    const service = new Try().down(port.x, port.y).move(x, y).up(x, y);
    expect(service.said.find((i) => i.do === "link")).toMatchObject({ to: "catalog" });
    const canvas = new Try().down(port.x, port.y).move(empty.x, empty.y).up(empty.x, empty.y);
    expect(canvas.said.find((i) => i.do === "linkToPoint")).toMatchObject({ from: "inventory.stock", into: null });
  });

  it("does not end where it began", () => {
    const { x, y } = grip("inventory");
    const hand = new Try()
      .down(port.x, port.y)
      .move(port.x - 30, port.y)
      .move(x, y)
      .up(x, y);
    expect(hand.last).toEqual({ do: "linkEnd" });
    expect(hand.said.some((i) => i.do === "link" || i.do === "linkToPoint")).toBe(false);
  });

  it("starts anywhere on a row with C held", () => {
    const hand = new Try();
    hand.held.connect = true;
    const at = row("orders.place");
    hand.down(at.x + 90, at.y).move(at.x + 140, at.y);
    expect(hand.state).toMatchObject({ doing: "linking", from: "orders.place" });
  });

  it("ends with nothing when cancelled", () => {
    const hand = new Try()
      .down(port.x, port.y)
      .move(port.x - 40, port.y)
      .cancel();
    expect(hand.last).toEqual({ do: "linkEnd" });
  });
});

describe("existing connections", () => {
  const { line } = scene.connection("orders.place>inventory.reserve")!;

  it("reconnect by their end, and ask on empty canvas", () => {
    const end = { x: line[line.length - 2]! - 13, y: line[line.length - 1]! };
    const target = row("shipping.post");
    const hand = new Try().down(end.x, end.y).move(target.x, target.y).up(target.x, target.y);
    expect(hand.last).toMatchObject({ do: "reconnect", end: "to", to: "shipping.post" });
    const away = new Try().down(end.x, end.y).move(empty.x, empty.y).up(empty.x, empty.y);
    expect(away.last).toMatchObject({ do: "disconnect", id: "orders.place>inventory.reserve" });
  });

  it("are pushed aside by a middle part, and let go by a double click", () => {
    const at = { x: line[2]!, y: line[3]! - 8 };
    const hand = new Try()
      .down(at.x, at.y)
      .move(at.x - 20, at.y)
      .up(at.x - 20, at.y);
    const said = hand.last as Extract<Intent, { do: "waypoints" }>;
    expect(said.do).toBe("waypoints");
    expect(said.points!.length).toBe(2);
    expect(said.points![0]!.x).toBeLessThan(at.x);
    expect(new Try().double(at.x, at.y).last).toEqual({
      do: "waypoints",
      id: "orders.place>inventory.reserve",
      points: null,
    });
  });
});

describe("the words of a connection", () => {
  it("are changed with a double click, and the line around them is let go", () => {
    const c = scene.connection("orders.place>customers.get")!;
    const hand = new Try();
    hand.names = true;
    expect(hand.double(c.label.x, c.label.y).last).toEqual({ do: "rename", id: c.source.id });
    // Where no words are shown, there is only the line.
    expect(new Try().double(c.label.x, c.label.y).last).toMatchObject({ do: "waypoints", points: null });
  });
});

describe("the parts at the ports", () => {
  it("are pushed aside with a corner before the port", () => {
    expect(loosened([0, 0, 200, 0, 200, 100], 0)).toEqual({ line: [0, 0, 20, 0, 20, 0, 200, 0, 200, 100], segment: 2 });
    expect(loosened([0, 0, 200, 0, 200, 100], 1)).toEqual({
      line: [0, 0, 200, 0, 200, 80, 200, 80, 200, 100],
      segment: 1,
    });
    expect(loosened([0, 0, 100, 0], 0)).toEqual({ line: [0, 0, 20, 0, 20, 0, 80, 0, 80, 0, 100, 0], segment: 2 });
    expect(loosened([0, 0, 30, 0, 30, 100], 0)).toBe(null);
  });
});

describe("placing", () => {
  it("puts the usual size around the click, on the grid", () => {
    const hand = new Try();
    hand.state = beginPlacing("service", false);
    hand.move(empty.x, empty.y).click(empty.x, empty.y);
    const create = hand.said.find((i) => i.do === "create") as Extract<Intent, { do: "create" }>;
    expect(create).toMatchObject({ what: "service", into: null });
    expect(create.point.x % 20).toBe(0);
    expect(create.size).toBeUndefined();
    expect(hand.last).toEqual({ do: "placeEnd" });
  });

  it("takes the size it was dragged to", () => {
    const hand = new Try();
    hand.state = beginPlacing("domain", false);
    hand.down(1000, 20).move(1300, 220).up(1300, 220);
    expect(hand.said.find((i) => i.do === "create")).toMatchObject({
      size: { w: 300, h: 200 },
      point: { x: 1000, y: 20 },
    });
  });

  it("places what was carried from the palette on release", () => {
    const hand = new Try();
    hand.state = beginPlacing("event", true);
    const { frame } = scene.domain("domain.sales")!;
    hand.move(frame.x + 300, frame.y + 400).up(frame.x + 300, frame.y + 400);
    expect(hand.said[0]).toMatchObject({ do: "create", what: "event", into: "domain.sales" });
  });

  it("goes on with a kept tool", () => {
    const hand = new Try();
    hand.tool = { tool: "place", what: "service", keep: true };
    hand.state = beginPlacing("service", false);
    hand.click(empty.x, empty.y);
    expect(hand.state.doing).toBe("placing");
    expect(hand.cancel().last).toEqual({ do: "placeEnd" });
  });
});

describe("handles and rows", () => {
  it("change a card's width within its limits", () => {
    const { x, y, w, h } = box("orders");
    const hand = new Try();
    hand.selection = new Set(["orders"]);
    hand
      .down(x + w, y + h)
      .move(x + w + 400, y + h)
      .up(x + w + 400, y + h);
    expect(hand.last).toEqual({ do: "resize", id: "orders", frame: { x, y, w: 360, h } });
  });

  it("keep a domain's shape with Shift", () => {
    const { x, y, w, h } = scene.domain("domain.sales")!.frame;
    const hand = new Try();
    hand.selection = new Set(["domain.sales"]);
    const to = { x: x + w + 200, y: y + h };
    hand
      .down(x + w, y + h)
      .move(to.x, to.y, { shift: true })
      .up(to.x, to.y, { shift: true });
    const { frame } = hand.last as Extract<Intent, { do: "resize" }>;
    expect(frame.w).toBeGreaterThan(w + 180);
    expect(frame.h / frame.w).toBeCloseTo(h / w, 2);
  });

  it("carry a selected row to another service", () => {
    const hand = new Try();
    hand.selection = new Set(["orders.get"]);
    const from = row("orders.get");
    const to = grip("catalog");
    hand
      .down(from.x + 90, from.y)
      .move(to.x, to.y)
      .up(to.x, to.y);
    expect(hand.last).toEqual({ do: "moveRow", id: "orders.get", into: "catalog" });
  });
});
