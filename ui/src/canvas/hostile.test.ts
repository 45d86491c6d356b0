// What nobody draws and somebody sends: it is drawn without stopping, and no text leaves its box.

import { describe, expect, it, vi } from "vitest";
import { fit, textWidth, wrap } from "./advances";
import { detailAt } from "./detail";
import { type Font } from "./advances";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import { Scene } from "./scene";
import type { Sheet, SheetConnection, SheetDomain, SheetNode } from "./sheet";
import { lightTheme } from "./theme";
import { SilentPainter } from "./silent-painter.fixture";

// A busy machine may take its time; a freeze takes for ever.
vi.setConfig({ testTimeout: 60_000 });

const long = "Überlänge".repeat(1200);
const names = [
  long,
  "🛒".repeat(2500),
  "خدمة الطلبات ".repeat(600),
  "ก็็็็็็็็็็".repeat(900),
  "<img src=x onerror=alert(1)>",
  "\u202Ereversed",
  "",
  " ",
];

const node = (id: string, x: number, y: number, more: Partial<SheetNode> = {}): SheetNode => ({
  id,
  kind: "service",
  name: id,
  domain: null,
  x,
  y,
  rows: [],
  ...more,
});

/** Remembers each text with how far it may reach. */
class Reach extends SilentPainter {
  readonly texts: { text: string; x: number; y: number; wide: number; align: string }[] = [];
  override text(text: string, x: number, y: number, font: Font, _colour: string, align = "left"): void {
    if (this.scale === 1) this.texts.push({ text, x, y, wide: textWidth(text, font), align });
  }
}

function painted(scene: Scene, zoom: number): Reach {
  const reach = new Reach();
  const look: Look = {
    theme: lightTheme,
    zoom,
    ratio: 1,
    detail: detailAt(zoom),
    lifted: new Set(),
    faint: new Set(),
    focus: null,
    names: true,
    grid: false,
    leastBundle: 1,
    loose: { between: false, inside: false },
    renaming: null,
  };
  paintScene(reach, scene, look, scene.bounds ?? { x: 0, y: 0, w: 1, h: 1 });
  return reach;
}

describe("hostile names", () => {
  it("cuts whatever it is to the room there is", () => {
    const font = { family: "sans", size: 13, weight: 600 } as const;
    for (const name of names) {
      for (const room of [0, 5, 40, 150]) {
        const cut = fit(name, font, room);
        expect(cut === "" || textWidth(cut, font) <= room, `${name.slice(0, 20)} in ${room}`).toBe(true);
      }
      const lines = wrap(name, { ...font, weight: 400 }, 120);
      expect(lines.length).toBeLessThan(2100);
      // A single letter may be wider than the room; anything longer is broken.
      for (const line of lines) expect(textWidth(line, font) <= 130 || [...line].length === 1).toBe(true);
      // No letter is cut in two.
      for (const line of lines) expect(/[\ud800-\udbff]$/.test(line)).toBe(false);
    }
  });

  it("draws no text beyond its card at any zoom", () => {
    const nodes = names.map((name, i) =>
      node(`s${i}`, i * 1000, 0, {
        name,
        subtitle: name,
        rows: [
          { id: `s${i}.a`, kind: "api", text: name },
          { id: `s${i}.o`, kind: "operation", verb: "GET", text: name },
          { id: `s${i}.d`, kind: "store", text: name },
        ],
      }),
    );
    const scene = new Scene({ nodes, domains: [], connections: [] });
    for (const zoom of [1, 0.5, 0.3]) {
      for (const { text, x, wide, align } of painted(scene, zoom).texts) {
        const card = scene.nodes.find((n) => x >= n.box.x && x <= n.box.x + n.box.w)!;
        const left = align === "left" ? x : align === "right" ? x - wide : x - wide / 2;
        expect(left + wide, `${text.slice(0, 20)} at ${zoom}`).toBeLessThanOrEqual(card.box.x + card.box.w + 1);
      }
    }
  });
});

describe("hostile shapes", () => {
  const five = Array.from({ length: 500 }, (_, i) => ({ id: `hub.o${i}`, kind: "operation" as const, verb: "GET", text: `/things/${i}` }));

  it("shows ten of five hundred operations, and all when opened", () => {
    const closed = new Scene({ nodes: [node("hub", 0, 0, { rows: five })], domains: [], connections: [] });
    expect(closed.nodes[0]!.box.h).toBeLessThan(400);
    expect(painted(closed, 1).texts.map(({ text }) => text)).toContain("490 more");
    const open = new Scene({ nodes: [node("hub", 0, 0, { rows: five, open: true })], domains: [], connections: [] });
    expect(open.nodes[0]!.box.h).toBeGreaterThan(500 * 24);
  });

  it("routes a thousand connections to one service, every one from port to port", () => {
    const others = Array.from({ length: 1000 }, (_, i) => node(`s${i}`, 400 + (i % 40) * 300, Math.floor(i / 40) * 200));
    const connections = others.map((o, i): SheetConnection => ({ id: `c${i}`, kind: "call", from: o.id, to: `hub.o${i % 500}` }));
    const scene = new Scene({ nodes: [node("hub", 0, 0, { rows: five }), ...others], domains: [], connections });
    while (scene.courses.unfinished) scene.refine(1000);
    expect(scene.connections.length).toBe(1000);
    for (const c of scene.connections) {
      expect(c.line.length).toBeGreaterThanOrEqual(4);
      expect(c.line.every(Number.isFinite)).toBe(true);
    }
    expect(scene.connectionsIn(scene.nodes[0]!.box).length).toBe(1000);
  });

  it("nests fifty domains, each around those inside it", () => {
    const domains = Array.from({ length: 50 }, (_, i): SheetDomain => ({ id: `d${i}`, name: long, hue: i % 8, parent: i === 0 ? null : `d${i - 1}`, count: "1 service" }));
    const scene = new Scene({ nodes: [node("s", 0, 0, { domain: "d49" })], domains, connections: [] });
    for (let i = 1; i < 50; i += 1) {
      const [outer, inner] = [scene.domain(`d${i - 1}`)!.frame, scene.domain(`d${i}`)!.frame];
      expect(inner.x > outer.x && inner.y > outer.y && inner.x + inner.w < outer.x + outer.w).toBe(true);
    }
    expect(painted(scene, 0.1).texts.length).toBeGreaterThan(0);
  });

  it("survives domains that stand in each other, and sizes and places at the edge of what may be", () => {
    const sheet: Sheet = {
      nodes: [
        node("far", 10_000_000, -10_000_000, { w: 0 }),
        node("near", -10_000_000, 10_000_000, { w: 1 }),
        node("note", 0, 0, { kind: "note", name: "", w: 0 }),
      ],
      domains: [
        { id: "a", name: "a", hue: 0, parent: "b", count: "", frame: { x: 0, y: 0, w: 0, h: 0 } },
        { id: "b", name: "b", hue: 1, parent: "a", count: "", frame: { x: 0, y: 0, w: 1, h: 1 } },
      ],
      connections: [{ id: "c", kind: "depend", from: "far", to: "near" }],
    };
    const scene = new Scene(sheet);
    const b = scene.bounds!;
    expect([b.x, b.y, b.w, b.h].every(Number.isFinite)).toBe(true);
    for (const zoom of [0.05, 0.3, 0.5, 1]) expect(() => painted(scene, zoom)).not.toThrow();
    expect(scene.nodes.every(({ box }) => box.w >= 120)).toBe(true);
  });
});
