// Shortcuts as people write them: `Ctrl Shift K`. Ctrl is Cmd on macOS.

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  code?: string;
}

const isMac = /Mac/.test(globalThis.navigator?.platform ?? "");

/** Signs that stand elsewhere on other keyboards, some of them behind Shift: where the sign itself was typed, Shift is not asked for separately. */
const signs = new Set(["+", "-", "?", "\\", "'", ".", ",", "[", "]"]);

/** Where such a sign is on the keyboard most people have. */
const places: { readonly [sign: string]: string } = { "'": "Quote", "[": "BracketLeft", "]": "BracketRight", "\\": "Backslash", ",": "Comma", ".": "Period", "-": "Minus" };

export function matches(keys: string, event: Pressed, mac = isMac): boolean {
  const parts = keys.split(" ");
  const key = parts[parts.length - 1] ?? "";
  const wants = (mod: string) => parts.slice(0, -1).includes(mod);
  const ctrl = mac ? event.metaKey : event.ctrlKey;
  if (ctrl !== wants("Ctrl") || event.altKey !== wants("Alt")) return false;
  const shifted = event.shiftKey === wants("Shift");
  if (signs.has(key) && (event.key === key || (key === "+" && event.key === "="))) return shifted || !wants("Shift");
  return shifted && sameKey(key, event);
}

function sameKey(key: string, event: Pressed): boolean {
  if (key === "Space") return event.key === " ";
  if (event.key.toLowerCase() === key.toLowerCase()) return true;
  // With Shift or Alt held a digit or letter names another sign; the place on the keyboard still counts.
  if (/^\d$/.test(key)) return event.code === `Digit${key}`;
  if (/^[A-Z]$/i.test(key)) return event.altKey && event.code === `Key${key.toUpperCase()}`;
  return places[key] !== undefined && (event.shiftKey || event.altKey) && event.code === places[key];
}

const modifiers = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified"]);

/** What was pressed, as it is written in the table; null while only modifiers are held. */
export function written(event: Pressed, mac = isMac): string | null {
  if (modifiers.has(event.key) && !(event.key === "Dead" && event.code)) return null;
  const key = nameOf(event);
  const mods = [(mac ? event.metaKey : event.ctrlKey) && "Ctrl", event.altKey && "Alt", event.shiftKey && !isShiftedSign(key, event) && "Shift"];
  return [...mods.filter(Boolean), key].join(" ");
}

function nameOf(event: Pressed): string {
  const code = event.code ?? "";
  if (event.key === " ") return "Space";
  // Behind Shift and Alt digits and letters are called by their place, for the sign that comes out differs.
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit && (event.shiftKey || event.altKey)) return digit;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter && (event.altKey || event.key === "Dead")) return letter;
  const sign = Object.keys(places).find((one) => places[one] === code);
  if (sign && event.shiftKey && (event.ctrlKey || event.metaKey || event.altKey)) return sign;
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

const isShiftedSign = (key: string, event: Pressed): boolean => signs.has(key) && event.key === key;

/** What a browser never lets a page have. */
const kept = new Set(["Ctrl N", "Ctrl T", "Ctrl W", "Ctrl Shift N", "Ctrl Shift T", "Ctrl Shift W", "Ctrl Tab", "Ctrl Shift Tab"]);

export const isKeptByBrowsers = (keys: string): boolean => kept.has(keys);

const drawn: { readonly [key: string]: string } = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Delete: "Del", ContextMenu: "Menu" };

/** Keys as they are shown. */
export const shown = (keys: string, mac = isMac): string =>
  keys
    .split(" ")
    .map((key) => (mac && key === "Ctrl" ? "Cmd" : (drawn[key] ?? key)))
    .join(" ");
