// What the Coupling mode looks at: the finding that is open, the domain it is narrowed to, the structure behind matrix and plot.

import { type FindingGroup, type GroupBy, groupsOf } from "../project/rule-groups";
import type { Project } from "../project/project.svelte";
import type { Finding, Fix, Id } from "../wire";
import type { Desk } from "./desk.svelte";

export class Judging {
  /** The finding that is open, by fingerprint: it stays open while the design changes around it. */
  fingerprint = $state<string | null>(null);
  /** Only services in this domain; null for all. */
  domain = $state<Id | null>(null);
  by = $state<GroupBy>("rule");
  waivedShown = $state(false);
  /** In a narrow window the finding lies over the list. */
  over = $state(false);
  /** Being waived: the form is open. */
  waiving = $state(false);
  /** The ways to end the open finding; null while they are looked for. */
  fixes = $state.raw<readonly Fix[] | null>(null);
  /** Which of them is open. */
  fixAt = $state(0);
  /** Drawn on the canvas as if it were done. */
  trial = $state.raw<Fix | null>(null);
  readonly fix: Fix | null = $derived.by(() => this.fixes?.[this.fixAt] ?? null);

  private readonly grouped = $derived.by(() => groupsOf(this.project.analysis.findings, this.by));
  readonly groups: readonly FindingGroup[] = $derived(this.grouped.groups);
  readonly waived: readonly Finding[] = $derived(this.grouped.waived);
  /** As one reads the list. */
  readonly list: readonly Finding[] = $derived([...this.groups.flatMap(({ findings }) => findings), ...(this.waivedShown ? this.waived : [])]);
  readonly finding: Finding | null = $derived.by(() => this.project.analysis.findings.find((f) => f.fingerprint === this.fingerprint) ?? null);

  constructor(
    private readonly project: Project,
    private readonly desk: Desk,
  ) {}

  /** Looks at a finding; selects what it is about where that is wanted. */
  look(finding: Finding, selects: boolean): void {
    if (this.fingerprint !== finding.fingerprint) {
      this.fixes = null;
      this.fixAt = 0;
    }
    this.fingerprint = finding.fingerprint;
    this.waiving = false;
    if (finding.waived) this.waivedShown = true;
    if (!selects) return;
    const about = [...finding.path, ...finding.subjects, ...finding.marks].map((id) => this.project.drawing.serviceOf(id)?.value.head.id).find((id) => id !== undefined);
    if (about !== undefined) this.desk.select(about);
  }

  /** Opens a finding because somebody asked for it. */
  open(finding: Finding): void {
    this.look(finding, true);
    this.over = true;
    this.desk.say(`${finding.message}. ${finding.consequence}`);
  }

  /** The next or previous in the list. */
  step(by: 1 | -1): void {
    const { list } = this;
    if (list.length === 0) return this.desk.say("No problems");
    const at = list.findIndex(({ fingerprint }) => fingerprint === this.fingerprint);
    const next = list[at < 0 ? (by === 1 ? 0 : list.length - 1) : (at + by + list.length) % list.length];
    if (next) this.open(next);
  }
}
