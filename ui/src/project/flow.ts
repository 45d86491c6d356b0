// One operation's flow step by step: its calls in their order, depth first, what they publish after them, and who hears it.

import type { Connection, Id } from "../wire";
import type { Drawing } from "./drawing";
import { sentenceOf } from "./naming";
import { duration } from "./quantity";

export interface FlowStep {
  connection: Id;
  /** How many calls deep, from 0. */
  depth: number;
  /** Leads back to an operation that is still running. */
  cycle: boolean;
  /** The number of the step whose steps are not shown again, where they were shown before. */
  as?: number;
}

export interface Flow {
  steps: readonly FlowStep[];
  /** There would be more. */
  cut: boolean;
}

/** A flow longer than this is no longer looked at step by step. */
const mostSteps = 500;

interface Running {
  id: Id;
  ahead: readonly Connection[];
  at: number;
}

export function flowOf(drawing: Drawing, operation: Id, most = mostSteps): Flow {
  const steps: FlowStep[] = [];
  const seen = new Map<Id, number>();
  const running: Running[] = [{ id: operation, ahead: aheadOf(drawing, operation), at: 0 }];
  const onTheWay = new Set<Id>([operation]);
  for (let now = running.at(-1); now; now = running.at(-1)) {
    const connection = now.ahead[now.at];
    now.at += 1;
    if (!connection) {
      onTheWay.delete(now.id);
      running.pop();
      continue;
    }
    if (steps.length === most) return { steps, cut: true };
    // Hearing an event runs against the arrow: from the event to whoever subscribes.
    const next = connection.kind === "subscribe" ? connection.from : connection.to;
    const cycle = onTheWay.has(next);
    const as = seen.get(next);
    steps.push({ connection: connection.head.id, depth: running.length - 1, cycle, ...(as !== undefined && !cycle ? { as } : {}) });
    if (cycle || as !== undefined) continue;
    const ahead = aheadOf(drawing, next);
    if (ahead.length === 0) continue;
    seen.set(next, steps.length);
    onTheWay.add(next);
    running.push({ id: next, ahead, at: 0 });
  }
  return { steps, cut: false };
}

/** What follows: an operation's own steps, events last; after an event, its subscribers. */
function aheadOf(drawing: Drawing, id: Id): Connection[] {
  const kind = drawing.get(id)?.kind;
  if (kind === "event") return drawing.incoming(id).filter((c) => c.kind === "subscribe");
  if (kind !== "operation") return [];
  const own = drawing.outgoing(id).filter((c) => c.kind === "call" || c.kind === "read" || c.kind === "write");
  return [...own, ...drawing.outgoing(id).filter((c) => c.kind === "publish")];
}

/** `orders.place_order calls inventory.reserve, 500 ms`. */
export function tellStep(drawing: Drawing, step: FlowStep): string {
  const connection = drawing.as("connection", step.connection)?.value;
  if (!connection) return "";
  const parts = [sentenceOf(drawing, connection)];
  if (connection.timeout?.kind === "after") parts.push(duration(connection.timeout.of));
  if (step.cycle) parts.push("which closes a cycle");
  if (step.as !== undefined) parts.push(`goes on as after step ${step.as}`);
  return parts.join(", ");
}
