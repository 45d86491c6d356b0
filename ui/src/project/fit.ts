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
