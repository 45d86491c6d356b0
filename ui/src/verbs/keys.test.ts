import { expect, test } from "vitest";
import { isKeptByBrowsers, matches, type Pressed, shown, written } from "./keys";

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
  expect(shown("Ctrl Shift K", true)).toBe("Cmd Shift K");
});

test("with Shift a sign is another key, unless the sign itself is behind Shift", () => {
  expect(matches("Ctrl '", press("'", "c", "Quote"))).toBe(true);
  expect(matches("Ctrl '", press('"', "cs", "Quote"))).toBe(false);
  expect(matches("Ctrl Shift '", press('"', "cs", "Quote"))).toBe(true);
  expect(matches("Ctrl ]", press("}", "cs", "BracketRight"))).toBe(false);
  expect(matches("Ctrl Shift ]", press("}", "cs", "BracketRight"))).toBe(true);
  // On another keyboard a bracket is typed with Alt Gr, a quote with Shift.
  expect(matches("Ctrl '", press("'", "cs", "Backslash"))).toBe(true);
});

test("what is pressed is written as the table writes it", () => {
  const pairs: [Pressed, string | null][] = [
    [press("k", "c", "KeyK"), "Ctrl K"],
    [press("K", "cs", "KeyK"), "Ctrl Shift K"],
    [press("!", "s", "Digit1"), "Shift 1"],
    [press("∑", "a", "KeyW"), "Alt W"],
    [press('"', "cs", "Quote"), "Ctrl Shift '"],
    [press("?", "s", "Slash"), "?"],
    [press("ArrowUp", "as", "ArrowUp"), "Alt Shift ArrowUp"],
    [press("F8", "", "F8"), "F8"],
    [press("Control", "c", "ControlLeft"), null],
  ];
  for (const [pressed, keys] of pairs) {
    expect(written(pressed)).toBe(keys);
    if (keys) expect(matches(keys, pressed)).toBe(true);
  }
});

test("some keys stay with the browser", () => {
  expect(isKeptByBrowsers("Ctrl N")).toBe(true);
  expect(isKeptByBrowsers("Ctrl Alt N")).toBe(false);
});
