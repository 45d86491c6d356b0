// What is drawn at which zoom, told by a painter that only takes notes.

import { describe, expect, it } from "vitest";
import { detailAt } from "./detail";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import { Scene } from "./scene";
import { lightTheme } from "./theme";
import { webshop } from "./webshop.fixture";
import { SilentPainter } from "./silent-painter.fixture";

/** A painter that only writes down what was drawn. */
class Notes extends SilentPainter {
  texts: string[] = [];
  icons: string[] = [];
  sizes: number[] = [];
  strokes = 0;
  faint = 0;
  override faded(alpha: number, draw: () => void): void {
    if (alpha < 0.5) this.faint += 1;
    draw();
  }
  override lines(): void {
    this.strokes += 1;
  }
  override text(text: string, _x: number, _y: number, font: { size: number }): void {
    this.texts.push(text);
    this.sizes.push(font.size * this.scale);
  }
  override icon(name: string): void {
    this.icons.push(name);
  }
}

const scene = new Scene(webshop);
const everywhere = { x: -200, y: -200, w: 1600, h: 1400 };

function painted(zoom: number, more: Partial<Look> = {}, of = scene): Notes {
  const notes = new Notes();
  const look: Look = {
    theme: lightTheme,
    zoom,
    ratio: 1,
    detail: detailAt(zoom),
    lifted: new Set(),
    focus: null,
    names: false,
    grid: true,
    leastBundle: 1,
    renaming: null,
    ...more,
  };
  paintScene(notes, of, look, everywhere);
  return notes;
}

describe("the resting picture", () => {
  it("says everything at 100 %", () => {
    const { texts } = painted(1);
    for (const text of [
      "orders",
      "Checkout team",
      "/orders/{id}",
      "OrderPlaced",
      "Sales",
      "3 services",
      "Foreign store",
    ]) {
      expect(texts).toContain(text);
    }
    expect(texts.filter((t) => t === "Cycle").length).toBe(1);
  });

  it("shows counts instead of rows from further away, and only names from there", () => {
    const summary = painted(0.5).texts;
    expect(summary).toContain("3 operations");
    expect(summary).not.toContain("/orders/{id}");
    const block = painted(0.25).texts;
    expect(block).toContain("orders");
    expect(block).not.toContain("3 operations");
  });

  it("never draws text below 7 px on screen", () => {
    for (const zoom of [1, 0.66, 0.5, 0.36, 0.3, 0.19, 0.1]) {
      const { sizes, texts } = painted(zoom);
      const small = texts.filter((_, i) => sizes[i]! * zoom < 6.9);
      expect([zoom, ...small]).toEqual([zoom]);
    }
  });

  it("leaves out what is lifted, with its connections", () => {
    const lifted = new Set([scene.node("orders")!.index]);
    const { texts } = painted(1, { lifted });
    expect(texts).not.toContain("Checkout team");
    expect(texts).not.toContain("Cycle");
    expect(texts).toContain("Browse team");
  });

  it("leaves out a name that is being typed", () => {
    expect(painted(1, { renaming: "inventory" }).texts).not.toContain("inventory");
    expect(painted(1, { renaming: "orders.get" }).texts.filter((t) => t === "/orders/{id}")).toEqual([]);
  });

  it("numbers the path of a finding and quiets the rest", () => {
    const steps = ["orders.place>inventory.reserve", "inventory.stock>orders.get"];
    const { texts, faint } = painted(1, { focus: { ids: new Set(["orders", "inventory", ...steps]), steps } });
    expect(texts).toContain("1");
    expect(texts).toContain("2");
    expect(texts).toContain("/orders/{id}");
    // Names stay, everything below them goes.
    expect(texts).toContain("shipping");
    expect(texts).not.toContain("/shipments");
    expect(faint).toBeGreaterThan(0);
  });

  it("quiets the rest from further away too, names and steps at a size that can be read", () => {
    const steps = ["orders.place>inventory.reserve", "inventory.stock>orders.get"];
    const focus = { ids: new Set(["orders", "inventory", ...steps]), steps };
    for (const zoom of [0.25, 0.1]) {
      const { texts, sizes, faint } = painted(zoom, { focus });
      expect(texts).toContain("1");
      expect(texts).toContain("2");
      expect([zoom, texts.filter((_, i) => sizes[i]! * zoom < 6.9)]).toEqual([zoom, []]);
      expect(faint).toBeGreaterThan(0);
    }
    expect(painted(0.25, { focus }).texts.some((text) => text.startsWith("ship"))).toBe(true);
  });

  it("names connections only when asked to", () => {
    expect(painted(1).texts).not.toContain("get_product");
    expect(painted(1, { names: true }).texts).toContain("get_product");
  });

  it("gathers connections between domains from far away", () => {
    const { texts, icons } = painted(0.1);
    expect(texts).toContain("Sales");
    expect(texts).not.toContain("orders");
    expect(icons).toContain("cycle");
  });

  it("numbers the pinned from far away, and nothing else", () => {
    const nodes = webshop.nodes.map((n) => (n.id === "orders" ? { ...n, pin: 4 } : n));
    const pinned = new Scene({ ...webshop, nodes });
    expect(painted(0.1, {}, pinned).texts).toContain("4");
    expect(painted(0.1).texts).not.toContain("4");
  });
});
