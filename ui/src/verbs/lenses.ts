// Verbs that choose what the colours of the canvas say.

import { lenses, lensWords, type ShownLens } from "../project/lens";
import type { MenuItem } from "./desk.svelte";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";

function chooseLens(b: Workbench, lens: ShownLens | null): void {
  b.seeing.lens = lens;
  b.desk.say(lens === null ? "No lens" : `Lens: ${lensWords[lens].name}`);
}

/** Every lens, and none; below a button where one asked, else below the lens button of the canvas. */
export function openLensMenu(b: Workbench, at?: { x: number; y: number }): void {
  const button = document.querySelector("[data-testid=lens]")?.getBoundingClientRect();
  const items: MenuItem[] = lenses.map((lens) => ({
    label: lensWords[lens].name,
    hint: lensWords[lens].hint,
    chosen: b.seeing.lens === lens,
    run: () => chooseLens(b, lens),
  }));
  items.unshift({ label: "No lens", hint: "The colours of the domains", chosen: b.seeing.lens === null, run: () => chooseLens(b, null) });
  const x = Math.max(innerWidth / 2 - 100, 0);
  b.desk.menu = { at: at ?? (button ? { x: button.left, y: button.top - 6 } : { x, y: 120 }), items, label: "Lens" };
}

export const lensing: readonly Verb[] = [
  { id: "lens", name: "Lens…", part: "View", icon: "aperture", keys: ["L"], local: true, when: inDesign, run: (b) => openLensMenu(b) },
  ...lenses.map(
    (lens): Verb => ({
      id: `lens-${lens}`,
      name: `Lens: ${lensWords[lens].name}`,
      part: "View",
      icon: "aperture",
      when: (b) => inDesign(b) && b.seeing.lens !== lens,
      run: (b) => chooseLens(b, lens),
    }),
  ),
  { id: "lens-none", name: "Lens: none", part: "View", icon: "aperture", when: (b) => inDesign(b) && b.seeing.lens !== null, run: (b) => chooseLens(b, null) },
];
