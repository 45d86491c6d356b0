// A straight part of a connection is pushed aside.

import { onGrid } from "../snap";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type Waypoint = Extract<State, { doing: "waypoint" }>;

export function stepWaypoint(state: Waypoint, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move":
      return stay({ ...state, moved: pushed(state, input, ground) });
    case "up": {
      const line = pushed(state, input, ground);
      const c = ground.scene.connection(state.id);
      const points: { x: number; y: number }[] = [];
      // Ends are found again from the ports; only the corners between are kept.
      for (let i = 2; i < line.length - 2; i += 2) points.push({ x: line[i]!, y: line[i + 1]! });
      // Points run from `from` to `to`, also where the drawing runs the other way.
      if (c?.reversed) points.reverse();
      return { state: idle, intents: [{ do: "waypoints", id: state.id, points }] };
    }
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}

function pushed(state: Waypoint, input: Extract<StateInput, { is: "move" | "up" }>, ground: Ground): number[] {
  const line = [...state.line];
  const i = state.segment * 2;
  const upright = line[i] === line[i + 2];
  const at = upright ? i : i + 1;
  const by = upright ? input.at.x - state.from.x : input.at.y - state.from.y;
  const to = line[at]! + by;
  const placed = input.mods.ctrl || !ground.snapping ? to : onGrid(to * 2) / 2;
  line[at] = placed;
  line[at + 2] = placed;
  return line;
}
