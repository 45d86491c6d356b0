// What the hand is doing and how the window is arranged. Nothing here is part of the design.

import { SvelteSet } from "svelte/reactivity";
import type { Tool } from "../canvas/gestures/gesture";
import type { IconName } from "../controls/icons.svelte";
import type { Line } from "../project/connecting";
import type { Finding, Id } from "../wire";
import { Announcer } from "./announcer.svelte";
import type { Tidying } from "./tidying.svelte";

export type Mode = "start" | "design" | "coupling" | "deploy";

export interface Toast {
  text: string;
  icon?: IconName;
  tone?: "plain" | "error" | "good";
  undo?: boolean;
  /** What can be done with what is told of. */
  offers?: readonly { id: string; label: string; run: () => void }[];
  /** Grows with every toast, so that the same words twice are two. */
  nth: number;
}

export interface MenuItem {
  label: string;
  icon?: IconName;
  keys?: string;
  hint?: string;
  danger?: boolean;
  chosen?: boolean;
  /** A line above. */
  apart?: boolean;
  run: () => void;
}

export interface OpenMenu {
  at: { x: number; y: number };
  items: readonly MenuItem[];
  /** What a field at the top filters; nothing where there is no field. */
  filter?: string;
  /** What else could be done with the words that were typed. */
  fresh?: (words: string) => readonly MenuItem[];
  label: string;
  closed?: () => void;
}

export type PaletteKind = "all" | "actions" | "elements" | "problems";

interface Panes {
  left: number;
  right: number;
  bottom: number;
  leftShown: boolean;
  rightShown: boolean;
  bottomShown: boolean;
  minimap: boolean;
}

export const usualPanes: Panes = {
  left: 244,
  right: 300,
  bottom: 244,
  leftShown: true,
  rightShown: true,
  bottomShown: false,
  minimap: true,
};

export class Desk {
  mode = $state<Mode>("start");
  selection = $state.raw<readonly Id[]>([]);
  /** Rows of the outline that are open. */
  opened = new SvelteSet<Id>();
  /** Long cards that show all their rows. */
  openCards = new SvelteSet<Id>();
  panes = $state<Panes>({ ...usualPanes });
  narrow = $state(false);
  /** In a narrow window the minimap starts off. */
  minimapWhenNarrow = $state(false);
  /** In a narrow window the outline opens over the canvas. */
  outlineOver = $state(false);
  tool = $state.raw<Tool>({ tool: "select" });
  renaming = $state<Id | null>(null);
  /** The connection that a release of the pointer would make. */
  lineDrawn = $state.raw<Line | null>(null);
  focused = $state.raw<Finding | null>(null);
  /** Being laid out anew. */
  tidying = $state.raw<Tidying | null>(null);
  palette = $state<PaletteKind | null>(null);
  menu = $state.raw<OpenMenu | null>(null);
  toast = $state.raw<Toast | null>(null);
  /** Where the last picture or report was written. */
  written = $state<string | null>(null);
  /** Where the connection starts that is being made by keyboard. */
  connecting = $state<Id | null>(null);
  /** The page of a rule that is being read. */
  page = $state<string | null>(null);
  shortcuts = $state(false);
  connectionNames = $state(false);
  /** Says to those who cannot see it. */
  readonly announcer = new Announcer();
  topology = $state<Id | null>(null);
  /** What the button in Deploy & Generate does, while that is what is shown. */
  generate = $state.raw<(() => void) | null>(null);

  private toasts = 0;

  get minimapShown(): boolean {
    return this.narrow ? this.minimapWhenNarrow : this.panes.minimap;
  }

  toggleMinimap(): void {
    if (this.narrow) this.minimapWhenNarrow = !this.minimapWhenNarrow;
    else this.panes.minimap = !this.panes.minimap;
  }

  get selected(): Id | null {
    return this.selection.length === 1 ? (this.selection[0] ?? null) : null;
  }

  select(...ids: Id[]): void {
    this.selection = ids;
  }

  tell(text: string, more: Omit<Toast, "text" | "nth"> = {}): void {
    this.toasts += 1;
    this.toast = { text, ...more, nth: this.toasts };
    if (more.tone === "error") this.announcer.warn(text);
    else this.say(text);
  }

  say(text: string): void {
    this.announcer.say(text);
  }
}
