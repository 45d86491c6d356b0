// The button is down and the pointer has not moved yet: a click, or the beginning of a drag.

import { corners, resizable } from "../hit";
import type { Intent, Target } from "../intent";
import type { Id } from "../sheet";
import { beginDragging } from "./dragging";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";
import { beginLinking } from "./linking";
import { loosened } from "./waypoint";

type Pressing = Extract<State, { doing: "pressing" }>;

/** The pointer may tremble this far and it is still a click. */
const tremble = 4;

export function stepPressing(state: Pressing, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move": {
      const far = Math.hypot(input.screen.x - state.screen.x, input.screen.y - state.screen.y);
      return far < tremble ? stay(state) : begin(state, input, ground);
    }
    case "up":
      return { state: idle, intents: clicked(state.target, state.mods, ground) };
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}

function begin(state: Pressing, input: Extract<StateInput, { is: "move" }>, ground: Ground): Step {
  const { target } = state;
  const connecting = ground.connect || ground.tool.tool === "connect";
  switch (target?.on) {
    case "port":
      return beginLinking(target.id, target.side, input);
    case "node":
    case "row": {
      const carrier = ground.scene.carrier(target.id);
      if (connecting && carrier) {
        const side = input.at.x < carrier.box.x + carrier.box.w / 2 ? "left" : "right";
        return beginLinking(target.id, side, input);
      }
      if (target.on === "row" && ground.selection.has(target.id)) {
        return stay({ doing: "rowDragging", id: target.id, node: target.node, at: input.at, into: null, why: null });
      }
      return beginDragging(target.on === "row" ? target.node : target.id, state, input, ground);
    }
    case "domain":
      // The inside of a domain is canvas, unless the domain itself is selected.
      if (target.part !== "body" || ground.selection.has(target.id)) {
        return beginDragging(target.id, state, input, ground);
      }
      break;
    case "connection":
      return beginOnConnection(target, state, input, ground);
    case "handle": {
      const frame = resizable(ground.scene, target.id);
      if (!frame) break;
      const [, x, y] = corners(frame).find(([c]) => c === target.corner)!;
      return stay({ doing: "resizing", id: target.id, corner: target.corner, from: { x, y }, frame, now: frame });
    }
  }
  const before = state.mods.shift ? [...ground.selection] : [];
  return stay({ doing: "marquee", from: state.from, to: input.at, before, ids: before });
}

function beginOnConnection(
  target: Extract<Target, { on: "connection" }>,
  state: Pressing,
  input: Extract<StateInput, { is: "move" }>,
  ground: Ground,
): Step {
  const c = ground.scene.connection(target.id);
  if (!c) return stay(idle);
  const select: Intent[] = ground.selection.has(target.id) ? [] : [{ do: "select", ids: [target.id] }];
  if (target.part === "from" || target.part === "to") {
    const fixed = target.part === "from" ? c.source.to : c.source.from;
    return {
      state: {
        doing: "reconnecting",
        id: target.id,
        end: target.part,
        fixed,
        at: input.at,
        screen: input.screen,
        target: null,
      },
      intents: select,
    };
  }
  const free = loosened(c.line, target.segment);
  if (!free) return { state: idle, intents: select };
  return {
    state: { doing: "waypoint", id: target.id, ...free, from: state.from, moved: free.line },
    intents: select,
  };
}

/** What a click selects. */
function clicked(target: Target | null, mods: Pressing["mods"], ground: Ground): Intent[] {
  if (!target) return ground.selection.size > 0 && !mods.shift ? [{ do: "select", ids: [] }] : [];
  if (target.on === "handle") return [];
  if (target.on === "node" && target.part === "more") return [{ do: "openRows", id: target.id }];
  const id = chosen(target, mods.ctrl, ground);
  if (!mods.shift) {
    return ground.selection.size === 1 && ground.selection.has(id) ? [] : [{ do: "select", ids: [id] }];
  }
  const ids = new Set(ground.selection);
  if (!ids.delete(id)) ids.add(id);
  return [{ do: "select", ids: [...ids] }];
}

/** A row is reached with Ctrl, or by a second click once its card is what is selected. */
function chosen(target: Exclude<Target, { on: "handle" }>, ctrl: boolean, ground: Ground): Id {
  if (target.on !== "row" && target.on !== "port") return target.id;
  const card = target.node;
  const inside =
    ground.selection.size === 1 && [...ground.selection].some((id) => ground.scene.carrier(id)?.source.id === card);
  return ctrl || inside ? target.id : card;
}
