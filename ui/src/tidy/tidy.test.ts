// Tidy on drawings: nothing overlaps, what is meant moves, and what is not stays.

import { describe, expect, test } from "vitest";
import { anatomyOf } from "../canvas/anatomy";
import { crowd } from "../canvas/crowd.fixture";
import { encloses, overlaps, type Rect } from "../canvas/geometry";
import { Scene } from "../canvas/scene";
import type { Sheet } from "../canvas/sheet";
import { webshop } from "../canvas/webshop.fixture";
import { Stopped, workersFor } from "./elk";
import { engineHere } from "./engine.fixture";
import { arranged, wrapped } from "./graph";
import { tidied, type Scope, type Tidied } from "./tidy";

const tidy = (sheet: Sheet, scope: Scope = "all", locked: readonly string[] = []) => tidied(sheet, scope, new Set(locked), engineHere());

const after = (sheet: Sheet, { nodes, domains }: Tidied): Sheet => ({
  ...sheet,
  nodes: sheet.nodes.map((n) => ({ ...n, ...nodes.get(n.id) })),
  domains: sheet.domains.map((d) => (domains.has(d.id) ? { ...d, frame: domains.get(d.id)! } : d)),
});

const boxes = (sheet: Sheet): Map<string, Rect> => new Map(sheet.nodes.map((n) => [n.id, { x: n.x, y: n.y, w: anatomyOf(n).w, h: anatomyOf(n).h }]));

/** Pairs of nodes that cover one another, and of domains that do and are not inside one another. */
function covering(sheet: Sheet): string[] {
  const found: string[] = [];
  const all = [...boxes(sheet)];
  all.forEach(([a, box], i) => all.slice(i + 1).forEach(([b, other]) => overlaps(box, other) && found.push(`${a} ${b}`)));
  const scene = new Scene(sheet);
  scene.domains.forEach((d, i) =>
    scene.domains.slice(i + 1).forEach((e) => {
      const inside = scene.family(d.source.id).has(e.source.id) || scene.family(e.source.id).has(d.source.id);
      if (!inside && overlaps(d.frame, e.frame)) found.push(`${d.source.id} ${e.source.id}`);
    }),
  );
  for (const n of scene.nodes) {
    for (const d of scene.domains) {
      if (overlaps(n.box, d.frame) && !encloses(d.frame, n.box)) found.push(`${n.source.id} across ${d.source.id}`);
      const mine = n.source.domain !== null && scene.family(d.source.id).has(n.source.domain);
      if (!mine && encloses(d.frame, n.box)) found.push(`${n.source.id} in ${d.source.id}`);
    }
  }
  return found;
}

/** Nine domains in three, thrown on one heap. */
function nested(): Sheet {
  const flat = crowd(9, 5, 1.6);
  const tops = ["north", "south", "east"].map((id, hue) => ({ id, name: id, hue, parent: null, count: "" }));
  return {
    connections: flat.connections,
    domains: [...tops, ...flat.domains.map((d, i) => ({ ...d, parent: tops[i % 3]!.id }))],
    nodes: flat.nodes.map((n, i) => ({ ...n, x: (i * 37) % 500, y: (i * 91) % 700 })),
  };
}

describe("everything", () => {
  test("the web shop covers nothing and reads from left to right", async () => {
    const sheet = after(webshop, await tidy(webshop));
    expect(covering(sheet)).toEqual([]);
    const at = boxes(sheet);
    const calls = sheet.connections.filter((c) => c.kind === "call" && at.has(c.from) && at.has(c.to));
    for (const c of calls) expect(at.get(c.from)!.x).toBeLessThan(at.get(c.to)!.x);
  });

  test("a heap of nested domains comes apart, and is no strip", async () => {
    const sheet = after(nested(), await tidy(nested()));
    expect(covering(sheet)).toEqual([]);
    const { w, h } = new Scene(sheet).bounds!;
    expect(w / h).toBeLessThan(4);
    expect(h / w).toBeLessThan(4);
  });

  test("each container is one graph of its own", async () => {
    const engine = engineHere();
    await tidied(nested(), "all", new Set(), engine);
    // Nine domains, three around them, and the sheet.
    expect(engine.asked).toBeLessThanOrEqual(13);
  });

  test("the same drawing gives the same places", async () => {
    expect(await tidy(nested())).toEqual(await tidy(nested()));
  });

  test("which answer comes first does not count", async () => {
    const engine = engineHere();
    const { layout } = engine;
    let asked = 0;
    // The first of every two waits for the second.
    let release = () => {};
    engine.layout = async (graph) => {
      const answer = await layout(graph);
      asked += 1;
      if (asked % 2 === 0) release();
      else await Promise.race([new Promise<void>((done) => (release = done)), new Promise((done) => setTimeout(done, 50))]);
      return answer;
    };
    expect(await tidied(nested(), "all", new Set(), engine)).toEqual(await tidy(nested()));
  });

  test("of many containers a few small ones come first, then those with most in them", async () => {
    const engine = engineHere(24);
    const { layout } = engine;
    const asked: number[] = [];
    engine.layout = (graph) => {
      asked.push(graph.children!.length);
      return layout(graph);
    };
    await expect(tidied(crowd(24, 8), "all", new Set(), engine)).rejects.toBeInstanceOf(Stopped);
    const inner = asked.slice(0, 24);
    const bySize = [...inner].sort((a, b) => a - b);
    expect(inner.slice(0, 6)).toEqual(bySize.slice(0, 6));
    expect(inner.slice(6)).toEqual(bySize.slice(6).reverse());
  });

  test("domains that are all connected by many lines are tried once, and without courses", async () => {
    const engine = engineHere();
    const { layout } = engine;
    const asked: Parameters<typeof layout>[0][] = [];
    engine.layout = (graph) => {
      asked.push(graph);
      return layout(graph);
    };
    const sheet = crowd(6, 12);
    await tidied(sheet, "all", new Set(), engine);
    const outmost = asked.at(-1)!;
    expect(outmost.children).toHaveLength(6);
    expect(outmost.children!.every(({ ports }) => ports === undefined)).toBe(true);
    expect(outmost.layoutOptions).toMatchObject({ "elk.edgeRouting": "POLYLINE", "elk.layered.thoroughness": "1" });
    // The web shop is small enough for every line to be at its height.
    await tidied(webshop, "all", new Set(), engine);
    expect(asked.at(-1)!.layoutOptions).toMatchObject({ "elk.edgeRouting": "ORTHOGONAL", "elk.layered.thoroughness": "7" });
  });

  test("what is tidied again stays", async () => {
    const once = after(webshop, await tidy(webshop));
    const twice = after(once, await tidy(once));
    expect(twice.nodes).toEqual(once.nodes);
  });

  test("the count goes up to the end", async () => {
    const told: [number, number][] = [];
    await tidied(nested(), "all", new Set(), engineHere(), (done, of) => void told.push([done, of]));
    expect(told[0]![0]).toBe(0);
    expect(told.at(-1)![0]).toBe(told.at(-1)![1]);
    expect(told.every(([done], i) => i === 0 || done >= told[i - 1]![0])).toBe(true);
  });

  test("stopping ends it without an answer", async () => {
    await expect(tidied(nested(), "all", new Set(), engineHere(3))).rejects.toBeInstanceOf(Stopped);
  });
});

describe("some", () => {
  test("a domain alone: nothing outside it moves, and it covers nothing", async () => {
    const start = after(nested(), await tidy(nested()));
    const mess = { ...start, nodes: start.nodes.map((n) => (n.domain === "d3" ? { ...n, x: n.x - 10, y: n.y + 30 } : n)) };
    const result = await tidy(mess, new Set(["d3"]));
    const mine = new Set(mess.nodes.filter((n) => n.domain === "d3").map((n) => n.id));
    expect([...result.nodes.keys()].every((id) => mine.has(id))).toBe(true);
    expect([...result.domains.keys()]).toEqual(["d3"]);
    expect(covering(after(mess, result)).filter((pair) => !/north|south|east/.test(pair))).toEqual([]);
  });

  test("a few nodes: only they move, not over others", async () => {
    const start = after(webshop, await tidy(webshop));
    const some = start.nodes.filter((n) => n.domain !== null).slice(0, 3).map((n) => n.id);
    const heap = { ...start, nodes: start.nodes.map((n) => (some.includes(n.id) ? { ...n, x: start.nodes[4]!.x, y: start.nodes[4]!.y } : n)) };
    const result = await tidy(heap, new Set(some));
    expect(new Set(result.nodes.keys())).toEqual(new Set(some));
    expect(result.domains.size).toBe(0);
    const at = boxes(after(heap, result));
    const pairs = some.flatMap((a) => [...at].filter(([b, box]) => b !== a && overlaps(box, at.get(a)!)).map(([b]) => `${a} ${b}`));
    expect(pairs).toEqual([]);
  });
});

describe("locked", () => {
  test("a locked node stays, and its domains with it; the rest finds room around", async () => {
    const start = after(nested(), await tidy(nested()));
    const one = start.nodes.find((n) => n.domain === "d4")!;
    const result = await tidy(start, "all", [one.id]);
    expect(result.nodes.has(one.id)).toBe(false);
    // Its domain and the one around that cannot go without it.
    expect(result.domains.has("d4")).toBe(false);
    const at = boxes(after(start, result));
    const over = [...at].filter(([id, box]) => id !== one.id && overlaps(box, at.get(one.id)!));
    expect(over).toEqual([]);
    expect(result.nodes.size).toBeGreaterThan(start.nodes.length / 2);
  });

  test("a locked domain stays with everything in it", async () => {
    const start = after(nested(), await tidy(nested()));
    const result = await tidy(start, "all", ["d4"]);
    for (const n of start.nodes) if (n.domain === "d4") expect(result.nodes.has(n.id)).toBe(false);
  });
});

describe("hostile drawings", () => {
  test("parents in a circle, ends that lead nowhere, a domain with nothing in it", async () => {
    const sheet: Sheet = {
      nodes: [{ id: "a", kind: "service", name: "a", domain: "x", x: 0, y: 0 }],
      domains: [
        { id: "x", name: "x", hue: 0, parent: "y", count: "" },
        { id: "y", name: "y", hue: 1, parent: "x", count: "" },
        { id: "empty", name: "e", hue: 2, parent: null, count: "" },
      ],
      connections: [{ id: "c", kind: "call", from: "a", to: "gone" }],
    };
    await expect(tidy(sheet)).resolves.toBeDefined();
  });

  test("nothing at all", async () => {
    expect((await tidy({ nodes: [], domains: [], connections: [] })).nodes.size).toBe(0);
  });
});

test("a dozen large domains that are all connected are placed", async () => {
  const items = Array.from({ length: 12 }, (_, i) => ({ id: `d${i}`, w: 9000 + i * 100, h: 6000 + ((i * 777) % 3000) }));
  const pairs = items.flatMap(({ id }) => items.filter((other) => other.id !== id).map((other) => ({ from: id, to: other.id })));
  // Many more connections than can be told each at its height.
  const links = [100, 200, 300, 400].flatMap((y) => pairs.map((pair) => ({ ...pair, fromY: y, toY: y })));
  const placed = await arranged(items, links, engineHere());
  const over = placed.flatMap((p, i) => placed.slice(i + 1).filter((q) => overlaps(p, q)));
  expect(over).toEqual([]);
});

test("a strip is broken into rows, in order", () => {
  const strip = Array.from({ length: 24 }, (_, i) => ({ id: `n${i}`, w: 196, h: 120, x: i * 280, y: 0 }));
  const rows = wrapped(strip);
  const right = Math.max(...rows.map((p) => p.x + p.w));
  const bottom = Math.max(...rows.map((p) => p.y + p.h));
  expect(right / bottom).toBeLessThan(3);
  const inOrder = [...rows].sort((a, b) => a.y - b.y || a.x - b.x).map((p) => p.id);
  expect(inOrder).toEqual(strip.map((p) => p.id));
});

test("rows of a broken strip stand on whole px, whatever the engine said", () => {
  const strip = Array.from({ length: 24 }, (_, i) => ({ id: `n${i}`, w: 196, h: 120 + (i % 3), x: i * 280.25, y: (i % 4) * 0.5 }));
  for (const { x, y } of wrapped(strip)) expect([Number.isInteger(x), Number.isInteger(y)]).toEqual([true, true]);
});

test("many connections do not blow a container up", async () => {
  let seed = 5;
  const random = (most: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * most);
  };
  const items = Array.from({ length: 70 }, (_, i) => ({ id: `n${i}`, w: 196, h: 120 + 24 * random(5) }));
  const links = Array.from({ length: 190 }, () => ({ from: `n${random(70)}`, to: `n${random(70)}`, fromY: 60, toY: 60 })).filter(({ from, to }) => from !== to);
  const placed = await arranged(items, links, engineHere());
  const overlapping = placed.flatMap((p, i) => placed.slice(i + 1).filter((q) => overlaps(p, q)));
  expect(overlapping).toEqual([]);
  const [wide, high] = [Math.max(...placed.map((p) => p.x + p.w)), Math.max(...placed.map((p) => p.y + p.h))];
  // At a zoom that shows all of it in a window, names of services can still be made out as blocks.
  expect(wide * high).toBeLessThan(15 * items.reduce((sum, { w, h }) => sum + w * h, 0));
});

test("the window keeps a core where there are more than two", () => {
  expect([1, 2, 3, 4, 16].map(workersFor)).toEqual([2, 2, 2, 3, 4]);
});
