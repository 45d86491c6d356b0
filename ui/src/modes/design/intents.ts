// What the hand asked for on the canvas becomes an edit, a selection or a menu.

import type { Intent } from "../../canvas/intent";
import { idOf } from "../../project/apply-change";
import { connect, linesBetween, sayNothing, tellLine } from "../../project/connecting";
import { bornIn } from "../../project/project.svelte";
import type { Command, Id, Kind } from "../../wire";
import { add, addOperation, create, gesture, moved, place, placementOf, startRenaming } from "../../verbs/edits";
import { elementMenu, emptyMenu } from "../../verbs/element-menu";
import type { MenuItem } from "../../verbs/desk.svelte";
import type { Workbench } from "../../verbs/workbench.svelte";
import type { Linking } from "./linking.svelte";
import { homeFor, type MovingRow, rehome } from "./moving-row.svelte";
import { quickCreate } from "./quick-create";

type Point = { x: number; y: number };

/** What is being drawn or carried. */
export interface InHand {
  linking: Linking;
  moving: MovingRow;
}

/** `toWindow` turns a point of the canvas into one of the window. */
export function obey(bench: Workbench, { linking, moving }: InHand, intent: Intent, toWindow: (p: Point) => Point): void {
  const { desk } = bench;
  switch (intent.do) {
    case "select":
      desk.selection = intent.ids;
      return;
    case "move":
      return void move(bench, intent.ids, intent.dx, intent.dy, intent.into);
    case "duplicate":
      return void duplicate(bench, intent.ids, intent.dx, intent.dy, intent.into);
    case "resize": {
      const { frame, id } = intent;
      const at = { x: Math.round(frame.x), y: Math.round(frame.y) };
      const size = { width: Math.round(frame.w), height: Math.round(frame.h) };
      return void bench.edit(place([{ ...placementOf(bench, id), at, size }]));
    }
    case "moveRow":
      return void moveRow(bench, intent.id, intent.into);
    case "carrying":
      return moving.over(intent.id, intent.into, intent.screen);
    case "carryEnd":
      return moving.end();
    case "linkStart":
      return void linking.start(intent.from);
    case "linking":
      return linking.over(intent.target, intent.screen);
    case "link":
      return void link(bench, linking, intent.from, intent.to, toWindow(intent.screen));
    case "linkToPoint":
      return quickCreate(bench, { point: intent.point, at: toWindow(intent.screen), into: intent.into }, intent.from);
    case "linkEnd":
      return linking.end();
    case "reconnect":
      return void reconnect(bench, intent.id, intent.end, intent.to);
    case "disconnect": {
      const note = noteOf(bench, intent.id);
      const command: Command = note ? { kind: "change", of: { id: note, fields: { about: null } } } : { kind: "remove", of: { ids: [intent.id] } };
      const remove = () => void bench.edit(command);
      const items: MenuItem[] = [{ label: "Delete this connection", icon: "trash-2", danger: true, run: remove }];
      desk.menu = { at: toWindow(intent.screen), items, label: "Connection" };
      return;
    }
    case "waypoints": {
      const points = (intent.points ?? []).map((p) => ({ x: Math.round(p.x), y: Math.round(p.y) }));
      return void bench.edit(place([{ ...placementOf(bench, intent.id), points }]));
    }
    case "rename":
      return startRenaming(bench, intent.id);
    case "create":
      return void create(bench, intent.what, intent.point, intent.into, intent.size);
    case "placeEnd":
      if (desk.tool.tool === "place") desk.tool = { tool: "select" };
      return;
    case "quickCreate":
      return quickCreate(bench, { point: intent.point, at: toWindow(intent.screen), into: intent.into }, null);
    case "openMenu":
      if (intent.id && !desk.selection.includes(intent.id)) desk.select(intent.id);
      desk.menu = intent.id
        ? { at: toWindow(intent.screen), items: elementMenu(bench), label: bench.project.drawing.name(intent.id) || "Element" }
        : { at: toWindow(intent.screen), items: emptyMenu(bench, intent.point), label: "Canvas" };
      return;
    case "openRows":
      desk.openCards.add(intent.id);
      return;
    case "hover":
      return linking.expect(intent.target?.on === "port" ? intent.target.id : null);
    case "camera":
      return;
  }
}

/** Moving, and where it lands in a domain, belonging there: one step. */
async function move(bench: Workbench, ids: readonly Id[], dx: number, dy: number, into: Id | null | undefined): Promise<void> {
  const commands: Command[] = [place(moved(bench, ids, dx, dy))];
  const { drawing } = bench.project;
  const homed = ids.filter((id) => canLiveIn(drawing.get(id)?.kind, into));
  if (into !== undefined && homed.length > 0) commands.push({ kind: "rehome", of: { ids: homed, home: into } });
  const [only] = commands;
  const outcome = await bench.edit(commands.length === 1 && only ? only : { kind: "all", of: { commands } });
  if (outcome.done && into !== undefined) bench.desk.say(into === null ? "Taken out of its domain" : `Moved to ${drawing.name(into)}`);
}

const canLiveIn = (kind: Kind | undefined, into: Id | null | undefined): boolean =>
  kind === "domain" || kind === "service" || kind === "note" || (kind === "api" && into !== undefined);

async function moveRow(bench: Workbench, id: Id, into: Id): Promise<void> {
  const { drawing } = bench.project;
  const step = gesture();
  const home = homeFor(bench, id, into) ?? (await add(bench, "api", { home: into, name: drawing.name(into), gesture: step, quietly: true }));
  const { done } = home ? await bench.edit(rehome(id, home), step) : {};
  if (done) bench.desk.say(`Moved ${drawing.name(id)} to ${drawing.name(into)}`);
}

/** The copies are selected, and belong where they were dropped. */
async function duplicate(bench: Workbench, ids: readonly Id[], dx: number, dy: number, into: Id | null | undefined): Promise<void> {
  const step = gesture();
  const { drawing } = bench.project;
  const kindsOf = new Set(ids.map((id) => drawing.get(id)?.kind));
  const { done } = await bench.edit({ kind: "duplicate", of: { ids: [...ids], by: { x: Math.round(dx), y: Math.round(dy) } } }, step);
  if (!done) return;
  const born = bornIn(done).filter((id) => kindsOf.has(bench.project.drawing.get(id)?.kind));
  const inside = new Set(born);
  const outermost = born.filter((id) => !inside.has(bench.project.drawing.home(id) ?? ""));
  const homed = outermost.filter((id) => canLiveIn(bench.project.drawing.get(id)?.kind, into));
  if (into !== undefined && homed.length > 0) await bench.edit({ kind: "rehome", of: { ids: homed, home: into } }, step);
  bench.desk.selection = outermost;
}

async function link(bench: Workbench, linking: Linking, from: Id, to: Id, at: Point): Promise<void> {
  const { drawing } = bench.project;
  const note = drawing.as("note", from) ?? drawing.as("note", to);
  if (note) {
    const about = idOf(note) === from ? to : from;
    return void bench.edit({ kind: "change", of: { id: idOf(note), fields: { about } } });
  }
  const target = drawing.get(to);
  const acts = ["service", "operation"].includes(drawing.get(from)?.kind ?? "");
  if (target?.kind === "service" && acts) {
    bench.desk.menu = { at, items: operationsOf(bench, from, to), label: "What is called", filter: "An operation" };
    return;
  }
  const lines = linesBetween(drawing, from, to);
  const line = lines[linking.choice % Math.max(1, lines.length)];
  if (!line) {
    const why = sayNothing(drawing, from, to);
    if (why) bench.desk.tell(why, { icon: "info" });
    return;
  }
  const { done } = await bench.edit(connect(line), null, linking.foreseenOf(line));
  if (done) bench.desk.say(tellLine(drawing, line));
}

/** Dropped on a service: which of its operations, a new one, or the service as a whole. */
function operationsOf(bench: Workbench, from: Id, service: Id): MenuItem[] {
  const { drawing } = bench.project;
  const operations = drawing.children(service, "api").flatMap((api) => drawing.children(idOf(api), "operation"));
  const call = (to: Id, step: string | null = null) => bench.edit(connect({ kind: "call", from, to }), step);
  const items: MenuItem[] = operations.map((op) => ({
    label: op.value.head.name,
    icon: "plug",
    run: () => void call(idOf(op)),
  }));
  items.push({
    label: "New operation",
    icon: "plus",
    apart: true,
    run: async () => {
      const step = gesture();
      const made = await addOperation(bench, service, { gesture: step });
      if (made) await call(made, step);
    },
  });
  for (const line of linesBetween(drawing, from, service)) {
    const run = () => void bench.edit(connect(line));
    items.push({ label: `${tellLine(drawing, line)} as a whole`, icon: "box", run });
  }
  return items;
}

async function reconnect(bench: Workbench, id: Id, end: "from" | "to", to: Id): Promise<void> {
  const { drawing } = bench.project;
  const note = noteOf(bench, id);
  if (note) return void (end === "to" && (await bench.edit({ kind: "change", of: { id: note, fields: { about: to } } })));
  const connection = drawing.as("connection", id)?.value;
  if (!connection) return;
  const [a, b] = end === "from" ? [to, connection.to] : [connection.from, to];
  const lines = linesBetween(drawing, a, b);
  const line = lines.find(({ kind, from }) => kind === connection.kind && (from === a || kind === "use")) ?? lines[0];
  if (!line) return bench.desk.tell("These two cannot be connected in this way", { icon: "info" });
  await bench.edit({ kind: "reconnect", of: { id, connection: line.kind, from: line.from, to: line.to } });
}

/** The note a dotted line starts at; null for a real connection. */
const noteOf = (bench: Workbench, line: Id): Id | null => {
  const drawn = bench.sheet.connections.find((c) => c.id === line);
  return drawn?.kind === "note" ? drawn.from : null;
};
