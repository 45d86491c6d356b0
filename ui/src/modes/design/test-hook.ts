// Tells tests where things are on the canvas, which has no elements of its own to ask. It reads and changes nothing.

import type { Workbench } from "../../verbs/workbench.svelte";
import type { Id, Kind, Record as Entry } from "../../wire";

interface TestHook {
  /** The rectangle of an element in the window, in CSS px; null while it is not drawn. */
  locate(id: Id): { x: number; y: number; w: number; h: number } | null;
  /** The point of an element's port in the window. */
  port(id: Id, side: "left" | "right"): { x: number; y: number } | null;
  /** The id of the first record of this kind and name. */
  find(kind: string, name: string): Id | null;
  /** The corners of a connection in the window, from port to arrow. */
  course(id: Id): { x: number; y: number }[];
  /** A record as it is now; null if there is none. */
  record(id: Id): Entry | null;
  /** All records of a kind. */
  all(kind: Kind): Entry[];
  camera(): { x: number; y: number; zoom: number };
  selection(): readonly Id[];
  /** How many edits the mirror has seen. */
  step(): number;
  /** The rectangle of an element on the sheet. */
  place(id: Id): { x: number; y: number; w: number; h: number } | null;
  /** Its place among its siblings. */
  rank(id: Id): number;
  /** The tool in the hand. */
  tool(): string;
  /** Cards from the back to the front. */
  stack(): readonly Id[];
  setting(name: "names" | "grid" | "snap"): boolean;
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
      const point = bench.canvas?.portOf(id, side) ?? null;
      return point && { x: point.x + origin().x, y: point.y + origin().y };
    },
    find(kind, name) {
      for (const [id, entry] of bench.project.records) {
        if (entry.kind === kind && entry.kind !== "placement" && entry.value.head.name === name) return id;
      }
      return null;
    },
    course: (id) => (bench.canvas?.courseOf(id) ?? []).map(({ x, y }) => ({ x: x + origin().x, y: y + origin().y })),
    record: (id) => bench.project.drawing.get(id) ?? null,
    all: (kind) => [...bench.project.drawing.of(kind)],
    camera: () => bench.canvas?.camera ?? { x: 0, y: 0, zoom: 1 },
    step: () => bench.project.step,
    selection: () => [...bench.desk.selection],
    place: (id) => bench.canvas?.placeOf(id) ?? null,
    rank: (id) => bench.project.drawing.head(id)?.rank ?? -1,
    tool: () => bench.desk.tool.tool,
    stack: () => bench.sheet.nodes.map((node) => node.id),
    setting: (name) => (name === "names" ? bench.desk.connectionNames : name === "grid" ? bench.settings.grid : bench.settings.snapping),
  };
}
