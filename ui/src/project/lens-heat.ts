// Lenses with an amount: how much depends on a service, and how much of its timeouts an operation's calls may use.

import type { Analysis, Id } from "../wire";
import { idOf } from "./apply-change";
import { shareOf, worstCase } from "./budget";
import type { Drawing } from "./drawing";
import { counted, spaced } from "./kinds";
import type { Ranked, Reading, Subject } from "./lens";
import { heatStep, Scale, unsaid } from "./lens-scale";
import { mostRanked, mostUsed, usedBy } from "./most-used";
import { pathOf } from "./naming";
import { duration } from "./quantity";

/** From how many services on each step of heat begins. */
const begins = [0, 3, 6, 10, 15];

/** The step of coupling heat, 0 to 4. */
export const heatOf = (services: number): number => begins.findLastIndex((from) => services >= from);

const aboutOf = (drawing: Drawing, id: Id): string => drawing.nearest("domain", id)?.value.head.name ?? "";

/** The services that most others depend on, most first, in words. */
const mostDependedOn = (drawing: Drawing, analysis: Analysis): Ranked[] =>
  mostUsed(drawing, analysis).map((one) => ({ ...one, about: aboutOf(drawing, one.id), shown: spaced(one.amount) }));

export function coupling({ drawing, analysis }: Subject): Omit<Reading, "lens"> {
  const words = ["0 to 2", "3 to 5", "6 to 9", "10 to 14", "15 or more"];
  const scale = new Scale(words.map((word, i) => heatStep(i, word)));
  for (const entry of drawing.of("service")) {
    const services = usedBy(analysis, idOf(entry));
    scale.put(idOf(entry), heatOf(services), counted(services, "dependent"));
  }
  return {
    says: "Services that depend on it",
    steps: scale.steps,
    tints: scale.tints,
    ranked: { title: "Most depended on", of: mostDependedOn(drawing, analysis) },
  };
}

const shares = [0, 0.25, 0.5, 0.8, 1.0001];

export function latency({ drawing }: Subject): Omit<Reading, "lens"> {
  const words = ["Under 25 %", "25 to 50 %", "50 to 80 %", "80 to 100 %", "Over 100 %"];
  const scale = new Scale([...words.map((word, i) => heatStep(i, word)), unsaid("No timeout or no calls")]);
  const ranked: Ranked[] = [];
  const worst = new Map<Id, number>();
  for (const entry of drawing.of("operation")) {
    const id = idOf(entry);
    const share = shareOf(drawing, entry.value);
    if (share === null) continue;
    const service = drawing.serviceOf(id);
    const card = service ? idOf(service) : (drawing.nearest("api", id)?.value.head.id ?? id);
    worst.set(card, Math.max(worst.get(card) ?? 0, share));
    const about = `${duration(worstCase(drawing, id) ?? 0)} of ${duration(entry.value.timeout ?? 0)}`;
    ranked.push({ id, name: pathOf(drawing, id), about, amount: share, shown: percentOf(share) });
  }
  for (const entry of drawing.of("service")) {
    const share = worst.get(idOf(entry));
    if (share === undefined) scale.put(idOf(entry), words.length, "");
    else scale.put(idOf(entry), shares.findLastIndex((from) => share >= from), percentOf(share));
  }
  ranked.sort((a, b) => b.amount - a.amount || (a.id < b.id ? -1 : 1));
  return {
    says: "Worst share of an operation’s timeout",
    steps: scale.steps,
    tints: scale.tints,
    ranked: { title: "Least time to spare", of: ranked.slice(0, mostRanked) },
  };
}

const percentOf = (share: number): string => `${spaced(Math.round(share * 100))} %`;
