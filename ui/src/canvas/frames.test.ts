// Sizes of domain groups.

import { describe, expect, it } from "vitest";
import { byDepth, frames } from "./frames";
import type { SheetDomain } from "./sheet";

const domain = (id: string, more: Partial<SheetDomain> = {}): SheetDomain => ({
  id,
  name: id,
  hue: 0,
  parent: null,
  count: "",
  ...more,
});

describe("domain frames", () => {
  it("grow with their members", () => {
    const frame = frames(
      [domain("d")],
      new Map([
        [
          "d",
          [
            { x: 100, y: 100, w: 196, h: 171 },
            { x: 400, y: 300, w: 196, h: 171 },
          ],
        ],
      ]),
    );
    expect(frame.get("d")).toEqual({ x: 84, y: 80, w: 528, h: 407 });
  });

  it("leave more room above when connections pass inside", () => {
    const boxes = new Map([["d", [{ x: 100, y: 100, w: 196, h: 171 }]]]);
    expect(frames([domain("d")], boxes, new Set(["d"])).get("d")!.y).toBe(60);
  });

  it("keep the size they were given while it is enough", () => {
    const given = { x: 0, y: 0, w: 600, h: 500 };
    const frame = frames([domain("d", { frame: given })], new Map([["d", [{ x: 100, y: 100, w: 196, h: 171 }]]]));
    expect(frame.get("d")).toEqual(given);
  });

  it("hold the domains inside them, with their titles", () => {
    const all = frames(
      [domain("outer"), domain("inner", { parent: "outer" })],
      new Map([["inner", [{ x: 100, y: 100, w: 300, h: 171 }]]]),
    );
    const inner = all.get("inner")!;
    const outer = all.get("outer")!;
    expect(outer.y).toBe(inner.y - 20 - 23);
    expect(outer.x + outer.w).toBe(inner.x + inner.w + 16);
  });

  it("are never smaller than 228 × 120", () => {
    expect(frames([domain("d")], new Map()).get("d")).toMatchObject({ w: 228, h: 120 });
  });

  it("order outer before inner, and survive a circle", () => {
    const odd = [domain("c", { parent: "b" }), domain("b", { parent: "a" }), domain("a")];
    expect(byDepth(odd).map((d) => d.id)).toEqual(["a", "b", "c"]);
    const circle = [domain("x", { parent: "y" }), domain("y", { parent: "x" })];
    expect(frames(circle, new Map()).size).toBe(2);
  });
});
