// How long an operation's calls may take together, and how much of its own timeout that is.

import type { Id, Operation } from "../wire";
import type { Drawing } from "./drawing";

/** The sum of its calls' timeouts with their retries, in ms; null where no call says how long it waits. */
export function worstCase(drawing: Drawing, from: Id): number | null {
  let all: number | null = null;
  for (const call of drawing.outgoing(from)) {
    if (call.kind !== "call" || call.timeout?.kind !== "after") continue;
    all = (all ?? 0) + call.timeout.of * (1 + (call.retries ?? 0));
  }
  return all;
}

/** 1 is all of its timeout; null where either is not said. */
export function shareOf(drawing: Drawing, operation: Operation): number | null {
  const worst = worstCase(drawing, operation.head.id);
  return worst !== null && operation.timeout ? worst / operation.timeout : null;
}
