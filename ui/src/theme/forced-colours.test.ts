import { expect, test } from "vitest";
import { lightTheme } from "../canvas/theme";
import { forcedTheme, hexOf } from "./forced-colours";

const system = { canvas: "#000000", text: "#ffffff", disabled: "#3ff23f", highlight: "#1aebff", highlightText: "#000000" };

test("nothing is painted in a colour of its own", () => {
  const own = new Set(Object.values(system).concat("#00000000"));
  const colours = (value: unknown): string[] =>
    typeof value === "string" ? (value.startsWith("#") ? [value] : []) : value && typeof value === "object" ? Object.values(value).flatMap(colours) : [];
  const { shadow: _, ...painted } = forcedTheme(lightTheme, system);
  expect(colours(painted).filter((colour) => !own.has(colour))).toEqual([]);
});

test("text and outlines stand on the system's paper; what is selected has its highlight", () => {
  const theme = forcedTheme(lightTheme, system);
  expect([theme.ink, theme.field, theme.call, theme.error.ink, theme.hues[3]?.line]).toEqual(Array(5).fill(system.text));
  expect([theme.surface, theme.error.soft, theme.note.paper]).toEqual(Array(3).fill(system.canvas));
  expect(theme.accent).toBe(system.highlight);
  expect(theme).toMatchObject({ contrast: true, groupFill: 0 });
});

test("computed colours become hex", () => {
  expect(hexOf("rgb(26, 235, 255)")).toBe("#1aebff");
  expect(hexOf("rgba(0, 0, 0, 0.5)")).toBe("#000000");
});
