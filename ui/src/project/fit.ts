// How well a name answers to what was typed.

/** How well a text fits: whole, beginning, word beginning, inside, letters in order; 0 where it does not. */
export function fit(text: string, wanted: string): number {
  if (wanted === "") return 1;
  const [t, w] = [text.toLowerCase(), wanted.toLowerCase()];
  if (t === w) return 100;
  if (t.startsWith(w)) return 80;
  const at = t.indexOf(w);
  if (at > 0) return /[\s._/-]/.test(t[at - 1] ?? "") ? 60 : 40;
  let i = 0;
  for (const c of t) if (c === w[i]) i += 1;
  return i === w.length && w.length > 2 ? 10 : 0;
}

/** The name nearest to what was typed, by letters in common. */
export function nearest(names: readonly string[], typed: string): string | null {
  const wanted = new Set(pairs(typed));
  let best: string | null = null;
  let score = 0.25;
  for (const name of names) {
    const own = pairs(name);
    const common = own.filter((pair) => wanted.has(pair)).length;
    const value = (2 * common) / Math.max(1, own.length + wanted.size);
    if (value > score) [best, score] = [name, value];
  }
  return best;
}

const pairs = (text: string): string[] => {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2));
};
