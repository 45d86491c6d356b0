// Tidy: the selection, a domain or everything is laid out anew, counted while it takes time, and stopped by Esc.

import type { Placement } from "../wire";
import { idOf } from "../project/apply-change";
import { counted } from "../project/kinds";
import { same } from "../project/same";
import { Breath } from "../tidy/breath";
import { engineInWorkers, Stopped } from "../tidy/elk";
import type { Scope, Tidied } from "../tidy/tidy";
import { tidied } from "../tidy/tidy";
import { cardsOf, gesture, place, placementOf } from "./edits";
import type { Workbench } from "./workbench.svelte";

/** A tidying under way. */
export class Tidying {
  done = $state(0);
  of = $state(0);
  private stopNow: (() => void) | null = null;
  stopped = false;
  /** The design is taking over the new places. */
  settling = $state(false);

  /** Ends it at once; nothing has moved. */
  stop(): void {
    this.stopped = true;
    this.stopNow?.();
  }

  /** What stopping ends. */
  ends(stop: () => void): void {
    this.stopNow = stop;
    if (this.stopped) stop();
  }
}

/** What would be tidied now: nothing where there is nothing to arrange. */
function scopeOf(bench: Workbench): Scope | null {
  if (bench.desk.selection.length === 0) return "all";
  const cards = cardsOf(bench, bench.desk.selection);
  const hasDomain = cards.some((id) => bench.project.drawing.get(id)?.kind === "domain");
  return hasDomain || cards.length > 1 ? new Set(cards) : null;
}

export async function tidy(bench: Workbench): Promise<void> {
  const { desk, sheet } = bench;
  if (desk.tidying) return;
  const scope = scopeOf(bench);
  if (!scope) return desk.tell("Select several elements or a domain, or nothing to tidy everything", { icon: "info" });
  const before = bench.project.drawing;
  const { view } = bench.seeing;
  const isLocked = (id: string): boolean => before.placement(id, view)?.locked === true;
  const locked = new Set([...sheet.nodes, ...sheet.domains].map(({ id }) => id).filter(isLocked));
  const run = new Tidying();
  desk.tidying = run;
  try {
    const engine = await engineInWorkers();
    run.ends(() => engine.stop());
    try {
      const result = await tidied(sheet, scope, locked, engine, (done, of) => Object.assign(run, { done, of }));
      if (run.stopped) throw new Stopped();
      await settle(bench, run, result, (id) => bench.seeing.view === view && bench.project.drawing.placement(id, view) === before.placement(id, view));
    } finally {
      engine.stop();
    }
  } catch (thrown) {
    if (thrown instanceof Stopped) desk.tell("Stopped. Nothing was moved", { icon: "info" });
    else desk.tell("The layout could not be made. Nothing was moved", { icon: "octagon-x", tone: "error" });
  } finally {
    desk.tidying = null;
  }
}

/** So many places are one edit. More follow with the same gesture, so that no answer holds up a frame. */
const somePlaces = 300;

/** One undo step for all places. What was moved by hand meanwhile stays where the hand put it. */
async function settle(bench: Workbench, run: Tidying, { nodes, domains }: Tidied, isUntouched: (id: string) => boolean): Promise<void> {
  const { drawing } = bench.project;
  const { view } = bench.seeing;
  const breath = new Breath();
  const places: Placement[] = [];
  const moved = new Set<string>();
  const put = (id: string, fields: Partial<Placement>): void => {
    if (!drawing.get(id) || !isUntouched(id)) return;
    const old = placementOf(bench, id);
    const known = drawing.placement(id, old.view);
    const fresh = { ...old, ...fields };
    if (known && same(known.at, fresh.at) && same(known.size, fresh.size)) return;
    places.push(fresh);
    moved.add(id);
  };
  for (const [id, at] of nodes) {
    put(id, { at });
    await breath.pause();
  }
  for (const [id, { x, y, w, h }] of domains) put(id, { at: { x, y }, size: { width: w, height: h } });
  for (const line of drawing.of("connection")) {
    const placement = drawing.placement(idOf(line), view);
    await breath.pause();
    if (!placement || placement.points.length === 0) continue;
    const cards = cardsOf(bench, [line.value.from, line.value.to]);
    if (cards.some((id) => moved.has(id))) places.push({ ...placement, view, points: [] });
  }
  if (places.length === 0) return bench.desk.tell("It is tidy already", { icon: "check" });
  if (await kept(bench, run, places, isUntouched)) bench.desk.tell(`Tidied ${counted(moved.size, "element")}`, { icon: "layout-grid", undo: true });
}

/** Makes the edit; the canvas shows it once all of it is done. */
async function kept(bench: Workbench, run: Tidying, places: readonly Placement[], isUntouched: (id: string) => boolean): Promise<boolean> {
  const step = gesture();
  bench.canvas?.glideNext();
  run.settling = places.length > somePlaces;
  try {
    for (let at = 0; at < places.length; at += somePlaces) {
      const some = places.slice(at, at + somePlaces).filter(({ element }) => isUntouched(element));
      if (some.length === 0 || (await bench.edit(place(some), step)).done) continue;
      bench.canvas?.glideNext(false);
      return false;
    }
    return true;
  } finally {
    run.settling = false;
  }
}
