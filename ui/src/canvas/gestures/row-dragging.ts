// A selected row on its way to another service.

import { isCard } from "../anatomy";
import type { Target } from "../intent";
import type { Id } from "../sheet";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type RowDragging = Extract<State, { doing: "rowDragging" }>;

export function stepRowDragging(state: RowDragging, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move":
      return stay({ ...state, at: input.at, into: taker(state, input.target, ground) });
    case "up": {
      const into = taker(state, input.target, ground);
      return { state: idle, intents: into === null ? [] : [{ do: "moveRow", id: state.id, into }] };
    }
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}

/** The other card under the pointer. */
function taker(state: RowDragging, target: Target | null, ground: Ground): Id | null {
  const under = target ? ground.scene.carrier(target.id)?.source : undefined;
  return under && under.id !== state.node && isCard(under.kind) ? under.id : null;
}
