// What a lens says of everything that is drawn: plain values with words, so that canvas, legend and lists say the same.

import type { Tint } from "../canvas/sheet";
import type { Analysis, Id, Lens } from "../wire";
import type { Drawing } from "./drawing";
import { deployables, findings, sensitivity, teams } from "./lens-classes";
import { coupling, latency } from "./lens-heat";

/** Lenses there are; the change since a baseline waits for baselines. */
export type ShownLens = Exclude<Lens, "change">;

export const lensWords: { readonly [L in ShownLens]: { name: string; hint: string } } = {
  coupling: { name: "Coupling heat", hint: "How many services depend on it" },
  findings: { name: "Findings", hint: "The worst that the rules say" },
  team: { name: "Team", hint: "Who owns it" },
  sensitivity: { name: "Data sensitivity", hint: "The most harmful data it holds" },
  deployable: { name: "Deployable", hint: "Which process it runs in" },
  latency: { name: "Latency budget", hint: "How much of a timeout its calls may use" },
};

export const lenses = Object.keys(lensWords) as ShownLens[];

export const isShown = (lens: Lens | null): lens is ShownLens => lens !== null && lens in lensWords;

/** One line of the legend. */
export interface LensStep {
  word: string;
  paint: Tint["paint"];
  /** How much of a block it fills, 0 to 1. */
  fill: number;
  letter?: string;
  /** How many elements it holds for. */
  count: number;
}

export interface Ranked {
  id: Id;
  name: string;
  about: string;
  amount: number;
  /** The amount in words. */
  shown: string;
}

export interface Reading {
  lens: ShownLens;
  /** What the legend counts. */
  says: string;
  steps: readonly LensStep[];
  tints: ReadonlyMap<Id, Tint>;
  /** The most of it, most first, at most six; empty where nothing can be ranked. */
  ranked: { title: string; of: readonly Ranked[] };
}

export interface Subject {
  drawing: Drawing;
  analysis: Analysis;
  topology: Id | null;
}

const read: { readonly [L in ShownLens]: (of: Subject) => Omit<Reading, "lens"> } = {
  coupling,
  findings,
  team: teams,
  sensitivity,
  deployable: deployables,
  latency,
};

export const readingOf = (lens: ShownLens, of: Subject): Reading => ({ lens, ...read[lens](of) });
