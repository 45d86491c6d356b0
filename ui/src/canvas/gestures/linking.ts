// A connection being drawn from a port to wherever the pointer is.

import type { Side } from "../geometry";
import type { Target } from "../intent";
import type { Id } from "../sheet";
import { type Ground, idle, type Linking, type Pointing, type StateInput, stay, type Step } from "./gesture";

export function beginLinking(from: Id, side: Side, input: Pointing): Step {
  return {
    state: { doing: "linking", from, side, at: input.at, screen: input.screen, target: null },
    intents: [{ do: "linkStart", from }],
  };
}

export function stepLinking(state: Linking, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move": {
      const target = endable(input.target, state.from, ground);
      const refused = target !== null && ground.possible !== null && !ground.possible.has(target.id);
      return {
        state: { ...state, at: input.at, screen: input.screen, target, refused },
        intents: [{ do: "linking", from: state.from, target, screen: input.screen }],
      };
    }
    case "up": {
      const target = endable(input.target, state.from, ground);
      const { at: point, screen } = input;
      if (target) {
        return { state: idle, intents: [{ do: "link", from: state.from, to: target.id, screen }, { do: "linkEnd" }] };
      }
      if (input.target && input.target.on !== "domain") return { state: idle, intents: [{ do: "linkEnd" }] };
      const into = ground.scene.domainAt(point)?.source.id ?? null;
      return {
        // The line stays until the menu has an answer.
        state: { doing: "asking", from: state.from, side: state.side, at: point },
        intents: [{ do: "linkToPoint", from: state.from, point, screen, into }, { do: "linkEnd" }],
      };
    }
    case "cancel":
      return { state: idle, intents: [{ do: "linkEnd" }] };
    default:
      return stay(state);
  }
}

/** The target if a connection could end there: not at itself, not at a note or a domain. */
export function endable(target: Target | null, from: Id, ground: Ground): Target | null {
  if (!target || target.on === "domain" || target.on === "connection" || target.on === "handle") return null;
  if (target.id === from) return null;
  const node = ground.scene.carrier(target.id);
  if (!node || node.source.kind === "note") return null;
  // The card a row came from is where the line starts, not where it could end.
  if (target.on === "node" && ground.scene.homeOf(from)?.source.id === target.id) return null;
  if (target.on === "row" || target.on === "port") {
    const row = node.source.rows?.find((r) => r.id === target.id);
    // An API label is no end of its own; its service is.
    if (row?.kind === "api") return { on: "node", id: node.source.id, part: "body" };
  }
  return target;
}
