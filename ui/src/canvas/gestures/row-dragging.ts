// A selected row on its way to another service.

import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type RowDragging = Extract<State, { doing: "rowDragging" }>;

export function stepRowDragging(state: RowDragging, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move": {
      const under = input.target ? ground.scene.carrier(input.target.id) : undefined;
      const takes = under && under.source.id !== state.node && (under.source.kind === "service" || under.source.kind === "api");
      return stay({ ...state, at: input.at, into: takes ? under.source.id : null });
    }
    case "up":
      return {
        state: idle,
        intents: state.into === null ? [] : [{ do: "moveRow", id: state.id, into: state.into }],
      };
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}
