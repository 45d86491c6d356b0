// Shortcuts as people write them: `Ctrl Shift K`. Ctrl is Cmd on macOS.

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  code?: string;
}

/** Keys whose name on the keyboard depends on Shift; Shift is then not asked for separately. */
const symbols = new Set(["+", "-", "?", "\\", "'", ".", ","]);

export function matches(keys: string, event: Pressed, isMac = false): boolean {
  const parts = keys.split(" ");
  const key = parts[parts.length - 1] ?? "";
  const wants = (mod: string) => parts.slice(0, -1).includes(mod);
  const ctrl = isMac ? event.metaKey : event.ctrlKey;
  if (ctrl !== wants("Ctrl") || event.altKey !== wants("Alt")) return false;
  if (!symbols.has(key) && event.shiftKey !== wants("Shift")) return false;
  if (symbols.has(key) && wants("Shift") && !event.shiftKey) return false;
  return sameKey(key, event);
}

function sameKey(key: string, event: Pressed): boolean {
  if (event.key.toLowerCase() === key.toLowerCase()) return true;
  // With Shift or Alt held a digit or letter names another sign; the place on the keyboard still counts.
  if (/^\d$/.test(key)) return event.code === `Digit${key}`;
  if (/^[A-Z]$/i.test(key)) return event.altKey && event.code === `Key${key.toUpperCase()}`;
  if (key === "'") return event.code === "Quote";
  return key === "+" && event.key === "=";
}
