// Verbs of the Coupling mode: going from finding to finding.

import type { Finding } from "../wire";
import type { Verb } from "./verb";
import { leaveView } from "./views";
import type { Workbench } from "./workbench.svelte";

const inCoupling = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "coupling";

const open = (b: Workbench): boolean => inCoupling(b) && b.judging.finding !== null;

/** Does the open fix, or the one that is tried, as one step. */
export async function applyFix(b: Workbench): Promise<void> {
  const fix = b.judging.trial ?? b.judging.fix;
  if (!fix || b.project.readOnly !== null) return;
  b.judging.trial = null;
  const { done } = await b.edit(fix.command);
  if (done) b.desk.tell(`Done: ${fix.title}`, { icon: "circle-check", tone: "good", undo: true });
}

/** Draws the open fix on the canvas; nothing is changed by that. */
export function previewFix(b: Workbench): void {
  const { fix } = b.judging;
  if (!fix) return;
  b.desk.focused = null;
  leaveView(b, false);
  b.judging.trial = fix;
  b.desk.mode = "design";
  b.desk.say(`As it would be: ${fix.title}`);
}

/** Back to where the fix was chosen, with nothing changed. */
export function endTrial(b: Workbench): void {
  b.judging.trial = null;
  b.desk.mode = "coupling";
}

/** The finding one is at: in focus, about what is selected, or the first. */
function findingHere(b: Workbench): Finding | undefined {
  const { desk, project } = b;
  const open = (finding: Finding) => !finding.waived;
  return desk.focused ?? (desk.selected === null ? undefined : project.signs.get(desk.selected)?.findings.find(open)) ?? project.analysis.findings.find(open);
}

/** Opens a finding with its fixes, and puts the keyboard there. */
export function openFixes(b: Workbench, finding: Finding | undefined): void {
  if (!finding) return b.desk.say("No problems");
  b.desk.mode = "coupling";
  b.judging.open(finding);
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=finding-panel] [data-focus]")?.focus()));
}

/** Scrolls to the suggested boundaries, which looks for them, and puts the keyboard there. */
function showBoundaries(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=boundaries] [data-boundaries]")?.focus());
}

function waive(b: Workbench): void {
  b.judging.over = true;
  if (b.judging.finding?.waived) b.desk.say("This finding is waived already");
  else b.judging.waiving = true;
}

export const judgingVerbs: readonly Verb[] = [
  { id: "fixes", name: "Fixes for this problem", part: "Go", icon: "circle-check", keys: ["Ctrl ."], when: (b) => b.project.isOpen && b.desk.mode === "design" && b.judging.trial === null, run: (b) => openFixes(b, findingHere(b)) },
  { id: "apply-fix", name: "Apply the open fix", part: "Edit", icon: "check", when: (b) => (open(b) || b.judging.trial !== null) && (b.judging.trial ?? b.judging.fix) !== null && b.project.readOnly === null, run: (b) => void applyFix(b) },
  { id: "preview-fix", name: "Preview the open fix on the canvas", part: "View", icon: "eye", keys: ["Shift Space"], when: (b) => open(b) && b.judging.fix !== null, run: previewFix },
  { id: "waive", name: "Waive with a reason…", part: "Edit", icon: "shield-check", keys: ["W"], when: (b) => open(b) && b.project.readOnly === null, run: waive },
  { id: "boundaries", name: "Suggested boundaries", part: "Go", icon: "boxes", when: (b) => inCoupling(b) && b.project.drawing.of("service").length > 0, run: showBoundaries },
  { id: "next-finding", name: "Next finding", part: "Go", icon: "chevron-down", keys: ["]"], when: inCoupling, run: (b) => b.judging.step(1) },
  { id: "previous-finding", name: "Previous finding", part: "Go", icon: "chevron-up", keys: ["["], when: inCoupling, run: (b) => b.judging.step(-1) },
];
