// Dragging rows of the outline: what is carried, where it would land, and the drop.

import { type Drop, dropOf, type Side } from "../project/outline-drop";
import type { OutlineRow } from "../project/outline";
import type { Workbench } from "../verbs/workbench.svelte";
import type { Id } from "../wire";
import { land } from "../verbs/rehoming";

/** How far the pointer goes before a press is a drag, in px. */
const slack = 5;
/** How near the edge of the list the list scrolls, and how far at each step, in px. */
const edge = 24;
const stride = 12;

export interface List {
  /** The scrolling element. */
  element: () => HTMLElement;
  /** The row below a point of the window, and how far down it the point is, 0 to 1. */
  rowAt: (clientY: number) => { row: OutlineRow | null; part: number };
}

export class OutlineDragging {
  carried = $state.raw<readonly Id[]>([]);
  drop = $state.raw<Drop | null>(null);
  /** Where the pointer carries them, in px of the window. */
  at = $state.raw({ x: 0, y: 0 });

  private readonly bench: Workbench;
  private readonly list: List;

  constructor(bench: Workbench, list: List) {
    this.bench = bench;
    this.list = list;
  }

  /** A row was pressed: it may become a drag, or stay a click. */
  press(event: MouseEvent, row: OutlineRow): void {
    if (event.button !== 0 || row.heading) return;
    const { desk } = this.bench;
    const from = { x: event.clientX, y: event.clientY };
    const ids = desk.selection.includes(row.id) ? desk.selection : [row.id];
    const off = new AbortController();
    const end = () => {
      off.abort();
      this.carried = [];
      this.drop = null;
    };
    const move = (e: MouseEvent) => {
      if (this.carried.length === 0 && Math.hypot(e.clientX - from.x, e.clientY - from.y) < slack) return;
      this.carried = ids;
      this.at = { x: e.clientX, y: e.clientY };
      this.scroll(e.clientY);
      this.drop = this.aim(e.clientY);
    };
    const up = () => {
      const { drop } = this;
      const dragged = this.carried.length > 0;
      end();
      if (!dragged) return;
      swallowClick();
      if (drop) void land(this.bench, drop);
    };
    const listen = { capture: true, signal: off.signal } as const;
    addEventListener("mousemove", move, listen);
    addEventListener("mouseup", up, listen);
    addEventListener("blur", end, listen);
    addEventListener(
      "keydown",
      (e) => {
        if (e.key !== "Escape" || this.carried.length === 0) return;
        e.stopPropagation();
        e.preventDefault();
        swallowClick();
        end();
      },
      listen,
    );
  }

  private aim(clientY: number): Drop | null {
    const { row, part } = this.list.rowAt(clientY);
    const { drawing } = this.bench.project;
    if (!row) return dropOf(drawing, this.carried, null, "into");
    if (row.heading) return null;
    // The middle means into it where it can; else the nearer edge.
    const near: Side = part < 0.5 ? "before" : "after";
    const middle = part > 0.28 && part < 0.72;
    const into = () => dropOf(drawing, this.carried, row.id, "into");
    const beside = () => dropOf(drawing, this.carried, row.id, near);
    const within = middle ? into() : null;
    return within?.row === row.id ? within : (beside() ?? into());
  }

  private scroll(clientY: number): void {
    const list = this.list.element();
    const { top, bottom } = list.getBoundingClientRect();
    if (clientY < top + edge) list.scrollTop -= stride;
    else if (clientY > bottom - edge) list.scrollTop += stride;
  }
}

/** The click that ends a drag selects nothing. */
function swallowClick(): void {
  const swallow = (click: MouseEvent) => click.stopPropagation();
  addEventListener("click", swallow, true);
  setTimeout(() => removeEventListener("click", swallow, true));
}
