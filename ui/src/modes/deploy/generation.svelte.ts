// What generating would do and did: the folder, the plan, the file that is looked at, and the work while it goes on.

import { ask, faultOf } from "../../host/host";
import { codeFolderFor } from "../../project/paths";
import { counted } from "../../project/kinds";
import type { Workbench } from "../../verbs/workbench.svelte";
import type { Counts, Fault, FileDiff, Generated, Plan } from "../../wire";

/** Typing and dragging settle before the plan is made anew. */
const settle = 350;

export class Generation {
  plan = $state.raw<Plan | null>(null);
  fault = $state.raw<Fault | null>(null);
  planning = $state(false);
  running = $state(false);
  result = $state.raw<Generated | null>(null);
  chosen = $state<string | null>(null);
  diff = $state.raw<FileDiff | null>(null);
  /** Only the topology that is shown, or all of the design. */
  onlyShown = $state(false);

  private readonly bench: Workbench;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(bench: Workbench) {
    this.bench = bench;
  }

  get folder(): string {
    const { path } = this.bench.project;
    if (path === null) return "";
    return this.bench.settings.folders[path] ?? codeFolderFor(path);
  }

  setFolder(folder: string): void {
    const { path } = this.bench.project;
    if (path !== null) this.bench.remember({ folders: { ...this.bench.settings.folders, [path]: folder } });
  }

  /** Names, as the engine wants them; empty is all. */
  get topologies(): string[] {
    const { desk, project } = this.bench;
    return this.onlyShown && desk.topology ? [project.drawing.name(desk.topology)] : [];
  }

  /** Makes the plan anew, soon. */
  replan(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.planNow(), settle);
  }

  private async planNow(): Promise<void> {
    const { folder, topologies } = this;
    if (folder === "" || this.running) return;
    this.asked += 1;
    const asked = this.asked;
    this.planning = true;
    try {
      const plan = await ask(this.bench.host, "plan", { folder, topologies });
      if (asked !== this.asked) return;
      this.plan = plan;
      this.fault = null;
      if (this.chosen && plan.files.some((file) => file.path === this.chosen)) void this.look(this.chosen);
      else this.chosen = this.diff = null;
    } catch (thrown) {
      if (asked !== this.asked) return;
      this.fault = faultOf(thrown);
      this.plan = null;
    } finally {
      if (asked === this.asked) this.planning = false;
    }
  }

  /** Shows a file against what is in the folder. */
  async look(path: string): Promise<void> {
    this.chosen = path;
    const { folder, topologies } = this;
    const diff = await this.bench.ask("file-diff", { folder, topologies, path });
    if (this.chosen === path) this.diff = diff;
  }

  async generate(): Promise<void> {
    const { folder, topologies } = this;
    if (this.running || folder === "" || (this.plan?.gaps.length ?? 0) > 0) return;
    this.running = true;
    this.bench.progress = null;
    try {
      const result = await ask(this.bench.host, "generate", { folder, topologies });
      this.result = result;
      const conflicts = result.counts.conflict;
      const words = `Generated ${counted(writtenOf(result.counts), "file")}`;
      this.bench.desk.tell(conflicts > 0 ? `${words}, ${counted(conflicts, "conflict")}` : words, {
        icon: conflicts > 0 ? "triangle-alert" : "circle-check",
        tone: conflicts > 0 ? "plain" : "good",
      });
    } catch (thrown) {
      this.fault = faultOf(thrown);
      this.bench.tellFault(this.fault);
    } finally {
      this.running = false;
      this.bench.progress = null;
      void this.planNow();
    }
  }
}

/** Files that were written. */
const writtenOf = (counts: Counts): number => counts.new + counts.changed + counts.mended;
