// Nothing is going on: hovering, and deciding what a press begins.

import type { Intent, Target } from "../intent";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type Idle = Extract<State, { doing: "nothing" }>;

export function stepIdle(state: Idle, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move":
    case "tick": {
      if (sameTarget(state.hover, input.target)) return stay(state);
      return { state: { doing: "nothing", hover: input.target }, intents: [{ do: "hover", target: input.target }] };
    }
    case "down": {
      if (input.button === "middle" || (input.button === "main" && (ground.space || ground.tool.tool === "hand"))) {
        return stay({ doing: "panning", screen: input.screen, camera: ground.camera });
      }
      if (input.button === "menu") return openMenu(state, input, ground);
      return stay({
        doing: "pressing",
        from: input.at,
        screen: input.screen,
        target: input.target,
        mods: input.mods,
        clickable: true,
      });
    }
    case "double":
      return doubled(input, ground);
    case "cancel":
      // Leaving what is selected is one level up; nothing to cancel beyond that.
      return ground.selection.size > 0 ? { state, intents: [{ do: "select", ids: [] }] } : stay(state);
    case "up":
      return stay(state);
  }
}

function openMenu(state: Idle, input: Extract<StateInput, { is: "down" }>, ground: Ground): Step {
  const id = input.target && !(input.target.on === "domain" && input.target.part === "body") ? input.target.id : null;
  const intents: Intent[] = [];
  if (id !== null && !ground.selection.has(id)) intents.push({ do: "select", ids: [id] });
  intents.push({ do: "openMenu", id, point: input.at, screen: input.screen });
  return { state, intents };
}

function doubled(input: Extract<StateInput, { is: "double" }>, ground: Ground): Step {
  const { target } = input;
  const farOut = ground.camera.zoom < 0.35;
  if (!target || (target.on === "domain" && target.part === "body" && !farOut)) {
    return {
      state: idle,
      intents: [{ do: "quickCreate", point: input.at, screen: input.screen, into: target?.id ?? null }],
    };
  }
  if (target.on === "domain" && farOut) return { state: idle, intents: [], zoomTo: target.id };
  if (target.on === "connection" && target.part === "label") return { state: idle, intents: [{ do: "rename", id: target.id }] };
  if (target.on === "connection") return { state: idle, intents: [{ do: "waypoints", id: target.id, points: null }] };
  if (target.on === "handle" || target.on === "port") return stay(idle);
  if (target.on === "node" && target.part === "more") return stay(idle);
  return { state: idle, intents: [{ do: "rename", id: target.id }] };
}

function sameTarget(a: Target | null, b: Target | null): boolean {
  if (a === b) return true;
  if (!a || !b || a.on !== b.on || a.id !== b.id) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}
