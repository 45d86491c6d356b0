// Times and shares as people write them: `2 s`, `500 ms`, `99.9 %`.

import { decimal, spaced } from "./locale";

/** `2 s`, `1.5 s`, `500 ms`, `1 min`. */
export function duration(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${spaced(ms / 60_000)} min`;
  if (ms >= 1000 && ms % 100 === 0) return `${spaced(ms / 1000)} s`;
  return `${spaced(ms)} ms`;
}

/** In seconds, as times are compared one above the other: `1.9 s`, `0.5 s`; what is under a tenth in ms. */
export const seconds = (ms: number): string => (ms > 0 && ms < 100 ? duration(ms) : `${decimal(ms / 1000, 1)} s`);

const units: { readonly [unit: string]: number } = { "": 1, ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** The time in ms; null where it is none. A bare number counts ms. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/i.exec(text.replaceAll(/[\u202f\u00a0]/g, "").trim());
  const unit = units[match?.[2]?.toLowerCase() ?? "?"];
  if (!match?.[1] || unit === undefined) return null;
  const ms = Math.round(Number(match[1].replace(",", ".")) * unit);
  return ms <= 4_294_967_295 ? ms : null;
}

/** 0.999 as `99.9 %`. */
export const percent = (share: number): string => `${spaced(Number((share * 100).toFixed(6)))} %`;

/** The share, 0 to 1; null where it is none. */
export function parsePercent(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*%?$/.exec(text.trim());
  if (!match?.[1]) return null;
  const share = Number(match[1].replace(",", ".")) / 100;
  return share >= 0 && share <= 1 ? Number(share.toFixed(8)) : null;
}

/** Took 12.3 ms as `12 ms`, 0.4 ms as `0.4 ms`. */
export const took = (ms: number): string => (ms < 1 ? `${decimal(ms, 1)} ms` : ms < 1000 ? duration(Math.round(ms)) : `${decimal(ms / 1000, 1)} s`);
