// Predictions of a topology as figures with two ends, and as words.

import type { Prediction, Predictions } from "../wire";
import { counted } from "./kinds";
import { decimal, spaced } from "./locale";

export interface Figure {
  name: "crossing" | "chain" | "availability" | "latency";
  label: string;
  unit: string;
  now: string;
  /** Only where it differs. */
  then: string | null;
  /** Whether then is better than now; null where it is the same or not asked. */
  better: boolean | null;
  together: string;
  apart: string;
  /** Where now and then stand between together (0) and apart (1). */
  at: number;
  to: number | null;
}

const share = (value: number): string => `${decimal(value * 100, 2)} %`;
const time = (ms: number): string => `${spaced(Math.round(ms))} ms`;

interface Kind {
  name: Figure["name"];
  label: (found: Predictions) => string;
  unit: string;
  of: (prediction: Prediction) => number | null;
  say: (value: number) => string;
  higherIsBetter?: true;
}

const kinds: readonly Kind[] = [
  { name: "crossing", label: () => "Cross-process calls", unit: "", of: (p) => p.crossing_calls, say: spaced },
  { name: "chain", label: () => "Longest sync chain", unit: "hops", of: (p) => p.longest_chain, say: spaced },
  { name: "availability", label: ({ entry_name: name }) => (name ? `Availability of ${name}` : "Availability"), unit: "", of: (p) => p.availability, say: share, higherIsBetter: true },
  { name: "latency", label: () => "Estimated latency", unit: "", of: (p) => p.latency_ms, say: time },
];

export function figures(found: Predictions): Figure[] {
  return kinds.map(({ name, label, unit, of, say, higherIsBetter }) => {
    const [now, together, apart] = [of(found.now), of(found.together), of(found.apart)];
    const then = found.then && of(found.then);
    const words = (value: number | null) => (value === null ? "–" : say(value));
    const place = (value: number | null) =>
      value === null || together === null || apart === null || together === apart ? 0 : Math.min(1, Math.max(0, (value - together) / (apart - together)));
    const differs = then !== null && now !== null && words(then) !== words(now);
    return {
      name,
      label: label(found),
      unit,
      now: words(now),
      then: differs ? words(then) : null,
      better: differs ? then > now === (higherIsBetter ?? false) : null,
      together: words(together),
      apart: words(apart),
      at: place(now),
      to: differs ? place(then) : null,
    };
  });
}

/** What a move would change, to be heard: "Cross-process calls 3 to 1. …". */
export function spokenChanges(found: Predictions): string {
  const changes = figures(found).flatMap(({ label, unit, now, then }) => (then === null ? [] : [`${label} ${now} to ${then}${unit ? ` ${unit}` : ""}`]));
  return (changes.length === 0 ? ["No prediction changes"] : changes).concat(found.notes).join(". ");
}

/** What else is to know of a topology, or of an edit of it: each one sentence. */
export function remarks(found: Predictions): string[] {
  const shown = found.then ?? found.now;
  const points = shown.single_points.slice(0, 1).map(({ process, own, takes_down: down }) => {
    const gone = own > 1 ? [`its ${counted(own, "service")} are gone`] : [];
    const cut = down > own ? [`${counted(down - own, own > 1 ? "other" : "other service")} that calls reach only through it ${down - own === 1 ? "is" : "are"} cut off`] : [];
    return `${process} runs once: when it is down, ${[...gone, ...cut].join(", and ")}.`;
  });
  return [...found.notes, ...(found.then ? [] : points)];
}
