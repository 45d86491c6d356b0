// The few services that most others depend on, followed from edit to edit.

import type { Analysis, Id } from "../wire";
import type { Drawing } from "./drawing";

export interface Used {
  id: Id;
  name: string;
  /** How many services depend on it. */
  amount: number;
}

/** Of thousands a handful is wanted. */
export const mostRanked = 6;

export const usedBy = (analysis: Analysis, service: Id): number => analysis.metrics.services[service]?.used_by ?? 0;

/** The services that most others depend on, most first. */
export function mostUsed(drawing: Drawing, analysis: Analysis): Used[] {
  const most: Used[] = [];
  for (const { value } of drawing.of("service")) enter(most, value.head, analysis);
  return most;
}

/** The same after an edit, from those before it. `changed` has everything that has another number or name, or is new. */
export function mostUsedAfter(drawing: Drawing, analysis: Analysis, before: readonly Used[], changed: Iterable<Id>): Used[] {
  const most: Used[] = [];
  const last = before.length < mostRanked ? null : before[mostRanked - 1]!;
  for (const id of new Set([...before.map((one) => one.id), ...changed])) {
    const head = drawing.as("service", id)?.value.head;
    if (head) enter(most, head, analysis);
  }
  // Whoever was behind the last of them, and did not change, still is behind those that are not behind where that stood.
  const isSure = last === null || (most.length === mostRanked && byAmount(most[mostRanked - 1]!, last) <= 0);
  return isSure ? most : mostUsed(drawing, analysis);
}

function enter(most: Used[], { id, name }: { id: Id; name: string }, analysis: Analysis): void {
  const one = { id, name, amount: usedBy(analysis, id) };
  const last = most[mostRanked - 1];
  if (one.amount === 0 || (last && byAmount(last, one) <= 0)) return;
  const at = most.findIndex((other) => byAmount(one, other) < 0);
  most.splice(at < 0 ? most.length : at, 0, one);
  if (most.length > mostRanked) most.pop();
}

const byAmount = (a: Used, b: Used): number =>
  b.amount - a.amount || inOrder(a.name, b.name) || inOrder(a.id, b.id);

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
