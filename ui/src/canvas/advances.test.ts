// Widths of text and where it is cut.

import { describe, expect, it } from "vitest";
import { fit, textWidth, wrap } from "./advances";

const sans = { family: "sans", size: 13, weight: 600 } as const;
const mono = { family: "mono", size: 11, weight: 450, spacing: -0.03 } as const;

describe("text widths", () => {
  it("grow with size and weight", () => {
    expect(textWidth("orders", { ...sans, size: 26 })).toBeCloseTo(2 * textWidth("orders", sans));
    expect(textWidth("orders", sans)).toBeGreaterThan(textWidth("orders", { ...sans, weight: 400 }));
  });

  it("agree with the font to a few percent", () => {
    // What a browser measures for Inter at 13 px.
    expect(textWidth("Checkout team", { ...sans, weight: 400 }) / 13 / 7.149).toBeCloseTo(1.03, 1);
  });

  it("are the same for every letter of code", () => {
    expect(textWidth("iiii", mono)).toBe(textWidth("WWWW", mono));
  });

  it("know scripts they have no table for", () => {
    for (const text of ["Ω", "Ж", "注文", "ő"]) expect(textWidth(text, sans)).toBeGreaterThan(0);
  });
});

describe("fitting", () => {
  it("leaves alone what fits", () => {
    expect(fit("orders", sans, 200)).toBe("orders");
  });

  it("cuts at the end and never exceeds the room", () => {
    const cut = fit("/payments/{id}/capture", mono, 134);
    expect(cut).toBe("/payments/{id}/captu…");
    expect(textWidth(cut, mono)).toBeLessThanOrEqual(134);
  });

  it("gives nothing where not even an ellipsis fits", () => {
    expect(fit("orders", sans, 3)).toBe("");
  });

  it("wraps at spaces, and inside a word only if it must", () => {
    expect(wrap("one two", sans, 30)).toEqual(["one", "two"]);
    const lines = wrap("incomprehensibilities", sans, 60);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join("")).toBe("incomprehensibilities");
  });
});
