// Clicking, panning, dragging and the marquee on the webshop.

import { describe, expect, it } from "vitest";
import type { Intent } from "../intent";
import { idle, type State } from "./gesture";
import { box, empty, grip, row, scene, Try } from "./try.fixture";

describe("clicking", () => {
  it("selects, and empties the selection on empty canvas", () => {
    const hand = new Try().click(grip("orders").x, grip("orders").y);
    expect(hand.last).toEqual({ do: "select", ids: ["orders"] });
    expect(hand.click(-300, -300).last).toEqual({ do: "select", ids: [] });
  });

  it("adds and removes with Shift", () => {
    const hand = new Try().click(grip("orders").x, grip("orders").y);
    hand.click(grip("catalog").x, grip("catalog").y, { shift: true });
    expect([...hand.selection]).toEqual(["orders", "catalog"]);
    hand.click(grip("orders").x, grip("orders").y, { shift: true });
    expect([...hand.selection]).toEqual(["catalog"]);
  });

  it("goes into a row with Ctrl, or with a second click", () => {
    const { x, y } = row("orders.get");
    expect(new Try().click(x + 90, y).last).toEqual({ do: "select", ids: ["orders"] });
    expect(new Try().click(x + 90, y, { ctrl: true }).last).toEqual({ do: "select", ids: ["orders.get"] });
    expect(new Try().click(x + 90, y).click(x + 90, y).last).toEqual({ do: "select", ids: ["orders.get"] });
  });

  it("still clicks when the pointer trembles", () => {
    const { x, y } = grip("orders");
    expect(
      new Try()
        .down(x, y)
        .move(x + 2, y + 2)
        .up(x + 2, y + 2).last,
    ).toEqual({ do: "select", ids: ["orders"] });
  });

  it("renames with a double click on a name, a row or a title", () => {
    expect(new Try().double(box("orders").x + 80, box("orders").y + 20).last).toEqual({ do: "rename", id: "orders" });
    expect(new Try().double(row("orders.get").x + 90, row("orders.get").y).last).toEqual({
      do: "rename",
      id: "orders.get",
    });
    const { frame } = scene.domain("domain.sales")!;
    expect(new Try().double(frame.x + 20, frame.y - 12).last).toEqual({ do: "rename", id: "domain.sales" });
  });

  it("offers to create with a double click on empty canvas, and knows the domain there", () => {
    expect(new Try().double(-200, -200).last).toMatchObject({ do: "quickCreate", into: null });
    const { frame } = scene.domain("domain.sales")!;
    const inside = { x: frame.x + frame.w - 40, y: frame.y + frame.h - 40 };
    expect(new Try().double(inside.x, inside.y).last).toMatchObject({ do: "quickCreate", into: "domain.sales" });
  });

  it("selects what a menu is opened on", () => {
    const { x, y } = grip("orders");
    const hand = new Try().down(x, y, {}, "menu");
    expect(hand.said).toMatchObject([
      { do: "select", ids: ["orders"] },
      { do: "openMenu", id: "orders" },
    ]);
  });
});

describe("the camera", () => {
  it("pans with the wheel, the middle button, Space and the hand", () => {
    expect(new Try().wheel(10, 20).camera).toEqual({ x: 10, y: 20, zoom: 1 });
    const middle = new Try().down(50, 50, {}, "middle").move(80, 70).up(80, 70);
    expect(middle.camera).toEqual({ x: -30, y: -20, zoom: 1 });
    const space = new Try();
    space.held.space = true;
    expect(space.down(grip("orders").x, 200).move(grip("orders").x + 5, 200).camera.x).toBe(-5);
  });

  it("zooms at the pointer", () => {
    const { camera } = new Try().wheel(0, -100, true);
    expect(camera.zoom).toBeGreaterThan(1);
    expect(camera.x + 100 / camera.zoom).toBeCloseTo(100);
  });

  it("follows two fingers, and stays with what is between them", () => {
    const { camera } = new Try().pinch(200, 100, 10, 20, 2);
    expect(camera.zoom).toBe(2);
    // What was under the middle of the fingers before is under it now.
    expect(camera.x + 200 / 2).toBeCloseTo(190);
    expect(camera.y + 100 / 2).toBeCloseTo(80);
  });

  it("zooms from 5 to 400 %", () => {
    expect(new Try().pinch(0, 0, 0, 0, 100).camera.zoom).toBe(4);
    expect(new Try().wheel(0, 5000, true).camera.zoom).toBe(0.05);
  });

  it("goes back when panning is cancelled", () => {
    expect(new Try().down(50, 50, {}, "middle").move(80, 70).cancel().camera).toEqual({ x: 0, y: 0, zoom: 1 });
  });
});

describe("dragging", () => {
  const from = grip("orders");

  it("moves on the grid and says so once", () => {
    const hand = new Try().down(from.x, from.y).move(from.x - 1300, from.y - 1341);
    expect(hand.state.doing).toBe("dragging");
    hand.up(from.x - 1300, from.y - 1341);
    const moves = hand.said.filter((i) => i.do === "move");
    expect(moves.length).toBe(1);
    const move = moves[0] as Extract<Intent, { do: "move" }>;
    expect(move.ids).toEqual(["orders"]);
    expect(Math.abs((box("orders").y + move.dy) % 20)).toBe(0);
  });

  it("ignores grid and guides with Ctrl", () => {
    const hand = new Try().down(from.x, from.y).move(from.x + 37, from.y + 11, { ctrl: true });
    hand.up(from.x + 37, from.y + 11, { ctrl: true });
    expect(hand.last).toEqual({ do: "move", ids: ["orders"], dx: 37, dy: 11 });
  });

  it("keeps to one axis with Shift", () => {
    const hand = new Try().down(from.x, from.y).move(from.x + 90, from.y + 15, { shift: true });
    hand.up(from.x + 90, from.y + 15, { shift: true });
    expect(hand.last).toMatchObject({ do: "move", dy: 0 });
  });

  it("duplicates with Alt", () => {
    const hand = new Try().down(from.x, from.y, { alt: true }).move(from.x, from.y + 300, { alt: true });
    expect(hand.up(from.x, from.y + 300, { alt: true }).last).toMatchObject({ do: "duplicate", ids: ["orders"] });
  });

  it("joins a domain after a moment over it, and never with Ctrl", () => {
    const to = { x: box("shipping").x + 100, y: box("shipping").y - 20 };
    const quick = new Try().down(from.x, from.y).move(to.x, to.y).up(to.x, to.y);
    expect(quick.last).not.toHaveProperty("into");
    const slow = new Try().down(from.x, from.y).move(to.x, to.y).wait(160, to.x, to.y).up(to.x, to.y);
    expect(slow.last).toMatchObject({ do: "move", into: "domain.fulfilment" });
    const held = new Try().down(from.x, from.y).move(to.x, to.y).wait(160, to.x, to.y).up(to.x, to.y, { ctrl: true });
    expect(held.last).not.toHaveProperty("into");
  });

  it("leaves its domain over empty canvas", () => {
    const hand = new Try().down(from.x, from.y).move(empty.x, empty.y).wait(200, empty.x, empty.y).up(empty.x, empty.y);
    expect(hand.last).toMatchObject({ do: "move", into: null });
  });

  it("takes all that is selected along, and a domain with its members", () => {
    const hand = new Try();
    hand.selection = new Set(["orders", "catalog"]);
    hand.down(from.x, from.y).move(from.x + 100, from.y);
    expect(hand.state).toMatchObject({ doing: "dragging", ids: ["orders", "catalog"] });
    const { frame } = scene.domain("domain.payments")!;
    const whole = new Try().down(frame.x + 20, frame.y - 12).move(frame.x + 20, frame.y + 80);
    expect(whole.state).toMatchObject({ ids: ["domain.payments"], domains: ["domain.payments"] });
    const moving = (whole.state as Extract<State, { doing: "dragging" }>).nodes.map((i) => scene.nodes[i]!.source.id);
    expect(moving).toEqual(["payments", "ledger"]);
    // It cannot be dropped into itself.
    whole.wait(300, frame.x + 20, frame.y + 80).up(frame.x + 20, frame.y + 80);
    expect(whole.last).not.toHaveProperty("into");
  });

  it("says nothing when cancelled", () => {
    const hand = new Try()
      .down(from.x, from.y)
      .move(from.x + 100, from.y)
      .cancel();
    expect(hand.state).toEqual(idle);
    expect(hand.said.some((i) => i.do === "move")).toBe(false);
  });
});

describe("the marquee", () => {
  const catalog = box("catalog");
  it("encloses rightwards and touches leftwards", () => {
    const a = { x: catalog.x - 8, y: catalog.y - 8 };
    const b = { x: catalog.x + catalog.w + 20, y: catalog.y + catalog.h + 20 };
    expect(new Try().down(a.x, a.y).move(b.x, b.y).up(b.x, b.y).last).toEqual({ do: "select", ids: ["catalog"] });
    const inside = { x: catalog.x + 60, y: catalog.y + catalog.h - 40 };
    const right = new Try().down(a.x, a.y).move(inside.x, inside.y).up(inside.x, inside.y);
    expect(right.last).toEqual({ do: "select", ids: [] });
    const left = new Try().down(b.x, b.y).move(inside.x, inside.y).up(inside.x, inside.y);
    expect(left.last).toEqual({ do: "select", ids: ["catalog"] });
  });

  it("takes a domain that lies wholly inside", () => {
    const { frame } = scene.domain("domain.payments")!;
    const to = { x: frame.x + frame.w + 10, y: frame.y + frame.h + 10 };
    const hand = new Try().down(frame.x - 10, frame.y - 10).move(to.x, to.y).up(to.x, to.y);
    expect((hand.last as Extract<Intent, { do: "select" }>).ids).toContain("domain.payments");
  });
});
