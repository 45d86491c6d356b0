// The sections of the settings, in the order in which they are listed.

import type { Component } from "svelte";
import type { IconName } from "../../controls/icons.svelte";
import type { Workbench } from "../../verbs/workbench.svelte";
import About from "./About.svelte";
import Appearance from "./Appearance.svelte";
import Canvas from "./Canvas.svelte";
import Keys from "./Keys.svelte";

export interface Section {
  id: string;
  name: string;
  icon: IconName;
  shows: Component<{ bench: Workbench }>;
}

export const sections: readonly [Section, ...Section[]] = [
  { id: "appearance", name: "Appearance", icon: "palette", shows: Appearance },
  { id: "canvas", name: "Canvas", icon: "waypoints", shows: Canvas },
  { id: "keys", name: "Keys", icon: "keyboard", shows: Keys },
  { id: "about", name: "About", icon: "info", shows: About },
];
