// The menu of an empty spot: something new there, or, for a connection dropped there, something that exists.

import { usualSize } from "../../canvas/gestures/placing";
import { onGrid } from "../../canvas/snap";
import { idOf } from "../../project/apply-change";
import { connect, linesBetween, tellLine } from "../../project/connecting";
import { kinds } from "../../project/kinds";
import type { MenuItem } from "../../verbs/desk.svelte";
import { add, addOperation, gesture, startRenaming } from "../../verbs/edits";
import { keysOf } from "../../verbs/table";
import type { Workbench } from "../../verbs/workbench.svelte";
import type { Id, Kind } from "../../wire";

type Point = { x: number; y: number };

const makeable = ["service", "operation", "event", "store", "external", "api", "actor", "domain", "note"] as const;
type Makeable = (typeof makeable)[number];

/** Where the menu was asked for: on the sheet, in the window, and in which domain. */
export interface Spot {
  point: Point;
  at: Point;
  into: Id | null;
}

export function quickCreate(bench: Workbench, spot: Spot, from: Id | null): void {
  const { drawing } = bench.project;
  const fitting = makeable.filter((kind) => (from === null ? kind !== "operation" : couldLink(drawing.get(from)?.kind, kind)));
  const items: MenuItem[] = fitting.map((kind) => {
    const keys = kind === "operation" ? undefined : keysOf(`place-${kind}`);
    return { label: wordFor(kind), icon: kinds[kind].icon, ...(keys ? { keys } : {}), run: () => void make(bench, kind, spot, from) };
  });
  if (from) items.push(...existing(bench, from));
  bench.desk.menu = {
    at: spot.at,
    items,
    filter: from ? "New or existing" : "What to create",
    label: "What to create",
    fresh: (words) =>
      fitting.map((kind) => ({
        label: `${wordFor(kind)} “${words}”`,
        icon: kinds[kind].icon,
        run: () => void make(bench, kind, spot, from, words),
      })),
    // Leaving the menu leaves the connection too.
    closed: () => void bench.canvas?.cancel(),
  };
}

const wordFor = (kind: Makeable): string =>
  kind === "operation" ? "Operation on a new service" : kinds[kind].word.replace(/^./, (c) => c.toUpperCase());

/** Everything there is that the line could end at. */
function existing(bench: Workbench, from: Id): MenuItem[] {
  const { drawing } = bench.project;
  return (["operation", "service", "event", "store", "external", "actor"] as const).flatMap((kind) =>
    drawing.of(kind).flatMap((entry) => {
      const line = linesBetween(drawing, from, idOf(entry))[0];
      return line ? [{ label: tellLine(drawing, line), icon: kinds[kind].icon, run: () => void bench.edit(connect(line)) }] : [];
    }),
  );
}

/** One step: the element, what stands in it, and the line to it. Without a name given, the name is asked for. */
async function make(bench: Workbench, kind: Makeable, spot: Spot, from: Id | null, name?: string): Promise<void> {
  const step = gesture();
  const card = kind === "operation" ? "service" : kind;
  const home = card === "service" || card === "domain" || card === "note" || card === "api" ? spot.into : null;
  const operationName = kind === "operation" && name ? { name } : {};
  const made = await add(bench, card, {
    at: beside(bench, card, spot.point, from),
    home,
    gesture: step,
    quietly: true,
    ...(name && kind !== "operation" ? (kind === "note" ? { fields: { text: name } } : { name }) : {}),
  });
  if (!made) return;
  const end = kind === "operation" ? await addOperation(bench, made, { gesture: step, quietly: true, ...operationName }) : made;
  const line = from && end ? linesBetween(bench.project.drawing, from, end)[0] : undefined;
  if (line) await bench.edit(connect(line), step);
  if (name && kind !== "operation") bench.desk.select(made);
  else startRenaming(bench, made);
}

/** A line that comes in from the left ends at a left border; without one, the point is the middle. */
function beside(bench: Workbench, kind: Exclude<Makeable, "operation">, point: Point, from: Id | null): Point {
  const { w, h } = usualSize(kind);
  const card = from === null ? null : bench.canvas?.locate(from);
  const zoom = bench.canvas?.camera.zoom ?? 1;
  const start = card ? (bench.canvas?.pointAt({ x: card.x + card.w / 2, y: card.y }).x ?? point.x) : point.x;
  const x = !card ? point.x - w / 2 : start <= point.x + 1 / zoom ? point.x : point.x - w;
  const y = point.y - (kind === "domain" || !card ? h / 2 : Math.min(h, 44) / 2);
  const place = bench.settings.snapping ? onGrid : Math.round;
  return { x: place(x), y: place(y) };
}

function couldLink(from: Kind | undefined, to: Makeable): boolean {
  if (from === "service" || from === "operation") return ["service", "operation", "event", "store", "external"].includes(to);
  if (from === "actor") return to === "service" || to === "operation";
  if (from === "event" || from === "store") return to === "service";
  return from === "external" && ["service", "operation", "event", "store"].includes(to);
}
