// Verbs that pick up a tool or place something new.

import type { Placeable } from "../canvas/intent";
import { kinds } from "../project/kinds";
import { add, addOperation } from "./edits";
import { serviceOfSelection } from "./editing";
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

export const placing: readonly Verb[] = [
  { id: "tool-select", name: "Select", part: "Add", icon: "mouse-pointer-2", keys: ["V"], local: true, when: inDesign, run: (b) => (b.desk.tool = { tool: "select" }) },
  { id: "tool-hand", name: "Move around", part: "Add", icon: "hand", keys: ["H"], local: true, when: inDesign, run: (b) => (b.desk.tool = { tool: "hand" }) },
  {
    id: "tool-connect",
    name: "Connect",
    part: "Add",
    icon: "spline",
    keys: ["C"],
    local: true,
    released: true,
    when: (b) => inDesign(b) && b.desk.selected === null,
    run: (b) => (b.desk.tool = { tool: "connect" }),
  },
  ...placeables.flatMap((what): Verb[] => {
    const { icon, key } = kinds[what];
    const common = { part: "Add", icon, local: true, when: inDesign } as const;
    const name = `Add ${kinds[what].word}`;
    return [
      { ...common, id: `place-${what}`, name, keys: [key ?? ""], run: (b) => pickUp(b, what) },
      { ...common, id: `keep-${what}`, name, keys: [`Shift ${key ?? ""}`], hidden: true, run: (b) => pickUp(b, what, true) },
    ];
  }),
];
