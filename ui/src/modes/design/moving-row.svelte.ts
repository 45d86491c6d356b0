// A row on its way to another service: what the move would do to the findings, asked for once per service.

import { ask } from "../../host/host";
import { idOf } from "../../project/apply-change";
import type { Workbench } from "../../verbs/workbench.svelte";
import type { Command, Id, Preview } from "../../wire";

/** Where a row goes in a service or API: null if an operation's new service has no API yet. */
export function homeFor(bench: Workbench, id: Id, into: Id): Id | null {
  const { drawing } = bench.project;
  if (drawing.get(id)?.kind !== "operation" || drawing.get(into)?.kind === "api") return into;
  const api = drawing.children(into, "api")[0];
  return api ? idOf(api) : null;
}

export const rehome = (id: Id, home: Id | null): Command => ({ kind: "rehome", of: { ids: [id], home } });

export class MovingRow {
  id = $state<Id | null>(null);
  into = $state<Id | null>(null);
  at = $state.raw({ x: 0, y: 0 });
  preview = $state.raw<Preview | null>(null);

  private readonly bench: Workbench;
  private asked = 0;

  constructor(bench: Workbench) {
    this.bench = bench;
  }

  over(id: Id, into: Id | null, at: { x: number; y: number }): void {
    this.at = at;
    if (id === this.id && into === this.into) return;
    this.id = id;
    this.into = into;
    void this.ask();
  }

  end(): void {
    this.id = this.into = null;
    this.preview = null;
    this.asked += 1;
  }

  private async ask(): Promise<void> {
    this.asked += 1;
    const asked = this.asked;
    const { id, into, bench } = this;
    this.preview = null;
    const home = id && into && homeFor(bench, id, into);
    if (!id || !into || !home) return;
    try {
      const { preview } = await ask(bench.host, "preview", { command: rehome(id, home) });
      if (asked === this.asked) this.preview = preview;
    } catch {
      // Refused: the release says why.
    }
    if (asked !== this.asked) return;
    const added = this.preview?.added.map((finding) => finding.message) ?? [];
    bench.desk.say([`Move ${bench.project.drawing.name(id)} to ${bench.project.drawing.name(into)}`, ...added].join(". "));
  }
}
