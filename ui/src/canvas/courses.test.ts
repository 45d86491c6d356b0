// Courses of whole drawings: over no card, beside one another, and steady under the hand.

import { describe, expect, it } from "vitest";
import { overlaps, type Rect } from "./geometry";
import type { Line } from "./line";
import { Scene } from "./scene";
import type { Sheet, SheetConnection, SheetNode } from "./sheet";
import { webshop } from "./webshop.fixture";

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

/** Cards with rows in columns and rows, thrown about a little, each calling some others. */
function sheetOf(seed: number, count = 24): Sheet {
  const pick = random(seed);
  const nodes: SheetNode[] = [];
  for (let i = 0; i < count; i += 1) {
    const rows = Array.from({ length: 1 + pick(4) }, (_, r) => ({ id: `s${i}.${r}`, kind: "operation" as const, verb: "GET", text: `/${r}` }));
    nodes.push({
      id: `s${i}`,
      kind: "service",
      name: `service ${i}`,
      domain: null,
      x: (i % 5) * 320 + pick(4) * 20,
      y: Math.floor(i / 5) * 260 + pick(3) * 20,
      rows,
    });
  }
  const connections: SheetConnection[] = [];
  for (let i = 0; i < count * 1.6; i += 1) {
    const [a, b] = [nodes[pick(count)]!, nodes[pick(count)]!];
    const to = pick(4) === 0 ? b.id : b.rows![pick(b.rows!.length)]!.id;
    if (a !== b) connections.push({ id: `c${i}`, kind: "call", from: a.rows![pick(a.rows!.length)]!.id, to });
  }
  return { nodes, domains: [], connections };
}

/** Each straight part as a thin box, shortened so that touching the border of its own card is no crossing. */
function parts(line: Line): Rect[] {
  const out: Rect[] = [];
  for (let i = 2; i < line.length; i += 2) {
    const [x0, y0, x1, y1] = [line[i - 2]!, line[i - 1]!, line[i]!, line[i + 1]!];
    out.push({ x: Math.min(x0, x1) + 0.5, y: Math.min(y0, y1) + 0.5, w: Math.max(0, Math.abs(x1 - x0) - 1), h: Math.max(0, Math.abs(y1 - y0) - 1) });
  }
  return out;
}

function crossings(scene: Scene): string[] {
  const found: string[] = [];
  for (const c of scene.connections) {
    for (const n of scene.nodes) {
      if (n.source.kind === "note") continue;
      const { x, y, w, h } = n.box;
      const inner = { x: x + 1, y: y + 1, w: w - 2, h: h - 2 };
      if (parts(c.line).some((part) => overlaps({ ...part, w: part.w + 0.01, h: part.h + 0.01 }, inner))) found.push(`${c.source.id} over ${n.source.id}`);
    }
  }
  return found;
}

/** Pairs of connections without a common port whose parts lie on one another for a while. */
function onOneAnother(scene: Scene): string[] {
  const found: string[] = [];
  const port = (c: Scene["connections"][number], end: "start" | "end"): string => `${c[end].node}/${c[end].row ?? ""}`;
  scene.connections.forEach((a, i) =>
    scene.connections.slice(i + 1).forEach((b) => {
      const ports = new Set([port(a, "start"), port(a, "end"), port(b, "start"), port(b, "end")]);
      if (ports.size < 4) return;
      for (const p of parts(a.line)) {
        for (const q of parts(b.line)) {
          const along = p.h === 0 && q.h === 0 && Math.abs(p.y - q.y) < 3 ? Math.min(p.x + p.w, q.x + q.w) - Math.max(p.x, q.x) : 0;
          const down = p.w === 0 && q.w === 0 && Math.abs(p.x - q.x) < 3 ? Math.min(p.y + p.h, q.y + q.h) - Math.max(p.y, q.y) : 0;
          if (along > 24 || down > 24) found.push(`${a.source.id} ${b.source.id}`);
        }
      }
    }),
  );
  return [...new Set(found)];
}

const sheets = Array.from({ length: 12 }, (_, i) => sheetOf(i * 911 + 3));

const turnsOf = (line: Line): string => {
  const out: string[] = [];
  for (let i = 2; i < line.length; i += 2) {
    // A step of a pixel is no turn one sees.
    if (Math.hypot(line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!) < 3) continue;
    out.push(Math.abs(line[i]! - line[i - 2]!) > Math.abs(line[i + 1]! - line[i - 1]!) ? (line[i]! > line[i - 2]! ? "r" : "l") : line[i + 1]! > line[i - 1]! ? "d" : "u");
  }
  return out.join("").replace(/(.)\1+/g, "$1");
};

describe("courses", () => {
  it("run over no card", () => {
    expect(crossings(new Scene(webshop))).toEqual([]);
    for (const sheet of sheets) expect(crossings(new Scene(sheet))).toEqual([]);
  });

  it("consist of level and upright parts, and begin and end at their cards", () => {
    for (const sheet of sheets) {
      const scene = new Scene(sheet);
      for (const c of scene.connections) {
        for (let i = 2; i < c.line.length; i += 2) expect(c.line[i] === c.line[i - 2] || c.line[i + 1] === c.line[i - 1]).toBe(true);
        const { box } = scene.nodes[c.start.node]!;
        const onBorder = [box.x, box.x + box.w].some((x) => Math.abs(x - c.line[0]!) < 0.5) || [box.y, box.y + box.h].some((y) => Math.abs(y - c.line[1]!) < 0.5);
        expect(onBorder).toBe(true);
      }
    }
  });

  it("lie beside one another, not on one another", () => {
    let pairs = 0;
    let covered = 0;
    for (const sheet of sheets) {
      const scene = new Scene(sheet);
      const n = scene.connections.length;
      pairs += (n * (n - 1)) / 2;
      covered += onOneAnother(scene).length;
    }
    // These drawings are fuller than any design; in a few places there is no room for another lane.
    expect(covered / pairs).toBeLessThan(0.02);
  });

  it("leave the titles of domains alone", () => {
    const domains = [{ id: "d", name: "A domain with a long name", hue: 0, parent: null, count: "1 service" }];
    const card = (id: string, x: number, y: number, domain: string | null): SheetNode => ({ id, kind: "service", name: id, domain, x, y, rows: [{ id: `${id}.r`, kind: "operation", verb: "GET", text: "/" }] });
    // Straight ahead the way leads over the title.
    const nodes = [card("a", 0, 0, null), card("b", 700, 0, null), card("inside", 320, 110, "d")];
    const scene = new Scene({ nodes, domains, connections: [{ id: "c", kind: "call", from: "a.r", to: "b.r" }] });
    const { frame } = scene.domain("d")!;
    const title = { x: frame.x + 2, y: frame.y - 21, w: 150, h: 14 };
    expect(parts(scene.connection("c")!.line).some((part) => overlaps({ ...part, w: part.w + 0.01, h: part.h + 0.01 }, title))).toBe(false);
  });

  it("keep their turns when a card moves by a pixel", () => {
    let all = 0;
    let flipped = 0;
    let strangers = 0;
    for (const sheet of sheets) {
      let scene = new Scene(sheet);
      const pick = random(17);
      for (let step = 0; step < 12; step += 1) {
        const id = `s${pick(sheet.nodes.length)}`;
        const dx = pick(3) - 1;
        const moved = { ...scene.sheet, nodes: scene.sheet.nodes.map((n) => (n.id === id ? { ...n, x: n.x + dx, y: n.y + 1 - Math.abs(dx) } : n)) };
        const next = new Scene(moved, scene);
        for (const c of next.connections) {
          const old = scene.connection(c.source.id)!;
          all += 1;
          if (turnsOf(old.line) === turnsOf(c.line)) continue;
          flipped += 1;
          const own = [c.start.node, c.end.node].some((n) => next.nodes[n]!.source.id === id);
          if (!own) strangers += 1;

        }
        scene = next;
      }
    }
    expect(all).toBeGreaterThan(5000);
    expect([flipped, strangers]).toEqual([0, 0]);
  });
});
