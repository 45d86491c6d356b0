// Edits that need more than one command, or that say afterwards what was done.

import { toScreen } from "../canvas/camera";
import type { Placeable } from "../canvas/intent";
import type { Sheet } from "../canvas/sheet";
import { idOf } from "../project/apply-change";
import { count, counted, kinds } from "../project/kinds";
import { labelOf } from "../project/naming";
import { opensFor } from "../project/outline";
import { emptyPlacement } from "../project/places";
import { bornIn } from "../project/project.svelte";
import type { Applied, Command, Id, Kind, Placement, Point } from "../wire";
import { gesture } from "./gesture";
import { unhide } from "./views";
import type { Workbench } from "./workbench.svelte";

export { gesture } from "./gesture";

const round = (point: { x: number; y: number }): Point => ({ x: Math.round(point.x), y: Math.round(point.y) });

const kindOf = (what: Placeable): Kind => what;

export interface Wish {
  at?: { x: number; y: number };
  home?: Id | null;
  name?: string;
  size?: { w: number; h: number };
  fields?: { [field: string]: unknown };
  gesture?: string;
  /** Otherwise it is selected and its name asked for at once. */
  quietly?: boolean;
}

/** Makes a record; answers with its id, or null where it was refused. */
export async function add(bench: Workbench, kind: Kind, wish: Wish = {}): Promise<Id | null> {
  const step = wish.gesture ?? gesture();
  const fields = { ...(kind === "note" ? { text: "" } : {}), ...wish.fields };
  const name = wish.name ?? (kind === "note" ? "" : kinds[kind].fresh);
  const draft = { kind, name, exact: false, home: wish.home ?? null, fields };
  const { done } = await bench.edit({ kind: "add", of: { draft, at: wish.at ? round(wish.at) : null } }, step);
  const id = done && bornIn(done, kind)[0];
  if (!id) return null;
  if (wish.size && wish.at) {
    const size = { width: Math.round(wish.size.w), height: Math.round(wish.size.h) };
    await bench.edit(place([{ ...placementOf(bench, id), at: round(wish.at), size }]), step);
  }
  if (!wish.quietly) startRenaming(bench, id);
  return id;
}

/** An operation of a service, in its first API; one is made where there is none. */
export async function addOperation(bench: Workbench, service: Id, wish: Wish = {}): Promise<Id | null> {
  const step = wish.gesture ?? gesture();
  const { drawing } = bench.project;
  const known = drawing.children(service, "api")[0];
  const api = known ? idOf(known) : await add(bench, "api", { home: service, name: drawing.name(service), gesture: step, quietly: true });
  return api ? add(bench, "operation", { ...wish, home: api, gesture: step }) : null;
}

/** What a palette entry makes here: inside the service below the point, or on its own. */
export async function create(bench: Workbench, what: Placeable, at: { x: number; y: number }, into: Id | null, size?: { w: number; h: number }): Promise<Id | null> {
  const service = serviceUnder(bench, at);
  if (what === "api" || what === "store" || what === "event") {
    if (service) return add(bench, what, { home: service });
    return add(bench, what, { at, ...(what === "api" ? { home: into } : {}) });
  }
  const lives = what === "domain" || what === "service" || what === "note";
  return add(bench, kindOf(what), { at, home: lives ? into : null, ...(size && what === "domain" ? { size } : {}) });
}

function serviceUnder(bench: Workbench, at: { x: number; y: number }): Id | null {
  const { canvas, project } = bench;
  const target = canvas?.targetAt(toScreen(canvas.camera, at));
  if (!target || target.on === "domain" || target.on === "connection" || target.on === "handle") return null;
  const service = project.drawing.serviceOf(target.id);
  return service ? idOf(service) : null;
}

/** Kinds whose names stand in the inspector only. */
const undrawn: readonly (Kind | undefined)[] = ["type", "entity", "design", "view", "waiver", "topology", "deployable"];

/** Shows a field over the name in the canvas, or goes to its field in the inspector. */
export function startRenaming(bench: Workbench, id: Id): void {
  const { desk, project, canvas } = bench;
  unhide(bench, [id]);
  desk.select(id);
  for (const open of opensFor(project.drawing, id)) desk.opened.add(open);
  if (!undrawn.includes(project.drawing.get(id)?.kind)) {
    canvas?.reveal(id);
    desk.renaming = id;
    return;
  }
  desk.panes.rightShown = true;
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>("[data-testid=inspector-name]");
    field?.focus();
    field?.select();
  });
}

/** The name, or the text of a note. */
export const renameCommand = (kind: Kind, id: Id, name: string): Command =>
  kind === "note" ? { kind: "change", of: { id, fields: { text: name } } } : { kind: "rename", of: { id, name } };

/** Copies the selected beside themselves; the copies are selected from then on. */
export async function duplicate(bench: Workbench): Promise<void> {
  const { drawing } = bench.project;
  const ids = bench.desk.selection.filter((id) => copyable(drawing.get(id)?.kind));
  if (ids.length === 0) return;
  const { done } = await bench.edit({ kind: "duplicate", of: { ids, by: { x: 40, y: 40 } } });
  if (done) selectBorn(bench, done);
}

const copyable = (kind: Kind | undefined): boolean =>
  kind !== undefined && !["design", "connection", "placement", "topology", "deployable"].includes(kind);

/** Selects the outermost of what an edit made. */
export function selectBorn(bench: Workbench, done: Applied): void {
  const born = new Set(bornIn(done));
  const { drawing } = bench.project;
  const outermost = [...born].filter((id) => copyable(drawing.get(id)?.kind) && !born.has(drawing.home(id) ?? ""));
  if (outermost.length === 0) return;
  bench.desk.select(...outermost);
  bench.canvas?.reveal(...outermost);
}

export async function remove(bench: Workbench, ids: readonly Id[]): Promise<void> {
  const { drawing } = bench.project;
  const gone = ids.filter((id) => drawing.get(id) && drawing.get(id)?.kind !== "design");
  if (gone.length === 0) return;
  const first = drawing.get(gone[0]);
  const what = gone.length === 1 && first ? `“${labelOf(drawing, first)}”` : counted(gone.length, "element");
  const { done } = await bench.edit({ kind: "remove", of: { ids: gone } });
  if (!done) return;
  const deaths = done.change.flatMap(({ before, after }) => (before && !after ? [before] : []));
  const lines = deaths.filter((entry) => entry.kind === "connection" && !gone.includes(idOf(entry))).length;
  bench.desk.tell(`Deleted ${what}${lines > 0 ? ` and ${count(lines, "connection")}` : ""}`, { icon: "trash-2", undo: true });
}

// Places

/** Where an element stands now, whether it was placed by hand or not. */
export function placementOf(bench: Workbench, id: Id): Placement {
  const { view } = bench.seeing;
  const known = bench.project.drawing.placement(id, view);
  // Moved in a view it moves in that view only.
  if (known?.at) return { ...known, view };
  const node = bench.sheet.nodes.find((n) => n.id === id);
  return { ...(known ?? emptyPlacement(id)), view, at: node ? round(node) : null };
}

export const place = (placements: Placement[]): Command => ({ kind: "place", of: { placements } });

/** Everything that moves along: a domain's members, its inner domains. */
function movingAlong(bench: Workbench, ids: readonly Id[]): Id[] {
  const { drawing } = bench.project;
  const all = new Set<Id>();
  const drawnIds = drawnOn(bench.sheet);
  for (const id of ids) {
    // What is in a collapsed domain is not drawn, but stands where it will be when the domain is opened.
    const isFolded = placementOf(bench, id).collapsed;
    const isThere = (inner: Id) => drawnIds.has(inner) || (isFolded && drawing.placement(inner)?.at != null);
    for (const inner of drawing.get(id)?.kind === "domain" ? drawing.within(id) : [id]) if (isThere(inner)) all.add(inner);
  }
  return [...all];
}

export function moved(bench: Workbench, ids: readonly Id[], dx: number, dy: number): Placement[] {
  return movingAlong(bench, ids).flatMap((id) => {
    const placement = placementOf(bench, id);
    if (!placement.at) return [];
    return [{ ...placement, at: round({ x: placement.at.x + dx, y: placement.at.y + dy }) }];
  });
}

export function nudge(bench: Workbench, dx: number, dy: number): void {
  const ids = cardsOf(bench, bench.desk.selection).filter((id) => !placementOf(bench, id).locked);
  if (ids.length > 0) void bench.edit(place(moved(bench, ids, dx, dy)), `nudge ${ids.join()} ${Math.floor(Date.now() / 2000)}`);
}

const drawn = new WeakMap<Sheet, ReadonlySet<Id>>();

/** The cards and domains of a sheet. */
function drawnOn(sheet: Sheet): ReadonlySet<Id> {
  let ids = drawn.get(sheet);
  if (!ids) drawn.set(sheet, (ids = new Set([...sheet.nodes, ...sheet.domains].map(({ id }) => id))));
  return ids;
}

/** The cards and domains among the selected; a row stands for its card. */
export function cardsOf(bench: Workbench, ids: readonly Id[]): Id[] {
  const nodes = drawnOn(bench.sheet);
  const cards = ids.flatMap((id) => bench.project.drawing.ancestry(id).map(idOf).find((up) => nodes.has(up)) ?? []);
  return [...new Set(cards)];
}

/** Turns `collapsed` or `locked` of all selected cards to the opposite of the first. */
export function toggle(bench: Workbench, what: "collapsed" | "locked"): void {
  const ids = cardsOf(bench, bench.desk.selection);
  const on = !ids.some((id) => placementOf(bench, id)[what]);
  if (ids.length > 0) void bench.edit(place(ids.map((id) => ({ ...placementOf(bench, id), [what]: on }))));
}
