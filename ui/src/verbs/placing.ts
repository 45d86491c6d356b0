// Verbs that pick up a tool or place something new.

import type { Placeable } from "../canvas/intent";
import { kinds } from "../project/kinds";
import type { Id } from "../wire";
import { add, addOperation, create } from "./edits";
import { serviceOfSelection } from "./editing";
import { roomFor } from "./room";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";

/** In the order of the palette, two in a row. */
export const placeables: readonly Placeable[] = ["domain", "service", "api", "store", "event", "external", "actor", "note"];

export const paletteWords: { readonly [P in Placeable]: string } = {
  domain: "Domain",
  service: "Service",
  api: "API",
  store: "Data store",
  event: "Event",
  external: "External",
  actor: "Actor",
  note: "Note",
};

/** Picks it up; with a service selected, what belongs in a service is made there at once. */
export function pickUp(b: Workbench, what: Placeable, keep = false): void {
  const service = serviceOfSelection(b);
  if (service && what === "api") void addOperation(b, service);
  else if (service && (what === "store" || what === "event")) void add(b, what, { home: service });
  else b.desk.tool = { tool: "place", what, keep };
}

/** Where a connection from the selected element starts: an entity or a type stands for what it is drawn in. */
function startOfLine(b: Workbench): Id | null {
  const { drawing } = b.project;
  const id = b.desk.selected;
  const kind = drawing.get(id)?.kind;
  if (id === null || kind === undefined || ["domain", "note", "connection", "design"].includes(kind)) return null;
  return kind === "entity" || kind === "type" || kind === "api" ? drawing.home(id) : id;
}

/** Places what the tool holds where there is room: in the selected domain, else around the middle of the view. */
async function placeNow(b: Workbench): Promise<void> {
  const { tool } = b.desk;
  if (tool.tool !== "place" || !b.canvas) return;
  if (!tool.keep) b.desk.tool = { tool: "select" };
  const { domain, at } = roomFor(b, tool.what);
  await create(b, tool.what, at, domain);
}

export const placing: readonly Verb[] = [
  { id: "tool-select", name: "Select", part: "Add", icon: "mouse-pointer-2", keys: ["V"], local: true, when: inDesign, run: (b) => (b.desk.tool = { tool: "select" }) },
  { id: "tool-hand", name: "Move around", part: "Add", icon: "hand", keys: ["H"], local: true, when: inDesign, run: (b) => (b.desk.tool = { tool: "hand" }) },
  {
    id: "connect",
    name: "Connect",
    part: "Add",
    icon: "spline",
    keys: ["C"],
    local: true,
    released: true,
    when: (b) => inDesign(b) && (b.desk.selection.length === 0 || startOfLine(b) !== null),
    run: (b) => {
      b.desk.connecting = startOfLine(b);
      if (b.desk.connecting === null) b.desk.tool = { tool: "connect" };
    },
  },
  {
    id: "place-now",
    name: "Place it in the middle",
    part: "Add",
    keys: ["Enter"],
    local: true,
    hidden: true,
    when: (b) => inDesign(b) && b.desk.tool.tool === "place",
    run: (b) => void placeNow(b),
  },
  ...placeables.flatMap((what): Verb[] => {
    const { icon, key } = kinds[what];
    const common = { part: "Add", icon, local: true, when: inDesign } as const;
    const name = `Add ${kinds[what].word}`;
    return [
      { ...common, id: `place-${what}`, name, keys: [key ?? ""], run: (b) => pickUp(b, what) },
      { ...common, id: `keep-${what}`, name: `${name}, one after the other`, keys: [`Shift ${key ?? ""}`], hidden: true, run: (b) => pickUp(b, what, true) },
    ];
  }),
];
