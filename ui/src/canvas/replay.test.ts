// What a worker draws is what the window would have drawn.

import { expect, test } from "vitest";
import { detailAt } from "./detail";
import { elements } from "./elements.fixture";
import { paintScene } from "./paint-scene";
import { Recorder } from "./recorder";
import { replay } from "./replay";
import { Scene } from "./scene";
import { darkTheme, lightTheme } from "./theme";
import { webshop } from "./webshop.fixture";

const area = { x: -400, y: -400, w: 3000, h: 2400 };

function recorded(sheet: typeof webshop, zoom: number, theme = lightTheme): Recorder {
  const recorder = new Recorder();
  const look = { theme, zoom, ratio: 1, detail: detailAt(zoom), lifted: new Set<number>(), focus: null, names: true, grid: true, leastBundle: 1, renaming: null };
  paintScene(recorder, new Scene(sheet), look, area);
  return recorder;
}

test.each([1, 0.5, 0.25, 0.1])("a drawing at zoom %d is the same when drawn again", (zoom) => {
  for (const sheet of [webshop, elements]) {
    const once = recorded(sheet, zoom, zoom === 1 ? darkTheme : lightTheme).recorded;
    const twice = new Recorder();
    replay(once, twice);
    expect(once.numbers.length).toBeGreaterThan(100);
    expect(twice.recorded.words).toEqual(once.words);
    expect(twice.recorded.numbers.join() === once.numbers.join()).toBe(true);
  }
});

test("everything a painter can do is repeated, inside and outside one another", () => {
  const dashed = { colour: "#111", width: 1.5, dash: [6, 4], round: true };
  const first = new Recorder();
  first.faded(0.5, () => {
    first.clipped(1, 2, 3, 4, 5, () => first.placed(6, 7, 8, () => first.icon("box", 1, 2, 16, "#222")));
    first.ellipse(1, 2, 3, 4, null, dashed);
  });
  first.boxes([1, 2, 3, 4, 5, 6, 7, 8], 2, "#333");
  first.polygon([1, 2, 3, 4, 5, 6], "#444", dashed);
  first.path("M0 0h4", 9, 9, "#555", null);
  first.lines([[0, 0, 5, 5], []], 9, dashed);
  first.text("<b>שלום</b>", 1, 2, { family: "mono", size: 9.5, weight: 450, spacing: -0.03 }, "#666", "center");
  const second = new Recorder();
  replay(first.recorded, second);
  expect(second.recorded).toEqual(first.recorded);
});

test("what is no drawing ends instead of going on", () => {
  const out = new Recorder();
  replay({ numbers: Float64Array.of(99, 1, 2), words: [] }, out);
  expect(out.recorded.numbers.length).toBe(0);
});
