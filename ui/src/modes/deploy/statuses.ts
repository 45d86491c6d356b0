// What would happen to a file: its word, icon and colour.

import type { IconName } from "../../controls/icons.svelte";
import type { Counts, Status } from "../../wire";

export interface StatusLook {
  word: string;
  icon: IconName;
  colour: string;
  /** In the list of counts: `9 new files`. */
  files: (n: number) => string;
}

const plural = (n: number) => (n === 1 ? "file" : "files");

export const statusLooks: { readonly [S in Status]: StatusLook } = {
  new: { word: "new", icon: "file-plus-2", colour: "good", files: (n) => `${n} new ${plural(n)}` },
  changed: { word: "changed", icon: "file-diff", colour: "accent-ink", files: (n) => `${n} changed ${plural(n)}` },
  mended: { word: "mended", icon: "pen-line", colour: "accent-ink", files: (n) => `${n} mended ${plural(n)}` },
  "kept-yours": { word: "kept: yours", icon: "lock", colour: "ink2", files: (n) => `${n} ${plural(n)} kept: yours` },
  conflict: { word: "conflict", icon: "octagon-x", colour: "error", files: (n) => `${n} ${n === 1 ? "conflict" : "conflicts"}, left as ${n === 1 ? "it is" : "they are"}` },
  gone: { word: "gone", icon: "file-x", colour: "warning", files: (n) => `${n} ${plural(n)} no longer needed` },
  unchanged: { word: "", icon: "file-code", colour: "ink3", files: (n) => `${n} unchanged` },
};

/** In the order in which they matter. */
export const statusOrder: readonly Status[] = ["new", "changed", "mended", "kept-yours", "conflict", "gone", "unchanged"];

/** How many files have a status. */
export const countOf = (counts: Counts, status: Status): number => counts[status === "kept-yours" ? "kept_yours" : status];
