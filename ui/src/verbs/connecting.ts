// Connecting without a pointer: every possible end by name, with what it would mean.

import { ask, faultOf } from "../host/host";
import { idOf } from "../project/apply-change";
import { connect, linesBetween, tellLine } from "../project/connecting";
import { kinds } from "../project/kinds";
import type { Affordance, Id, Kind } from "../wire";
import type { MenuItem } from "./desk.svelte";
import type { Workbench } from "./workbench.svelte";

const ends: readonly Kind[] = ["operation", "service", "event", "store", "external", "actor"];

/** Offers everything the selected element can be connected to; typing narrows, Enter connects. */
export async function connectFrom(bench: Workbench): Promise<void> {
  const from = bench.desk.selected;
  if (!from) return;
  const { drawing } = bench.project;
  const effects = await effectsFrom(bench, from);
  const items: MenuItem[] = ends.flatMap((kind) =>
    drawing.of(kind).flatMap((entry) =>
      linesBetween(drawing, from, idOf(entry)).map((line) => {
        const hint = effects.get(idOf(entry))?.text;
        const run = () => void bench.edit(connect(line)).then(({ done }) => done && bench.desk.say(tellLine(drawing, line)));
        return { label: tellLine(drawing, line), icon: kinds[kind].icon, ...(hint ? { hint } : {}), run };
      }),
    ),
  );
  const canvas = document.querySelector("[data-testid=canvas]")?.getBoundingClientRect();
  const box = bench.canvas?.locate(from);
  const at = { x: (canvas?.left ?? 0) + (box ? box.x + box.w + 12 : 40), y: (canvas?.top ?? 0) + (box?.y ?? 40) };
  bench.desk.menu = { at, items, filter: "Connect to", label: `Connect ${drawing.name(from)}` };
}

async function effectsFrom(bench: Workbench, from: Id): Promise<ReadonlyMap<Id, Affordance>> {
  try {
    const { targets } = await ask(bench.host, "affordances", { from });
    return new Map(targets.map((target) => [target.target, target]));
  } catch (thrown) {
    bench.desk.say(faultOf(thrown).message);
    return new Map();
  }
}
