// Presenting: the views one after the other, on the whole screen, with nothing around them.

import type { Filter, Id, View } from "../wire";
import type { Standpoint } from "./seeing.svelte";
import type { Verb } from "./verb";
import { leaveView, openView, viewsOf } from "./views";
import type { Workbench } from "./workbench.svelte";

/** What is to come back when the presentation ends. */
interface Before {
  view: Id | null;
  scope: Filter | null;
  from: Standpoint | null;
  standpoint: Standpoint | null;
  tool: Workbench["desk"]["tool"];
  /** The screen was made full for the presentation. */
  filled: boolean;
}

const befores = new WeakMap<Workbench, Before>();

/** The view that is presented; none where the design has no views and is shown as a whole. */
export const slideOf = (b: Workbench): View | null => viewsOf(b)[b.seeing.slide ?? 0] ?? null;

export const slidesOf = (b: Workbench): number => Math.max(1, viewsOf(b).length);

const standpoint = (b: Workbench): Standpoint | null =>
  b.canvas && { middle: b.canvas.middle, zoom: b.canvas.camera.zoom, lens: b.seeing.lens };

/** Begins with the open view, else with the first. */
export async function present(b: Workbench): Promise<void> {
  const { desk, seeing } = b;
  if (seeing.slide !== null) return;
  const before: Before = { view: seeing.view, scope: seeing.scope, from: standpoint(b), standpoint: seeing.before, tool: desk.tool, filled: false };
  befores.set(b, before);
  const at = viewsOf(b).findIndex((view) => view.head.id === seeing.view);
  desk.mode = "design";
  desk.focused = null;
  desk.outlineOver = false;
  // Nothing is moved by accident while people look.
  desk.tool = { tool: "hand" };
  showSlide(b, Math.max(0, at));
  before.filled = await fillScreen(b, true);
}

/** Shows a slide; beyond either end nothing happens. */
export function showSlide(b: Workbench, at: number): void {
  if (at < 0 || at >= slidesOf(b)) return;
  b.seeing.slide = at;
  lookAtSlide(b);
  const view = slideOf(b);
  b.desk.say([view?.head.name ?? b.project.name, view?.head.description ?? "", `${at + 1} of ${slidesOf(b)}`].filter((part) => part !== "").join(". "));
}

/** Also after the window has changed its size. */
export function lookAtSlide(b: Workbench): void {
  const view = slideOf(b);
  b.playing.rewind();
  if (view) openView(b, view.head.id);
  else {
    leaveView(b, false);
    queueMicrotask(() => b.canvas?.fit());
  }
}

export async function endPresenting(b: Workbench): Promise<void> {
  const { desk, seeing } = b;
  const before = befores.get(b);
  seeing.slide = null;
  if (!before) return;
  befores.delete(b);
  desk.tool = before.tool;
  seeing.view = before.view;
  seeing.scope = before.scope;
  seeing.before = before.standpoint;
  seeing.lens = before.from?.lens ?? null;
  desk.say("Presentation ended");
  if (before.filled) await fillScreen(b, false);
  // The canvas has its place between the panels again.
  if (before.from) setTimeout(() => before.from && b.canvas?.lookAt(before.from.middle, before.from.zoom, "jump"), 50);
}

/** Makes the window as large as the screen, or lets it be a window again. Answers whether anything changed. */
async function fillScreen(b: Workbench, on: boolean): Promise<boolean> {
  const { fullScreen } = b.host;
  try {
    if (fullScreen) {
      if ((await fullScreen.is()) === on) return false;
      await fullScreen.set(on);
      return true;
    }
    if ((document.fullscreenElement !== null) === on) return false;
    await (on ? document.documentElement.requestFullscreen() : document.exitFullscreen());
    return true;
  } catch {
    // A browser may not allow it; the presentation then fills the window.
    return false;
  }
}

export async function toggleScreen(b: Workbench): Promise<void> {
  const full = b.host.fullScreen ? await b.host.fullScreen.is() : document.fullscreenElement !== null;
  await fillScreen(b, !full);
}

const presenting = (b: Workbench): boolean => b.seeing.slide !== null;
const step = (b: Workbench, by: 1 | -1): void => showSlide(b, (b.seeing.slide ?? 0) + by);

/** They stand before all others: while one presents, these keys mean nothing else. */
export const presentingVerbs: readonly Verb[] = [
  { id: "present", name: "Present the views", part: "View", icon: "presentation", when: (b) => b.project.isOpen && !presenting(b), run: (b) => void present(b) },
  { id: "end-presenting", name: "End the presentation", part: "View", icon: "x", when: presenting, run: (b) => void endPresenting(b) },
  { id: "slide-next", name: "Next slide", part: "View", icon: "chevron-right", keys: ["PageDown", "ArrowRight", "ArrowDown", "Space"], when: presenting, run: (b) => step(b, 1) },
  { id: "slide-previous", name: "Previous slide", part: "View", icon: "chevron-left", keys: ["PageUp", "ArrowLeft", "ArrowUp", "Shift Space"], when: presenting, run: (b) => step(b, -1) },
];
