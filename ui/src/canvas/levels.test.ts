// What each level of detail shows, row by row, told by a painter that takes notes.

import { describe, expect, it } from "vitest";
import { detailAt } from "./detail";
import { bundled, overviewOf } from "./bundles";
import { blockOf } from "./draw-overview";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import type { Stroke } from "./painter";
import { Scene } from "./scene";
import type { Sheet, SheetConnection, SheetNode } from "./sheet";
import { lightTheme } from "./theme";
import { webshop } from "./webshop.fixture";
import { SilentPainter } from "./silent-painter.fixture";

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
  fill: string | null;
}

/** Writes down texts with their size, boxes, circles and lines, all in sheet px. */
class Notes extends SilentPainter {
  readonly texts: { text: string; size: number }[] = [];
  readonly boxed: Box[] = [];
  readonly circles: { x: number; y: number; fill: string | null }[] = [];
  readonly lined: Stroke[] = [];
  readonly icons: string[] = [];
  override box(x: number, y: number, w: number, h: number, _r: number, fill: string | null): void {
    this.boxed.push({ x, y, w, h, fill });
  }
  override boxes(flat: readonly number[], _r: number, fill: string): void {
    for (let i = 0; i < flat.length; i += 4) this.box(flat[i]!, flat[i + 1]!, flat[i + 2]!, flat[i + 3]!, 0, fill);
  }
  override ellipse(x: number, y: number, _rx: number, _ry: number, fill: string | null): void {
    this.circles.push({ x, y, fill });
  }
  override lines(_lines: unknown, _r: number, stroke: Stroke): void {
    this.lined.push(stroke);
  }
  override text(text: string, _x: number, _y: number, font: { size: number }): void {
    this.texts.push({ text, size: font.size * this.scale });
  }
  override icon(name: string): void {
    this.icons.push(name);
  }
}

function painted(scene: Scene, zoom: number, more: Partial<Look> = {}): Notes {
  const notes = new Notes();
  const look: Look = {
    theme: lightTheme,
    zoom,
    ratio: 1,
    detail: detailAt(zoom),
    lifted: new Set(),
    focus: null,
    names: false,
    grid: false,
    leastBundle: 1,
    renaming: null,
    ...more,
  };
  paintScene(notes, scene, look, { x: -4000, y: -4000, w: 20000, h: 20000 });
  return notes;
}

const shop = new Scene(webshop);
const words = (notes: Notes): string[] => notes.texts.map(({ text }) => text);

/** Two domains of `each` services, every one of the left calling one of the right; the first also the other way. */
function pair(each: number, cycle = false): Sheet {
  const nodes: SheetNode[] = [];
  const connections: SheetConnection[] = [];
  for (let i = 0; i < each; i += 1) {
    for (const [side, name] of ["left", "right"].entries()) {
      nodes.push({ id: `${name}${i}`, kind: "service", name: `${name}-${i}`, domain: name, x: side * 3000 + (i % 4) * 240, y: Math.floor(i / 4) * 160, heat: side === 0 ? 0 : 4 });
    }
    connections.push({ id: `c${i}`, kind: "call", from: `left${i}`, to: `right${i}`, ...(cycle && i === 0 ? { badge: { severity: "error", cycle: true } as const } : {}) });
  }
  const domains = ["left", "right"].map((id, i) => ({ id, name: id, hue: i, parent: null, count: `${each} services` }));
  return { nodes, domains, connections };
}

describe("65 % and up", () => {
  it("shows everything", () => {
    const notes = painted(shop, 0.65);
    expect(words(notes)).toEqual(expect.arrayContaining(["orders", "Checkout team", "Orders API", "POST", "/orders", "OrderPlaced", "3 services"]));
    expect(notes.texts.filter(({ text, size }) => text !== "" && size * 0.65 < 6.99)).toEqual([]);
  });
});

describe("35 to 65 %", () => {
  it("shows headers and row counts", () => {
    for (const zoom of [0.649, 0.5, 0.35]) {
      expect(words(painted(shop, zoom)), `${zoom}`).toContain("orders");
      expect(words(painted(shop, zoom)), `${zoom}`).not.toContain("/orders/{id}");
    }
    expect(words(painted(shop, 0.5))).toContain("3 operations");
  });

  it("merges the ports of a side into one", () => {
    const card = (id: string, x: number, y: number): SheetNode => ({ id, kind: "service", name: id, domain: null, x, y, rows: [1, 2, 3].map((i) => ({ id: `${id}.${i}`, kind: "operation", verb: "GET", text: `/${i}` })) });
    const calls = [1, 2, 3].map((i) => ({ id: `c${i}`, kind: "call" as const, from: `a.${i}`, to: `b.${i}` }));
    const scene = new Scene({ nodes: [card("a", 0, 0), card("b", 600, 0)], domains: [], connections: calls });
    const near = painted(scene, 1).circles.filter(({ fill }) => fill === lightTheme.call);
    expect(near).toHaveLength(6);
    const merged = painted(scene, 0.5).boxed.filter(({ fill }) => fill === lightTheme.call);
    expect(merged).toHaveLength(2);
    // From the highest line to the lowest.
    const ys = scene.connections.map((c) => c.line[1]!);
    expect(merged[0]!.y).toBeLessThanOrEqual(Math.min(...ys));
    expect(merged[0]!.y + merged[0]!.h).toBeGreaterThanOrEqual(Math.max(...ys));
    expect(painted(scene, 0.5).circles).toEqual([]);
  });

  it("labels connections for findings only", () => {
    const named = painted(shop, 0.5, { names: true });
    expect(words(named)).toContain("Cycle");
    const labels = webshop.connections.flatMap((c) => (c.label && !c.badge ? [c.label] : []));
    expect(words(named).filter((text) => labels.includes(text))).toEqual([]);
  });
});

describe("18 to 35 %", () => {
  it("shows blocks with names of at least 11 px on screen", () => {
    for (const zoom of [0.349, 0.25, 0.18]) {
      for (const { text, size } of painted(shop, zoom).texts) expect(size * zoom, text).toBeGreaterThanOrEqual(10.5);
      expect(words(painted(shop, zoom))).not.toContain("Cycle");
    }
    const names = painted(shop, 0.3).texts.filter(({ text }) => ["catalog", "orders", "inventory"].includes(text));
    expect(names.length).toBeGreaterThan(1);
    for (const { size } of names) expect(size * 0.3).toBeGreaterThanOrEqual(10.99);
  });
});

describe("under 18 %", () => {
  it("bundles what runs between two domains, √count wide and at most 8 px", () => {
    const widthOf = (each: number, zoom: number): number => {
      const bundle = painted(new Scene(pair(each)), zoom).lined.filter(({ colour }) => colour === lightTheme.line3);
      expect(bundle).toHaveLength(1);
      return bundle[0]!.width * zoom;
    };
    expect(widthOf(4, 0.1)).toBeCloseTo(2);
    expect(widthOf(16, 0.1)).toBeCloseTo(4);
    expect(widthOf(16, 0.05)).toBeCloseTo(4);
    expect(widthOf(100, 0.1)).toBeCloseTo(8);
  });

  it("bundles between what lies in a domain that holds all others, above its ground", () => {
    const sheet = pair(16);
    const inOne = { ...sheet, domains: [...sheet.domains.map((domain) => ({ ...domain, parent: "all" })), { id: "all", name: "All", hue: 0, parent: null, count: "" }] };
    const scene = new Scene(inOne);
    expect([...bundled(scene)].map(({ source }) => source.id)).toEqual(sheet.domains.map(({ id }) => id));
    expect(overviewOf(scene, 1).bundles.map(({ count }) => count)).toEqual([16]);
    expect(painted(scene, 0.1).lined.filter(({ colour }) => colour === lightTheme.line3)).toHaveLength(1);
  });

  it("counts the widest, and a cycle says so in words", () => {
    expect(words(painted(new Scene(pair(16)), 0.1))).toContain("16");
    const cycle = painted(new Scene(pair(16, true)), 0.1);
    expect(words(cycle)).toContain("Cycle");
    expect(cycle.lined.map(({ colour }) => colour)).toContain(lightTheme.error.ink);
  });

  it("shows services as blocks of 20 px that keep apart, filled higher with heat", () => {
    for (const zoom of [0.17, 0.1, 0.05]) {
      for (const node of shop.nodes.filter(({ source }) => source.kind === "service")) {
        const { w, h } = blockOf(node, zoom);
        expect(Math.max(w, h) * zoom).toBeLessThanOrEqual(20.01);
        expect(w, `${zoom}`).toBeLessThanOrEqual(Math.max(node.box.w, 10 / zoom));
        expect(h, `${zoom}`).toBeLessThanOrEqual(Math.max(node.box.h, 10 / zoom));
      }
    }
    const notes = painted(new Scene(pair(1)), 0.1);
    const [cold, hot] = [0, 4].map((step) => notes.boxed.find(({ fill }) => fill === lightTheme.heat[step])!);
    expect(cold!.h / hot!.h).toBeCloseTo(0.2);
  });

  it("writes no service's name", () => {
    expect(words(painted(shop, 0.17))).not.toContain("orders");
    expect(words(painted(shop, 0.17))).toEqual(expect.arrayContaining(["Sales", "Fulfilment"]));
  });
});

it("moves nothing from level to level", () => {
  const before = shop.nodes.map(({ box }) => ({ ...box }));
  for (const zoom of [1, 0.5, 0.25, 0.1]) painted(shop, zoom);
  expect(shop.nodes.map(({ box }) => box)).toEqual(before);
});
