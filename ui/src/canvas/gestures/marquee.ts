// A rectangle pulled over the canvas: touching selects leftwards, enclosing rightwards.

import { encloses, spanned } from "../geometry";
import type { Scene } from "../scene";
import type { Id } from "../sheet";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type Marquee = Extract<State, { doing: "marquee" }>;

export function stepMarquee(state: Marquee, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move": {
      const ids = [...new Set([...state.before, ...caught(ground.scene, state.from, input.at)])];
      return stay({ ...state, to: input.at, ids });
    }
    case "up":
      return { state: idle, intents: [{ do: "select", ids: state.ids }] };
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}

export function caught(scene: Scene, from: { x: number; y: number }, to: { x: number; y: number }): Id[] {
  const area = spanned(from, to);
  const touching = to.x < from.x;
  return scene
    .nodesIn(area)
    .map((i) => scene.nodes[i]!)
    .filter((n) => touching || encloses(area, n.box))
    .map((n) => n.source.id);
}
