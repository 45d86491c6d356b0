// Tells tests where things are on the canvas, which has no elements of its own to ask. It reads and changes nothing.

import type { Workbench } from "../../verbs/workbench.svelte";
import type { Id } from "../../wire";
import { portPoint } from "./intents";

interface TestHook {
  /** The rectangle of an element in the window, in CSS px; null while it is not drawn. */
  locate(id: Id): { x: number; y: number; w: number; h: number } | null;
  /** The point of an element's port in the window. */
  port(id: Id, side: "left" | "right"): { x: number; y: number } | null;
  /** The id of the first record of this kind and name. */
  find(kind: string, name: string): Id | null;
  /** How many edits the mirror has seen. */
  step(): number;
}

declare global {
  interface Window {
    cleaveTest?: TestHook;
  }
}

export function offerTestHook(bench: Workbench): void {
  const origin = () => {
    const box = document.querySelector("[data-testid=canvas]")?.getBoundingClientRect();
    return { x: box?.left ?? 0, y: box?.top ?? 0 };
  };
  window.cleaveTest = {
    locate(id) {
      const box = bench.canvas?.locate(id);
      return box ? { ...box, x: box.x + origin().x, y: box.y + origin().y } : null;
    },
    port(id, side) {
      const point = portPoint(bench, id, side);
      return point && { x: point.x + origin().x, y: point.y + origin().y };
    },
    find(kind, name) {
      for (const [id, entry] of bench.project.records) {
        if (entry.kind === kind && entry.kind !== "placement" && entry.value.head.name === name) return id;
      }
      return null;
    },
    step: () => bench.project.step,
  };
}
