// Keys pressed anywhere in the window, and what they run.

import { focusCanvas } from "./areas";
import { endTrial } from "./judging-verbs";
import { keymap } from "./keymap.svelte";
import { matches } from "./keys";
import { verbs } from "./table";
import { canRun } from "./verb";
import { endPresenting } from "./presenting";
import { leaveView } from "./views";
import type { Workbench } from "./workbench.svelte";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

const inDesign = (bench: Workbench): boolean => bench.project.isOpen && bench.desk.mode === "design";

/** Runs what the key stands for. Answers whether anything did. */
export function press(bench: Workbench, event: KeyboardEvent): boolean {
  const typing = isTyping(event.target);
  const onCanvas = event.target instanceof HTMLElement && event.target.closest("[data-area=canvas]") !== null;
  const local = event.target instanceof HTMLElement && event.target.closest("[data-local]") !== null;
  // From the inspector, one level up is the drawing.
  if (event.key === "Escape" && inDesign(bench) && event.target instanceof HTMLElement && event.target.closest("[data-area=inspector]")) return (focusCanvas(), true);
  if (event.key === "Escape" && bench.desk.outlineOver && inDesign(bench)) return closeOutline(bench, event.target);
  if (event.key === "Escape" && !typing) return escape(bench);
  for (const verb of verbs) {
    if (!keymap.isPressed(verb, event)) continue;
    const plain = !event.ctrlKey && !event.metaKey && event.key.length === 1;
    if ((verb.local && !local) || (verb.onCanvas && !onCanvas) || (typing && (plain || isTextKey(event)))) continue;
    if (!canRun(verb, bench)) continue;
    // The window tells of its usual key by an event that brings the clipboard along.
    if (verb.byEvent && verb.keys?.some((keys) => matches(keys, event))) return false;
    event.preventDefault();
    if (!verb.released) verb.run(bench);
    else if (!event.repeat) whenReleased(event.key, () => verb.run(bench));
    return true;
  }
  return false;
}

function whenReleased(key: string, run: () => void): void {
  const off = new AbortController();
  addEventListener("mousedown", () => off.abort(), { capture: true, signal: off.signal });
  addEventListener(
    "keyup",
    (event) => {
      if (event.key.toLowerCase() !== key.toLowerCase()) return;
      off.abort();
      run();
    },
    { capture: true, signal: off.signal },
  );
}

/** What a text field does itself. */
const isTextKey = (event: KeyboardEvent): boolean =>
  ((event.ctrlKey || event.metaKey) && ["a", "c", "v", "x", "z", "y"].includes(event.key.toLowerCase())) ||
  // With Ctrl it ends a text of several lines, which then has used it itself.
  (event.key === "Enter" && !event.ctrlKey && !event.metaKey) ||
  ["Delete", "Backspace", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key);

/** What lay over the drawing goes, and who was in it is on the drawing again. */
function closeOutline(bench: Workbench, from: EventTarget | null): boolean {
  if (bench.canvas?.cancel()) return true;
  const inside = from instanceof HTMLElement && from.closest("[data-area=rail]") !== null;
  bench.desk.outlineOver = false;
  if (inside) focusCanvas();
  return true;
}

/** Leaves one level: the gesture, the tool, the finding in focus, the selection, the view. */
function escape(bench: Workbench): boolean {
  const { desk, canvas } = bench;
  if (bench.seeing.slide !== null && !desk.focused) return (void endPresenting(bench), true);
  if (canvas?.cancel()) return true;
  if (bench.judging.trial) return (endTrial(bench), true);
  if (desk.tidying) return (desk.tidying.stop(), true);
  if (desk.tool.tool !== "select") return ((desk.tool = { tool: "select" }), true);
  if (desk.focused) return (bench.focusOn(null), true);
  if (desk.selection.length > 0) return (desk.select(), true);
  if (bench.playing.rewind()) return true;
  return leaveView(bench);
}
