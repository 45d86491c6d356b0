// Shadows without blur: a few faint boxes around each other. Cheap on every machine, and exportable.

import type { Painter } from "./painter";
import type { Theme } from "./theme";

/** [y offset, how far it spreads, opacity of the ink] per layer. */
const levels: readonly (readonly (readonly [number, number, number])[])[] = [
  [],
  [
    [1, 0.5, 0.035],
    [1, 1.5, 0.02],
  ],
  [
    [1, 0.5, 0.03],
    [3, 1, 0.02],
    [4, 3, 0.014],
    [4, 5, 0.01],
    [4, 7, 0.007],
  ],
  [
    [2, 1, 0.03],
    [8, 2, 0.016],
    [12, 6, 0.012],
    [14, 10, 0.01],
    [16, 14, 0.008],
    [16, 19, 0.006],
    [16, 24, 0.004],
  ],
];

export function shadow(
  p: Painter,
  theme: Theme,
  level: 0 | 1 | 2 | 3,
  x: number,
  y: number,
  w: number,
  h: number,
  radius: number,
): void {
  if (theme.contrast) return;
  for (const [dy, spread, opacity] of levels[level]!) {
    p.faded(Math.min(1, opacity * theme.shadow.strength), () =>
      p.box(x - spread, y + dy - spread, w + 2 * spread, h + 2 * spread, radius + spread, theme.shadow.colour),
    );
  }
}
