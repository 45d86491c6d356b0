// How much of something carried is drawn once, and how much of that shows.

import { describe, expect, it } from "vitest";
import { encloses } from "./geometry";
import { areas } from "./lifted";

const frame = { scale: 2, left: 100, top: 0, width: 1000, height: 800 };

describe("what is carried", () => {
  it("is drawn whole when it fits around the window", () => {
    const { needed, drawn } = areas(frame, 0, 0, { x: 100.3, y: 50, w: 50, h: 40 });
    expect(needed).toEqual({ x: 200, y: 100, w: 101, h: 80 });
    expect(drawn).toEqual(needed);
  });

  it("is needed as far as it shows, and drawn a little beyond", () => {
    const huge = { x: -9e6, y: -9e6, w: 2e7, h: 2e7 };
    const { needed, drawn } = areas(frame, 300, -20, huge);
    expect(needed).toEqual({ x: -200, y: 20, w: 1000, h: 800 });
    expect(drawn).toEqual({ x: -450, y: -180, w: 1500, h: 1200 });
  });

  it("serves small moves without being drawn again", () => {
    const all = { x: 0, y: 0, w: 9000, h: 9000 };
    const { drawn } = areas(frame, 0, 0, all);
    expect(encloses(drawn, areas(frame, 100, 150, all).needed)).toBe(true);
    expect(encloses(drawn, areas(frame, -400, 0, all).needed)).toBe(false);
  });

  it("is nothing where it is out of sight", () => {
    const { needed } = areas(frame, 5000, 0, { x: 100, y: 50, w: 50, h: 40 });
    expect(needed.w).toBeLessThanOrEqual(0);
  });
});
