import { expect, test } from "vitest";
import { api, connection, drawn, finding, operation, service } from "../../project/design.fixture";
import type { Coupling, Id, Record as Entry } from "../../wire";
import { markAt, matrixOf, sentenceAt, wrongBetween } from "./matrix";
import { inView, scrolledTo, sizeOf, zoomed } from "./matrix-layout";
import type { MetricRow } from "./metric-rows";

const row = (name: string, domain: Id | null, hue: number | null = null): MetricRow =>
  ({ id: `service:${name}`, name, domain, hue, numbers: {}, standing: null, findings: [], worst: null, promised: null, late: null }) as unknown as MetricRow;

const rows = [row("a", "domain:x", 0), row("b", "domain:y", 1), row("c", "domain:x", 0), row("d", null)];
/** b ⇄ c is a tangle; d uses all. */
const structure: Coupling = {
  order: ["service:a", "service:b", "service:c", "service:d"],
  tangles: [{ start: 1, length: 2 }],
  cells: [
    { row: 1, column: 2, kinds: ["call"], weight: 1 },
    { row: 2, column: 0, kinds: ["data"], weight: 2 },
    { row: 2, column: 1, kinds: ["call", "event"], weight: 2 },
    { row: 3, column: 0, kinds: ["call"], weight: 1 },
    { row: 3, column: 2, kinds: ["event"], weight: 3 },
  ],
  chains: [],
  further: { ccd: 9, acd: 2.25, tangle_share: 0, parting: 0, bridges: 0 },
};
const none = new Map();
const nameOf = (id: Id) => id.slice(7);
const names = (matrix: { items: readonly { name: string }[] }) => matrix.items.map(({ name }) => name);

test("by level the order is the engine's, and a tangle is framed", () => {
  const matrix = matrixOf(structure, rows, none, "level", nameOf);
  expect(names(matrix)).toEqual(["a", "b", "c", "d"]);
  expect(matrix.blocks).toEqual([{ start: 1, length: 2, tangle: true, hue: null }]);
  expect(matrix.starts).toEqual([0, 0, 1, 3, 5]);
  expect(markAt(matrix, 2, 1)?.kinds).toEqual(["call", "event"]);
  expect(markAt(matrix, 0, 2)).toBeNull();
});

test("narrowed to some services, the others and their marks are gone, and half a tangle is none", () => {
  const matrix = matrixOf(structure, [rows[0]!, rows[2]!, rows[3]!], none, "level", nameOf);
  expect(names(matrix)).toEqual(["a", "c", "d"]);
  expect(matrix.marks.map(({ row: r, column }) => [r, column])).toEqual([[1, 0], [2, 0], [2, 1]]);
  expect(matrix.blocks).toEqual([]);
});

test("by domain services of one stand together", () => {
  const matrix = matrixOf(structure, rows, none, "domain", nameOf);
  expect(names(matrix)).toEqual(["a", "c", "b", "d"]);
  expect(matrix.blocks).toEqual([{ start: 0, length: 2, tangle: false, hue: 0 }]);
});

test("domains as a whole add up what is between them and leave out what is inside", () => {
  const matrix = matrixOf(structure, rows, new Map([["service:b service:c", "error" as const]]), "domains", nameOf);
  expect(names(matrix)).toEqual(["x", "y", "d"]);
  expect(matrix.marks.map(({ row: r, column, weight, standing }) => [r, column, weight, standing])).toEqual([
    [0, 1, 2, null],
    [1, 0, 1, "error"],
    [2, 0, 4, null],
  ]);
});

test("what stands at a place is said in words", () => {
  const matrix = matrixOf(structure, rows, new Map([["service:c service:b", "error" as const]]), "level", nameOf);
  expect(sentenceAt(matrix, 2, 1)).toBe("c calls and hears events of b, 2 connections, error");
  expect(sentenceAt(matrix, 0, 1)).toBe("a does not use b");
});

test("only findings between services colour a mark, and the worst of them", () => {
  const of = (name: string): Id => `operation:${name}.go`;
  const drawing = drawn(...["a", "b"].flatMap((name): Entry[] => [service(name), api(name), operation(name, "go")]), connection("call", of("a"), of("b")));
  const evidence = [{ from: of("a"), to: of("b"), kind: "call", connection: null }];
  const about = (rule: string, subjects: Id[], severity: "error" | "warning") => finding(rule, { subjects, evidence, severity });
  expect(wrongBetween(drawing, [about("hub-service", ["service:a"], "error")]).size).toBe(0);
  const both = wrongBetween(drawing, [about("chatty-pair", ["service:a", "service:b"], "warning"), about("cycle-sync", ["service:a", "service:b"], "error")]);
  expect([...both]).toEqual([["service:a service:b", "error"]]);
});

test("cells are as large as fits between 34 and 14; then the matrix scrolls and the numbers of columns turn", () => {
  expect(sizeOf(7, 400, 340, null)).toMatchObject({ cell: 34, scrolls: false, turned: false, width: 238 });
  expect(sizeOf(12, 400, 340, null)).toMatchObject({ cell: 23, scrolls: false });
  expect(sizeOf(2800, 780, 620, null)).toMatchObject({ cell: 14, scrolls: true, turned: true, height: 586 });
  expect(sizeOf(2800, 780, 620, 1)).toMatchObject({ cell: 1, scrolls: true, width: 628 });
  expect([zoomed(14, 1), zoomed(14, -1), zoomed(34, 1), zoomed(1, -1), zoomed(23, 1)]).toEqual([20, 8, 34, 1, 26]);
});

test("of thousands only what is in view is asked for", () => {
  expect(inView(2800, 14, 1400, 280)).toEqual({ from: 100, to: 120 });
  expect(inView(7, 34, 0, 900)).toEqual({ from: 0, to: 7 });
  expect(inView(0, 34, 0, 900)).toEqual({ from: 0, to: 0 });
  expect([scrolledTo(5, 10, 100, 50), scrolledTo(14, 10, 100, 50), scrolledTo(20, 10, 100, 50)]).toEqual([50, 100, 160]);
});
