// Which of the two looks is shown: what the person chose, else what the system says.

import { darkTheme, lightTheme, type Theme as CanvasTheme } from "../canvas/theme";
import type { Theme } from "../wire";

export type Shown = "light" | "dark";

export const canvasTheme = (shown: Shown): CanvasTheme => (shown === "dark" ? darkTheme : lightTheme);

export const shownFor = (wish: Theme, systemIsDark: boolean): Shown =>
  wish === "system" ? (systemIsDark ? "dark" : "light") : wish;

/** Shows it, and remembers it for the first paint of the next start. */
export function show(shown: Shown, wish: Theme): void {
  document.documentElement.dataset.theme = shown;
  try {
    localStorage.setItem("cleave.theme", wish);
  } catch {
    // Storage may be forbidden; the next start then begins with the system's look.
  }
}

export const systemDark = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");
