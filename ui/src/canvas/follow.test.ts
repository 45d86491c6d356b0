// A scene made from the one before says the same as one that is built anew, whatever was edited.

import { describe, expect, it } from "vitest";
import { crowd } from "./crowd.fixture";
import { contains, type Rect } from "./geometry";
import { Scene } from "./scene";
import type { Badge, Sheet, SheetConnection, SheetDomain, SheetNode } from "./sheet";
import { webshop } from "./webshop.fixture";

type Below = (n: number) => number;

function dice(seed: number): Below {
  let state = seed;
  return (n) => (state = (state * 48271) % 2147483647) % n;
}

const badges: readonly Badge[] = [
  { severity: "error", text: "Cycle", cycle: true },
  { severity: "warning", text: "Foreign store" },
  { severity: "warning" },
  { severity: "waived" },
];

/** The sheet after an edit; unchanged objects stay the same objects. */
function edited(sheet: Sheet, below: Below, n: number): Sheet {
  const { nodes, domains, connections } = sheet;
  const put = <T>(all: readonly T[], at: number, one: T | null, more = 1): T[] => [...all.slice(0, at), ...(one === null ? [] : [one]), ...all.slice(at + more)];
  const i = below(nodes.length);
  const node = nodes[i]!;
  const k = below(connections.length);
  const line = connections[k]!;
  const someEnd = (): string => {
    const { id, rows } = nodes[below(nodes.length)]!;
    return rows?.length && below(4) > 0 ? rows[below(rows.length)]!.id : id;
  };
  const change = (more: Partial<SheetNode>): Sheet => ({ ...sheet, nodes: put(nodes, i, { ...node, ...more }) });
  const rewrite = (more: Partial<SheetConnection>): Sheet => ({ ...sheet, connections: put(connections, k, { ...line, ...more }) });
  switch (below(15)) {
    case 0:
      return change({ x: node.x + below(300) - 150, y: node.y + below(300) - 150 });
    case 1:
      return change({ name: `renamed ${n}` });
    case 2: {
      const born: SheetNode = { ...node, id: `new${n}`, x: node.x + 130, y: node.y + 90, rows: [{ id: `new${n}.o`, kind: "operation", text: "/new" }] };
      return { ...sheet, nodes: put(nodes, i, born, 0) };
    }
    case 3:
      return { ...sheet, nodes: put(nodes, i, null) };
    case 4:
    case 5:
      return { ...sheet, connections: put(connections, k, { id: `line${n}`, kind: below(3) === 0 ? "subscribe" : "call", from: someEnd(), to: someEnd() }, 0) };
    case 6:
      return { ...sheet, connections: put(connections, k, null) };
    case 7:
      return rewrite({ to: someEnd() });
    case 8: {
      const { badge: _, ...plain } = line;
      return { ...sheet, connections: put(connections, k, below(3) === 0 ? plain : { ...line, badge: badges[below(badges.length)]! }) };
    }
    case 9:
      return rewrite({ points: [{ x: node.x - 40, y: node.y - 40 }], label: "labelled" });
    case 10: {
      const rows = [...(node.rows ?? [])];
      if (below(2) === 0) rows.splice(below(rows.length + 1), 0, { id: `row${n}`, kind: "operation", text: "/row" });
      else rows.splice(below(rows.length + 1), 1);
      return change({ rows });
    }
    case 11:
      return change({ domain: domains.length > 0 && below(4) > 0 ? domains[below(domains.length)]!.id : null });
    case 12: {
      if (domains.length === 0) return sheet;
      const d = below(domains.length);
      const domain: SheetDomain = { ...domains[d]!, name: `domain ${n}` };
      return { ...sheet, domains: put(domains, d, below(3) === 0 ? null : domain) };
    }
    case 13:
      // A whole neighbourhood moves.
      return { ...sheet, nodes: nodes.map((other) => (other.domain === node.domain ? { ...other, x: other.x + 60 } : other)) };
    default: {
      const badged = connections.map((c) => (below(12) === 0 ? { ...c, badge: badges[below(badges.length)]! } : c));
      return { ...sheet, connections: badged };
    }
  }
}

/** Everything a scene answers. */
function told(scene: Scene, below: Below, withLabels: boolean) {
  const areas = Array.from({ length: 4 }, (): Rect => ({ x: below(3000) - 300, y: below(3000) - 300, w: below(900), h: below(900) }));
  return {
    nodes: scene.nodes.map(({ source, index, box, anatomy, connections, used, usedBy }) => ({ source, index, box, anatomy, connections, used, usedBy })),
    domains: scene.domains.map(({ source, frame, depth }) => ({ source, frame, depth })),
    connections: scene.connections.map(({ source, index, start, end, reversed, line }) => ({ source, index, start, end, reversed, line })),
    words: withLabels ? scene.connections.map((c) => [c.source.id, c.label, c.quiet]) : [],
    bounds: scene.bounds,
    found: areas.map((r) => [scene.nodesIn(r), scene.connectionsIn(r)]),
    by: scene.nodes.map(({ source }) => [scene.node(source.id)?.index, ...(source.rows ?? []).map((row) => scene.homeOf(row.id)?.index)]),
    lines: scene.connections.map(({ source }) => scene.connection(source.id)?.index),
    groups: scene.domains.map(({ source }) => scene.domain(source.id)?.frame),
    unfinished: scene.courses.unfinished,
  };
}

const refined = (scene: Scene): Scene => {
  while (scene.courses.unfinished) scene.refine(10_000);
  return scene;
};

/** Whether everything that differs lies in what the later scene says has changed. */
function covered(before: ReturnType<typeof told>, scene: Scene): string[] {
  const places = scene.changes();
  if (!places) return [];
  const covers = (x: number, y: number) => places.some((r) => contains(r, { x, y }));
  const missed: string[] = [];
  const old = new Map(before.nodes.map((n) => [n.source.id, n]));
  for (const { source, box } of scene.nodes) {
    const was = old.get(source.id);
    if (was?.source !== source && !covers(box.x, box.y)) missed.push(source.id);
    if (was && was.source !== source && !covers(was.box.x, was.box.y)) missed.push(`${source.id} before`);
  }
  const lines = new Map(before.connections.map((c) => [c.source.id, c]));
  for (const c of scene.connections) {
    const was = lines.get(c.source.id);
    if (was && was.source === c.source && was.line.join() === c.line.join()) continue;
    for (let i = 0; i < c.line.length; i += 2) if (!covers(c.line[i]!, c.line[i + 1]!)) missed.push(c.source.id);
    for (let i = 0; was && i < was.line.length; i += 2) if (!covers(was.line[i]!, was.line[i + 1]!)) missed.push(`${c.source.id} before`);
  }
  for (const [id, at, quiet] of before.words as [string, { x: number; y: number }, boolean][]) {
    const c = scene.connection(id);
    if (!c?.source.badge) continue;
    if (c.quiet !== quiet && !(covers(at.x, at.y) && covers(c.label.x, c.label.y))) missed.push(`words of ${id}`);
  }
  return missed;
}

/** Without lines that cannot be drawn, as the app gives it. */
function drawable(sheet: Sheet): Sheet {
  const homes = new Map(sheet.nodes.flatMap((node) => [node.id, ...(node.rows ?? []).map(({ id }) => id)].map((id) => [id, node.id])));
  const connections = sheet.connections.filter(({ from, to }) => homes.has(from) && homes.has(to) && homes.get(from) !== homes.get(to));
  return connections.length === sheet.connections.length ? sheet : { ...sheet, connections };
}

const copied = <T>(of: T): T => structuredClone(of);

function follows(name: string, sheet: Sheet, seeds: readonly number[], edits: number, each = 1, shown = (made: Sheet): Sheet => made): void {
  it.each(seeds)(`${name}, seed %i`, (seed) => {
    const below = dice(seed);
    let now = shown(sheet);
    const first = seed % 3 === 0 ? (scene: Scene) => scene : refined;
    let patched = first(new Scene(now));
    let built = first(new Scene(now));
    const past: Sheet[] = [];
    for (let n = 1; n <= edits; n += 1) {
      past.push(now);
      // Undo goes back to a sheet that was there, as do several steps at once.
      now = below(9) === 0 ? past[Math.max(0, past.length - 1 - below(4))]! : shown(edited(now, below, n));
      const withLabels = seed % 2 === 0;
      const before = n % each === 0 ? copied(told(patched, dice(n), withLabels)) : null;
      const sources = before && { nodes: patched.nodes.map((one) => one.source), lines: patched.connections.map((one) => one.source) };
      patched = patched.after(now);
      built = new Scene(now, built);
      if (before && sources) {
        before.nodes.forEach((one, i) => (one.source = sources.nodes[i]!));
        before.connections.forEach((one, i) => (one.source = sources.lines[i]!));
        expect(covered(before, patched), `edit ${n}`).toEqual([]);
        expect(told(patched, dice(n), withLabels), `edit ${n}`).toEqual(told(built, dice(n), withLabels));
      }
      if (below(20) === 0) {
        refined(patched);
        refined(built);
      }
    }
  });
}

describe("a scene that follows", () => {
  follows("a small drawing", webshop, [1, 2, 3, 4, 5, 6], 60);
  follows("a small drawing of which all is drawn", webshop, [21, 22, 24], 60, 1, drawable);
  follows("a middling one", crowd(4, 10, 3), [7, 8, 9], 40, 2);
  follows("a large one", crowd(5, 34, 5), [10, 12, 13], 40, 5);
  follows("a large one of which all is drawn", crowd(5, 34, 5), [26, 28], 40, 3, drawable);
  follows("one too large for all words to be settled with care", crowd(8, 50, 5), [14, 15], 24, 6);
});

it("a scene that is made a bit at a time says the same, and the one before goes on answering", () => {
  const sheet = crowd(14, 60, 2);
  const before = new Scene(sheet);
  const answer = told(before, dice(5), true);
  const anew: Sheet = { ...sheet, nodes: sheet.nodes.map((node, i) => ({ ...node, x: node.y * 1.5 + (i % 7), y: node.x })) };
  expect(before.differsMuch(anew)).toBe(true);
  const steps = Scene.slowly(anew, before);
  let pauses = 0;
  let made = steps.next();
  for (; !made.done; made = steps.next()) pauses += 1;
  expect(pauses).toBeGreaterThan(40);
  expect(told(made.value, dice(6), true)).toEqual(told(new Scene(anew, new Scene(sheet)), dice(6), true));
  expect(told(before, dice(5), true)).toEqual(answer);
});
