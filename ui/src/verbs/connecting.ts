// Connecting without a pointer: everything the selected element can be connected to, by name and by place.

import type { Rect } from "../canvas/geometry";
import { type Direction, nearestTowards } from "../canvas/walk";
import { idOf } from "../project/apply-change";
import { type Line, linesBetween } from "../project/connecting";
import type { Drawing } from "../project/drawing";
import { fit } from "../project/fit";
import { pathOf } from "../project/naming";
import type { Id, Kind } from "../wire";

export interface Candidate {
  id: Id;
  kind: Kind;
  /** `orders.place_order`. */
  path: string;
  /** What the connection could say, the most likely first. */
  lines: readonly Line[];
}

const ends: readonly Kind[] = ["operation", "service", "event", "store", "external", "actor"];

/** Every possible end of a connection that starts here. */
export const candidatesOf = (drawing: Drawing, from: Id): Candidate[] =>
  ends.flatMap((kind) =>
    drawing.of(kind).flatMap((entry) => {
      const id = idOf(entry);
      const lines = linesBetween(drawing, from, id);
      return lines.length > 0 ? [{ id, kind, path: pathOf(drawing, id), lines }] : [];
    }),
  );

/** Those that answer to what was typed, the best first; of equal ones the first in the design. */
export function matching(candidates: readonly Candidate[], typed: string): Candidate[] {
  const wanted = typed.trim();
  if (wanted === "") return [...candidates];
  const last = (path: string) => path.slice(path.lastIndexOf(".") + 1);
  return candidates
    .map((candidate) => ({ candidate, score: Math.max(fit(candidate.path, wanted), fit(last(candidate.path), wanted)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate);
}

/** The next candidate in a direction from where the line ends now. */
export function steer(candidates: readonly Candidate[], now: Id, direction: Direction, placeOf: (id: Id) => Rect | null): Id | null {
  const here = placeOf(now);
  if (!here) return null;
  const others = candidates.flatMap(({ id }) => {
    const place = id === now ? null : placeOf(id);
    return place ? [{ id, place }] : [];
  });
  return nearestTowards(here, others, direction);
}
