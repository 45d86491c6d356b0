// Opening, making and changing named views, and showing only a part of the design for a while.

import type { Camera as Eye } from "../canvas/camera";
import { idOf } from "../project/apply-change";
import { isShown } from "../project/lens";
import { bornIn } from "../project/project.svelte";
import { isHidden, sameFilter, tellFilter } from "../project/view-filter";
import type { Camera, Filter, Id, View } from "../wire";
import { gesture, place } from "./edits";
import type { Workbench } from "./workbench.svelte";

/** Views in the order in which they are listed and presented. */
export const viewsOf = (b: Workbench): View[] => b.project.drawing.of("view").map((entry) => entry.value);

const rounded = (middle: { x: number; y: number }, eye: Eye): Camera => ({
  x: Math.round(middle.x),
  y: Math.round(middle.y),
  zoom: Math.max(5, Math.min(400, Math.round(eye.zoom * 100))),
});

/** Where this window looks from now, as a view keeps it. */
export const cameraNow = (b: Workbench): Camera | null => (b.canvas ? rounded(b.canvas.middle, b.canvas.camera) : null);

function rememberStandpoint(b: Workbench): void {
  const { seeing, canvas } = b;
  if (seeing.view !== null || seeing.scope !== null || !canvas) return;
  seeing.before = { middle: canvas.middle, zoom: canvas.camera.zoom, lens: seeing.lens };
}

/** After the sheet has changed. */
const lookAt = (b: Workbench, camera: Camera | null): void =>
  queueMicrotask(() => {
    if (camera) b.canvas?.lookAt(camera, camera.zoom / 100);
    else b.canvas?.fit();
  });

export function openView(b: Workbench, id: Id): void {
  const view = b.project.drawing.as("view", id)?.value;
  if (!view) return;
  const { desk, seeing } = b;
  desk.mode = "design";
  rememberStandpoint(b);
  desk.focused = null;
  desk.select();
  seeing.scope = null;
  seeing.view = id;
  seeing.lens = isShown(view.lens) ? view.lens : null;
  lookAt(b, view.camera);
  const told = [`View ${view.head.name}`, tellFilter(b.project.drawing, view.filter), view.head.description ?? ""];
  desk.say(told.filter((part) => part !== "").join(". "));
}

/** Everything again, from where it was seen before. False if nothing was left. */
export function leaveView(b: Workbench, back = true): boolean {
  const { desk, seeing } = b;
  if (seeing.view === null && seeing.scope === null) return false;
  const { before } = seeing;
  seeing.view = seeing.scope = seeing.before = null;
  if (back && before) {
    seeing.lens = before.lens;
    queueMicrotask(() => b.canvas?.lookAt(before.middle, before.zoom));
  }
  desk.say("Everything is shown");
  return true;
}

/** Shows a part without giving it a name. */
export function showOnly(b: Workbench, filter: Filter): void {
  rememberStandpoint(b);
  b.desk.focused = null;
  b.seeing.scope = filter;
  b.desk.selection = b.desk.selection.filter((id) => !isHidden(b.project.drawing, b.seeing.shown, id));
  lookAt(b, null);
  b.desk.say(tellFilter(b.project.drawing, filter));
}

/** Leaves the view where it does not show something that is gone to. */
export function unhide(b: Workbench, ids: readonly Id[]): void {
  const { drawing } = b.project;
  const hidden = ids.find((id) => isHidden(drawing, b.seeing.shown, id));
  if (hidden === undefined) return;
  const left = b.seeing.opened?.head.name ?? b.seeing.words;
  leaveView(b, false);
  b.desk.tell(`Everything is shown: “${left}” does not show ${drawing.name(hidden) || "this"}`, { icon: "eye" });
}

// Making and changing

const born = async (b: Workbench, name: string, filter: Filter, camera: Camera | null, step: string): Promise<Id | null> => {
  const { lens } = b.seeing;
  const draft = { kind: "view" as const, name, exact: false, home: null, fields: { filter, lens, camera } };
  const { done } = await b.edit({ kind: "add", of: { draft, at: null } }, step);
  return (done && bornIn(done, "view")[0]) ?? null;
};

/** Makes a view of what is shown and opens it; its name is asked for in the inspector. */
export async function newView(b: Workbench): Promise<void> {
  const { filter } = b.seeing;
  const name = filter.kind === "all" ? "View" : b.project.drawing.name(filter.of);
  const made = await born(b, name, filter, cameraNow(b), gesture());
  if (!made) return;
  rememberStandpoint(b);
  b.seeing.scope = null;
  b.seeing.view = made;
  askName(b, made);
}

/** A view with only a camera. */
export async function bookmark(b: Workbench): Promise<void> {
  const made = await born(b, "Place", { kind: "all" }, cameraNow(b), gesture());
  if (!made) return;
  const at = viewsOf(b).findIndex((view) => view.head.id === made) + 1;
  b.desk.tell(`Bookmarked as ${b.project.drawing.name(made)}${at <= 9 ? `, Ctrl Shift ${at}` : ""}`, { icon: "bookmark", undo: true });
}

function askName(b: Workbench, id: Id): void {
  b.desk.select(id);
  b.desk.opened.add("group:view");
  b.desk.panes.rightShown = true;
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>("[data-testid=inspector-name]");
    field?.focus();
    field?.select();
  });
}

/** The open view looks from here, at this, with this lens from now on. */
export async function keepPosition(b: Workbench): Promise<void> {
  const { opened, filter, lens } = b.seeing;
  if (!opened) return;
  const fields = { camera: cameraNow(b), lens, ...(sameFilter(filter, opened.filter) ? {} : { filter }) };
  const { done } = await b.edit({ kind: "change", of: { id: opened.head.id, fields } });
  b.seeing.scope = null;
  if (done) b.desk.tell(`“${opened.head.name}” starts here from now on`, { icon: "check", undo: true });
}

/** With what was moved in it, as one step. */
export async function duplicateView(b: Workbench, id: Id): Promise<void> {
  const { drawing } = b.project;
  const view = drawing.as("view", id)?.value;
  if (!view) return;
  const step = gesture();
  const { done } = await b.edit({ kind: "duplicate", of: { ids: [id], by: { x: 0, y: 0 } } }, step);
  const copy = done && bornIn(done, "view")[0];
  if (!copy) return;
  const moved = drawing.movedIn(id).map((placement) => ({ ...placement, view: copy }));
  if (moved.length > 0) await b.edit(place(moved), step);
  openView(b, copy);
  askName(b, copy);
}

/** Everything stands in a view as in the design again. */
export async function asInDesign(b: Workbench, id: Id): Promise<void> {
  const moved = b.project.drawing.movedIn(id);
  // A placement that says nothing is dropped.
  const empty = moved.map((placement) => ({ ...placement, at: null, size: null, collapsed: false, locked: false, order: 0, points: [] }));
  if (empty.length === 0) return;
  const { done } = await b.edit(place(empty));
  if (done) b.desk.tell(`Everything in “${b.project.drawing.name(id)}” stands as in the design`, { icon: "undo-2", undo: true });
}

/** The nth view, from 1. */
export const nthView = (b: Workbench, n: number): Id | null => {
  const view = b.project.drawing.of("view")[n - 1];
  return view ? idOf(view) : null;
};

/** The view after or before the open one, round and round. */
export function stepView(b: Workbench, by: 1 | -1): void {
  const views = viewsOf(b);
  const at = views.findIndex((view) => view.head.id === b.seeing.view);
  const next = views[at < 0 ? (by === 1 ? 0 : views.length - 1) : (at + by + views.length) % views.length];
  if (next) openView(b, next.head.id);
}
