// The revision that findings are measured against in the app: what is not in it is marked as new. Each user's own choice for a
// design, kept with how the window looks at it; what the team agreed on is the `--baseline` of its build.

import { isNew, knownOf } from "../project/baseline";
import type { Comparison, Finding } from "../wire";
import type { Workbench } from "./workbench.svelte";

export class Comparing {
  private readonly bench: Workbench;
  /** The revision's name; none marks nothing. */
  baseline = $state<string | null>(null);
  private known = $state.raw<ReadonlySet<string> | null>(null);

  constructor(bench: Workbench) {
    this.bench = bench;
  }

  /** Takes up what was chosen the last time. A revision that is gone is forgotten without a word. */
  async recall(name: string | null): Promise<void> {
    this.baseline = name;
    this.known = null;
    if (name === null) return;
    const found = await this.bench.mustAsk("compare", { with: name }).catch(() => null);
    if (this.baseline !== name) return;
    if (found) this.measure(name, found);
    else this.baseline = null;
  }

  /** From now on what was not in this state is new. */
  measure(name: string, found: Comparison): void {
    this.baseline = name;
    this.known = knownOf(this.bench.project.analysis.findings, found.difference);
    this.bench.remembering.noted();
  }

  forget(): void {
    this.baseline = null;
    this.known = null;
    this.bench.remembering.noted();
  }

  isNew(finding: Finding): boolean {
    return isNew(this.known, finding);
  }
}
