// A corner handle changes the width of a card or note, or the frame of a domain.

import { widthOf } from "../anatomy";
import type { Rect } from "../geometry";
import { group } from "../frames";
import { onGrid } from "../snap";
import { type Ground, idle, type State, type StateInput, stay, type Step } from "./gesture";

type Resizing = Extract<State, { doing: "resizing" }>;

export function stepResizing(state: Resizing, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move":
      return stay({ ...state, now: resized(state, input, ground) });
    case "up": {
      const frame = resized(state, input, ground);
      return { state: idle, intents: [{ do: "resize", id: state.id, frame }] };
    }
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}

/** Where the upper or lower edge goes if a frame that is `w` wide keeps its shape. */
function ratioEdge(frame: Rect, w: number, top: boolean): number {
  const h = Math.round((w * frame.h) / Math.max(1, frame.w));
  return top ? frame.y + frame.h - h : frame.y + h;
}

function resized(state: Resizing, input: Extract<StateInput, { is: "move" | "up" }>, ground: Ground): Rect {
  const place = (v: number): number => (input.mods.ctrl || !ground.snapping ? Math.round(v) : onGrid(v));
  const { frame, corner } = state;
  const left = corner === "nw" || corner === "sw";
  const top = corner === "nw" || corner === "ne";
  let { x, y, w, h } = frame;
  const edgeX = place(input.at.x);
  if (left) {
    w = frame.x + frame.w - edgeX;
    x = edgeX;
  } else w = edgeX - frame.x;
  const node = ground.scene.node(state.id);
  if (node) {
    // Heights of cards and notes follow from what is in them.
    const fixed = widthOf({ kind: node.source.kind, w });
    return { x: left ? frame.x + frame.w - fixed : x, y, w: fixed, h };
  }
  const edgeY = input.mods.shift ? ratioEdge(frame, w, top) : place(input.at.y);
  if (top) {
    h = frame.y + frame.h - edgeY;
    y = edgeY;
  } else h = edgeY - frame.y;
  const { w: leastW, h: leastH } = group.least;
  if (w < leastW) {
    if (left) x -= leastW - w;
    w = leastW;
  }
  if (h < leastH) {
    if (top) y -= leastH - h;
    h = leastH;
  }
  return { x, y, w, h };
}
