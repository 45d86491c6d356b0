// One end of an existing connection follows the pointer.

import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";
import { endable } from "./linking";

type Reconnecting = Extract<State, { doing: "reconnecting" }>;

export function stepReconnecting(state: Reconnecting, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move":
      return stay({
        ...state,
        at: input.at,
        screen: input.screen,
        target: endable(input.target, state.fixed, ground),
      });
    case "up": {
      const { id, end } = state;
      const target = endable(input.target, state.fixed, ground);
      if (target) {
        const c = ground.scene.connection(id);
        const unchanged = c && (end === "from" ? c.source.from : c.source.to) === target.id;
        return { state: idle, intents: unchanged ? [] : [{ do: "reconnect", id, end, to: target.id }] };
      }
      const empty = !input.target || input.target.on === "domain";
      return { state: idle, intents: empty ? [{ do: "disconnect", id, screen: input.screen }] : [] };
    }
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}
