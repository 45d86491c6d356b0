import { expect, test } from "vitest";
import { matches, type Pressed } from "./keys";

const press = (key: string, mods = "", code = ""): Pressed => ({
  key,
  code,
  ctrlKey: mods.includes("c"),
  metaKey: mods.includes("m"),
  shiftKey: mods.includes("s"),
  altKey: mods.includes("a"),
});

test("a shortcut needs exactly its keys", () => {
  expect(matches("Ctrl K", press("k", "c"))).toBe(true);
  expect(matches("Ctrl K", press("k"))).toBe(false);
  expect(matches("Ctrl K", press("K", "cs"))).toBe(false);
  expect(matches("Ctrl Shift Z", press("Z", "cs"))).toBe(true);
  expect(matches("S", press("s"))).toBe(true);
  expect(matches("S", press("S", "s"))).toBe(false);
  expect(matches("F8", press("F8"))).toBe(true);
  expect(matches("Shift F8", press("F8", "s"))).toBe(true);
});

test("digits and Alt letters go by their place on the keyboard", () => {
  expect(matches("Shift 1", press("!", "s", "Digit1"))).toBe(true);
  expect(matches("Alt W", press("∑", "a", "KeyW"))).toBe(true);
  expect(matches("+", press("=", "", "Equal"))).toBe(true);
  expect(matches("?", press("?", "s"))).toBe(true);
});

test("on macOS Ctrl is Cmd", () => {
  expect(matches("Ctrl K", press("k", "m"), true)).toBe(true);
  expect(matches("Ctrl K", press("k", "c"), true)).toBe(false);
});
