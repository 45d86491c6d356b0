import { expect, test } from "vitest";
import type { MetricRow } from "./metric-rows";
import { dotAt, dotsOf, labelsOf, plotSize, sentenceOf } from "./sequence-plot";

const row = (name: string, instability: number | null, abstractness: number, degree = 1): MetricRow =>
  ({ id: `service:${name}`, name, hue: null, numbers: { instability, abstractness, distance: instability === null ? null : abstractness + instability - 1, used_by: degree, uses: 0 } }) as unknown as MetricRow;
const size = plotSize(330);
const wide = (name: string) => name.length * 7;
const meet = (a: { x: number; y: number; w: number }, b: { x: number; y: number; w: number }) => a.x < b.x + b.w && b.x < a.x + a.w && Math.abs(a.y - b.y) < 15;

test("what is unstable stands right, what is contract stands above, what is not coupled has no place", () => {
  const [stable, unstable, contract, ...rest] = dotsOf([row("s", 0, 0), row("u", 1, 0), row("c", 0, 1), row("alone", null, 0)], size);
  expect(rest).toEqual([]);
  expect(unstable!.x).toBeGreaterThan(stable!.x);
  expect(contract!.y).toBeLessThan(stable!.y);
  for (const dot of [stable!, unstable!, contract!]) {
    expect(dot.x - dot.r).toBeGreaterThanOrEqual(size.x);
    expect(dot.y + dot.r).toBeLessThanOrEqual(size.y + size.high);
  }
});

test("dots at one place spread around it and stay near, and more connections make a larger dot", () => {
  const dots = dotsOf(Array.from({ length: 3000 }, (_, i) => row(`s${i}`, 0.5, 0.5, i)), size);
  expect(new Set(dots.map(({ x, y }) => `${x} ${y}`)).size).toBeGreaterThan(2500);
  expect(Math.max(...dots.map(({ x }) => Math.abs(x - dots[0]!.x)))).toBeLessThanOrEqual(18);
  expect(dots[100]!.r).toBeGreaterThan(dots[0]!.r);
});

test("names lie on nothing, and the selected one is among them", () => {
  const dots = dotsOf(Array.from({ length: 40 }, (_, i) => row(`s ${i}`, (i % 8) / 8, (i % 5) / 5)), size);
  const labels = labelsOf(dots, size, "service:s 33", wide);
  expect(labels.length).toBeGreaterThan(10);
  expect(labels[0]?.name).toBe("s 33");
  labels.forEach((one, i) => labels.slice(i + 1).forEach((other) => expect(meet(one, other), `${one.name} on ${other.name}`).toBe(false)));
});

test("at the right edge a name finds room above a neighbour's", () => {
  const dots = dotsOf([row("shipping", 0.5, 0), row("notifications", 1, 0)], size);
  const labels = labelsOf(dots, size, null, wide);
  expect(labels.map(({ name }) => name).sort()).toEqual(["notifications", "shipping"]);
  for (const { x, w } of labels) expect(x + w).toBeLessThanOrEqual(size.x + size.side);
});

test("the name of one that stands free is told", () => {
  const dots = dotsOf([row("orders", 0.5, 0.2)], size);
  expect(labelsOf(dots, size, null, wide).map(({ name }) => name)).toEqual(["orders"]);
  expect(dotAt(dots, dots[0]!.x + 2, dots[0]!.y)?.name).toBe("orders");
  expect(dotAt(dots, dots[0]!.x + 60, dots[0]!.y)).toBeNull();
  expect(sentenceOf(dots[0]!, (value) => value.toFixed(2))).toBe("orders: instability 0.50, contract share 0.20, 0.30 from the line");
});
