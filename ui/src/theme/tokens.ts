// The tokens of the design's look, once, as values; tokens.css is written from them by their test.

import { darkTheme, lightTheme, type Theme } from "../canvas/theme";

/** Tokens the canvas does not paint with: hovers, outlines of chips, the veil behind dialogs, shadows. */
const own = {
  light: {
    "accent-hover": "#2C39BB",
    "accent-line": "#B9C0F5",
    hover: "rgb(0 0 0 / 4%)",
    press: "rgb(0 0 0 / 7%)",
    scrim: "rgb(27 27 25 / 35%)",
    "level-1": "0 1px 1px rgb(27 27 25 / 3%), 0 1px 3px rgb(27 27 25 / 5%)",
    "level-2": "0 1px 2px rgb(27 27 25 / 4%), 0 4px 14px rgb(27 27 25 / 8%)",
    "level-3": "0 2px 4px rgb(27 27 25 / 4%), 0 16px 48px rgb(27 27 25 / 16%)",
  },
  dark: {
    "accent-hover": "#4452DB",
    "accent-line": "#454E94",
    hover: "rgb(255 255 255 / 4%)",
    press: "rgb(255 255 255 / 9%)",
    scrim: "rgb(0 0 0 / 50%)",
    "level-1": "0 1px 2px rgb(0 0 0 / 35%)",
    "level-2": "0 1px 2px rgb(0 0 0 / 40%), 0 6px 18px rgb(0 0 0 / 40%)",
    "level-3": "0 2px 6px rgb(0 0 0 / 40%), 0 20px 60px rgb(0 0 0 / 60%)",
  },
};

const statuses = ["error", "warning", "info", "good", "waived"] as const;

/** Every custom property of one theme, without its leading dashes. */
export function tokensOf(name: "light" | "dark"): Record<string, string> {
  const theme: Theme = name === "light" ? lightTheme : darkTheme;
  const tokens: Record<string, string> = {
    canvas: theme.canvas,
    dot: theme.dot,
    chrome: theme.chrome,
    surface: theme.surface,
    raised: theme.raised,
    sunken: theme.sunken,
    line: theme.line,
    line2: theme.line2,
    field: theme.field,
    line3: theme.line3,
    ink: theme.ink,
    ink2: theme.ink2,
    ink3: theme.ink3,
    accent: theme.accent,
    "on-accent": theme.onAccent,
    "accent-ink": theme.accentInk,
    "accent-soft": theme.accentSoft,
    call: theme.call,
    event: theme.event,
    "event-soft": theme.eventSoft,
    data: theme.data,
    "data-soft": theme.dataSoft,
    "note-paper": theme.note.paper,
    "note-ink": theme.note.ink,
    ...own[name],
  };
  for (const status of statuses) {
    tokens[status] = theme[status].ink;
    tokens[`${status}-soft`] = theme[status].soft;
    tokens[`${status}-line`] = theme[status].line;
  }
  theme.hues.forEach((hue, i) => {
    tokens[`hue-${i}`] = hue.text;
    tokens[`hue-${i}-soft`] = hue.soft;
    tokens[`hue-${i}-edge`] = hue.line;
  });
  theme.heat.forEach((step, i) => {
    tokens[`heat-${i + 1}`] = step;
  });
  return tokens;
}

/** The style sheet that says them all. */
export function styleSheet(): string {
  const block = (selector: string, name: "light" | "dark") => {
    const lines = Object.entries(tokensOf(name)).map(([token, value]) => `  --${token}: ${value};`);
    return `${selector} {\n  color-scheme: ${name};\n${lines.join("\n")}\n}\n`;
  };
  return `/* Written from tokens.ts by its test; \`npm test -- -u\` writes it anew. */\n${block(":root", "light")}\n${block(':root[data-theme="dark"]', "dark")}`;
}
