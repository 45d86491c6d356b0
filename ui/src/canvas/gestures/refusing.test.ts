// What a gesture may not do, and how it says so.

import { describe, expect, it } from "vitest";
import { Scene } from "../scene";
import { webshop } from "../webshop.fixture";
import { box, empty, grip, row, scene, Try } from "./try.fixture";

const locked = (id: string) =>
  new Scene({
    ...webshop,
    nodes: webshop.nodes.map((n) => (n.id === id ? { ...n, locked: true } : n)),
    domains: webshop.domains.map((d) => (d.id === id ? { ...d, locked: true } : d)),
  });

describe("what is locked", () => {
  it("does not move, and says why", () => {
    const hand = new Try(locked("orders"));
    const { x, y } = grip("orders");
    hand.down(x, y).move(x + 100, y);
    expect(hand.state).toMatchObject({ doing: "refused", why: "Locked" });
    hand.up(x + 100, y);
    expect(hand.state.doing).toBe("nothing");
    expect(hand.said.some((i) => i.do === "move")).toBe(false);
  });

  it("stays behind when it is selected with others", () => {
    const hand = new Try(locked("orders"));
    hand.selection = new Set(["orders", "catalog"]);
    const { x, y } = grip("catalog");
    hand
      .down(x, y)
      .move(x + 100, y)
      .up(x + 100, y);
    expect(hand.last).toMatchObject({ do: "move", ids: ["catalog"] });
  });

  it("keeps its size, domains too", () => {
    for (const id of ["orders", "domain.payments"]) {
      const hand = new Try(locked(id));
      hand.selection = new Set([id]);
      const { x, y, w, h } = scene.place(id)!;
      hand
        .down(x + w, y + h)
        .move(x + w + 60, y + h + 60)
        .up(x + w + 60, y + h + 60);
      expect(hand.said.some((i) => i.do === "resize")).toBe(false);
    }
  });
});

describe("a row", () => {
  it("goes to services only, and says so over anything else", () => {
    const hand = new Try();
    hand.selection = new Set(["orders.get"]);
    const from = row("orders.get");
    const gateway = box("gateway");
    hand.down(from.x + 90, from.y).move(from.x + 120, from.y).move(gateway.x + 20, gateway.y + 20);
    expect(hand.state).toMatchObject({ doing: "rowDragging", into: null, why: "An operation belongs to a service" });
    hand.up(gateway.x + 20, gateway.y + 20);
    expect(hand.last).toEqual({ do: "carryEnd" });
  });

  it("tells which service it is over, for a preview", () => {
    const hand = new Try();
    hand.selection = new Set(["orders.get"]);
    const from = row("orders.get");
    const to = grip("catalog");
    hand.down(from.x + 90, from.y).move(from.x + 120, from.y).move(to.x, to.y);
    expect(hand.last).toMatchObject({ do: "carrying", id: "orders.get", into: "catalog" });
    expect(hand.cancel().last).toEqual({ do: "carryEnd" });
  });
});

describe("a connection", () => {
  it("is refused where its kind cannot end", () => {
    const hand = new Try();
    hand.possible = new Set(["orders.get"]);
    const port = row("inventory.stock");
    const no = grip("catalog");
    hand.down(port.x, port.y).move(port.x - 30, port.y).move(no.x, no.y);
    expect(hand.state).toMatchObject({ doing: "linking", refused: true });
    const yes = row("orders.get");
    hand.move(yes.right + 4, yes.y);
    expect(hand.state).toMatchObject({ doing: "linking", refused: false });
  });

  it("dropped in the open keeps its line until the menu has an answer", () => {
    const port = row("inventory.stock");
    const hand = new Try().down(port.x, port.y).move(empty.x, empty.y).up(empty.x, empty.y);
    expect(hand.state).toMatchObject({ doing: "asking", from: "inventory.stock", at: empty });
    expect(hand.cancel().state.doing).toBe("nothing");
  });
});

describe("joining a domain", () => {
  it("is for what can belong to one", () => {
    const gateway = box("gateway");
    const to = { x: box("shipping").x + 100, y: box("shipping").y - 20 };
    const hand = new Try().down(gateway.x + 20, gateway.y + 20).move(to.x, to.y).wait(300, to.x, to.y);
    expect(hand.state).toMatchObject({ doing: "dragging", into: undefined });
  });
});
