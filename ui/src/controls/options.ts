// Which options of a list show for what was typed, and which of them is meant.

export interface Option<V extends string = string> {
  value: V;
  label: string;
}

/** What is shown at once; of more the words that are typed choose. */
export const most = 200;

/** Those that hold what was typed, in their order. The chosen one is among them as long as nothing was typed. */
export function fitting<O extends Option>(options: readonly O[], typed: string, chosen: string): { shown: O[]; more: number } {
  const wanted = typed.trim().toLowerCase();
  const all = wanted === "" ? options : options.filter(({ label }) => label.toLowerCase().includes(wanted));
  const shown = all.slice(0, most);
  const own = wanted === "" ? all.slice(most).find(({ value }) => value === chosen) : undefined;
  return { shown: own ? [own, ...shown] : shown, more: all.length - shown.length };
}

/** The place of the one that is meant: the chosen one, else the first that begins with what was typed, else the first that holds it. */
export function meant(shown: readonly Option[], typed: string, chosen: string): number {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return Math.max(0, shown.findIndex(({ value }) => value === chosen));
  const whole = shown.findIndex(({ label }) => label.toLowerCase() === wanted);
  return whole >= 0 ? whole : Math.max(0, shown.findIndex(({ label }) => label.toLowerCase().startsWith(wanted)));
}
