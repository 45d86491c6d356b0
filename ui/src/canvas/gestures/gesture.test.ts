// A hand on the webshop: from presses and moves to intents.

import { describe, expect, it } from "vitest";
import type { Camera } from "../camera";
import { hit } from "../hit";
import type { Intent } from "../intent";
import { Scene } from "../scene";
import { webshop } from "../webshop.fixture";
import { type Ground, idle, type Input, type Mods, type State, step, type Tool } from "./gesture";
import { beginPlacing } from "./placing";

const scene = new Scene(webshop);
const none: Mods = { shift: false, ctrl: false, alt: false };

/** A hand on the webshop at 100 %, where screen and sheet are the same. */
class Try {
  state: State = idle;
  said: Intent[] = [];
  camera: Camera = { x: 0, y: 0, zoom: 1 };
  selection = new Set<string>();
  tool: Tool = { tool: "select" };
  held = { space: false, connect: false };
  time = 0;

  private do(input: Input): this {
    const ground: Ground = {
      scene,
      camera: this.camera,
      view: { w: 1200, h: 900 },
      selection: this.selection,
      tool: this.tool,
      ...this.held,
      snapping: true,
    };
    const result = step(this.state, input, ground);
    this.state = result.state;
    if (result.camera) this.camera = result.camera;
    for (const intent of result.intents) {
      if (intent.do === "select") this.selection = new Set(intent.ids);
      this.said.push(intent);
    }
    return this;
  }

  private pointing(x: number, y: number, mods: Partial<Mods>) {
    const linking = this.state.doing === "linking" || this.state.doing === "reconnecting";
    const target = hit(scene, { x, y }, { zoom: 1, selection: this.selection, linking });
    return { at: { x, y }, screen: { x, y }, mods: { ...none, ...mods }, time: this.time, target };
  }

  down(x: number, y: number, mods: Partial<Mods> = {}, button: "main" | "middle" | "menu" = "main"): this {
    return this.do({ is: "down", button, ...this.pointing(x, y, mods) });
  }
  move(x: number, y: number, mods: Partial<Mods> = {}): this {
    return this.do({ is: "move", ...this.pointing(x, y, mods) });
  }
  up(x: number, y: number, mods: Partial<Mods> = {}): this {
    return this.do({ is: "up", ...this.pointing(x, y, mods) });
  }
  click(x: number, y: number, mods: Partial<Mods> = {}): this {
    return this.down(x, y, mods).up(x, y, mods);
  }
  double(x: number, y: number): this {
    return this.do({ is: "double", ...this.pointing(x, y, {}) });
  }
  wait(ms: number, x: number, y: number): this {
    this.time += ms;
    return this.do({ is: "tick", ...this.pointing(x, y, {}) });
  }
  wheel(dx: number, dy: number, zoom = false): this {
    return this.do({ is: "wheel", screen: { x: 100, y: 100 }, dx, dy, zoom, mods: none });
  }
  cancel(): this {
    return this.do({ is: "cancel" });
  }

  get last(): Intent | undefined {
    return this.said.filter((i) => i.do !== "hover" && i.do !== "linking").at(-1);
  }
}

const box = (id: string) => scene.node(id)!.box;
const row = (id: string) => {
  const home = scene.homeOf(id)!;
  return { x: home.box.x, y: home.box.y + home.anatomy.rowMiddle.get(id)!, right: home.box.x + home.box.w };
};
/** A spot on the header of a card that is neither name nor port. */
const grip = (id: string) => ({ x: box(id).x + 20, y: box(id).y + 20 });
const empty = { x: 620, y: 760 };

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
});

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
