import { expect, test } from "vitest";
import { between, gliding, glideTime } from "./glide";
import { Scene } from "./scene";
import { webshop } from "./webshop.fixture";

const before = new Scene(webshop);
const after = new Scene({
  ...webshop,
  nodes: webshop.nodes.map((n, i) => ({ ...n, x: n.x + 100 * i, y: n.y - 40 * i })),
});

test("half way every node is half way, and at the end it has arrived", () => {
  const half = between(before, after, 0.5);
  for (const [i, node] of half.nodes.entries()) {
    expect(node.box.x).toBeCloseTo((before.nodes[i]!.box.x + after.nodes[i]!.box.x) / 2);
    expect(node.box.y).toBeCloseTo((before.nodes[i]!.box.y + after.nodes[i]!.box.y) / 2);
  }
  const there = between(before, after, 1);
  for (const [i, c] of there.connections.entries()) {
    const [line, end] = [c.line, after.connections[i]!.line];
    expect([line[0], line[1], line.at(-2), line.at(-1)]).toEqual([end[0], end[1], end.at(-2), end.at(-1)]);
  }
  expect(gliding({ from: before, to: after, start: 0 }, glideTime)).toBeNull();
});

test("lines start and end at their nodes all the way", () => {
  const some = between(before, after, 0.3);
  for (const c of some.connections) {
    const { box } = some.nodes[c.start.node]!;
    expect(c.line[0]!).toBeGreaterThan(box.x - 250);
    expect(c.line.every(Number.isFinite)).toBe(true);
  }
});

test("what is seen on the way is what is drawn", () => {
  const half = between(before, after, 0.5);
  const { box } = half.nodes[2]!;
  expect(half.nodesIn(box)).toContain(2);
  const c = half.connections[0]!;
  expect(half.connectionsIn({ x: c.line[0]! - 1, y: c.line[1]! - 1, w: 2, h: 2 })).toContain(0);
});
