// Verbs of the Coupling mode: going from finding to finding.

import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const inCoupling = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "coupling";

const open = (b: Workbench): boolean => inCoupling(b) && b.judging.finding !== null;

function waive(b: Workbench): void {
  b.judging.over = true;
  if (b.judging.finding?.waived) b.desk.say("This finding is waived already");
  else b.judging.waiving = true;
}

export const judgingVerbs: readonly Verb[] = [
  { id: "waive", name: "Waive with a reason…", part: "Edit", icon: "shield-check", keys: ["W"], when: (b) => open(b) && b.project.readOnly === null, run: waive },
  { id: "next-finding", name: "Next finding", part: "Go", icon: "chevron-down", keys: ["]"], when: inCoupling, run: (b) => b.judging.step(1) },
  { id: "previous-finding", name: "Previous finding", part: "Go", icon: "chevron-up", keys: ["["], when: inCoupling, run: (b) => b.judging.step(-1) },
];
