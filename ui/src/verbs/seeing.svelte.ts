// How this window looks at the design: its view, its filter, its lens. Nothing here changes the design.

import type { Settings as CanvasSettings } from "../canvas/canvas";
import { type Drawing, onlyMoved } from "../project/drawing";
import { type Reading, readingOf, type ShownLens } from "../project/lens";
import type { Project } from "../project/project.svelte";
import { type Shown, shownBy, subjectOf, tellFilter } from "../project/view-filter";
import type { Analysis, Filter, Id, View } from "../wire";
import type { Desk } from "./desk.svelte";

const everything: Filter = { kind: "all" };

/** Where one stood before a view was opened. */
export interface Standpoint {
  middle: { x: number; y: number };
  zoom: number;
  lens: ShownLens | null;
}

export class Seeing {
  lens = $state<ShownLens | null>(null);
  /** So far away that services are blocks; coupling heat shows then, whether it was asked for or not. */
  far = $state(false);
  bundled = $state(true);
  onlyBetween = $state(true);
  hideSmall = $state(true);

  /** The named view that is open; what is moved is moved there only. */
  view = $state.raw<Id | null>(null);
  /** A filter without a name, which counts before that of the view. */
  scope = $state.raw<Filter | null>(null);
  before: Standpoint | null = null;
  /** The index of the view that is presented; null while nothing is. */
  slide = $state<number | null>(null);

  readonly opened: View | null = $derived.by(() => this.project.drawing.as("view", this.view)?.value ?? null);
  readonly filter: Filter = $derived.by(() => {
    const filter = this.scope ?? this.opened?.filter ?? everything;
    const subject = subjectOf(filter);
    return subject === null || this.project.drawing.get(subject) ? filter : everything;
  });
  readonly shown: Shown | null = $derived.by(() => shownBy(this.project.drawing, this.filter));
  /** What is shown, in words. */
  readonly words: string = $derived.by(() => tellFilter(this.project.drawing, this.filter));

  /** What the lens says, made once for each state of the design. */
  readonly reading: Reading | null = $derived.by(() => {
    const lens = this.lens ?? (this.far && this.project.isOpen ? "coupling" : null);
    const { drawing, analysis } = this.project;
    const { topology } = this.desk;
    const { read } = this;
    // What only moved is said the same of.
    const asBefore = read && read.lens === lens && read.analysis === analysis && read.topology === topology && onlyMoved(drawing, read.drawing);
    const reading = asBefore ? read.reading : lens && readingOf(lens, { drawing, analysis, topology });
    this.read = { lens, analysis, topology, drawing, reading };
    return reading;
  });
  private read: { lens: ShownLens | null; analysis: Analysis; topology: Id | null; drawing: Drawing; reading: Reading | null } | null = null;

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
