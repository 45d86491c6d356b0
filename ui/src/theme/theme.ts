// What the interface looks like: what the person chose, else what the system says.

import { darkTheme, lightTheme, type Theme as CanvasTheme } from "../canvas/theme";
import type { Preference, Theme } from "../wire";

export type Shown = "light" | "dark";

/** How everything is shown now. */
export interface Look {
  theme: Shown;
  /** Moves are instant, fades short. */
  still: boolean;
  /** Stronger lines, no tints, no shadows. */
  contrast: boolean;
}

export const canvasTheme = (shown: Shown, contrast = false): CanvasTheme => {
  const theme = shown === "dark" ? darkTheme : lightTheme;
  return contrast ? { ...theme, line: theme.ink3, line2: theme.ink3, contrast: true } : theme;
};

export const shownFor = (wish: Theme, systemIsDark: boolean): Shown =>
  wish === "system" ? (systemIsDark ? "dark" : "light") : wish;

export const prefers = (wish: Preference, system: boolean): boolean => (wish === "system" ? system : wish === "on");

/** Shows it, and remembers the theme for the first paint of the next start. */
export function show({ theme, still, contrast }: Look, wish: Theme): void {
  const { dataset } = document.documentElement;
  dataset["theme"] = theme;
  dataset["motion"] = still ? "still" : "moving";
  dataset["contrast"] = contrast ? "more" : "usual";
  try {
    localStorage.setItem("cleave.theme", wish);
  } catch {
    // Storage may be forbidden; the next start then begins with the system's look.
  }
}
