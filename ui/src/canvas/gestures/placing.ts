// Something new at the pointer: a click places it, dragging gives it a size.

import { anatomyOf } from "../anatomy";
import { type Point, type Rect, spanned } from "../geometry";
import { group } from "../frames";
import type { Placeable } from "../intent";
import { onGrid } from "../snap";
import { type Ground, idle, type Placing, type StateInput, stay, type Step } from "./gesture";

/** Dragged less far than this on screen, it is a click. */
const leastSize = 12;

export const beginPlacing = (what: Placeable, carried: boolean): Placing => ({
  doing: "placing",
  what,
  carried,
  at: null,
  from: null,
});

export function stepPlacing(state: Placing, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move":
      return stay({ ...state, at: input.at });
    case "down":
      if (input.button === "menu") return { state: idle, intents: [{ do: "placeEnd" }] };
      if (input.button === "middle") return stay(state);
      return stay({ ...state, at: input.at, from: input.at });
    case "up":
      if (!state.from && !state.carried) return stay(state);
      return placed(state, input, ground);
    case "cancel":
      return { state: idle, intents: [{ do: "placeEnd" }] };
    default:
      return stay(state);
  }
}

function placed(state: Placing, input: Extract<StateInput, { is: "up" }>, ground: Ground): Step {
  const keep = ground.tool.tool === "place" && ground.tool.keep;
  const box = placeBox({ ...state, at: input.at }, ground, input.mods.ctrl);
  const point = { x: box.x, y: box.y };
  const into = ground.scene.domainAt(input.at)?.source.id ?? null;
  const sized = isSized(state, input.at, ground);
  return {
    state: keep ? { ...beginPlacing(state.what, false), at: input.at } : idle,
    intents: [
      { do: "create", what: state.what, point, into, ...(sized ? { size: { w: box.w, h: box.h } } : {}) },
      ...(keep ? [] : [{ do: "placeEnd" as const }]),
    ],
  };
}

const isSized = (state: Placing, at: Point, ground: Ground): boolean =>
  state.from !== null &&
  Math.max(Math.abs(at.x - state.from.x), Math.abs(at.y - state.from.y)) * ground.camera.zoom >= leastSize;

/** Where it would stand: as dragged out, or in its usual size with the pointer in its middle. */
export function placeBox(state: Placing, ground: Ground, free = false): Rect {
  const at = state.at!;
  const place = (v: number): number => (free || !ground.snapping ? Math.round(v) : onGrid(v));
  if (isSized(state, at, ground)) {
    const r = spanned(state.from!, at);
    return { x: place(r.x), y: place(r.y), w: Math.max(20, place(r.w)), h: Math.max(20, place(r.h)) };
  }
  const { w, h } = usualSize(state.what);
  return { x: place(at.x - w / 2), y: place(at.y - h / 2), w, h };
}

export function usualSize(what: Placeable): { w: number; h: number } {
  if (what === "domain") return group.least;
  const { w, h } = anatomyOf({ id: "", kind: what, name: "", domain: null, x: 0, y: 0 });
  return { w, h };
}
