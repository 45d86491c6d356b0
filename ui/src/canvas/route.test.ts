// Single courses around obstacles, and lanes among them.

import { describe, expect, it } from "vitest";
import { laned } from "./lanes";
import type { Rect } from "./geometry";
import type { Line } from "./line";
import { type End, nodeEnds, rowEnds } from "./ports";
import { Obstacles } from "./obstacles";
import { isFree, quickest, route } from "./route";
import { anatomyOf } from "./anatomy";


const box = (x: number, y: number, w = 196, h = 120): Rect => ({ x, y, w, h });
const row = (b: Rect): End[] => rowEnds(b, 75);
const turns = (line: Line): number => line.length / 2 - 2;

function through(line: Line, boxes: readonly Rect[]): boolean {
  for (let i = 2; i < line.length; i += 2) {
    for (const b of boxes) {
      if (
        Math.min(line[i]!, line[i - 2]!) < b.x + b.w - 0.5 &&
        Math.max(line[i]!, line[i - 2]!) > b.x + 0.5 &&
        Math.min(line[i + 1]!, line[i - 1]!) < b.y + b.h - 0.5 &&
        Math.max(line[i + 1]!, line[i - 1]!) > b.y + 0.5
      ) {
        return true;
      }
    }
  }
  return false;
}

describe("routing", () => {
  it("goes straight where it can", () => {
    const [a, b] = [box(0, 0), box(400, 0)];
    expect(route(row(a), row(b), new Obstacles([a, b]))).toEqual([196, 75, 400, 75]);
  });

  it("turns twice between rows of different height", () => {
    const [a, b] = [box(0, 0), box(400, 200)];
    const line = route(row(a), row(b), new Obstacles([a, b]));
    expect(turns(line)).toBe(2);
    expect(line[2]).toBe(298);
  });

  it("goes around what stands in between, at a distance", () => {
    const [a, b, wall] = [box(0, 0), box(600, 0), box(300, -100, 196, 320)];
    const obstacles = new Obstacles([a, b, wall]);
    const line = route(row(a), row(b), obstacles);
    expect(through(line, [a, b, wall])).toBe(false);
    expect(isFree(line, obstacles, 16)).toBe(true);
  });

  it("leaves and enters on one side where that is shortest", () => {
    const [a, b] = [box(0, 0), box(0, 300)];
    const line = route(row(a), row(b), new Obstacles([a, b]));
    expect(turns(line)).toBe(2);
    expect(line[0]).toBe(line[line.length - 2]);
  });

  it("takes the gap between nodes that stand close", () => {
    const [a, b] = [box(0, 0), box(216, 60)];
    const line = route(row(a), row(b), new Obstacles([a, b]));
    expect(through(line, [a, b])).toBe(false);
  });

  it("joins node borders in line where they may slide", () => {
    const service = anatomyOf({ id: "s", kind: "service", name: "s", domain: null, x: 0, y: 0 });
    const store = anatomyOf({ id: "d", kind: "store", name: "d", domain: null, x: 0, y: 0 });
    const a = { x: 0, y: 0, w: service.w, h: service.h };
    const b = { x: 10, y: 90, w: store.w, h: store.h };
    const line = route(nodeEnds("service", a, service), nodeEnds("store", b, store), new Obstacles([a, b]));
    expect(turns(line)).toBe(0);
    expect(line[1]).toBe(a.h);
    expect(line[3]).toBe(b.y);
  });

  it("draws something even where everything is walled in", () => {
    const [a, b, wall] = [box(0, 0), box(600, 0), box(-100, -100, 900, 400)];
    expect(route(row(a), row(b), new Obstacles([a, b, wall])).length).toBeGreaterThanOrEqual(4);
  });

  it("sketches without looking", () => {
    for (const [x, y] of [
      [400, 0],
      [400, 300],
      [-400, 100],
      [0, 300],
      [100, 20],
    ] as const) {
      const line = quickest(row(box(0, 0)), row(box(x, y)));
      for (let i = 2; i < line.length; i += 2) {
        expect(line[i] === line[i - 2] || line[i + 1] === line[i - 1]).toBe(true);
      }
    }
  });

  it("runs through no node in drawings thrown together", () => {
    let seed = 11;
    const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    for (let drawing = 0; drawing < 12; drawing += 1) {
      const boxes: Rect[] = [];
      for (let i = 0; i < 60 && boxes.length < 24; i += 1) {
        const fresh = box(random(80) * 20, random(70) * 20, 196, 60 + random(6) * 20);
        // Nodes of a design do not overlap, and leave room for a line between them.
        if (
          !boxes.some(
            (b) =>
              fresh.x < b.x + b.w + 20 &&
              b.x < fresh.x + fresh.w + 20 &&
              fresh.y < b.y + b.h + 20 &&
              b.y < fresh.y + fresh.h + 20,
          )
        ) {
          boxes.push(fresh);
        }
      }
      const obstacles = new Obstacles(boxes);
      const lines: Line[] = [];
      for (let i = 0; i < 40; i += 1) {
        const [a, b] = [boxes[random(boxes.length)]!, boxes[random(boxes.length)]!];
        if (a !== b) lines.push(route(rowEnds(a, 30), rowEnds(b, 30), obstacles));
      }
      const final = laned(
        lines.map((line, i) => ({ line, startPort: `${line[0]}/${line[1]}`, endPort: `e${i}` })),
        obstacles,
      );
      for (const line of final) expect(through(line, boxes)).toBe(false);
    }
  });
});

describe("lanes", () => {
  const left = [box(0, 0, 196, 400)];
  const right = [box(400, 0, 196, 400)];
  const obstacles = new Obstacles([...left, ...right]);
  const course = (y0: number, y1: number, port = `${y0}`) => ({
    line: [196, y0, 298, y0, 298, y1, 400, y1],
    startPort: port,
    endPort: `to${y1}`,
  });

  it("share the room evenly, at least 10 apart", () => {
    const xs = laned([course(50, 200), course(80, 250), course(110, 300)], obstacles).map((l) => l[2]!);
    xs.sort((a, b) => a - b);
    expect(xs[1]! - xs[0]!).toBeGreaterThanOrEqual(10);
    expect(xs[2]! - xs[1]!).toBeCloseTo(xs[1]! - xs[0]!);
    expect(xs[1]).toBeCloseTo(298);
  });

  it("are ordered so that they do not cross", () => {
    // Both go down: the lower one has to turn first.
    const [upper, lower] = laned([course(50, 200), course(80, 250)], obstacles);
    expect(lower![2]!).toBeLessThan(upper![2]!);
    // Both go up: the upper one has to.
    const [high, low] = laned([course(200, 50), course(250, 80)], obstacles);
    expect(high![2]!).toBeLessThan(low![2]!);
  });

  it("leave a trunk in one piece", () => {
    const [a, b] = laned([course(200, 50, "p"), course(200, 350, "p")], obstacles);
    expect(a![2]).toBe(b![2]);
  });

  it("do not run along the border of a group", () => {
    const group = { x: 300, y: -50, w: 500, h: 600 };
    const [line] = laned([course(50, 200)], obstacles, [group]);
    expect(Math.abs(line![2]! - 300)).toBeGreaterThanOrEqual(10);
  });

  it("stay the same for the same drawing", () => {
    const all = [course(50, 200), course(80, 250), course(110, 300), course(200, 50)];
    expect(laned(all, obstacles)).toEqual(laned(all, obstacles));
  });
});
