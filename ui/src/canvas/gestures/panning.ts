// The sheet follows the hand.

import { panned } from "../camera";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type Panning = Extract<State, { doing: "panning" }>;

export function stepPanning(state: Panning, input: StateInput, _ground: Ground): Step {
  switch (input.is) {
    case "move":
      return {
        state,
        intents: [],
        camera: panned(state.camera, input.screen.x - state.screen.x, input.screen.y - state.screen.y),
      };
    case "up":
      return stay(idle);
    case "cancel":
      return { state: idle, intents: [], camera: state.camera };
    default:
      return stay(state);
  }
}
