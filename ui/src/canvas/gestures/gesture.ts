// What the hand is doing, as plain values: a state, an input, and what follows from the two.
//
// Each state has its own file with one pure step. Nothing here knows of pointer events, of a framework
// or of drawing; cancelling works in every state.

import { type Camera, panned, type ViewSize, zoomedAt } from "../camera";
import type { Pinch } from "../fingers";
import type { Point, Rect } from "../geometry";
import type { Corner, Intent, Placeable, Target } from "../intent";
import type { Scene } from "../scene";
import type { Id } from "../sheet";
import type { Guide } from "../snap";
import type { Side } from "../geometry";
import { stepDragging } from "./dragging";
import { stepIdle } from "./idle";
import { stepLinking } from "./linking";
import { stepMarquee } from "./marquee";
import { stepPanning } from "./panning";
import { stepPlacing } from "./placing";
import { stepPressing } from "./pressing";
import { stepReconnecting } from "./reconnecting";
import { stepResizing } from "./resizing";
import { stepRowDragging } from "./row-dragging";
import { stepWaypoint } from "./waypoint";

export interface Mods {
  shift: boolean;
  /** Cmd on macOS. */
  ctrl: boolean;
  alt: boolean;
}

export interface Pointing {
  at: Point;
  screen: Point;
  mods: Mods;
  time: number;
  /** What lies under the pointer, as the current state wants it. */
  target: Target | null;
}

export type Input =
  | ({ is: "down"; button: "main" | "middle" | "menu" } & Pointing)
  | ({ is: "move" } & Pointing)
  | ({ is: "up" } & Pointing)
  | ({ is: "double" } & Pointing)
  /** Time passed while the pointer rests. */
  | ({ is: "tick" } & Pointing)
  | { is: "wheel"; screen: Point; dx: number; dy: number; zoom: boolean; mods: Mods }
  | ({ is: "pinch" } & Pinch)
  | { is: "hold"; key: "space" | "connect"; down: boolean }
  | { is: "cancel" };

export type Tool =
  { tool: "select" } | { tool: "hand" } | { tool: "connect" } | { tool: "place"; what: Placeable; keep: boolean };

/** What a step may look at. */
export interface Ground {
  scene: Scene;
  camera: Camera;
  view: ViewSize;
  selection: ReadonlySet<Id>;
  tool: Tool;
  /** Held keys. */
  space: boolean;
  connect: boolean;
  snapping: boolean;
  /** While a connection is drawn: what it could end at; null if nothing is known. */
  possible: ReadonlySet<Id> | null;
}

export type State =
  | { doing: "nothing"; hover: Target | null }
  | { doing: "pressing"; from: Point; screen: Point; target: Target | null; mods: Mods; clickable: boolean }
  | { doing: "panning"; screen: Point; camera: Camera }
  | { doing: "marquee"; from: Point; to: Point; before: readonly Id[]; ids: readonly Id[] }
  | Dragging
  | Linking
  | { doing: "reconnecting"; id: Id; end: "from" | "to"; fixed: Id; at: Point; screen: Point; target: Target | null }
  | { doing: "waypoint"; id: Id; segment: number; from: Point; line: readonly number[]; moved: readonly number[] }
  | { doing: "resizing"; id: Id; corner: Corner; from: Point; frame: Rect; now: Rect }
  | { doing: "rowDragging"; id: Id; node: Id; at: Point; into: Id | null; why: string | null }
  /** A connection dropped in the open waits for what it is to end at. */
  | { doing: "asking"; from: Id; side: Side; at: Point }
  /** Taken hold of, but it does not go; the reason stands beside the pointer. */
  | { doing: "refused"; at: Point; why: string }
  | Placing;

export interface Dragging {
  doing: "dragging";
  /** What was selected to be moved: nodes and domains. */
  ids: readonly Id[];
  /** Numbers of all nodes that move along. */
  nodes: readonly number[];
  /** Domains that move as a whole. */
  domains: readonly Id[];
  /** The box that snaps: all of what moves. */
  box: Rect;
  from: Point;
  dx: number;
  dy: number;
  guides: readonly Guide[];
  duplicate: boolean;
  /** The domain under the pointer and since when; it counts after a moment. */
  over: Id | null;
  since: number;
  /** Where they would land; undefined while that is where they are. */
  into: Id | null | undefined;
  /** Dropped, and waiting for the sheet that says so. */
  landed?: boolean;
}

export interface Linking {
  doing: "linking";
  from: Id;
  side: Side;
  at: Point;
  screen: Point;
  target: Target | null;
  /** Under the pointer is something it cannot end at. */
  refused?: boolean;
}

export interface Placing {
  doing: "placing";
  what: Placeable;
  /** Dragged out of the palette: released means placed. */
  carried: boolean;
  at: Point | null;
  /** Where dragging out a size began. */
  from: Point | null;
}

export interface Step {
  state: State;
  intents: readonly Intent[];
  camera?: Camera;
  /** Something to bring into view with a move. */
  zoomTo?: Id;
}

export const idle: State = { doing: "nothing", hover: null };

export const stay = (state: State): Step => ({ state, intents: [] });

/** Whether the pointer belongs to a gesture that a border should pan for. */
export const isCarrying = (state: State): boolean =>
  state.doing === "dragging" ||
  state.doing === "linking" ||
  state.doing === "marquee" ||
  state.doing === "reconnecting" ||
  state.doing === "rowDragging" ||
  state.doing === "resizing" ||
  state.doing === "waypoint" ||
  (state.doing === "placing" && (state.carried || state.from !== null));

const wheelZoom = 0.0022;

export function step(state: State, input: Input, ground: Ground): Step {
  if (input.is === "wheel") {
    const camera = input.zoom
      ? zoomedAt(ground.camera, input.screen, ground.camera.zoom * Math.exp(-input.dy * wheelZoom))
      : panned(ground.camera, -input.dx, -input.dy);
    return { state, intents: [], camera };
  }
  if (input.is === "pinch") {
    const { screen, dx, dy, scale } = input;
    const camera = zoomedAt(panned(ground.camera, dx, dy), screen, ground.camera.zoom * scale);
    return { state, intents: [], camera };
  }
  if (input.is === "hold") return stay(state);
  switch (state.doing) {
    case "nothing":
      return stepIdle(state, input, ground);
    case "pressing":
      return stepPressing(state, input, ground);
    case "panning":
      return stepPanning(state, input, ground);
    case "marquee":
      return stepMarquee(state, input, ground);
    case "dragging":
      return stepDragging(state, input, ground);
    case "linking":
      return stepLinking(state, input, ground);
    case "reconnecting":
      return stepReconnecting(state, input, ground);
    case "waypoint":
      return stepWaypoint(state, input, ground);
    case "resizing":
      return stepResizing(state, input, ground);
    case "rowDragging":
      return stepRowDragging(state, input, ground);
    case "placing":
      return stepPlacing(state, input, ground);
    case "asking":
      return input.is === "cancel" || input.is === "down" ? stay(idle) : stay(state);
    case "refused":
      if (input.is === "move") return stay({ ...state, at: input.at });
      return input.is === "up" || input.is === "cancel" ? stay(idle) : stay(state);
  }
}

/** Inputs that reach a state. */
export type StateInput = Exclude<Input, { is: "wheel" } | { is: "pinch" } | { is: "hold" }>;
