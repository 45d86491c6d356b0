// Verbs that change the design.

import { idOf } from "../project/apply-change";
import { arranging } from "./arranging";
import { addOperation, add, cardsOf, duplicate, gesture, nudge, remove, startRenaming, toggle } from "./edits";
import { tidy } from "./tidying.svelte";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";
const some = (b: Workbench): boolean => inDesign(b) && b.desk.selection.length > 0;
const one = (b: Workbench): boolean => inDesign(b) && b.desk.selected !== null;
const cards = (b: Workbench): boolean => inDesign(b) && cardsOf(b, b.desk.selection).length > 0;

const groupable = (b: Workbench): string[] =>
  b.desk.selection.filter((id) => ["service", "domain"].includes(b.project.drawing.get(id)?.kind ?? ""));

/** The service the selection stands in. */
export const serviceOfSelection = (b: Workbench): string | null => {
  const id = b.desk.selected;
  const service = id === null || b.project.drawing.get(id)?.kind === "connection" ? undefined : b.project.drawing.serviceOf(id);
  return service ? idOf(service) : null;
};

/** The data store that is selected, or that of the selected entity. */
function storeOfSelection(b: Workbench): string | null {
  const { drawing } = b.project;
  const id = b.desk.selected;
  const entry = drawing.get(id);
  return entry?.kind === "store" ? id : entry?.kind === "entity" ? entry.value.head.home : null;
}

/** Puts a row one place up or down among its siblings. */
function shiftRow(b: Workbench, by: number): void {
  const id = b.desk.selected;
  const head = b.project.drawing.head(id);
  if (id && head && head.rank + by >= 0) void b.edit({ kind: "reorder", of: { id, rank: head.rank + by } });
}

/** A row of a card: an operation, an API, a store or an event of a service. */
const isRow = (b: Workbench): boolean => {
  const id = b.desk.selected;
  return one(b) && id !== null && !cardsOf(b, [id]).includes(id) && ["api", "operation", "store", "event", "type", "entity"].includes(b.project.drawing.get(id)?.kind ?? "");
};

const ways: readonly [string, string, number, number][] = [
  ["ArrowLeft", "left", -1, 0],
  ["ArrowRight", "right", 1, 0],
  ["ArrowUp", "up", 0, -1],
  ["ArrowDown", "down", 0, 1],
];

const nudging = [1, 20].flatMap((step) =>
  ways.map(
    ([key, way, dx, dy]): Verb => ({
      id: `nudge-${key}-${step}`,
      name: `Move ${way} ${step} px`,
      part: "Edit",
      keys: [step === 1 ? key : `Shift ${key}`],
      local: true,
      hidden: true,
      when: (b) => cards(b) && !isRow(b),
      run: (b) => nudge(b, dx * step, dy * step),
    }),
  ),
);

export const editing: readonly Verb[] = [
  { id: "undo", name: "Undo", part: "Edit", icon: "undo-2", keys: ["Ctrl Z"], when: (b) => b.project.undoLabel !== null, run: (b) => void undo(b) },
  { id: "redo", name: "Redo", part: "Edit", icon: "redo-2", keys: ["Ctrl Shift Z", "Ctrl Y"], when: (b) => b.project.redoLabel !== null, run: (b) => void redo(b) },
  { id: "rename", name: "Rename", part: "Edit", icon: "pencil", keys: ["F2"], when: (b) => one(b) && b.project.drawing.get(b.desk.selected)?.kind !== "connection", run: (b) => b.desk.selected && startRenaming(b, b.desk.selected) },
  {
    id: "add-operation",
    name: "Add operation",
    part: "Edit",
    icon: "plug",
    when: (b) => inDesign(b) && serviceOfSelection(b) !== null,
    run: (b) => void addOperation(b, serviceOfSelection(b) ?? ""),
  },
  { id: "add-event", name: "Add event", part: "Edit", icon: "zap", when: (b) => inDesign(b) && serviceOfSelection(b) !== null, run: (b) => void add(b, "event", { home: serviceOfSelection(b) }) },
  { id: "add-store", name: "Add data store", part: "Edit", icon: "database", when: (b) => inDesign(b) && serviceOfSelection(b) !== null, run: (b) => void add(b, "store", { home: serviceOfSelection(b) }) },
  { id: "add-type", name: "Add type", part: "Edit", icon: "braces", when: (b) => inDesign(b) && serviceOfSelection(b) !== null, run: (b) => void add(b, "type", { home: serviceOfSelection(b) }) },
  { id: "add-entity", name: "Add entity", part: "Edit", icon: "table-2", when: (b) => inDesign(b) && storeOfSelection(b) !== null, run: (b) => void add(b, "entity", { home: storeOfSelection(b) }) },
  { id: "duplicate", name: "Duplicate", part: "Edit", icon: "copy", keys: ["Ctrl D"], when: some, run: (b) => void duplicate(b) },
  {
    id: "group",
    name: "Put in a domain",
    part: "Edit",
    icon: "square-dashed",
    keys: ["Ctrl G"],
    when: (b) => inDesign(b) && groupable(b).length > 0,
    run: (b) => void group(b),
  },
  {
    id: "ungroup",
    name: "Take out of its domain",
    part: "Edit",
    icon: "scaling",
    keys: ["Ctrl Shift G"],
    when: (b) => inDesign(b) && groupable(b).some((id) => b.project.drawing.home(id) !== null),
    run: (b) => {
      const ids = groupable(b);
      const home = b.project.drawing.home(ids[0] ?? "");
      void b.edit({ kind: "rehome", of: { ids, home: home === null ? null : b.project.drawing.home(home) } });
    },
  },
  { id: "collapse", name: "Collapse or expand", part: "Edit", icon: "chevron-up", keys: ["Alt C"], local: true, when: (b) => cards(b) && b.desk.selection.some((id) => ["service", "domain"].includes(b.project.drawing.get(id)?.kind ?? "")), run: (b) => toggle(b, "collapsed") },
  { id: "lock", name: "Lock or unlock", part: "Edit", icon: "lock", keys: ["Ctrl Shift K"], when: cards, run: (b) => toggle(b, "locked") },
  { id: "row-up", name: "Move up", part: "Edit", icon: "chevron-up", keys: ["Alt Shift ArrowUp"], local: true, when: isRow, run: (b) => shiftRow(b, -1) },
  { id: "row-down", name: "Move down", part: "Edit", icon: "chevron-down", keys: ["Alt Shift ArrowDown"], local: true, when: isRow, run: (b) => shiftRow(b, 1) },
  {
    id: "tidy",
    name: "Tidy layout",
    part: "Edit",
    icon: "layout-grid",
    keys: ["Ctrl Shift L"],
    when: (b) => inDesign(b) && b.sheet.nodes.length > 0,
    run: (b) => void tidy(b),
  },
  ...arranging,
  ...nudging,
  { id: "delete", name: "Delete", part: "Edit", icon: "trash-2", keys: ["Delete", "Backspace"], local: true, when: some, run: (b) => void remove(b, b.desk.selection) },
];

async function undo(b: Workbench): Promise<void> {
  const label = b.project.undoLabel;
  const { fault } = await b.project.undo();
  if (fault) b.tellFault(fault);
  else b.desk.say(`Undone: ${label ?? ""}`);
}

async function redo(b: Workbench): Promise<void> {
  const label = b.project.redoLabel;
  const { fault } = await b.project.redo();
  if (fault) b.tellFault(fault);
  else b.desk.say(`Done again: ${label ?? ""}`);
}

async function group(b: Workbench): Promise<void> {
  const { done } = await b.edit({ kind: "group", of: { ids: groupable(b), name: "Domain" } }, gesture());
  const made = done?.change.find(({ before, after }) => !before && after?.kind === "domain")?.after;
  if (made) startRenaming(b, idOf(made));
}
