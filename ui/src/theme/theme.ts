// What the interface looks like: what the person chose, else what the system says.

import { darkTheme, lightTheme, type Status, type Theme as CanvasTheme } from "../canvas/theme";
import type { Preference, Theme } from "../wire";
import { forcedTheme, systemColours } from "./forced-colours";

export type Shown = "light" | "dark";

/** How everything is shown now. */
export interface Look {
  theme: Shown;
  /** Moves are instant, fades short. */
  still: boolean;
  /** Stronger lines, no tints, no shadows. */
  contrast: boolean;
  /** The system's own colours and no others. */
  forced: boolean;
}

/** What the canvas paints with; higher contrast is the same for it as for the page. */
export function canvasTheme({ theme: shown, contrast, forced }: Omit<Look, "still">): CanvasTheme {
  const theme = shown === "dark" ? darkTheme : lightTheme;
  if (forced) return forcedTheme(theme, systemColours());
  if (!contrast) return theme;
  const plain = (status: Status): Status => ({ ...status, soft: theme.surface, line: status.ink });
  return {
    ...theme,
    line: theme.ink3,
    line2: theme.ink3,
    field: theme.ink2,
    line3: theme.ink2,
    hues: theme.hues.map((hue) => ({ ...hue, soft: theme.surface, line: theme.ink3 })),
    error: plain(theme.error),
    warning: plain(theme.warning),
    info: plain(theme.info),
    good: plain(theme.good),
    waived: plain(theme.waived),
    eventSoft: theme.surface,
    dataSoft: theme.surface,
    contrast: true,
  };
}

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
