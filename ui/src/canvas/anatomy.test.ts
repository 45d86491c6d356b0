// Sizes of elements and places of their rows.

import { describe, expect, it } from "vitest";
import { anatomyOf } from "./anatomy";
import type { SheetNode, SheetRow } from "./sheet";

const node = (more: Partial<SheetNode>): SheetNode => ({
  id: "n",
  kind: "service",
  name: "orders",
  domain: null,
  x: 0,
  y: 0,
  ...more,
});
const operation = (i: number): SheetRow => ({ id: `o${i}`, kind: "operation", verb: "GET", text: `/things/${i}` });

const rows: SheetRow[] = [
  { id: "api", kind: "api", text: "Orders API" },
  operation(1),
  operation(2),
  { id: "store", kind: "store", text: "orders" },
  { id: "event", kind: "event", text: "OrderPlaced" },
];

describe("a card", () => {
  it("is as high as its rows", () => {
    const { w, h } = anatomyOf(node({ rows }));
    expect(w).toBe(196);
    // Header, API label, two operations, divider, store, event, bottom.
    expect(h).toBe(43 + 20 + 24 + 24 + 7 + 24 + 24 + 5);
  });

  it("cuts a row before its sign", () => {
    const text = (row: SheetRow) => anatomyOf(node({ rows: [row] })).parts.flatMap((part) => (part.part === "row" ? part.text : []))[0]!;
    const long: SheetRow = { id: "o", kind: "operation", verb: "POST", text: "/payments/{id}/captures" };
    const signed = text({ ...long, badge: { severity: "info", cycle: false } });
    expect(signed.endsWith("…")).toBe(true);
    expect(text(long).length).toBeGreaterThan(signed.length);
  });

  it("puts ports in the middle of rows", () => {
    const { rowMiddle } = anatomyOf(node({ rows }));
    expect(rowMiddle.get("o1")).toBe(43 + 20 + 12);
    expect(rowMiddle.get("store")).toBe(43 + 20 + 48 + 7 + 12);
  });

  it("is only a header without rows", () => {
    expect(anatomyOf(node({})).h).toBe(43);
    expect(anatomyOf(node({ kind: "api" })).h).toBe(32);
  });

  it("needs no divider between stores and events, or without operations", () => {
    const { parts } = anatomyOf(node({ rows: rows.slice(3) }));
    expect(parts.map((p) => p.part)).toEqual(["row", "row"]);
  });

  it("shows ten rows and the number of the others beyond twelve", () => {
    const twelve = Array.from({ length: 12 }, (_, i) => operation(i));
    expect(anatomyOf(node({ rows: twelve })).parts.length).toBe(12);
    const many = Array.from({ length: 14 }, (_, i) => operation(i));
    const { parts, rowMiddle } = anatomyOf(node({ rows: many }));
    expect(parts.length).toBe(11);
    expect(parts[10]).toMatchObject({ part: "more", text: "4 more" });
    // Connections of hidden rows end at the line that hides them.
    expect(rowMiddle.get("o13")).toBe(rowMiddle.get("o12"));
    expect(anatomyOf(node({ rows: many, open: true })).parts.length).toBe(14);
  });

  it("shows counts when collapsed", () => {
    const { parts, h } = anatomyOf(node({ rows, collapsed: true }));
    expect(parts).toMatchObject([{ part: "counts", text: "2 operations · 1 store · 1 event" }]);
    expect(h).toBe(43 + 24 + 5);
  });

  it("keeps its width between 160 and 360", () => {
    expect(anatomyOf(node({ w: 20 })).w).toBe(160);
    expect(anatomyOf(node({ w: 999 })).w).toBe(360);
  });

  it("leaves room for a badge", () => {
    const name = "a-service-with-quite-a-name";
    const plain = anatomyOf(node({ name })).name;
    const badged = anatomyOf(node({ name, badge: { severity: "error" } })).name;
    expect(badged.length).toBeLessThan(plain.length);
  });
});

describe("other elements", () => {
  it("have their own sizes", () => {
    const size = (kind: SheetNode["kind"]) => {
      const { w, h } = anatomyOf(node({ kind }));
      return [w, h];
    };
    expect(size("store")).toEqual([176, 50]);
    expect(size("event")).toEqual([176, 36]);
    expect(size("external")).toEqual([176, 56]);
    expect(size("actor")).toEqual([52, 52]);
  });

  it("make a note as high as its text", () => {
    const short = anatomyOf(node({ kind: "note", name: "One line" }));
    const long = anatomyOf(node({ kind: "note", name: "Several words that need more than a single line of a note" }));
    expect(short.lines.length).toBe(1);
    expect(long.h).toBe(20 + 16 * long.lines.length);
  });
});

it("a long note is cut, and says so", () => {
  const note = (words: number) => anatomyOf(node({ kind: "note", name: "Ask the team first. ".repeat(words) }));
  expect(note(2).lines.at(-1)).not.toContain("more");
  const long = note(500);
  expect([long.lines.length, long.lines.at(-1)]).toEqual([24, "… more"]);
  expect(long.h).toBeLessThan(420);
});
