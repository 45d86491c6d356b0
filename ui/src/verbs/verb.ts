// One thing the architect can do: menus, the palette, the context menu and the keyboard all read the same table of these.

import type { IconName } from "../controls/icons.svelte";
import type { Workbench } from "./workbench.svelte";

export type Part = "File" | "Edit" | "Add" | "View" | "Go" | "Generate";

export interface Verb {
  id: string;
  name: string;
  part: Part;
  icon?: IconName;
  /** What the table gives it; the first is shown. What this user chose instead, the keymap knows. */
  keys?: readonly string[];
  /** Letters and the like: only while the canvas or the outline has the focus. */
  local?: boolean;
  /** Only while the canvas itself has the focus, not the outline. */
  onCanvas?: boolean;
  /** The window's own event does it when its usual key is pressed. */
  byEvent?: boolean;
  /** Left out wherever it cannot be done now. */
  when?: (bench: Workbench) => boolean;
  run: (bench: Workbench) => void;
  /** Runs when the key is let go, and not if the pointer was used meanwhile: holding it means something else. */
  released?: boolean;
  /** Not offered in the palette: it only makes sense as a key. */
  hidden?: boolean;
}

export const canRun = (verb: Verb, bench: Workbench): boolean => verb.when?.(bench) ?? true;
