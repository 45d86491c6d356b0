// Tiles come from a worker and show what the window would have drawn itself, in its fonts.

import { afterAll, beforeAll, expect, test } from "vitest";
import { edited, idOf, type Served, serve } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

/** What the lower of the two canvases shows, kept in the page under a name. */
const keep = (name: string) =>
  app.page.evaluate((name) => {
    const base = document.querySelector<HTMLCanvasElement>('[data-testid="canvas"] canvas')!;
    const kept = document.createElement("canvas");
    kept.width = base.width;
    kept.height = base.height;
    kept.getContext("2d")!.drawImage(base, 0, 0);
    (window as unknown as Record<string, HTMLCanvasElement>)[name] = kept;
  }, name);

/** How many of 10,000 pixels differ clearly, and the size compared. */
const differing = (a: string, b: string) =>
  app.page.evaluate(([a, b]) => {
    const pixels = [a!, b!].map((name) => {
      const kept = (window as unknown as Record<string, HTMLCanvasElement>)[name]!;
      return kept.getContext("2d")!.getImageData(0, 0, kept.width, kept.height).data;
    }) as [Uint8ClampedArray, Uint8ClampedArray];
    let clearly = 0;
    for (let i = 0; i < pixels[0].length; i += 1) if (i % 4 !== 3 && Math.abs(pixels[0][i]! - pixels[1][i]!) > 24) clearly += 1;
    return { share: (clearly / pixels[0].length) * 10_000, size: pixels[0].length };
  }, [a, b]);

const frames = () => app.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));

test("what is copied from tiles looks as what is drawn directly", async () => {
  const { page } = app;
  expect(page.workers().some((worker) => worker.url().includes("tile-worker"))).toBe(true);
  const canvases = page.locator('[data-testid="canvas"] canvas');
  const box = (await canvases.first().boundingBox())!;
  // A pointer that moves over nothing has the picture painted again, and from tiles once they are there.
  for (let tries = 0; (await canvases.last().evaluate((c) => c.style.opacity)) !== "0" || tries < 2; tries += 1) {
    expect(tries).toBeLessThan(200);
    await page.mouse.move(box.x + 3 + (tries % 2), box.y + 3);
    await page.waitForTimeout(300);
  }
  await page.mouse.move(5, 5);
  await page.waitForTimeout(1000);
  await page.mouse.move(box.x + 3, box.y + 3);
  await frames();
  await keep("tiled");
  // Another size and back: everything is drawn anew, at once and directly.
  await page.setViewportSize({ width: 1440, height: 860 });
  await frames();
  await page.setViewportSize({ width: 1440, height: 900 });
  await frames();
  await keep("direct");
  const { share, size } = await differing("tiled", "direct");
  expect(size).toBeGreaterThan(1_000_000);
  expect(share).toBeLessThan(2);
  expect(app.troubles).toEqual([]);
});

test("what an edit paints into the picture looks as all of it drawn anew", async () => {
  const { page } = app;
  const payments = await idOf(page, "service", "payments");
  await page.getByTestId(`outline-item-${payments}`).click();
  await page.getByTestId("canvas").focus();
  await edited(page, () => page.keyboard.press("Delete"));
  await page.keyboard.press("Escape");
  await frames();
  await keep("without");
  // A card comes back with its lines and their words. While the pointer moves nothing is bettered, so both pictures are of
  // the same drawing: the frame after the edit, and the one in which the canvas has another size.
  await page.evaluate(async () => {
    const host = document.querySelector<HTMLElement>('[data-testid="canvas"]')!;
    const [base, top] = [...host.querySelectorAll("canvas")] as [HTMLCanvasElement, HTMLCanvasElement];
    const { left, top: up } = host.getBoundingClientRect();
    let turns = 0;
    const frame = () => {
      top.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: left + 3 + ((turns += 1) % 2), clientY: up + 3 }));
      return new Promise(requestAnimationFrame);
    };
    const kept = (name: string) => {
      const copy = document.createElement("canvas");
      [copy.width, copy.height] = [base.width, base.height];
      copy.getContext("2d")!.drawImage(base, 0, 0);
      (window as unknown as Record<string, HTMLCanvasElement>)[name] = copy;
    };
    for (let i = 0; i < 3; i += 1) await frame();
    const before = window.cleaveTest!.step();
    host.dispatchEvent(new KeyboardEvent("keydown", { key: "z", code: "KeyZ", ctrlKey: true, bubbles: true, cancelable: true }));
    while (window.cleaveTest!.step() === before) await frame();
    for (let i = 0; i < 3; i += 1) await frame();
    kept("mended");
    const [wide] = [host.style.width];
    host.style.width = `${host.clientWidth - 1}px`;
    for (let i = 0; i < 3; i += 1) await frame();
    host.style.width = wide;
    for (let i = 0; i < 3; i += 1) await frame();
    kept("anew");
  });
  expect((await differing("without", "anew")).share).toBeGreaterThan(10);
  expect((await differing("mended", "anew")).share).toBeLessThan(1);
  expect(app.troubles).toEqual([]);
});
