// Verbs for named views and for showing a part of the design, and the menu that lists them.

import { counted } from "../project/kinds";
import type { IconName } from "../controls/icons.svelte";
import type { Filter, Id, Kind, View } from "../wire";
import type { MenuItem } from "./desk.svelte";
import { remove, startRenaming } from "./edits";
import { keymap } from "./keymap.svelte";
import { present } from "./presenting";
import type { Verb } from "./verb";
import { asInDesign, bookmark, duplicateView, keepPosition, leaveView, newView, nthView, openView, showOnly, stepView, viewsOf } from "./views";
import type { Workbench } from "./workbench.svelte";

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";
const inView = (b: Workbench): boolean => inDesign(b) && b.seeing.opened !== null;

/** The selected element's nearest of a kind. */
const selectedIn = (b: Workbench, kind: Kind): Id | null => {
  const id = b.desk.selected;
  const entry = id === null || b.project.drawing.get(id)?.kind === "connection" ? undefined : b.project.drawing.nearest(kind, id);
  return entry && entry.kind !== "placement" ? entry.value.head.id : null;
};

const selectedKind = (b: Workbench): Kind | undefined => b.project.drawing.get(b.desk.selected)?.kind;

export const filterIcon = (filter: Filter): IconName =>
  filter.kind === "domain" ? "square-dashed" : filter.kind === "service" ? "box" : filter.kind === "flow" ? "route" : "bookmark";

function keysFor(id: string): { keys?: string } {
  const verb = seeingViews.find((one) => one.id === id);
  const keys = verb && keymap.shown(verb);
  return keys ? { keys } : {};
}

/** Every view, then what can be done with what is shown. */
export function openViewMenu(b: Workbench, at?: { x: number; y: number }): void {
  const { seeing } = b;
  const button = document.querySelector("[data-testid=views]")?.getBoundingClientRect();
  const listed = (view: View, i: number): MenuItem => ({
    label: view.head.name,
    icon: filterIcon(view.filter),
    ...keysFor(`view-${i + 1}`),
    chosen: seeing.scope === null && seeing.view === view.head.id,
    run: () => openView(b, view.head.id),
  });
  const everything: MenuItem = {
    label: "Everything",
    icon: "map",
    chosen: seeing.view === null && seeing.scope === null,
    run: () => void leaveView(b),
  };
  const make: MenuItem[] = [
    { label: "New view from what is shown…", icon: "plus", apart: true, run: () => void newView(b) },
    { label: "Bookmark this place", icon: "bookmark", run: () => void bookmark(b) },
  ];
  if (viewsOf(b).length > 0) make.push({ label: "Present", icon: "presentation", run: () => void present(b) });
  const items = [everything, ...viewsOf(b).map(listed), ...make, ...(seeing.opened ? changing(b, seeing.opened) : [])];
  b.desk.menu = { at: at ?? (button ? { x: button.left, y: button.top - 6 } : { x: 260, y: 120 }), items, label: "Views" };
}

/** The menu of a view where it stands in a list. */
export const viewMenu = (b: Workbench, view: View): MenuItem[] => [
  ...(b.seeing.view === view.head.id ? [] : [{ label: "Open", icon: "eye" as const, run: () => openView(b, view.head.id) }]),
  ...changing(b, view),
];

/** What can be done with one view. */
function changing(b: Workbench, view: View): MenuItem[] {
  const { id, rank } = view.head;
  const moved = b.project.drawing.movedIn(id).length;
  const views = viewsOf(b).length;
  const reorder = (to: number) => () => void b.edit({ kind: "reorder", of: { id, rank: to } });
  return [
    ...(b.seeing.view === id ? [{ label: "Keep this position", icon: "check" as const, apart: true, run: () => void keepPosition(b) }] : []),
    ...(moved > 0
      ? [{ label: "As in the design", icon: "undo-2" as const, hint: `Puts ${counted(moved, "element")} back`, run: () => void asInDesign(b, id) }]
      : []),
    { label: "Rename", icon: "pencil", run: () => startRenaming(b, id) },
    { label: "Duplicate", icon: "copy", run: () => void duplicateView(b, id) },
    ...(rank > 0 ? [{ label: "Earlier in the list", icon: "chevron-up" as const, run: reorder(rank - 1) }] : []),
    ...(rank < views - 1 ? [{ label: "Later in the list", icon: "chevron-down" as const, run: reorder(rank + 1) }] : []),
    { label: "Delete", icon: "trash-2", danger: true, run: () => void remove(b, [id]) },
  ];
}

const hasViews = (b: Workbench): boolean => inDesign(b) && viewsOf(b).length > 0;

export const seeingViews: readonly Verb[] = [
  { id: "views", name: "Views…", part: "View", icon: "eye", when: inDesign, run: (b) => openViewMenu(b) },
  { id: "new-view", name: "New view from what is shown…", part: "View", icon: "eye", when: inDesign, run: (b) => void newView(b) },
  { id: "bookmark", name: "Bookmark this place", part: "View", icon: "bookmark", when: inDesign, run: (b) => void bookmark(b) },
  { id: "keep-position", name: "Keep this position in the view", part: "View", icon: "check", when: inView, run: (b) => void keepPosition(b) },
  {
    id: "as-in-design",
    name: "As in the design",
    part: "View",
    icon: "undo-2",
    when: (b) => inView(b) && b.project.drawing.movedIn(b.seeing.view ?? "").length > 0,
    run: (b) => void asInDesign(b, b.seeing.view ?? ""),
  },
  {
    id: "show-everything",
    name: "Show everything",
    part: "View",
    icon: "map",
    when: (b) => inDesign(b) && (b.seeing.view !== null || b.seeing.scope !== null),
    run: (b) => void leaveView(b),
  },
  {
    id: "open-view",
    name: "Open this view",
    part: "View",
    icon: "eye",
    when: (b) => inDesign(b) && selectedKind(b) === "view" && b.desk.selected !== b.seeing.view,
    run: (b) => b.desk.selected && openView(b, b.desk.selected),
  },
  { id: "next-view", name: "Next view", part: "View", icon: "eye", keys: ["Alt PageDown"], when: hasViews, run: (b) => stepView(b, 1) },
  { id: "previous-view", name: "Previous view", part: "View", icon: "eye", keys: ["Alt PageUp"], when: hasViews, run: (b) => stepView(b, -1) },
  {
    id: "show-only",
    name: "Show only this",
    part: "View",
    icon: "eye",
    when: (b) => inDesign(b) && selectedKind(b) === "domain",
    run: (b) => b.desk.selected && showOnly(b, { kind: "domain", of: b.desk.selected }),
  },
  {
    id: "show-neighbours",
    name: "Show with neighbours",
    part: "View",
    icon: "eye",
    when: (b) => inDesign(b) && selectedIn(b, "service") !== null,
    run: (b) => showOnly(b, { kind: "service", of: selectedIn(b, "service") ?? "" }),
  },
  {
    id: "show-flow",
    name: "Show flow",
    part: "View",
    icon: "route",
    when: (b) => inDesign(b) && selectedKind(b) === "operation",
    run: (b) => b.desk.selected && showOnly(b, { kind: "flow", of: b.desk.selected }),
  },
  ...Array.from({ length: 9 }, (_, i): Verb => ({
    id: `view-${i + 1}`,
    name: `View ${i + 1}`,
    part: "View",
    keys: [`Ctrl Shift ${i + 1}`],
    hidden: true,
    when: (b) => inDesign(b) && nthView(b, i + 1) !== null,
    run: (b) => openView(b, nthView(b, i + 1) ?? ""),
  })),
];
