// Verbs that go through a flow step by step. They stand before others that use the same keys, and hold only while a flow is shown.

import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const playing = (b: Workbench): boolean =>
  b.project.isOpen && b.desk.mode === "design" && b.playing.length > 0 && b.desk.selection.length === 0 && !b.desk.focused;

export const playingFlows: readonly Verb[] = [
  { id: "flow-next", name: "Next step of the flow", part: "View", icon: "chevron-right", keys: ["ArrowRight"], local: true, when: playing, run: (b) => void b.playing.go(1) },
  { id: "flow-previous", name: "Previous step of the flow", part: "View", icon: "chevron-left", keys: ["ArrowLeft"], local: true, when: playing, run: (b) => void b.playing.go(-1) },
  {
    id: "flow-play",
    name: "Play the flow or stop",
    part: "View",
    icon: "play",
    keys: ["Space"],
    local: true,
    // Nothing moves by itself for those who want it still: each press is a step.
    when: playing,
    run: (b) => (b.look.still ? void b.playing.go(1) : b.playing.toggle()),
  },
];
