// Small pictures: everything inside, nothing said in words.

import { describe, expect, it } from "vitest";
import type { Painter } from "./painter";
import { emptySheet } from "./sheet";
import { paintThumbnail } from "./thumbnail";
import { darkTheme, lightTheme } from "./theme";
import { webshop } from "./webshop.fixture";

/** Notes where boxes and lines come to lie, in px of the thumbnail. */
class Places {
  boxes: [number, number, number, number][] = [];
  lines: { colour: string; width: number }[] = [];
  texts = 0;
  private at = { x: 0, y: 0, scale: 1 };

  asPainter(): Painter {
    const box = (x: number, y: number, w: number, h: number) => {
      const { scale } = this.at;
      this.boxes.push([this.at.x + x * scale, this.at.y + y * scale, w * scale, h * scale]);
    };
    return {
      faded: (_, draw) => draw(),
      clipped: (_x, _y, _w, _h, _r, draw) => draw(),
      placed: (x, y, scale, draw) => {
        this.at = { x, y, scale };
        draw();
      },
      box,
      boxes: () => {},
      ellipse: (x, y, rx, ry) => box(x - rx, y - ry, 2 * rx, 2 * ry),
      polygon: () => {},
      lines: (_, _radius, stroke) => this.lines.push({ colour: stroke.colour, width: stroke.width * this.at.scale }),
      path: () => {},
      text: () => (this.texts += 1),
      icon: () => {},
    };
  }
}

describe("a thumbnail", () => {
  it("shows all of a design inside its size", () => {
    for (const size of [{ w: 328, h: 198 }, { w: 160, h: 132 }, { w: 900, h: 600 }]) {
      const places = new Places();
      paintThumbnail(places.asPainter(), webshop, lightTheme, size);
      expect(places.boxes.length).toBeGreaterThanOrEqual(webshop.nodes.length + 2 * webshop.domains.length - 1);
      for (const [x, y, w, h] of places.boxes) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + w).toBeLessThanOrEqual(size.w);
        expect(y + h).toBeLessThanOrEqual(size.h);
      }
      expect(places.texts).toBe(0);
    }
  });

  it("draws lines one px wide, red where something is wrong", () => {
    const places = new Places();
    paintThumbnail(places.asPainter(), webshop, darkTheme, { w: 328, h: 198 });
    expect(places.lines.length).toBeGreaterThan(10);
    expect(places.lines.every((line) => Math.abs(line.width - 1) < 0.01)).toBe(true);
    expect(places.lines.filter((line) => line.colour === darkTheme.error.ink).length).toBe(2);
  });

  it("is empty for an empty design, and for no room", () => {
    const places = new Places();
    paintThumbnail(places.asPainter(), emptySheet, lightTheme, { w: 300, h: 200 });
    paintThumbnail(places.asPainter(), webshop, lightTheme, { w: 10, h: 10 });
    expect(places.boxes).toEqual([]);
  });
});
