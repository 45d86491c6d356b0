// The pointer's shape, which says what a press would do.

import type { State, Tool } from "./gestures/gesture";

export function cursorOf(state: State, tool: Tool, held: { space: boolean; connect: boolean }): string {
  switch (state.doing) {
    case "panning":
      return "grabbing";
    case "linking":
      return state.refused ? "no-drop" : "crosshair";
    case "placing":
    case "reconnecting":
      return "crosshair";
    case "refused":
      return "no-drop";
    case "rowDragging":
      return state.why === null ? "grabbing" : "no-drop";
    case "dragging":
      return state.duplicate ? "copy" : "move";
    case "resizing":
      return diagonal(state.corner);
    case "nothing":
      break;
    default:
      return "default";
  }
  if (held.space || tool.tool === "hand") return "grab";
  if (held.connect || tool.tool === "connect") return "crosshair";
  switch (state.hover?.on) {
    case "port":
      return "crosshair";
    case "handle":
      return diagonal(state.hover.corner);
    case "connection":
      return "pointer";
    default:
      return "default";
  }
}

const diagonal = (corner: string): string => (corner === "nw" || corner === "se" ? "nwse-resize" : "nesw-resize");
