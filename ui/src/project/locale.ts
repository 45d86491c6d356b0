// Numbers and dates as this system writes them. The words of the interface are English, so a date keeps English months
// in the order of the system's region; thousands are apart by a thin space everywhere, which nobody takes for a decimal.

/** The engine that draws pictures for the command line has no Intl: numbers are written as in English there. */
const knowsIntl = typeof Intl !== "undefined";

/** The system's language, where it says one: without any, WebKitGTK calls it `C`, which no format takes. */
export function languageOf(said: string | undefined): string {
  try {
    return knowsIntl && said !== undefined ? (Intl.getCanonicalLocales(said)[0] ?? "en-GB") : "en-GB";
  } catch {
    return "en-GB";
  }
}

const system = languageOf(globalThis.navigator?.language);

/** English, as it is written where this system is at home. */
export function english(of: string): string {
  const region = new Intl.Locale(of).maximize().region;
  return region === undefined ? "en-GB" : `en-${region}`;
}

const thin = "\u202f";

/** The same without Intl. */
export function plain(n: number, most: number, least: number): string {
  const [whole = "", part = ""] = Math.abs(n).toFixed(most).split(".");
  const decimals = part.replace(/0+$/, "").padEnd(least, "0");
  const sign = n < 0 && Number(`${whole}.${part}`) !== 0 ? "-" : "";
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, thin) + (decimals === "" ? "" : `.${decimals}`);
}

/** Writes numbers with at most, or exactly, so many decimals. */
export function writer(of: string, most: number, least = 0): (n: number) => string {
  if (!knowsIntl) return (n) => plain(n, most, least);
  const format = new Intl.NumberFormat(of, { maximumFractionDigits: most, minimumFractionDigits: least, useGrouping: "always", numberingSystem: "latn" });
  const written = (n: number): string => format.formatToParts(n).map(({ type, value }) => (type === "group" ? thin : value)).join("");
  // Most numbers are small counts, and those are written alike everywhere.
  return (n) => (least === 0 && Number.isInteger(n) && n >= 0 && n < 1000 && !Object.is(n, -0) ? String(n) : written(n));
}

/** `1 184`, `0.5`; `0,5` where that is how it is written. */
export const spaced = writer(system, 8);

const fixed = [0, 1, 2].map((digits) => writer(system, digits, digits));

/** With exactly so many decimals, two at most. */
export const decimal = (n: number, digits: 0 | 1 | 2): string => (fixed[digits] ?? spaced)(n);

/** `31 January 2027`; the year only where it is asked for. */
export const day = (at: Date, year: boolean, of = english(system)): string =>
  at.toLocaleDateString(of, { day: "numeric", month: "long", ...(year ? { year: "numeric" } : {}) });

/** `31 Jan 2027`, short and whole. */
export const date = (at: Date, of = english(system)): string => at.toLocaleDateString(of, { dateStyle: "medium" });

/** `31 Jan 2027, 14:05`. */
export const moment = (at: Date, of = english(system)): string => at.toLocaleString(of, { dateStyle: "medium", timeStyle: "short" });
