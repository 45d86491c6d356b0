// Lining cards up, spacing them out, and which stands in front.

import type { Rect } from "../canvas/geometry";
import { overlaps } from "../canvas/geometry";
import type { Command, Id } from "../wire";
import { cardsOf, moved, place, placementOf } from "./edits";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

export type Side = "top" | "bottom" | "left" | "right" | "across" | "down";

export interface Box extends Rect {
  id: Id;
}

export interface Shift {
  id: Id;
  dx: number;
  dy: number;
}

/** How far each box moves so that all line up. */
function alignedBy(boxes: readonly Box[], side: Side): Shift[] {
  const left = Math.min(...boxes.map((b) => b.x));
  const right = Math.max(...boxes.map((b) => b.x + b.w));
  const top = Math.min(...boxes.map((b) => b.y));
  const bottom = Math.max(...boxes.map((b) => b.y + b.h));
  const shift = (b: Box): [number, number] => {
    switch (side) {
      case "left":
        return [left - b.x, 0];
      case "right":
        return [right - b.w - b.x, 0];
      case "top":
        return [0, top - b.y];
      case "bottom":
        return [0, bottom - b.h - b.y];
      case "across":
        return [(left + right - b.w) / 2 - b.x, 0];
      case "down":
        return [0, (top + bottom - b.h) / 2 - b.y];
    }
  };
  return boxes.map((b) => ({ id: b.id, dx: Math.round(shift(b)[0]), dy: Math.round(shift(b)[1]) }));
}

/** How far each box moves so that the gaps between them are equal; the outermost stay. */
function spacedBy(boxes: readonly Box[], along: "across" | "down"): Shift[] {
  const [at, size] = along === "across" ? (["x", "w"] as const) : (["y", "h"] as const);
  const order = [...boxes].sort((a, b) => a[at] - b[at]);
  const [first, last] = [order[0], order[order.length - 1]];
  if (!first || !last || order.length < 3) return [];
  const taken = order.reduce((sum, b) => sum + b[size], 0);
  const gap = (last[at] + last[size] - first[at] - taken) / (order.length - 1);
  let next = first[at];
  return order.map((b) => {
    const by = Math.round(next - b[at]);
    next += b[size] + gap;
    return along === "across" ? { id: b.id, dx: by, dy: 0 } : { id: b.id, dx: 0, dy: by };
  });
}

/** The selected cards and domains as they stand; what lives in a selected domain moves with it. */
function boxesOf(b: Workbench): Box[] {
  const ids = cardsOf(b, b.desk.selection);
  const { drawing } = b.project;
  const outer = ids.filter((id) => !drawing.ancestry(id).slice(1).some((up) => up.kind === "domain" && ids.includes(up.value.head.id)));
  return outer.flatMap((id) => {
    const box = b.canvas?.placeOf(id);
    return box ? [{ id, ...box }] : [];
  });
}

function arrange(b: Workbench, by: (boxes: readonly Box[]) => readonly Shift[]): void {
  const { drawing } = b.project;
  const shifts = by(boxesOf(b)).filter(({ id, dx, dy }) => (dx !== 0 || dy !== 0) && !drawing.placement(id, b.seeing.view)?.locked);
  const commands = shifts.map(({ id, dx, dy }): Command => place(moved(b, [id], dx, dy)));
  if (commands.length === 0) return b.desk.say("They stand like this already");
  void b.edit(commands.length === 1 ? commands[0]! : { kind: "all", of: { commands } });
}

type Step = "behind" | "in front" | "to the back" | "to the front";

/** The order number that puts an element one step behind or in front of what it overlaps, or beyond everything; null where it is there already. */
function orderFor(id: Id, stack: readonly { id: Id; order: number; box: Rect }[], step: Step): number | null {
  const at = stack.findIndex((one) => one.id === id);
  const own = stack[at];
  if (!own) return null;
  const up = step === "in front" || step === "to the front";
  const beyond = up ? stack.slice(at + 1) : stack.slice(0, at).reverse();
  const all = step === "to the front" || step === "to the back";
  const passed = all ? beyond.at(-1) : beyond.find((one) => overlaps(one.box, own.box));
  return passed ? passed.order + (up ? 1 : -1) : null;
}

function reorder(b: Workbench, step: Step): void {
  const nodes = b.sheet.nodes.flatMap(({ id }) => {
    const box = b.canvas?.placeOf(id);
    return box ? [{ id, box, order: b.project.drawing.placement(id, b.seeing.view)?.order ?? 0 }] : [];
  });
  const placements = cardsOf(b, b.desk.selection).flatMap((id) => {
    const order = orderFor(id, nodes, step);
    return order === null ? [] : [{ ...placementOf(b, id), order }];
  });
  if (placements.length === 0) return b.desk.say(step === "behind" || step === "to the back" ? "Nothing stands behind it" : "Nothing stands in front of it");
  void b.edit(place(placements)).then(({ done }) => done && b.desk.say(`Moved ${step}`));
}

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";
const atLeast = (n: number) => (b: Workbench) => inDesign(b) && cardsOf(b, b.desk.selection).length >= n;

const aligning = (side: Side, name: string, key: string): Verb => ({
  id: `align-${side}`,
  name,
  part: "Edit",
  keys: [`Alt ${key}`],
  local: true,
  when: atLeast(2),
  run: (b) => arrange(b, (boxes) => alignedBy(boxes, side)),
});

const spacing = (along: "across" | "down"): Verb => ({
  id: `distribute-${along}`,
  name: `Distribute ${along}`,
  part: "Edit",
  when: atLeast(3),
  run: (b) => arrange(b, (boxes) => spacedBy(boxes, along)),
});

const ordering = (step: Step, name: string, keys: string): Verb => ({
  id: `order-${step.replaceAll(" ", "-")}`,
  name,
  part: "Edit",
  keys: [keys],
  when: (b) => inDesign(b) && cardsOf(b, b.desk.selection).some((id) => b.project.drawing.get(id)?.kind !== "domain"),
  run: (b) => reorder(b, step),
});

export const arranging: readonly Verb[] = [
  aligning("top", "Align top", "W"),
  aligning("left", "Align left", "A"),
  aligning("bottom", "Align bottom", "S"),
  aligning("right", "Align right", "D"),
  aligning("across", "Align centres across", "H"),
  aligning("down", "Align centres down", "V"),
  spacing("across"),
  spacing("down"),
  ordering("behind", "One step behind", "Ctrl ["),
  ordering("in front", "One step in front", "Ctrl ]"),
  ordering("to the back", "To the back", "Ctrl Shift ["),
  ordering("to the front", "To the front", "Ctrl Shift ]"),
];
