import { expect, test } from "vitest";
import { darkTheme, lightTheme } from "../canvas/theme";
import { draw } from "./draw";
import { asking, connections, gathering, guided, kinds, states, type Tile } from "./tiles";

const all: readonly Tile[] = [...kinds, ...states, ...connections, asking, gathering, guided];
const size = { w: 300, h: 160 };

test("every tile draws something, in both themes", () => {
  for (const tile of all) {
    const [light, dark] = [lightTheme, darkTheme].map((theme) => draw(tile, theme, size, tile.title));
    expect(light, tile.title).not.toBe(dark);
    const empty = draw({ sheet: { nodes: [], domains: [], connections: [] } }, lightTheme, size, tile.title);
    expect(light!.length, tile.title).toBeGreaterThan(empty.length);
  }
});

test("each state and each connection looks unlike every other", () => {
  for (const group of [states, connections]) {
    const seen = new Map(group.map((tile) => [draw(tile, lightTheme, size, ""), tile.title]));
    expect([...seen.values()]).toEqual(group.map(({ title }) => title));
  }
});

test("elements have the sizes of the design", () => {
  const widths = kinds.flatMap(({ dimensions }) => dimensions ?? []).filter(({ axis }) => axis === "x");
  expect(widths.every(({ from, to, text }) => text.includes(String(to - from)))).toBe(true);
});
