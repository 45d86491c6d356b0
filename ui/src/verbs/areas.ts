// Going about the window by keyboard: from area to area, and to one field of the inspector.

import type { MenuItem } from "./desk.svelte";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";

/** Top bar, rail, canvas, inspector, problems: each carries `data-area`. */
function goArea(by: 1 | -1): void {
  const areas = [...document.querySelectorAll<HTMLElement>("[data-area]")].filter((area) => area.offsetParent !== null);
  const at = areas.findIndex((area) => area.contains(document.activeElement));
  const next = areas[(at + by + areas.length) % areas.length];
  const wanted = '[data-focus], [tabindex="0"], button, input, select, textarea';
  const inside = next?.matches('[tabindex="0"]') ? next : next?.querySelector<HTMLElement>(wanted);
  inside?.focus();
}

export const focusCanvas = (): void => document.querySelector<HTMLElement>("[data-area=canvas][tabindex]")?.focus({ preventScroll: true });

function find(b: Workbench): void {
  if (b.desk.narrow) b.desk.outlineOver = true;
  else b.desk.panes.leftShown = true;
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=outline-search]")?.focus());
}

/** Names every field the inspector shows; the chosen one has the focus. Escape leads back to the canvas. */
function chooseField(b: Workbench): void {
  b.desk.panes.rightShown = true;
  requestAnimationFrame(() => {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-area=inspector] [data-labelled]")];
    const items = rows.map((row): MenuItem => ({ label: row.dataset["labelled"] ?? "", run: () => focusIn(row) }));
    if (items.length === 0) return b.desk.say("Nothing to edit here");
    b.desk.menu = { at: b.spotOf(b.desk.selected), items, filter: "A field", label: "Fields" };
  });
}

function focusIn(row: HTMLElement): void {
  const field = row.querySelector<HTMLElement>("input, select, textarea, button");
  field?.focus();
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select();
}

export const areas: readonly Verb[] = [
  { id: "find", name: "Find in outline and canvas", part: "Go", icon: "search", keys: ["Ctrl F"], when: inDesign, run: (b) => find(b) },
  { id: "edit-field", name: "Edit a field…", part: "Edit", icon: "pen-line", keys: ["I"], local: true, when: inDesign, run: (b) => chooseField(b) },
  { id: "next-area", name: "Next area", part: "Go", keys: ["F6"], hidden: true, run: () => goArea(1) },
  { id: "previous-area", name: "Previous area", part: "Go", keys: ["Shift F6"], hidden: true, run: () => goArea(-1) },
];
