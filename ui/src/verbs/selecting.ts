// Verbs that go from element to element without a pointer.

import type { Direction } from "../canvas/walk";
import { idOf } from "../project/apply-change";
import { standingOf } from "../project/findings";
import { startRenaming } from "./edits";
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

export const selecting: readonly Verb[] = [
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
    run: (b) => {
      const id = b.desk.selected;
      if (!id) return;
      const first = rowsOf(b, id)[0];
      if (first) b.goTo(first);
      else startRenaming(b, id);
    },
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
