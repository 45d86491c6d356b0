// What a lens draws on nodes near by, from some way off and from far away.

import { expect, it } from "vitest";
import { detailAt } from "./detail";
import type { Look } from "./look";
import { paintScene } from "./paint-scene";
import type { Painter } from "./painter";
import { Scene } from "./scene";
import type { Sheet, Tint } from "./sheet";
import { lightTheme } from "./theme";

interface Box {
  h: number;
  colour: string;
}

/** Writes down filled boxes and texts. */
function notes(): Painter & { boxed: Box[]; texts: string[] } {
  const boxed: Box[] = [];
  const texts: string[] = [];
  return {
    boxed,
    texts,
    faded: (_alpha, draw) => draw(),
    clipped: (_x, _y, _w, _h, _r, draw) => draw(),
    placed: (_x, _y, _scale, draw) => draw(),
    box: (_x, _y, _w, h, _r, fill) => void (fill !== null && boxed.push({ h, colour: fill })),
    boxes: (all, _r, colour) => {
      for (let i = 3; i < all.length; i += 4) boxed.push({ h: all[i]!, colour });
    },
    ellipse: () => {},
    polygon: () => {},
    lines: () => {},
    path: () => {},
    text: (text) => void texts.push(text),
    icon: () => {},
  };
}

const sheet = (tint?: Tint): Sheet => ({
  nodes: [{ id: "orders", kind: "service", name: "orders", domain: null, x: 0, y: 0, heat: 2, ...(tint ? { tint } : {}) }],
  domains: [],
  connections: [],
});

function painted(zoom: number, tint?: Tint): ReturnType<typeof notes> {
  const p = notes();
  const look: Look = {
    theme: lightTheme,
    zoom,
    ratio: 1,
    detail: detailAt(zoom),
    lifted: new Set(),
    focus: null,
    names: false,
    grid: false,
    leastBundle: 1,
    renaming: null,
  };
  paintScene(p, new Scene(sheet(tint)), look, { x: -500, y: -500, w: 1500, h: 1500 });
  return p;
}

const hot: Tint = { paint: { heat: 4 }, fill: 1, text: "16 dependents" };
const team: Tint = { paint: { hue: 1 }, fill: 1, letter: "B", text: "Checkout team" };
const heights = (p: ReturnType<typeof notes>, colour: string): number[] => p.boxed.filter((b) => b.colour === colour).map((b) => b.h);

it("says near by in words what the lens says", () => {
  expect(painted(1, hot).texts).toContain("16 dependents");
  expect(painted(0.5, team).texts.some((text) => text.startsWith("B · Check"))).toBe(true);
  expect(painted(1).texts).not.toContain("16 dependents");
});

it("fills the strip as high as the value", () => {
  const [full] = heights(painted(1, hot), lightTheme.heat[4]!);
  const [fifth] = heights(painted(1, { ...hot, fill: 0.2 }), lightTheme.heat[4]!);
  expect(fifth! / full!).toBeCloseTo(0.2);
});

it("keeps strip and letter on blocks, and on the blocks of far away", () => {
  for (const zoom of [0.25, 0.1]) expect([zoom, ...painted(zoom, team).texts]).toContain("B");
  expect(heights(painted(0.25, hot), lightTheme.heat[4]!)).toHaveLength(1);
});

it("fills far blocks by the lens, and by coupling heat without one", () => {
  expect(heights(painted(0.1), lightTheme.heat[2]!)).toHaveLength(1);
  const lensed = painted(0.1, { paint: { heat: 4 }, fill: 0.5, text: "" });
  expect(heights(lensed, lightTheme.heat[2]!)).toEqual([]);
  // Half of a block that is 10 px high on screen, because the card has no rows.
  expect(heights(lensed, lightTheme.heat[4]!)[0]).toBeCloseTo(50);
  expect(heights(painted(0.1, { paint: "none", fill: 0, text: "" }), lightTheme.heat[2]!)).toEqual([]);
});
