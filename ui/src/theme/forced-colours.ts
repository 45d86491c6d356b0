// The canvas in the colours of the system, for those who have chosen their own: shapes and patterns say everything.

import type { Hue, Status, Theme } from "../canvas/theme";

/** What the system says, as `#rrggbb`. */
export interface SystemColours {
  canvas: string;
  text: string;
  disabled: string;
  highlight: string;
  highlightText: string;
}

export function forcedTheme(base: Theme, system: SystemColours): Theme {
  const { canvas, text } = system;
  const hue: Hue = { text, soft: canvas, line: text };
  const status: Status = { ink: text, soft: canvas, line: text };
  return {
    ...base,
    canvas,
    dot: canvas,
    chrome: canvas,
    surface: canvas,
    raised: canvas,
    sunken: canvas,
    line: text,
    line2: text,
    field: text,
    line3: text,
    ink: text,
    ink2: text,
    ink3: text,
    accent: system.highlight,
    onAccent: system.highlightText,
    accentInk: text,
    accentSoft: canvas,
    hover: "#00000000",
    call: text,
    event: text,
    eventSoft: canvas,
    data: text,
    dataSoft: canvas,
    error: status,
    warning: status,
    info: status,
    good: status,
    waived: { ...status, ink: text },
    hues: base.hues.map(() => hue),
    // How far a block is filled says how hot it is.
    heat: base.heat.map(() => system.disabled),
    block: text,
    note: { paper: canvas, ink: text },
    groupFill: 0,
    contrast: true,
  };
}

/** Asks the page, because a canvas does not follow the colours of the system by itself. */
export function systemColours(): SystemColours {
  const probe = document.createElement("span");
  probe.style.setProperty("forced-color-adjust", "none");
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = name;
    return hexOf(getComputedStyle(probe).color);
  };
  const system = {
    canvas: colour("Canvas"),
    text: colour("CanvasText"),
    disabled: colour("GrayText"),
    highlight: colour("Highlight"),
    highlightText: colour("HighlightText"),
  };
  probe.remove();
  return system;
}

/** `rgb(1, 2, 3)` as `#010203`; a part of transparency is left out. */
export function hexOf(colour: string): string {
  const parts = [...colour.matchAll(/[\d.]+/g)].slice(0, 3).map(([n]) => Math.round(Number(n)));
  return `#${parts.map((n) => Math.min(255, n).toString(16).padStart(2, "0")).join("")}`;
}
