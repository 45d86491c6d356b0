// Verbs of the Coupling mode: going from finding to finding.

import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const inCoupling = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "coupling";

export const judgingVerbs: readonly Verb[] = [
  { id: "next-finding", name: "Next finding", part: "Go", icon: "chevron-down", keys: ["]"], when: inCoupling, run: (b) => b.judging.step(1) },
  { id: "previous-finding", name: "Previous finding", part: "Go", icon: "chevron-up", keys: ["["], when: inCoupling, run: (b) => b.judging.step(-1) },
];
