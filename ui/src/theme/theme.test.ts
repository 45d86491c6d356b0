import { expect, test } from "vitest";
import { canvasTheme, prefers, shownFor } from "./theme";

test("what a person chose counts before what the system says", () => {
  expect(shownFor("system", true)).toBe("dark");
  expect(shownFor("light", true)).toBe("light");
  expect([prefers("system", true), prefers("off", true), prefers("on", false)]).toEqual([true, false, true]);
});

const usual = { theme: "light", contrast: false, forced: false } as const;

test("more contrast turns the canvas's faint lines into ink, and its tints into paper", () => {
  const theme = canvasTheme({ ...usual, contrast: true });
  expect(theme.contrast).toBe(true);
  expect([theme.line2, theme.hues[0]?.line]).toEqual([theme.ink3, theme.ink3]);
  expect([theme.hues[0]?.soft, theme.error.soft, theme.eventSoft]).toEqual(Array(3).fill(theme.surface));
  expect(theme.error.line).toBe(theme.error.ink);
  expect(canvasTheme(usual).contrast).toBeUndefined();
});
