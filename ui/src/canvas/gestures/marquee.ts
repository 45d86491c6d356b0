// A rectangle pulled over the canvas: touching selects leftwards, enclosing rightwards.

import { encloses, type Point, spanned } from "../geometry";
import type { Scene } from "../scene";
import type { Id } from "../sheet";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type Marquee = Extract<State, { doing: "marquee" }>;

export function stepMarquee(state: Marquee, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move":
      return stay(pulled(state, input.at, ground.scene));
    case "up":
      return { state: idle, intents: [{ do: "select", ids: pulled(state, input.at, ground.scene).ids }] };
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}

const pulled = (state: Marquee, to: Point, scene: Scene): Marquee => ({
  ...state,
  to,
  ids: [...new Set([...state.before, ...caught(scene, state.from, to)])],
});

function caught(scene: Scene, from: Point, to: Point): Id[] {
  const area = spanned(from, to);
  const touching = to.x < from.x;
  const nodes = scene
    .nodesIn(area)
    .map((i) => scene.nodes[i]!)
    .filter((n) => touching || encloses(area, n.box))
    .map((n) => n.source.id);
  // Every pull inside a domain touches it, so a domain has to be enclosed in either direction.
  const domains = scene.domains.filter((d) => encloses(area, d.frame)).map((d) => d.source.id);
  return [...nodes, ...domains];
}
