import { expect, test } from "vitest";
import { drawn, head, service, shop } from "../../project/design.fixture";
import { lanesOf } from "../../project/lanes";
import { codeFolderFor } from "../../project/paths";
import type { DiffLine, PlannedFile, Record as Entry, Status } from "../../wire";
import { shownLines } from "./diff-lines";
import { fileRows } from "./file-tree";

const deployable = (name: string, services: string[], rest = false, rank = 0): Entry => ({
  kind: "deployable",
  value: { head: head(`deployable:${name}`, name, "topology:t", rank), services, rest, replicas: null, port: null, resources: null },
});

test("the rest takes every generated service no lane names", () => {
  const gateway = service("gateway");
  if (gateway.kind === "service") gateway.value.role = "gateway";
  const drawing = drawn(...shop(), gateway, deployable("front", ["service:orders"]), deployable("back", [], true, 1));
  expect(lanesOf(drawing, "topology:t").map((lane) => [lane.name, lane.services])).toEqual([
    ["front", ["service:orders"]],
    ["back", ["service:inventory"]],
  ]);
});

const file = (path: string, status: Status = "new"): PlannedFile => ({ path, class: "R", status, note: null });

test("files stand in folders, and chains of folders are one row", () => {
  const rows = fileRows([file("services/orders/src/lib.rs"), file("services/orders/Cargo.toml"), file("README.md")], new Map(), null);
  expect(rows.map((row) => [row.level, row.name])).toEqual([
    [1, "services/orders"],
    [2, "src"],
    [3, "lib.rs"],
    [2, "Cargo.toml"],
    [1, "README.md"],
  ]);
});

test("a closed folder hides what is in it, a status filter opens all", () => {
  const files = [file("a/b.rs", "unchanged"), file("a/c.rs", "new")];
  expect(fileRows(files, new Map([["a", false]]), null).map((row) => row.name)).toEqual(["a"]);
  expect(fileRows(files, new Map(), new Set<Status>(["new"])).map((row) => row.name)).toEqual(["a", "c.rs"]);
});

test("a difference keeps three lines around what changed", () => {
  const same = (n: number): DiffLine => ({ change: "same", before: n, after: n, text: String(n) });
  const lines = [...Array.from({ length: 20 }, (_, i) => same(i + 1)), { change: "added", before: null, after: 21, text: "new" } as const];
  const shown = shownLines(lines, new Set());
  expect(shown[0]).toEqual({ is: "gap", from: 0, count: 17 });
  expect(shown).toHaveLength(5);
  expect(shownLines(lines, new Set([0]))).toHaveLength(21);
});

test("code goes beside the design", () => {
  expect(codeFolderFor("/home/me/shop.cleave")).toBe("/home/me/shop-code");
});
