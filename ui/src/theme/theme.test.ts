import { expect, test } from "vitest";
import { canvasTheme, prefers, shownFor } from "./theme";

test("what a person chose counts before what the system says", () => {
  expect(shownFor("system", true)).toBe("dark");
  expect(shownFor("light", true)).toBe("light");
  expect([prefers("system", true), prefers("off", true), prefers("on", false)]).toEqual([true, false, true]);
});

test("more contrast turns the canvas's faint lines into ink", () => {
  const theme = canvasTheme("light", true);
  expect(theme.contrast).toBe(true);
  expect(theme.line2).toBe(theme.ink3);
  expect(canvasTheme("light").contrast).toBeUndefined();
});
