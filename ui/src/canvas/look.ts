// How a scene is to be drawn right now: everything that is not in the scene itself.

import type { Detail } from "./detail";
import type { Id } from "./sheet";
import type { Theme } from "./theme";

export interface Look {
  theme: Theme;
  zoom: number;
  /** Device px per screen px. */
  ratio: number;
  detail: Detail;
  /** Numbers of nodes that the overlay draws instead, with all their connections. */
  lifted: ReadonlySet<number>;
  /** A finding in focus, or the flow that is played, else null. */
  focus: { ids: ReadonlySet<Id>; steps: readonly Id[]; at?: number } | null;
  /** "Connection names" is on. */
  names: boolean;
  grid: boolean;
  /** Numbers of nodes a connection being drawn cannot end at; they are drawn fainter. */
  faint?: ReadonlySet<number>;
  /** From far away, bundles of fewer connections are left out. */
  leastBundle: number;
  /** From far away, which connections are drawn one by one: those between domains instead of bundles, those inside. */
  loose?: { between: boolean; inside: boolean };
  /** The text of this element is being typed in a field above the canvas. */
  renaming: Id | null;
  /** In a picture of a part: nothing else is drawn. */
  only?: ReadonlySet<Id>;
}

/** What the hand does with one node. */
export interface NodeState {
  selected?: boolean;
  hovered?: boolean;
  dragging?: boolean;
  /** Rows that are selected, or lie at the end of a hovered connection. */
  rows?: ReadonlySet<Id>;
  hoveredRow?: Id | null;
}

export const atRest: NodeState = {};
