// Verbs that go from element to element without a pointer.

import type { Direction } from "../canvas/walk";
import { idOf } from "../project/apply-change";
import { standingOf } from "../project/findings";
import { sentenceOf } from "../project/naming";
import { startRenaming } from "./edits";
import { elementMenu, emptyMenu } from "./element-menu";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";
const one = (b: Workbench): boolean => inDesign(b) && b.desk.selected !== null;

function goSelected(b: Workbench, id: string | null): void {
  if (id) b.goTo(id);
}

/** The rows of a card in the order they are drawn. */
const rowsOf = (b: Workbench, id: string): string[] => b.sheet.nodes.find((n) => n.id === id)?.rows?.map((row) => row.id) ?? [];

const walking = (direction: Direction, key: string): Verb => ({
  id: `walk-${direction}`,
  name: `To the element ${direction === "up" ? "above" : direction === "down" ? "below" : `on the ${direction}`}`,
  part: "Go",
  keys: [`Alt ${key}`],
  local: true,
  hidden: true,
  when: one,
  run: (b) => b.desk.selected && goSelected(b, b.canvas?.towards(b.desk.selected, direction) ?? null),
});

function goProblem(b: Workbench, by: 1 | -1): void {
  const findings = b.project.analysis.findings.filter((f) => standingOf(f) !== "waived");
  if (findings.length === 0) return b.desk.say("No problems");
  const at = findings.findIndex((f) => f.fingerprint === b.desk.focused?.fingerprint);
  const next = findings[at < 0 ? (by === 1 ? 0 : findings.length - 1) : (at + by + findings.length) % findings.length];
  if (next) b.focusOn(next);
}

/** Into a card its first row, into a domain its first element; where nothing is inside, its name. */
function enter(b: Workbench, id: string): void {
  const { drawing } = b.project;
  const connection = drawing.as("connection", id)?.value;
  if (connection) return goSelected(b, connection.to);
  const inDomain = drawing.get(id)?.kind === "domain" ? drawing.children(id).find((entry) => entry.kind === "service" || entry.kind === "domain") : undefined;
  const first = rowsOf(b, id)[0] ?? (inDomain && idOf(inDomain));
  if (first) b.goTo(first);
  else startRenaming(b, id);
}

/** On a row the arrows go to the next one, because a row cannot be pushed about. */
const rowStep = (key: string, by: 1 | -1): Verb => ({
  id: by === 1 ? "next-row" : "previous-row",
  name: by === 1 ? "To the row below" : "To the row above",
  part: "Go",
  keys: [key],
  local: true,
  hidden: true,
  when: (b) => one(b) && b.canvas?.carries(b.desk.selected ?? "") === true,
  run: (b) => b.desk.selected && goSelected(b, b.canvas?.rowBeside(b.desk.selected, by) ?? null),
});

/** What Tab would go to: null past the last, and the focus leaves the canvas. */
const beside = (b: Workbench, by: 1 | -1): string | null => b.canvas?.next(b.desk.selected, by) ?? null;

const reading = (by: 1 | -1): Verb => ({
  id: by === 1 ? "next-element" : "previous-element",
  name: by === 1 ? "Next element" : "Previous element",
  part: "Go",
  keys: [by === 1 ? "Tab" : "Shift Tab"],
  onCanvas: true,
  local: true,
  hidden: true,
  when: (b) => inDesign(b) && beside(b, by) !== null,
  run: (b) => {
    const next = beside(b, by);
    if (next === null) return;
    b.goTo(next);
    b.canvas?.setKeyboard(next);
  },
});

/** Lines can be selected without a pointer too. */
function chooseConnection(b: Workbench): void {
  const id = b.desk.selected;
  if (!id) return;
  const { drawing } = b.project;
  const all = drawing.within(id).flatMap((inner) => [...drawing.outgoing(inner), ...drawing.incoming(inner)]);
  const lines = [...new Map(all.map((line) => [line.head.id, line])).values()];
  const items = lines.map((line) => ({ label: sentenceOf(drawing, line), icon: "spline" as const, run: () => b.goTo(line.head.id) }));
  if (items.length === 0) return b.desk.say("It has no connections");
  b.desk.menu = { at: b.spotOf(id), items, filter: "A connection", label: `Connections of ${drawing.name(id)}` };
}

export const selecting: readonly Verb[] = [
  reading(1),
  reading(-1),
  rowStep("ArrowDown", 1),
  rowStep("ArrowUp", -1),
  {
    id: "its-connections",
    name: "Go to one of its connections…",
    part: "Go",
    icon: "spline",
    when: (b) => one(b) && b.project.drawing.get(b.desk.selected)?.kind !== "connection",
    run: (b) => chooseConnection(b),
  },
  {
    id: "context-menu",
    name: "Menu of the selection",
    part: "Go",
    keys: ["Shift F10", "ContextMenu"],
    local: true,
    hidden: true,
    when: inDesign,
    run: (b) => openMenu(b),
  },
  { id: "select-all", name: "Select all", part: "Edit", keys: ["Ctrl A"], when: inDesign, run: (b) => selectAll(b) },
  walking("left", "ArrowLeft"),
  walking("right", "ArrowRight"),
  walking("up", "ArrowUp"),
  walking("down", "ArrowDown"),
  {
    id: "into",
    name: "Into the card",
    part: "Go",
    keys: ["Enter"],
    local: true,
    hidden: true,
    when: one,
    run: (b) => b.desk.selected && enter(b, b.desk.selected),
  },
  {
    id: "up",
    name: "Up to the parent",
    part: "Go",
    keys: ["Shift Enter"],
    local: true,
    hidden: true,
    when: one,
    run: (b) => b.desk.selected && goSelected(b, b.project.drawing.home(b.desk.selected)),
  },
  { id: "next-problem", name: "Next problem", part: "Go", icon: "octagon-x", keys: ["F8"], when: inDesign, run: (b) => goProblem(b, 1) },
  { id: "previous-problem", name: "Previous problem", part: "Go", icon: "octagon-x", keys: ["Shift F8"], when: inDesign, run: (b) => goProblem(b, -1) },
];

/** The menu of what is selected, or of the canvas. */
function openMenu(b: Workbench): void {
  const { desk, project } = b;
  const [id] = desk.selection;
  const items = id ? elementMenu(b) : emptyMenu(b, b.canvas?.middle ?? { x: 0, y: 0 });
  desk.menu = { at: b.spotOf(id ?? null), items, label: (id && project.drawing.name(id)) || (id ? "Element" : "Canvas") };
}

/** Everything in the same group first, then everything. */
function selectAll(b: Workbench): void {
  const { drawing } = b.project;
  const drawn = b.sheet.nodes.map((n) => n.id);
  const first = b.desk.selection[0];
  const home = first === undefined ? null : (drawing.nearest("domain", first)?.value.head.id ?? null);
  const mates = drawn.filter((id) => drawing.nearest("domain", id)?.value.head.id === home);
  const hasAll = mates.every((id) => b.desk.selection.includes(id));
  b.desk.selection = home !== null && !hasAll ? mates : [...drawn, ...drawing.of("domain").map(idOf)];
}
