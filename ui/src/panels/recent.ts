// What was chosen in the palette lately, so that it comes first the next time.

const key = "cleave.recent";
const most = 6;

export function recall(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}

export function remember(id: string): void {
  try {
    localStorage.setItem(key, JSON.stringify([id, ...recall().filter((other) => other !== id)].slice(0, most)));
  } catch {
    // Without storage nothing is remembered.
  }
}
