// A fix as it is shown: its icon, its numbers now and then, and which number stands on its row.

import type { IconName } from "../../controls/icons.svelte";
import { decimal, spaced } from "../../project/locale";
import { seconds } from "../../project/quantity";
import type { Fix, Number as Figure } from "../../wire";

const icons: readonly (readonly [RegExp, IconName])[] = [
  [/event|publish|subscrib/, "zap"],
  [/merge|join|monolith/, "boxes"],
  [/extract|split|service/, "box"],
  [/store|own|read-model|copy|data|entity/, "database"],
  [/gateway|auth/, "key-round"],
  [/timeout|retry|breaker|budget|wait/, "timer"],
  [/cut|remove|drop/, "scissors"],
  [/move|team|layer|domain/, "arrow-right"],
  [/policy|rule|waiver/, "shield-check"],
];

/** By what kind of way it is. */
export const iconOf = ({ name }: Pick<Fix, "name">): IconName => icons.find(([kind]) => kind.test(name))?.[1] ?? "pen-line";

export function shownNumber(value: number | null, unit: string): string {
  if (value === null) return "–";
  if (unit === "ms") return seconds(value);
  const whole = Number.isInteger(value) ? spaced(value) : decimal(value, 2);
  return unit === "" || unit === "hops" ? whole : `${whole} ${unit}`;
}

/** Whether it gets better; of these numbers a lower one is, unless they say otherwise. */
export function turnOf({ label, now, then }: Figure): "better" | "worse" | "same" {
  if (now === then || now === null || then === null) return "same";
  const higherIsBetter = /autonomy|cohesion|availability|modularity/i.test(label);
  return then < now === !higherIsBetter ? "better" : "worse";
}

/** "Cycles 1 → 0"; what it ends where no number changes. */
export function briefOf({ preview }: Fix): string {
  const [first] = preview.numbers;
  if (first) return `${first.label} ${shownNumber(first.now, first.unit)} → ${shownNumber(first.then, first.unit)}`;
  return preview.removed.length > 1 ? `Ends ${preview.removed.length} findings` : "";
}
