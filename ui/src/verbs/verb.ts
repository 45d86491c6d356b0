// One thing the architect can do: menus, the palette, the context menu and the keyboard all read the same table of these.

import type { IconName } from "../controls/icons.svelte";
import type { Workbench } from "./workbench.svelte";

export type Part = "File" | "Edit" | "Add" | "View" | "Go" | "Generate";

export interface Verb {
  id: string;
  name: string;
  part: Part;
  icon?: IconName;
  /** The first is shown. */
  keys?: readonly string[];
  /** Letters and the like: only while the canvas or the outline has the focus. */
  local?: boolean;
  /** Left out wherever it cannot be done now. */
  when?: (bench: Workbench) => boolean;
  run: (bench: Workbench) => void;
  /** Runs when the key is let go, and not if the pointer was used meanwhile: holding it means something else. */
  released?: boolean;
  /** Not offered in the palette: it only makes sense as a key. */
  hidden?: boolean;
}

export const canRun = (verb: Verb, bench: Workbench): boolean => verb.when?.(bench) ?? true;
