// A straight part of a connection is pushed aside.

import type { Line } from "../line";
import { onGrid } from "../snap";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

/** So much of a part stays at its port when the rest is pushed aside. */
const stub = 20;

/**
 * The course with a part that can be pushed: one in the middle as it is, the first and last with a corner put
 * between them and their port. Null if there is no room for one.
 */
export function loosened(line: Line, segment: number): { line: Line; segment: number } | null {
  const last = line.length / 2 - 2;
  const i = segment * 2;
  if (segment > 0 && segment < last) return { line, segment };
  const [x0, y0, x1, y1] = [line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!];
  const length = Math.abs(x1 - x0) + Math.abs(y1 - y0);
  const ports = (segment === 0 ? 1 : 0) + (segment === last ? 1 : 0);
  if (length < (ports + 1) * stub) return null;
  const [dx, dy] = [Math.sign(x1 - x0) * stub, Math.sign(y1 - y0) * stub];
  const out = [...line];
  if (segment === last) out.splice(i + 2, 0, x1 - dx, y1 - dy, x1 - dx, y1 - dy);
  if (segment > 0) return { line: out, segment };
  out.splice(2, 0, x0 + dx, y0 + dy, x0 + dx, y0 + dy);
  return { line: out, segment: segment + 2 };
}

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
