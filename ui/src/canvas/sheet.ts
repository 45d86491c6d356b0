// What the canvas is given to draw: plain values, replaced whole, never changed in place.
//
// The app maps its design to a Sheet and hands it over; the canvas keeps nothing else about the
// design. Objects that did not change should stay the same objects from sheet to sheet: the
// canvas compares by identity to know what to measure and route again.

/** Any id of the design: of a node, a row, a domain or a connection. Unique across the sheet. */
export type Id = string;

export type NodeKind = "service" | "api" | "store" | "event" | "external" | "actor" | "note";

export type RowKind = "api" | "operation" | "store" | "event";

export type ConnectionKind =
  | "call"
  | "publish"
  | "subscribe"
  | "read"
  | "write"
  | "use"
  | "depend"
  | "release_with"
  /** From a note to what it is about. */
  | "note";

export type Severity = "error" | "warning" | "info" | "waived";

/** How an element or connection differs from the baseline, in Review. */
export type ReviewMark = "added" | "removed" | "changed" | "unchanged";

/** The worst finding on something. On a node only icon and count show, on a connection the words. */
export interface Badge {
  severity: Severity;
  /** Two words at most: "Cycle", "Foreign store". */
  text?: string;
  /** Shown from 2 up. */
  count?: number;
  /** A cycle has its own icon; everything else shows the icon of its severity. */
  cycle?: boolean;
}

export interface SheetRow {
  id: Id;
  kind: RowKind;
  /** "GET", "POST"; operations only. */
  verb?: string;
  /** Path of an operation, else the name as the team wrote it. */
  text: string;
  /** An event nobody subscribes to: its hollow diamond always shows. */
  unheard?: boolean;
  badge?: Badge;
}

/** What a lens says of a node. Fill, letter and words say it without the colour. */
export interface Tint {
  /** One of the five steps of heat, of the eight hues, or a severity; nothing where nothing is said. */
  paint: { heat: number } | { hue: number } | { status: Severity } | "none";
  /** How much of the block it fills, 0 to 1. */
  fill: number;
  /** Of a class: the letter it has in the legend. */
  letter?: string;
  /** Stands on the edge of a card: "12 dependents", "Checkout team". */
  text: string;
}

export interface SheetNode {
  id: Id;
  kind: NodeKind;
  /** The text of a note is its name. */
  name: string;
  /** Owner team, "External system". */
  subtitle?: string;
  /** Right-aligned small text: a version, an engine. */
  detail?: string;
  /** Index of one of the eight hues; usually that of the home domain. */
  hue?: number;
  /** The domain it belongs to, if any. */
  domain: Id | null;
  /** Top left corner in px at 100 %. */
  x: number;
  y: number;
  /** Own width; the kind's usual width if left out. Heights follow from the content. */
  w?: number;
  /** In the order in which they are drawn: API label, its operations, stores, events. */
  rows?: readonly SheetRow[];
  /** Draws all rows although there are more than twelve. */
  open?: boolean;
  /** Draws the header and counts only. */
  collapsed?: boolean;
  locked?: boolean;
  /** A card that stands for a domain with everything in it. */
  group?: boolean;
  badge?: Badge;
  mark?: ReviewMark;
  /** Coupling heat 0 to 4 for the view from far away; 0 if left out. */
  heat?: number;
  /** Number of its pin in the view from far away; lists beside the canvas say the same number. */
  pin?: number;
  /** How many of its connections lead to what this view does not show. */
  beyond?: number;
  /** What the lens says of it, while there is one. */
  tint?: Tint;
}

export interface SheetDomain {
  id: Id;
  name: string;
  hue: number;
  parent: Id | null;
  /** "3 services". */
  count: string;
  /** Size the architect gave it; it grows beyond that with its members. An empty domain needs one. */
  frame?: { x: number; y: number; w: number; h: number };
  locked?: boolean;
  badge?: Badge;
}

export interface SheetConnection {
  id: Id;
  kind: ConnectionKind;
  /** A node or a row. */
  from: Id;
  to: Id;
  /** Words of its pill: operation or event name, "reads", "writes". */
  label?: string;
  badge?: Badge;
  mark?: ReviewMark;
  /** Corner points the architect dragged; routing is automatic if left out. */
  points?: readonly { x: number; y: number }[];
}

export interface Sheet {
  nodes: readonly SheetNode[];
  domains: readonly SheetDomain[];
  connections: readonly SheetConnection[];
}

export const emptySheet: Sheet = { nodes: [], domains: [], connections: [] };

/** One finding in focus: what is on its path stays, everything else goes quiet. */
export interface Focus {
  /** Nodes and connections that keep full strength. */
  ids: readonly Id[];
  /** Connections in the order of the path; numbered from 1. */
  steps: readonly Id[];
  /** Of a flow: the index of the step that is looked at, −1 for none yet. Left out for a finding. */
  at?: number;
}

/** What releasing a new connection on a target would do. Targets not listed are fine. */
export type Affordances = ReadonlyMap<Id, { severity: "error" | "warning" | "none"; text?: string }>;
