// Verbs that change what is seen and nothing else.

import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";

function keepPanes(b: Workbench): void {
  b.remembering.noted();
}

/** Everything but the canvas goes; the same again brings back what was there. */
let hidden: { left: boolean; right: boolean; bottom: boolean } | null = null;

function canvasOnly(b: Workbench): void {
  const { panes } = b.desk;
  if (hidden && !panes.leftShown && !panes.rightShown) {
    Object.assign(panes, { leftShown: hidden.left, rightShown: hidden.right, bottomShown: hidden.bottom });
    hidden = null;
  } else {
    hidden = { left: panes.leftShown, right: panes.rightShown, bottom: panes.bottomShown };
    Object.assign(panes, { leftShown: false, rightShown: false, bottomShown: false });
  }
}

const zoom = (b: Workbench, to: (now: number) => number): void => b.canvas?.zoom(to(b.canvas.camera.zoom));

export const viewing: readonly Verb[] = [
  { id: "zoom-in", name: "Zoom in", part: "View", icon: "plus", keys: ["+"], local: true, when: inDesign, run: (b) => zoom(b, (now) => now * 1.25) },
  { id: "zoom-out", name: "Zoom out", part: "View", icon: "minus", keys: ["-"], local: true, when: inDesign, run: (b) => zoom(b, (now) => now / 1.25) },
  { id: "zoom-100", name: "Zoom to 100 %", part: "View", keys: ["Ctrl 0"], when: inDesign, run: (b) => zoom(b, () => 1) },
  { id: "fit", name: "Fit all", part: "View", icon: "maximize", keys: ["Shift 1"], local: true, when: inDesign, run: (b) => b.canvas?.fit() },
  { id: "fit-selection", name: "Fit selection", part: "View", icon: "locate-fixed", keys: ["Shift 2"], local: true, when: (b) => inDesign(b) && b.desk.selection.length > 0, run: (b) => b.canvas?.fitTo(b.desk.selection) },
  { id: "minimap", name: "Minimap", part: "View", icon: "map", keys: ["M"], local: true, when: inDesign, run: (b) => (b.desk.toggleMinimap(), keepPanes(b)) },
  { id: "names", name: "Connection names", part: "View", icon: "spline", keys: ["T"], local: true, when: inDesign, run: (b) => (b.desk.connectionNames = !b.desk.connectionNames) },
  { id: "grid", name: "Show grid", part: "View", keys: ["Ctrl '"], when: inDesign, run: (b) => b.remember({ grid: !b.settings.grid }) },
  { id: "snap", name: "Snap to grid", part: "View", keys: ["Ctrl Shift '"], when: inDesign, run: (b) => b.remember({ snapping: !b.settings.snapping }) },
  { id: "left", name: "Left rail", part: "View", icon: "panel-left", keys: ["Ctrl B"], when: inDesign, run: (b) => ((b.desk.panes.leftShown = !b.desk.panes.leftShown), keepPanes(b)) },
  { id: "right", name: "Inspector", part: "View", keys: ["Ctrl Alt B"], when: inDesign, run: (b) => ((b.desk.panes.rightShown = !b.desk.panes.rightShown), keepPanes(b)) },
  { id: "bottom", name: "Problems", part: "View", keys: ["Ctrl J"], when: inDesign, run: (b) => ((b.desk.panes.bottomShown = !b.desk.panes.bottomShown), keepPanes(b)) },
  { id: "canvas-only", name: "Canvas only", part: "View", keys: ["\\"], local: true, when: inDesign, run: (b) => canvasOnly(b) },
];
