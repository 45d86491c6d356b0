// Moving elements to another service or domain: by a drop in the outline, or from a menu of everything they may live in.

import { idOf } from "../project/apply-change";
import { hasHomes, homesFor, mayLiveIn } from "../project/homes";
import { counted, kinds } from "../project/kinds";
import { labelOf, pathOf } from "../project/naming";
import { type Drop, dropOf } from "../project/outline-drop";
import type { MenuItem } from "./desk.svelte";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

/** Does what a drop says, and tells it. */
export async function land(bench: Workbench, drop: Drop): Promise<void> {
  const { done } = await bench.edit(drop.command);
  if (!done) return;
  const { drawing } = bench.project;
  if (drop.home === undefined) bench.desk.say("Moved to another place in its list");
  else bench.desk.say(drop.home === null ? "Moved out, to the design itself" : `Moved to ${pathOf(drawing, drop.home)}`);
  if (drop.home) bench.desk.opened.add(drop.home);
}

/** The selected records that live in something, all of one kind. */
function movable(bench: Workbench): string[] {
  const { drawing } = bench.project;
  const ids = bench.desk.selection.filter((id) => hasHomes(drawing.get(id)?.kind ?? "design"));
  const found = new Set(ids.map((id) => drawing.get(id)?.kind));
  return found.size === 1 ? ids : [];
}

function offerHomes(bench: Workbench): void {
  const { drawing } = bench.project;
  const ids = movable(bench);
  const entries = ids.flatMap((id) => drawing.get(id) ?? []);
  const [first] = entries;
  if (!first) return;
  const items: MenuItem[] = [];
  if (mayLiveIn(first.kind, null) && ids.some((id) => drawing.home(id) !== null)) {
    const drop = dropOf(drawing, ids, null, "into");
    if (drop) items.push({ label: first.kind === "service" || first.kind === "domain" ? "No domain" : "On its own", icon: "square-dashed", run: () => void land(bench, drop) });
  }
  for (const home of homesFor(drawing, first)) {
    const drop = dropOf(drawing, ids, idOf(home), "into");
    if (!drop || drop.home !== idOf(home)) continue;
    const label = home.kind === "api" ? pathOf(drawing, idOf(home)) : labelOf(drawing, home);
    items.push({ label, icon: kinds[home.kind].icon, run: () => void land(bench, drop) });
  }
  if (items.length === 0) return bench.desk.tell("There is nothing else it could belong to", { icon: "info" });
  const what = entries.length === 1 ? labelOf(drawing, first) : counted(entries.length, "element");
  const at = bench.desk.menu?.at ?? besideFocus();
  queueMicrotask(() => (bench.desk.menu = { at, items, filter: "Move to", label: `Move ${what}` }));
}

/** Beside what has the keyboard, where a menu opened by a key is looked for. */
function besideFocus(): { x: number; y: number } {
  const box = document.activeElement?.getBoundingClientRect();
  return box && box.width < innerWidth / 2 ? { x: box.left + 24, y: box.bottom + 4 } : { x: innerWidth / 3, y: innerHeight / 4 };
}

export const rehoming: readonly Verb[] = [
  {
    id: "move-to",
    name: "Move to…",
    part: "Edit",
    icon: "arrow-right",
    when: (b) => b.project.isOpen && b.desk.mode === "design" && movable(b).length > 0,
    run: offerHomes,
  },
];
