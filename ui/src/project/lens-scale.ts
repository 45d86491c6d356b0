// Puts elements on the steps of a legend: each step is counted, each element takes the paint of its step.

import type { Tint } from "../canvas/sheet";
import type { Id } from "../wire";
import type { LensStep } from "./lens";

export type Step = Omit<LensStep, "count">;

/** Height of each of the five steps of heat. */
const heatFill = [0.2, 0.42, 0.64, 0.84, 1] as const;

export const heatStep = (step: number, word: string): Step => ({ word, paint: { heat: step }, fill: heatFill[step] ?? 1 });

/** A, B … Z, AA, AB … */
export function letters(n: number): string {
  let text = "";
  for (let left = n; left >= 0; left = Math.floor(left / 26) - 1) text = String.fromCharCode(65 + (left % 26)) + text;
  return text;
}

export const category = (n: number, word: string): Step => ({ word, paint: { hue: n % 8 }, fill: 1, letter: letters(n) });

/** What nothing is said about. */
export const unsaid = (word: string): Step => ({ word, paint: "none", fill: 0 });

export class Scale {
  private readonly counts: number[];
  readonly tints = new Map<Id, Tint>();

  constructor(private readonly of: readonly Step[]) {
    this.counts = of.map(() => 0);
  }

  /** An element stands on a step; `text` is what is said beside it. */
  put(id: Id, at: number, text: string): void {
    const step = this.of[at];
    if (!step) return;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    const { paint, fill, letter } = step;
    this.tints.set(id, { paint, fill, text, ...(letter ? { letter } : {}) });
  }

  get steps(): LensStep[] {
    return this.of.map((step, i) => ({ ...step, count: this.counts[i] ?? 0 }));
  }
}
