// The menu of what can be done with the selection, and the one of the empty canvas: the same verbs as the palette.

import { hueWords } from "../project/hues";
import { kinds } from "../project/kinds";
import type { Hue } from "../wire";
import type { Placeable } from "../canvas/intent";
import { create, place, placementOf } from "./edits";
import type { MenuItem } from "./desk.svelte";
import { placeables } from "./placing";
import { keysOf, verbNamed } from "./table";
import { canRun } from "./verb";
import { viewMenu } from "./view-verbs";
import type { Workbench } from "./workbench.svelte";

const forElements: readonly (string | null)[] = [
  "rename",
  "add-operation",
  "add-event",
  "add-store",
  "add-type",
  "add-entity",
  null,
  "connect",
  "its-connections",
  "duplicate",
  "group",
  "ungroup",
  "collapse",
  "lock",
  "tidy",
  null,
  "order-in-front",
  "order-behind",
  "order-to-the-front",
  "order-to-the-back",
  null,
  "row-up",
  "row-down",
  "move-to",
  null,
  "fit-selection",
  "show-only",
  "show-neighbours",
  "show-flow",
  null,
  "delete",
];

function itemsOf(bench: Workbench, ids: readonly (string | null)[]): MenuItem[] {
  const items: MenuItem[] = [];
  let apart = false;
  for (const id of ids) {
    if (id === null) {
      apart = true;
      continue;
    }
    const verb = verbNamed(id);
    if (!canRun(verb, bench)) continue;
    const keys = keysOf(id);
    items.push({
      label: verb.name,
      ...(verb.icon ? { icon: verb.icon } : {}),
      ...(keys ? { keys } : {}),
      ...(apart ? { apart } : {}),
      ...(id === "delete" ? { danger: true } : {}),
      run: () => verb.run(bench),
    });
    apart = false;
  }
  return items;
}

export function elementMenu(bench: Workbench): MenuItem[] {
  const items = itemsOf(bench, forElements);
  const id = bench.desk.selected;
  const entry = bench.project.drawing.get(id);
  if (entry?.kind === "view") return viewMenu(bench, entry.value);
  if (id && entry?.kind === "connection" && placementOf(bench, id).points.length > 0) {
    const run = () => void bench.edit(place([{ ...placementOf(bench, id), points: [] }]));
    items.unshift({ label: "Route automatically", icon: "spline", run });
  }
  if (id && entry?.kind === "domain") items.splice(1, 0, { label: "Colour…", icon: "palette", run: () => colourMenu(bench, id) });
  return items;
}

/** Which of the eight hues a domain has. */
export function colourMenu(bench: Workbench, id: string, at?: { x: number; y: number }): void {
  const now = bench.project.drawing.as("domain", id)?.value.hue ?? null;
  const set = (hue: Hue | null) => void bench.edit({ kind: "change", of: { id, fields: { hue } } });
  const hues: MenuItem[] = (Object.keys(hueWords) as Hue[]).map((hue) => ({
    label: hueWords[hue],
    chosen: hue === now,
    run: () => set(hue),
  }));
  const items: MenuItem[] = [{ label: "By position", chosen: now === null, run: () => set(null) }, ...hues];
  const where = at ?? bench.desk.menu?.at ?? { x: innerWidth / 2, y: innerHeight / 3 };
  queueMicrotask(() => (bench.desk.menu = { at: where, items, label: "Colour" }));
}

const words = (what: Placeable): string => kinds[what].word;

/** `into` is the domain at the point. */
export function emptyMenu(bench: Workbench, point: { x: number; y: number }, into: string | null = bench.canvas?.domainAt(point) ?? null): MenuItem[] {
  const items: MenuItem[] = placeables.map((what) => {
    const keys = keysOf(`place-${what}`);
    const run = () => void create(bench, what, point, into);
    return { label: `Add ${words(what)}`, icon: kinds[what].icon, ...(keys ? { keys } : {}), run };
  });
  return [...items, ...itemsOf(bench, [null, "select-all", "tidy", "fit", "names", "grid"])];
}
