// Verbs that go through a flow step by step. They stand before others that use the same keys, and hold only while a flow is shown.

import { showSlide } from "./presenting";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const playing = (b: Workbench): boolean =>
  b.project.isOpen && b.desk.mode === "design" && b.playing.length > 0 && b.desk.selection.length === 0 && !b.desk.focused;

/** After the last step of a slide comes the next slide. */
function on(b: Workbench): void {
  if (!b.playing.go(1) && b.seeing.slide !== null) showSlide(b, b.seeing.slide + 1);
}

export const playingFlows: readonly Verb[] = [
  { id: "flow-next", name: "Next step of the flow", part: "View", icon: "chevron-right", keys: ["ArrowRight"], local: true, when: playing, run: (b) => on(b) },
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
    run: (b) => (b.look.still ? on(b) : b.playing.toggle()),
  },
];
