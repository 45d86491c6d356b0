// Dragging an entry of the palette onto the canvas: once it leaves the palette, the canvas carries it.

import type { Attachment } from "svelte/attachments";
import type { Placeable } from "../canvas/intent";
import type { Workbench } from "../verbs/workbench.svelte";

const slack = 6;

export const carrying =
  (bench: Workbench, what: Placeable): Attachment<HTMLElement> =>
  (element) => {
    const press = (event: MouseEvent) => {
      if (event.button !== 0) return;
      const from = { x: event.clientX, y: event.clientY };
      let carries = false;
      const move = (e: MouseEvent) => {
        if (carries || Math.hypot(e.clientX - from.x, e.clientY - from.y) < slack) return;
        carries = true;
        bench.canvas?.carry(what);
      };
      const drop = (e: MouseEvent) => {
        removeEventListener("mousemove", move);
        removeEventListener("mouseup", drop, true);
        if (!carries) return;
        const onCanvas = e.target instanceof Element && e.target.closest("[data-testid=canvas]") !== null;
        if (!onCanvas) bench.canvas?.cancel();
        // The click that may follow the drag would pick the tool up as well.
        const swallow = (click: MouseEvent) => click.stopPropagation();
        addEventListener("click", swallow, true);
        setTimeout(() => removeEventListener("click", swallow, true));
      };
      addEventListener("mousemove", move);
      addEventListener("mouseup", drop, true);
    };
    element.addEventListener("mousedown", press);
    return () => element.removeEventListener("mousedown", press);
  };

