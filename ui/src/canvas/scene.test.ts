// The courses of a whole drawing.

import { describe, expect, it } from "vitest";
import { crowd } from "./crowd.fixture";
import { inflate } from "./geometry";
import type { Line } from "./line";
import { Scene } from "./scene";
import type { Sheet, SheetNode } from "./sheet";
import { webshop } from "./webshop.fixture";

/** Nodes a course runs through, its own two included. */
function crossed(scene: Scene, line: Line): string[] {
  const out: string[] = [];
  for (const node of scene.nodes) {
    if (node.source.kind === "note") continue;
    const box = inflate(node.box, -0.5);
    for (let i = 2; i < line.length; i += 2) {
      const x0 = Math.min(line[i]!, line[i - 2]!);
      const x1 = Math.max(line[i]!, line[i - 2]!);
      const y0 = Math.min(line[i + 1]!, line[i - 1]!);
      const y1 = Math.max(line[i + 1]!, line[i - 1]!);
      if (x0 < box.x + box.w && x1 > box.x && y0 < box.y + box.h && y1 > box.y) out.push(node.source.id);
    }
  }
  return out;
}

const moved = (sheet: Sheet, id: string, dx: number, dy: number): Sheet => ({
  ...sheet,
  nodes: sheet.nodes.map((n): SheetNode => (n.id === id ? { ...n, x: n.x + dx, y: n.y + dy } : n)),
});

const shape = (line: Line): string => {
  let turns = "";
  for (let i = 2; i < line.length; i += 2) {
    turns += line[i]! > line[i - 2]! ? "r" : line[i]! < line[i - 2]! ? "l" : line[i + 1]! > line[i - 1]! ? "d" : "u";
  }
  return turns;
};

describe("courses of the webshop", () => {
  const scene = new Scene(webshop);

  it("exist for every connection and have only straight parts", () => {
    expect(scene.connections.length).toBe(webshop.connections.length);
    for (const { line } of scene.connections) {
      expect(line.length).toBeGreaterThanOrEqual(4);
      for (let i = 2; i < line.length; i += 2) {
        expect(line[i] === line[i - 2] || line[i + 1] === line[i - 1]).toBe(true);
      }
    }
  });

  it("run through no node", () => {
    for (const c of scene.connections) expect([c.source.id, ...crossed(scene, c.line)]).toEqual([c.source.id]);
  });

  it("start and end at the ports of their rows", () => {
    const call = scene.connection("orders.place>inventory.reserve")!;
    const orders = scene.node("orders")!;
    const inventory = scene.node("inventory")!;
    const y = (node: typeof orders, row: string): number => node.box.y + node.anatomy.rowMiddle.get(row)!;
    expect(call.line.slice(0, 2)).toEqual([orders.box.x + orders.box.w, y(orders, "orders.place")]);
    expect(call.line.slice(-2)).toEqual([inventory.box.x, y(inventory, "inventory.reserve")]);
  });

  it("draw a subscription from the event to who listens", () => {
    const sub = scene.connection("sub1")!;
    expect(sub.reversed).toBe(true);
    expect(scene.nodes[sub.start.node]!.source.id).toBe("orders");
    expect(scene.nodes[sub.end.node]!.source.id).toBe("shipping");
  });

  it("are straight where a whole node can be met in line", () => {
    expect(scene.connection("sub1")!.line.length).toBe(4);
    expect(scene.connection("use1")!.line.length).toBe(4);
  });

  it("share a trunk when they leave one port", () => {
    const upright = (id: string): number => scene.connection(id)!.line[2]!;
    expect(upright("orders.place>catalog.get")).toBe(upright("orders.place>customers.get"));
    expect(upright("orders.place>catalog.get")).toBe(upright("orders.place>payments.authorise"));
  });

  it("keep lanes apart and in the order that does not cross", () => {
    const there = scene.connection("orders.place>inventory.reserve")!.line[2]!;
    const back = scene.connection("inventory.stock>orders.get")!.line[2]!;
    expect(back - there).toBeGreaterThanOrEqual(10);
  });

  it("keep their shape when a node moves a little", () => {
    for (const [dx, dy] of [
      [4, 0],
      [0, 4],
      [-6, 6],
      [10, -10],
    ] as const) {
      const after = new Scene(moved(webshop, "orders", dx, dy), scene);
      for (const c of scene.connections) {
        // Lines that were straight may bend; everything else stays as it was.
        if (c.line.length === 4) continue;
        expect([c.source.id, shape(after.connection(c.source.id)!.line)]).toEqual([c.source.id, shape(c.line)]);
      }
    }
  });

  it("come out the same with and without a scene before", () => {
    const sheet = moved(webshop, "payments", 40, 20);
    const taken = new Scene(sheet, scene);
    const fresh = new Scene(sheet);
    for (const c of fresh.connections) expect(taken.connection(c.source.id)!.line).toEqual(c.line);
  });

  it("go through the corners the architect placed", () => {
    const points = [{ x: 620, y: 300 }];
    const sheet = {
      ...webshop,
      connections: webshop.connections.map((c) => (c.id === "orders.place>inventory.reserve" ? { ...c, points } : c)),
    };
    const { line } = new Scene(sheet).connection("orders.place>inventory.reserve")!;
    expect(line.join()).toContain("620,300");
  });
});

describe("a scene", () => {
  it("says a badge once where two neighbours say the same", () => {
    const scene = new Scene(webshop);
    const cycles = scene.connections.filter((c) => c.source.badge?.text === "Cycle");
    expect(cycles.map((c) => c.quiet)).toEqual([false, true]);
  });

  it("lets a badge without words be told by its neighbour", () => {
    const wordless = (c: Sheet["connections"][number]) =>
      c.badge?.cycle ? { ...c, badge: { severity: c.badge.severity, cycle: true } } : c;
    const last = webshop.connections.filter((c) => c.badge?.cycle).at(-1)!;
    const connections = webshop.connections.map((c) => (c === last ? wordless(c) : c));
    const cycles = new Scene({ ...webshop, connections }).connections.filter((c) => c.source.badge?.cycle);
    expect(cycles.map((c) => c.quiet)).toEqual([false, true]);
  });

  it("leaves out half connections and those inside one card", () => {
    const sheet: Sheet = {
      ...webshop,
      connections: [
        { id: "half", kind: "call", from: "orders.place", to: "nothing" },
        { id: "own", kind: "publish", from: "orders.place", to: "orders.OrderPlaced" },
      ],
    };
    expect(new Scene(sheet).connections).toEqual([]);
  });

  it("finds the innermost domain", () => {
    const scene = new Scene(webshop);
    expect(scene.domainAt({ x: 300, y: 300 })?.source.id).toBe("domain.sales");
    expect(scene.domainAt({ x: -300, y: 300 })).toBeNull();
  });

  it("may be empty", () => {
    const scene = new Scene({ nodes: [], domains: [], connections: [] });
    expect(scene.bounds).toBeNull();
    expect(scene.nodesIn({ x: 0, y: 0, w: 1, h: 1 })).toEqual([]);
  });

  it("sketches a very large drawing and betters it in slices", () => {
    const scene = new Scene(crowd(6, 40, 4));
    expect(scene.connections.length).toBeGreaterThan(700);
    expect(scene.courses.unfinished).toBe(true);
    for (let i = 0; i < 500 && scene.courses.unfinished; i += 1) scene.refine(50);
    expect(scene.courses.unfinished).toBe(false);
    const through = scene.connections.filter((c) => crossed(scene, c.line).length > 0);
    expect(through.length / scene.connections.length).toBeLessThan(0.02);
  });

  it("is told from another where very many of the same elements stand elsewhere, and from nothing else", () => {
    const sheet = crowd(14, 60, 2);
    const scene = new Scene(sheet);
    const shifted = (most: number): Sheet => ({ ...sheet, nodes: sheet.nodes.map((n, i): SheetNode => (i < most ? { ...n, x: n.x + 20 } : n)) });
    expect(sheet.nodes.length).toBeGreaterThan(700);
    expect([scene.movesMuch(shifted(sheet.nodes.length)), scene.movesMuch(shifted(500)), scene.movesMuch(sheet)]).toEqual([true, false, false]);
    const tinted = { ...sheet, nodes: sheet.nodes.map((n): SheetNode => ({ ...n, heat: 2 })) };
    const others = { ...sheet, nodes: shifted(sheet.nodes.length).nodes.map((n): SheetNode => ({ ...n, id: `${n.id}'` })) };
    expect([scene.movesMuch(tinted), scene.movesMuch(others)]).toEqual([false, false]);
  });
});
