// A flow being looked at step by step: which step, and what the canvas numbers. It plays whenever a flow is what is shown.

import type { Focus } from "../canvas/sheet";
import { type Flow, flowOf, tellStep } from "../project/flow";
import type { Project } from "../project/project.svelte";
import type { Id } from "../wire";
import type { Desk } from "./desk.svelte";
import type { Seeing } from "./seeing.svelte";

export class Playing {
  private step = $state.raw<{ of: Id | null; at: number }>({ of: null, at: -1 });
  /** Goes on by itself. */
  running = $state(false);

  readonly operation: Id | null = $derived.by(() => (this.seeing.filter.kind === "flow" ? this.seeing.filter.of : null));
  readonly flow: Flow | null = $derived.by(() => (this.operation === null ? null : flowOf(this.project.drawing, this.operation)));
  readonly length: number = $derived(this.flow?.steps.length ?? 0);
  /** The index of the step, −1 before the first. */
  readonly at: number = $derived.by(() => (this.step.of === this.operation ? Math.min(this.step.at, this.length - 1) : -1));
  readonly connection: Id | null = $derived.by(() => this.flow?.steps[this.at]?.connection ?? null);
  readonly text: string = $derived.by(() => {
    const step = this.flow?.steps[this.at];
    return step ? tellStep(this.project.drawing, step) : "";
  });
  private readonly path: readonly Id[] = $derived.by(() => this.flow?.steps.map((step) => step.connection) ?? []);
  readonly focus: Focus | null = $derived.by(() =>
    this.flow && this.length > 0 ? { ids: [...(this.seeing.shown?.nodes ?? [])], steps: this.path, at: this.at } : null,
  );

  constructor(
    private readonly project: Project,
    private readonly seeing: Seeing,
    private readonly desk: Desk,
  ) {}

  /** False at either end. */
  go(by: 1 | -1): boolean {
    const at = this.at + by;
    if (at < 0 || at >= this.length) return false;
    this.step = { of: this.operation, at };
    this.desk.select();
    this.desk.say(`Step ${at + 1} of ${this.length}. ${this.text}`);
    return true;
  }

  /** Plays on from here, from the beginning at the end; or stands still. */
  toggle(): void {
    this.running = !this.running && this.length > 0;
    if (!this.running) return;
    if (this.at === this.length - 1) this.step = { of: this.operation, at: -1 };
    this.go(1);
  }

  /** Back to before the first step. False if there already. */
  rewind(): boolean {
    this.running = false;
    if (this.at < 0) return false;
    this.step = { of: this.operation, at: -1 };
    return true;
  }
}
