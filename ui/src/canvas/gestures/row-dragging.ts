// A selected row on its way to another service.

import { isCard } from "../anatomy";
import type { Target } from "../intent";
import type { Id, RowKind, SheetNode } from "../sheet";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type RowDragging = Extract<State, { doing: "rowDragging" }>;

export function stepRowDragging(state: RowDragging, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move": {
      const { into, why } = taker(state, input.target, ground);
      return {
        state: { ...state, at: input.at, into, why },
        intents: [{ do: "carrying", id: state.id, into, screen: input.screen }],
      };
    }
    case "up": {
      const { into } = taker(state, input.target, ground);
      return {
        state: idle,
        intents: [{ do: "carryEnd" }, ...(into === null ? [] : [{ do: "moveRow" as const, id: state.id, into }])],
      };
    }
    case "cancel":
      return { state: idle, intents: [{ do: "carryEnd" }] };
    default:
      return stay(state);
  }
}

/** The other card under the pointer, or why that is none for this row. */
function taker(state: RowDragging, target: Target | null, ground: Ground): { into: Id | null; why: string | null } {
  const under = target ? ground.scene.carrier(target.id)?.source : undefined;
  if (!under || under.id === state.node) return { into: null, why: null };
  const kind = ground.scene.homeOf(state.id)?.source.rows?.find((row) => row.id === state.id)?.kind;
  return takes(under, kind) ? { into: under.id, why: null } : { into: null, why: refusals[kind ?? "operation"] };
}

const takes = (card: SheetNode, kind: RowKind | undefined): boolean =>
  isCard(card.kind) && (card.kind === "service" || kind === "operation");

const refusals: Record<RowKind, string> = {
  api: "An API belongs to a service",
  operation: "An operation belongs to a service",
  store: "A data store belongs to a service",
  event: "An event belongs to a service",
};
