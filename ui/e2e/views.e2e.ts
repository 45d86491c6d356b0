// Ways of looking at a design: lenses, named views, flows, presentations.

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Served, serve } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

/** Puts the keyboard on the canvas with nothing selected. */
async function onCanvas(): Promise<void> {
  await app.page.getByTestId("canvas").focus();
  await app.page.keyboard.press("Escape");
  await app.page.keyboard.press("Escape");
}

test("L opens the lenses; coupling heat has a legend in words and numbers, and lists the most used", async () => {
  const { page } = app;
  await onCanvas();
  await page.keyboard.press("l");
  await page.getByTestId("menu").getByText("Coupling heat").click();
  const legend = page.getByTestId("lens-legend");
  await legend.getByText("3 to 5").waitFor();
  expect(await legend.innerText()).toMatch(/0 to 2\s+7 services/);
  expect(await legend.innerText()).toMatch(/3 to 5\s+1 service\b/);
  const ranked = page.getByTestId("lens-ranked").getByRole("listitem");
  expect(await ranked.count()).toBe(6);
  expect(await ranked.first().innerText()).toMatch(/1\s+orders\s+sales\s+3/);
  // A line of the list leads to its service.
  await ranked.first().getByRole("button").click();
  expect(await page.getByTestId("inspector-name").inputValue()).toBe("orders");
});

test("each lens says something else; from the palette too, and none ends it", async () => {
  const { page } = app;
  for (const [lens, word] of [["team", "Warehouse team"], ["data sensitivity", "Secret"], ["deployable", "In none"], ["latency", "Over 100 %"], ["findings", "No problems"]] as const) {
    await onCanvas();
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill(`>lens: ${lens}`);
    await page.keyboard.press("Enter");
    await page.getByTestId("lens-legend").getByText(word).waitFor();
  }
  await onCanvas();
  await page.getByTestId("lens").click();
  await page.getByTestId("menu").getByText("No lens").click();
  await page.getByTestId("lens-legend").waitFor({ state: "detached" });
});

test("from far away coupling heat shows by itself, with what is drawn there as switches", async () => {
  const { page } = app;
  await onCanvas();
  for (let i = 0; i < 8; i += 1) await page.keyboard.press("-");
  const bundled = page.getByTestId("show-bundled");
  await bundled.waitFor();
  const before = await pixels();
  await bundled.click();
  await page.getByTestId("show-large").waitFor({ state: "detached" });
  await expect.poll(pixels).not.toBe(before);
  await bundled.click();
  await page.getByTestId("lens-design").click();
  expect(await page.getByTestId("inspector-name").inputValue()).toBe("ecommerce");
  await onCanvas();
  await page.keyboard.press("Shift+Digit1");
  await page.getByTestId("lens-legend").waitFor({ state: "detached" });
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});

/** What the canvas shows, for comparing. */
const pixels = (): Promise<string> =>
  app.page.evaluate(() => document.querySelector<HTMLCanvasElement>("[data-testid=canvas] canvas")?.toDataURL() ?? "");
