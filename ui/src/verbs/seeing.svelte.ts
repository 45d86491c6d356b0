// How this window looks at the design: its lens, and what it shows from far away. Nothing here changes the design.

import type { Settings as CanvasSettings } from "../canvas/canvas";
import { type Reading, readingOf, type ShownLens } from "../project/lens";
import type { Project } from "../project/project.svelte";
import type { Desk } from "./desk.svelte";

export class Seeing {
  lens = $state<ShownLens | null>(null);
  /** So far away that services are blocks; coupling heat shows then, whether it was asked for or not. */
  far = $state(false);
  bundled = $state(true);
  onlyBetween = $state(true);
  hideSmall = $state(true);

  /** What the lens says, made once for each state of the design. */
  readonly reading: Reading | null = $derived.by(() => {
    const lens = this.lens ?? (this.far && this.project.isOpen ? "coupling" : null);
    const { drawing, analysis } = this.project;
    return lens && readingOf(lens, { drawing, analysis, topology: this.desk.topology });
  });

  readonly fromAfar: Pick<CanvasSettings, "bundled" | "onlyBetween" | "leastBundle"> = $derived({
    bundled: this.bundled,
    onlyBetween: this.onlyBetween,
    leastBundle: this.hideSmall ? 4 : 1,
  });

  constructor(
    private readonly project: Project,
    private readonly desk: Desk,
  ) {}
}
