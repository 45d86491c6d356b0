// From what the pointer recorded to intents, frame by frame.

import { afterEach, describe, expect, it, vi } from "vitest";
import type { Camera } from "./camera";
import { Hand } from "./hand";
import type { Intent } from "./intent";
import type { Raw } from "./pointer";
import { Scene } from "./scene";
import { webshop } from "./webshop.fixture";

const mods = { shift: false, ctrl: false, alt: false };
const scene = new Scene(webshop);

function grasp() {
  const said: Intent[] = [];
  let eye: Camera = { x: 0, y: 0, zoom: 1 };
  let selection: ReadonlySet<string> = new Set();
  const hand = new Hand({
    scene: () => scene,
    eye: () => eye,
    view: () => ({ w: 1200, h: 900 }),
    selection: () => selection,
    snapping: () => true,
    names: () => false,
    possible: () => null,
    look: (camera) => (eye = camera),
    zoomTo: () => {},
    give: (intent) => {
      if (intent.do === "select") selection = new Set(intent.ids);
      if (intent.do !== "hover") said.push(intent);
    },
    changed: () => {},
    request: () => {},
  });
  const at = (x: number, y: number) => ({ screen: { x, y }, mods, time: 0 });
  const down = (x: number, y: number): Raw => ({ is: "down", button: "main", ...at(x, y) });
  const move = (x: number, y: number, pressed = true): Raw => ({ is: "move", pressed, ...at(x, y) });
  const up = (x: number, y: number): Raw => ({ is: "up", ...at(x, y) });
  const frame = (...raws: Raw[]): void => {
    for (const raw of raws) hand.record(raw);
    hand.work();
  };
  return { hand, said, down, move, up, frame, eye: () => eye };
}

const orders = scene.node("orders")!.box;
const grip = { x: orders.x + 20, y: orders.y + 20 };

describe("the hand", () => {
  afterEach(() => vi.useRealTimers());

  it("does nothing before the frame, but what a release means goes out at once", () => {
    const { hand, said, down, move, up } = grasp();
    hand.record(down(grip.x, grip.y));
    hand.record(move(grip.x + 1, grip.y));
    expect([said, hand.state.doing]).toEqual([[], "nothing"]);
    hand.record(up(grip.x, grip.y));
    expect(said).toEqual([{ do: "select", ids: ["orders"] }]);
    hand.work();
    expect(said).toHaveLength(1);
  });

  it("keeps showing what was dropped where it was dropped, until the design answers", () => {
    vi.useFakeTimers();
    const { hand, down, move, up, frame } = grasp();
    frame(down(grip.x, grip.y), move(grip.x + 200, grip.y + 100));
    frame(up(grip.x + 200, grip.y + 100));
    expect(hand.state.doing).toBe("nothing");
    expect(hand.shown.doing).toBe("dragging");
    hand.check(scene);
    expect(hand.shown.doing).toBe("nothing");
  });

  it("lets it go back when there is no answer", () => {
    vi.useFakeTimers();
    const { hand, down, move, up, frame } = grasp();
    frame(down(grip.x, grip.y), move(grip.x + 200, grip.y + 100), up(grip.x + 200, grip.y + 100));
    expect(hand.shown.doing).toBe("dragging");
    vi.advanceTimersByTime(1000);
    expect(hand.shown.doing).toBe("nothing");
  });

  it("goes on dragging when the design changes elsewhere, and stops when the element is gone", () => {
    const { hand, down, move, frame } = grasp();
    frame(down(grip.x, grip.y), move(grip.x + 200, grip.y + 100));
    hand.check(new Scene({ ...webshop, nodes: [...webshop.nodes].reverse() }));
    expect(hand.state.doing).toBe("dragging");
    hand.check(new Scene({ ...webshop, nodes: webshop.nodes.filter((n) => n.id !== "orders") }));
    expect(hand.state.doing).toBe("nothing");
  });

  it("changes from one thing to place to another without ending", () => {
    const { hand, said } = grasp();
    hand.setTool({ tool: "place", what: "service", keep: false });
    hand.setTool({ tool: "place", what: "event", keep: false });
    expect(said).toEqual([]);
    expect(hand.state).toMatchObject({ doing: "placing", what: "event" });
  });

  it("does not place what was released outside the canvas", () => {
    const { hand, said, move, frame } = grasp();
    hand.carry("service");
    frame(move(600, 760));
    frame(move(610, 760, false));
    expect(said).toEqual([{ do: "placeEnd" }]);
    expect(hand.state.doing).toBe("nothing");
  });

  it("pans when something is carried to the border", () => {
    const { down, move, frame, eye, hand } = grasp();
    frame(down(grip.x, grip.y), move(grip.x, 400));
    frame(move(grip.x, 890));
    expect(eye().y).toBeGreaterThan(0);
    hand.cancel();
  });

  it("aims a connection from the keyboard", () => {
    const { hand, said } = grasp();
    hand.startLinking("orders.place");
    hand.aim("catalog.get");
    expect(hand.state).toMatchObject({ doing: "linking", target: { on: "row", id: "catalog.get" } });
    expect(hand.cancel()).toBe(true);
    expect(said.map((i) => i.do)).toEqual(["linkStart", "linkEnd"]);
    expect(hand.cancel()).toBe(false);
  });
});
