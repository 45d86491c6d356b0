// Suggested boundaries in words: whether a better division exists, and where a service would stand.

import { counted } from "../../project/kinds";
import { decimal } from "../../project/locale";
import type { Boundaries, SuggestedGroup } from "../../wire";

export const quality = (value: number | null): string => (value === null ? "–" : decimal(value, 2));

/** What the two numbers say together. */
export function verdictOf({ own, best, better, moves }: Boundaries): string {
  if (own === null) return "Not defined yet: no service depends on another.";
  if (best === null) return "With so many services the search takes too long while somebody waits.";
  if (moves.length === 0) return "No better division was found than the drawn one.";
  if (!better) return `About as good as the best found: it counts as better from 0.1 on, and this is ${decimal(best - own, 2)}.`;
  return `A better division exists: ${counted(moves.length, "service")} would stand elsewhere.`;
}

/** Where a service of a group would stand. */
export function targetOf(group: SuggestedGroup | undefined): string {
  if (group?.domain) return group.name;
  return group?.command ? `new domain ${group.name}` : "outside of the domains";
}

/** What was done, for the toast. */
export const movedTo = (service: string, group: SuggestedGroup | undefined): string => (group?.domain ? `Moved ${service} to ${group.name}` : `Moved ${service} out of its domain`);
