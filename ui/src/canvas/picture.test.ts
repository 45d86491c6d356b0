// The picture as SVG: whole, readable, and the same strokes as on the screen.

import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { elements } from "./elements.fixture";
import { paintScene } from "./paint-scene";
import type { Painter } from "./painter";
import { picture, type Wanted } from "./picture";
import { Scene } from "./scene";
import { emptySheet, type Sheet, type SheetNode } from "./sheet";
import { escaped, SvgPainter } from "./svg-painter";
import { darkTheme, lightTheme } from "./theme";
import { webshop } from "./webshop.fixture";

interface Read {
  names: string[];
  texts: string[];
  title: string;
  attributes: string[];
}

/** Fails where it is not XML. */
function read(svg: string): Read {
  const out: Read = { names: [], texts: [], title: "", attributes: [] };
  const parser = new SaxesParser({ xmlns: true });
  let inside = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    out.names.push(tag.name);
    inside = tag.name;
    if (tag.name === "text") out.texts.push("");
    for (const a of Object.values(tag.attributes)) out.attributes.push(a.value);
  });
  parser.on("closetag", () => (inside = ""));
  parser.on("text", (text) => {
    if (inside === "text") out.texts[out.texts.length - 1] += text;
    if (inside === "title") out.title += text;
  });
  parser.write(svg).close();
  return out;
}

const all: Wanted = { title: "Webshop", only: null, names: true };
const drawn = (sheet: Sheet, wanted: Partial<Wanted> = {}): Read => read(picture(sheet, lightTheme, { ...all, ...wanted })!.svg);

/** Writes down which calls a painter gets. */
class Calls {
  names: string[] = [];
  asPainter(): Painter {
    const inner = (name: string) => (...given: unknown[]) => {
      this.names.push(name);
      const draw = given.at(-1);
      if (typeof draw === "function") draw();
    };
    return new Proxy({} as Painter, { get: (_, name: string) => inner(name) });
  }
}

/** The elements that a call becomes; what has none only changes what lies in it. */
const elementOf: Record<string, readonly string[]> = {
  faded: [],
  clipped: ["clipPath", "rect", "g"],
  placed: ["g"],
  box: ["rect"],
  boxes: ["path"],
  ellipse: ["circle"],
  polygon: ["polygon"],
  lines: ["path"],
  path: ["path"],
  text: ["text"],
  icon: ["path"],
};

describe("the picture", () => {
  it("says every name as text", () => {
    const { texts, title } = drawn(webshop);
    expect(title).toBe("Webshop");
    for (const n of webshop.nodes) {
      if (n.kind === "note") continue;
      expect(texts).toContain(n.name);
      // What is too long for its card ends in dots, as on the screen.
      for (const { text } of n.rows ?? []) {
        expect(texts.some((t) => t === text || (t.endsWith("…") && text.startsWith(t.slice(0, -1))))).toBe(true);
      }
    }
    for (const d of webshop.domains) expect(texts).toContain(d.name);
    expect(texts).toContain("get_product");
    expect(texts).toContain("Foreign store");
  });

  it("is drawn by the same calls as the screen", () => {
    for (const sheet of [webshop, elements]) {
      const scene = new Scene(sheet);
      const area = { x: -2000, y: -2000, w: 6000, h: 6000 };
      const look = {
        theme: lightTheme,
        zoom: 1,
        ratio: 1,
        detail: "full",
        lifted: new Set<number>(),
        focus: null,
        names: true,
        grid: false,
        leastBundle: 1,
        renaming: null,
      } as const;
      const calls = new Calls();
      paintScene(calls.asPainter(), scene, look, area);
      const svg = new SvgPainter(lightTheme);
      paintScene(svg, scene, look, area);
      const expected = ["svg", "title", ...calls.names.flatMap((name) => elementOf[name]!)];
      // A drum's top is wider than high.
      const names = read(svg.document(area, "x")).names.map((name) => (name === "ellipse" ? "circle" : name));
      expect(calls.names).toContain("text");
      expect(names).toEqual(expected);
    }
  });

  it("is drawn from as far away as the room it has asks for, and says how to read that", () => {
    const near = drawn(webshop, { room: { w: 746, h: 976 } });
    expect(near).toEqual(drawn(webshop));
    expect(near.names).not.toContain("desc");
    const whole = picture(webshop, lightTheme, { ...all, room: { w: 120, h: 976 } })!;
    const far = read(whole.svg);
    expect(far.names).toContain("desc");
    expect(far.texts).toEqual(expect.arrayContaining(["Sales", "Fulfilment"]));
    expect(far.texts).not.toContain("orders");
    // Names of domains are as large on the page as on the screen.
    expect((13 / 120) * whole.width).toBeCloseTo(Number(/font-size="([\d.]+)"[^>]*>Sales</.exec(whole.svg)![1]), 0);
    // A part of it is what somebody wanted to see.
    const part = drawn(webshop, { only: ["orders"], room: { w: 20, h: 20 } });
    expect(part.texts).toContain("orders");
  });

  it("takes its colours from the theme", () => {
    expect(picture(webshop, darkTheme, all)!.svg).toContain(darkTheme.canvas);
    expect(picture(webshop, lightTheme, all)!.svg).not.toContain(darkTheme.canvas);
  });

  it("shows a part alone: its rows, what lies in it, what runs between", () => {
    const two = drawn(webshop, { only: ["orders.place", "inventory"] });
    expect(two.texts).toContain("orders");
    expect(two.texts).toContain("inventory");
    expect(two.texts).toContain("Cycle");
    expect(two.texts).not.toContain("catalog");
    expect(two.texts).not.toContain("Sales");
    const group = drawn(webshop, { only: ["domain.sales"] });
    expect(group.texts).toContain("Sales");
    expect(group.texts).toContain("catalog");
    expect(group.texts).not.toContain("Fulfilment");
    const line = drawn(webshop, { only: ["orders.place>catalog.get"] });
    expect(line.texts).toContain("get_product");
    expect(line.texts).toContain("catalog");
    expect(line.texts).not.toContain("inventory");
  });

  it("is as large as what it shows", () => {
    const whole = picture(webshop, lightTheme, all)!;
    const part = picture(webshop, lightTheme, { ...all, only: ["catalog"], margin: 10 })!;
    expect(part.width).toBeLessThan(whole.width);
    const box = new Scene(webshop).node("catalog")!.box;
    expect(part.width).toBeGreaterThanOrEqual(box.w + 20);
    expect(part.width).toBeLessThanOrEqual(box.w + 23);
  });

  it("is nothing where there is nothing", () => {
    expect(picture(emptySheet, lightTheme, all)).toBeNull();
    expect(picture(webshop, lightTheme, { ...all, only: ["gone"] })).toBeNull();
  });

  it("stays whole whatever a name says", () => {
    const names = [
      `</text><script>alert("1")</script>`,
      "a & b < c > d \" '",
      "\u0000\u0007\u001b[31m\ufffe\ud800x",
      "سلام ‮ abc",
      "👩‍👩‍👧‍👦 Ωμέγα Заказы",
      "x".repeat(10_000),
      "two  spaces ",
      "]]>",
    ];
    const nodes: SheetNode[] = names.map((name, i) => ({
      id: `n${i}`,
      kind: "service",
      name,
      subtitle: name,
      domain: "d",
      x: 0,
      y: i * 200,
      rows: [{ id: `r${i}`, kind: "operation", verb: "GET", text: name }],
    }));
    const sheet: Sheet = {
      nodes,
      domains: [{ id: "d", name: names[0]!, hue: 0, parent: null, count: names[1]! }],
      connections: [{ id: "c", kind: "call", from: "n0", to: "n3", label: names[0]! }],
    };
    const { names: tags, texts, title } = drawn(sheet, { title: names.join("") });
    expect(tags).not.toContain("script");
    expect(texts.some((t) => t.startsWith("a & b < c"))).toBe(true);
    expect(title.length).toBeLessThanOrEqual(200);
  });
});

describe("text in XML", () => {
  it("is escaped, and loses only what XML cannot say", () => {
    expect(escaped(`<a href="b">&`)).toBe("&lt;a href=&quot;b&quot;&gt;&amp;");
    expect(escaped("a\u0000b\u001bc\nd\te")).toBe("abc d e");
    expect(escaped("\ud800 😀 \udc00")).toBe("\ufffd 😀 \ufffd");
  });
});
