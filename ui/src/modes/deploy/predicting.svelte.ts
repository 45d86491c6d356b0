// What the shown topology means when it runs, and what it would mean with what is being carried.

import { ask } from "../../host/host";
import { spokenChanges } from "../../project/predictions";
import type { Workbench } from "../../verbs/workbench.svelte";
import type { Command, Id, Predictions } from "../../wire";

export class Predicting {
  /** What was last answered; stays until the next answer. */
  known = $state.raw<Predictions | null>(null);
  private readonly bench: Workbench;
  private asked = 0;

  constructor(bench: Workbench) {
    this.bench = bench;
  }

  /** Asks anew; what is older and still on its way no longer counts. */
  async look(topology: Id, command: Command | null = null): Promise<void> {
    const nth = (this.asked += 1);
    try {
      const known = await ask(this.bench.host, "predict", { topology, command });
      if (nth === this.asked) this.known = known;
    } catch {
      // A topology that is just gone, or a move that is refused: the drop says why.
      if (nth === this.asked && this.known?.then) this.known = { ...this.known, then: null, notes: [] };
    }
  }

  /** What a move would mean, for a lane; `null` is a deployable of its own. */
  async over(topology: Id, service: Id, deployable: Id | null): Promise<string> {
    await this.look(topology, { kind: "assign", of: { topology, service, deployable } });
    return this.known?.then ? spokenChanges(this.known) : "";
  }
}
