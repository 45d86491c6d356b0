import { expect, test } from "vitest";
import { styleSheet, tokensOf } from "./tokens";

test("tokens.css says what tokens.ts says", async () => {
  await expect(styleSheet()).toMatchFileSnapshot("./tokens.css");
});

/** Relative luminance of `#RRGGBB`, as WCAG defines it. */
function luminance(hex: string): number {
  const part = (i: number) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

for (const name of ["light", "dark"] as const) {
  const t = tokensOf(name);
  const of = (token: string) => t[token] ?? "#000000";
  test(`text is readable on what it stands on: ${name}`, () => {
    for (const ink of ["ink", "ink2", "ink3", "accent-ink", "error", "warning", "info", "good"]) {
      for (const paper of ["chrome", "surface", "raised", "canvas"]) {
        expect(contrast(of(ink), of(paper)), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const status of ["error", "warning", "info", "good", "waived"]) {
      expect(contrast(of(status), of(`${status}-soft`)), status).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(of("accent-ink"), of("accent-soft"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of("on-accent"), of("accent"))).toBeGreaterThanOrEqual(4.5);
  });
  test(`outlines of fields and focus can be seen: ${name}`, () => {
    for (const paper of ["chrome", "surface"]) {
      expect(contrast(of("field"), of(paper)), paper).toBeGreaterThanOrEqual(3);
      expect(contrast(of("accent"), of(paper)), paper).toBeGreaterThanOrEqual(3);
    }
  });
  test(`text on tints of its own is readable: ${name}`, () => {
    const pairs: [string, string][] = [
      ["note-ink", "note-paper"],
      ["event", "event-soft"],
      ["data", "data-soft"],
      ["ink", "accent-soft"],
      ["accent-ink", "accent-soft"],
      ["on-accent", "accent-hover"],
      ["ink", "sunken"],
      ["ink2", "sunken"],
      ["ink3", "sunken"],
      ...Array.from({ length: 8 }, (_, i): [string, string] => [`hue-${i}`, `hue-${i}-soft`]),
      ...Array.from({ length: 8 }, (_, i): [string, string] => [`hue-${i}`, "canvas"]),
    ];
    for (const [ink, paper] of pairs) expect(contrast(of(ink), of(paper)), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
  });
  test(`ports, connections and outlines on the canvas can be seen: ${name}`, () => {
    const drawn = ["line3", "field", "call", "event", "data", "error", "warning", "info", "good", "waived", "accent"];
    for (const mark of drawn) for (const paper of ["canvas", "surface"]) expect(contrast(of(mark), of(paper)), `${mark} on ${paper}`).toBeGreaterThanOrEqual(3);
    for (let i = 0; i < 8; i++) expect(contrast(of(`hue-${i}-edge`), of("canvas")), `edge ${i}`).toBeGreaterThanOrEqual(3);
  });
}
