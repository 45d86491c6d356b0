// In what a record is drawn: its node, and the end of a line that leads to it.

import type { Id } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";

/** The node a record is drawn in. */
export function nodeOf(drawing: Drawing, id: Id): Id {
  const service = drawing.serviceOf(id);
  if (service) return idOf(service);
  const api = drawing.nearest("api", id);
  return api ? idOf(api) : id;
}

/** What is inside a row is drawn at the row: an entity at its store. */
export const endOf = (drawing: Drawing, id: Id): Id => {
  const entry = drawing.get(id);
  return entry?.kind === "entity" || entry?.kind === "type" ? (entry.value.head.home ?? id) : id;
};
