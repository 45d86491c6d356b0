import { afterEach, expect, test } from "vitest";
import { choose, conflicts, keymap } from "./keymap.svelte";
import { isKeptByBrowsers } from "./keys";
import { keysOf, verbNamed, verbs } from "./table";

const pressed = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, shiftKey: false, altKey: false });

afterEach(() => {
  keymap.chosen = {};
  keymap.inBrowser = false;
});

test("the table as it is has no two meanings for a key that could both run", () => {
  expect(conflicts(verbs, {})).toEqual([]);
  expect(new Set(verbs.map(({ id }) => id)).size).toBe(verbs.length);
});

test("a chosen key replaces the usual one, everywhere it is shown and pressed", () => {
  const fit = verbNamed("fit");
  keymap.chosen = { fit: ["Ctrl 9"] };
  expect(keysOf("fit")).toBe("Ctrl 9");
  expect(keymap.isPressed(fit, pressed("9", true))).toBe(true);
  expect(keymap.isPressed(fit, { ...pressed("!"), shiftKey: true })).toBe(false);
  keymap.chosen = { fit: [] };
  expect(keysOf("fit")).toBeUndefined();
});

test("two verbs with one key are told of, both by name", () => {
  const [meet] = conflicts(verbs, { fit: ["Ctrl K"] });
  expect(meet?.keys).toBe("Ctrl K");
  expect(meet?.verbs.map(({ id }) => id).sort()).toEqual(["fit", "palette"]);
});

test("choosing the usual keys is no choice", () => {
  const fit = verbNamed("fit");
  expect(choose({ fit: ["Ctrl 9"], grid: [] }, fit, fit.keys ?? [])).toEqual({ grid: [] });
});

test("in a browser every verb keeps a key that reaches the page", () => {
  keymap.inBrowser = true;
  const lost = verbs.filter((verb) => verb.keys?.some(isKeptByBrowsers) && keymap.of(verb).length === 0);
  expect(lost.map(({ id }) => id)).toEqual([]);
  expect(keysOf("new")).toBe("Ctrl Alt N");
});
