// What the hand asked for: the only thing that leaves the canvas.

import type { Camera } from "./camera";
import type { Point, Rect } from "./geometry";
import type { Id, NodeKind } from "./sheet";

/** What lies under a point. A row also names its node. */
export type Target =
  | { on: "node"; id: Id; part: "body" | "name" | "border" | "more" }
  | { on: "row"; id: Id; node: Id }
  | { on: "port"; id: Id; node: Id; side: "left" | "right" | "top" | "bottom" }
  | { on: "domain"; id: Id; part: "title" | "frame" | "body" }
  | { on: "connection"; id: Id; part: "line" | "label" | "from" | "to"; segment: number }
  | { on: "handle"; id: Id; corner: Corner };

export type Corner = "nw" | "ne" | "se" | "sw";

export type Placeable = NodeKind | "domain";

export type Intent =
  /** The whole selection from now on. The canvas already shows it. */
  | { do: "select"; ids: readonly Id[] }
  | { do: "hover"; target: Target | null }
  /** `into` is the domain they land in, null for none, left out if they stay where they belong. */
  | { do: "move"; ids: readonly Id[]; dx: number; dy: number; into?: Id | null }
  | { do: "duplicate"; ids: readonly Id[]; dx: number; dy: number; into?: Id | null }
  | { do: "resize"; id: Id; frame: Rect }
  /** A row was dropped on another service. */
  | { do: "moveRow"; id: Id; into: Id }
  /** A row is on its way, now over this service: the moment to preview. */
  | { do: "carrying"; id: Id; into: Id | null; screen: Point }
  | { do: "carryEnd" }
  /** The moment to ask for affordances. */
  | { do: "linkStart"; from: Id }
  /** The target under the pointer changed or the pointer moved; the moment to preview. */
  | { do: "linking"; from: Id; target: Target | null; screen: Point }
  | { do: "link"; from: Id; to: Id; screen: Point }
  /** Dropped on empty canvas: the quick-create menu, whose element is connected. */
  | { do: "linkToPoint"; from: Id; point: Point; screen: Point; into: Id | null }
  /** Released, cancelled or dropped: nothing is being drawn any more. */
  | { do: "linkEnd" }
  | { do: "reconnect"; id: Id; end: "from" | "to"; to: Id }
  /** The end of a connection was dropped on empty canvas. */
  | { do: "disconnect"; id: Id; screen: Point }
  | { do: "waypoints"; id: Id; points: readonly Point[] | null }
  | { do: "rename"; id: Id }
  /** Placed from the palette. `size` is there if it was dragged out. */
  | { do: "create"; what: Placeable; point: Point; into: Id | null; size?: { w: number; h: number } }
  | { do: "placeEnd" }
  | { do: "quickCreate"; point: Point; screen: Point; into: Id | null }
  | { do: "openMenu"; id: Id | null; point: Point; screen: Point }
  /** "4 more" at the end of a long card was clicked. */
  | { do: "openRows"; id: Id }
  | { do: "camera"; camera: Camera };
