// What a line drawn from one element to another says: its kind follows from its ends.

import type { Command, ConnectionKind, Id, Kind } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { aKind } from "./kinds";
import { imperative, pathOf } from "./naming";

export interface Line {
  kind: ConnectionKind;
  from: Id;
  to: Id;
}

/** Everything the line could say, the most likely first and what is said already last. Empty where nothing fits. */
export function linesBetween(drawing: Drawing, from: Id, to: Id): Line[] {
  const lines = possible(drawing, from, to);
  return [...lines.filter((line) => !isDrawn(drawing, line)), ...lines.filter((line) => isDrawn(drawing, line))];
}

/** Which of these a line from there may end at: that depends on the kinds of the two alone. */
export function endsFrom(drawing: Drawing, from: Id, ids: readonly Id[]): Set<Id> {
  const start = endOf(drawing, from);
  const fits = new Map<Kind, boolean>();
  return new Set(
    ids.filter((id) => {
      const end = endOf(drawing, id);
      if (!start || !end || end.id === start.id) return false;
      let known = fits.get(end.kind);
      if (known === undefined) fits.set(end.kind, (known = possible(drawing, from, id).length > 0));
      return known;
    }),
  );
}

export const isDrawn = (drawing: Drawing, { kind, from, to }: Line): boolean =>
  drawing.outgoing(from).some((c) => c.kind === kind && c.to === to);

function possible(drawing: Drawing, from: Id, to: Id): Line[] {
  const [a, b] = [endOf(drawing, from), endOf(drawing, to)];
  if (!a || !b || a.id === b.id) return [];
  const line = (kind: ConnectionKind, turned = false): Line =>
    turned ? { kind, from: b.id, to: a.id } : { kind, from: a.id, to: b.id };
  const acts = (kind: Kind) => kind === "service" || kind === "operation";

  if (acts(a.kind)) {
    switch (b.kind) {
      case "operation":
      case "external":
        return [line("call")];
      case "service": {
        const plain = [line("call")];
        return a.kind === "service" ? [...plain, line("depend"), line("release-with")] : plain;
      }
      case "event":
        return eventLines(drawing, a.id, b.id);
      case "store":
        return accessLines(drawing, a.id, b.id);
      case "actor":
        return [line("use", true)];
      default:
        return [];
    }
  }
  if (acts(b.kind)) {
    if (a.kind === "event") return eventLines(drawing, b.id, a.id);
    if (a.kind === "store") return accessLines(drawing, b.id, a.id);
    if (a.kind === "actor" || a.kind === "external") return [line("use")];
    return [];
  }
  const outside = a.kind === "external" ? a.id : b.kind === "external" ? b.id : null;
  const inside = a.kind === "external" ? b : a;
  if (outside === null) return [];
  if (inside.kind === "event") return pair(outside, inside.id, "subscribe", "publish");
  if (inside.kind === "store") return pair(outside, inside.id, "read", "write");
  return [];
}

const pair = (from: Id, to: Id, first: ConnectionKind, second: ConnectionKind): Line[] => [
  { kind: first, from, to },
  { kind: second, from, to },
];

/** A service publishes what is its own and hears what is not. */
function eventLines(drawing: Drawing, actor: Id, event: Id): Line[] {
  const service = drawing.serviceOf(actor);
  const owner = drawing.serviceOf(event);
  const publish: Line = { kind: "publish", from: actor, to: event };
  const subscribe: Line = { kind: "subscribe", from: service ? idOf(service) : actor, to: event };
  const isOwn = owner === undefined || (service !== undefined && idOf(owner) === idOf(service));
  return isOwn ? [publish, subscribe] : [subscribe, publish];
}

function accessLines(drawing: Drawing, actor: Id, store: Id): Line[] {
  const writes = drawing.as("operation", actor)?.value.kind === "command";
  return writes ? pair(actor, store, "write", "read") : pair(actor, store, "read", "write");
}

/** What a line may end at: an API stands for its service, an entity for its store. */
function endOf(drawing: Drawing, id: Id): { id: Id; kind: Kind } | null {
  const entry = drawing.get(id);
  if (!entry) return null;
  if (entry.kind === "api" || entry.kind === "entity" || entry.kind === "type") {
    const home = entry.value.head.home;
    return home === null ? null : endOf(drawing, home);
  }
  return { id, kind: entry.kind };
}

export const connect = ({ kind, from, to }: Line): Command => ({
  kind: "connect",
  of: { connection: kind, from, to, fields: {} },
});

/** `Call orders.get_order`. A subscription is told by who hears. */
export function tellLine(drawing: Drawing, { kind, from, to }: Line): string {
  if (kind === "use") return `${pathOf(drawing, from)} uses ${pathOf(drawing, to)}`;
  return `${imperative[kind]} ${pathOf(drawing, to)}`;
}

/** Why a line between these two cannot be; null where it can. */
export function sayNothing(drawing: Drawing, from: Id | null, to: Id | null): string | null {
  const [a, b] = [drawing.get(from), drawing.get(to)];
  if (!from || !to || !a || !b || a.kind === "note" || b.kind === "note" || possible(drawing, from, to).length > 0) return null;
  return `A line from ${aKind(a.kind)} to ${aKind(b.kind)} says nothing`;
}
