// A chain of calls as it is read: the services on it, each once where several operations of it follow, and its bar.

import { idOf } from "../../project/apply-change";
import type { Drawing } from "../../project/drawing";
import { hueOfRecord, huesOf } from "../../project/hues";
import { kinds } from "../../project/kinds";
import type { Standing } from "../../project/findings";
import type { Chain, Id } from "../../wire";

export interface ChainLink {
  id: Id;
  name: string;
  service: boolean;
  hue: number | null;
  icon: (typeof kinds)[keyof typeof kinds]["icon"];
}

export function linksOf(drawing: Drawing, chain: Chain): ChainLink[] {
  const hues = huesOf(drawing);
  const links: ChainLink[] = [];
  for (const step of chain.steps) {
    const service = drawing.serviceOf(step);
    const id = service ? idOf(service) : step;
    const entry = drawing.get(id);
    if (!entry || links.at(-1)?.id === id) continue;
    links.push({ id, name: drawing.name(id).slice(0, 80), service: service !== undefined, hue: hueOfRecord(drawing, hues, id) ?? null, icon: kinds[entry.kind].icon });
  }
  return links;
}

export const chainText = (links: readonly ChainLink[]): string => links.map(({ name }) => name).join(" → ");

/** From this share of what the first operation promises, little is left for itself. */
const tight = 0.9;

/** How much of the longest, and whether that is too much for what was promised; null where no time is said. */
export function barOf({ time, budget }: Chain, longest: number): { time: number; share: number; tone: Standing | null } | null {
  if (time === null) return null;
  const of = budget === null || budget === 0 ? 0 : time / budget;
  return { time, share: Math.min(1, time / longest), tone: of >= 1 ? "error" : of >= tight ? "warning" : null };
}
