// Manners of a desktop app: settings that count at once.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Served, serve } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

const root = (page: Page, name: string) => page.evaluate((key) => document.documentElement.dataset[key], name);
const choose = (page: Page, group: string, option: string) =>
  page.getByTestId("settings").getByRole("radiogroup", { name: group }).getByRole("radio", { name: option, exact: true }).click();

test("settings count at once, for every page, and are there after a restart", async () => {
  const { page } = app;
  const other = await app.another();
  await page.keyboard.press("Control+,");
  await choose(page, "Theme", "Dark");
  await choose(page, "Higher contrast", "On");
  await choose(page, "Reduced motion", "Off");
  for (const each of [page, other]) {
    await each.waitForFunction(() => document.documentElement.dataset["theme"] === "dark");
    await each.waitForFunction(() => document.documentElement.dataset["contrast"] === "more");
    await each.waitForFunction(() => document.documentElement.dataset["motion"] === "moving");
  }
  await app.picture("settings-contrast-dark");
  await page.getByTestId("settings-appearance").press("ArrowDown");
  await page.getByTestId("setting-grid").click();
  expect(await page.getByTestId("setting-grid").getAttribute("aria-checked")).toBe("false");
  await page.getByTestId("settings-about").click();
  await page.getByTestId("settings").getByText(/^Cleave \d/).waitFor();
  await page.keyboard.press("Escape");
  await other.close();
  await app.restart();
  expect([await root(page, "theme"), await root(page, "contrast"), await root(page, "motion")]).toEqual(["dark", "more", "moving"]);
  await page.keyboard.press("Control+,");
  await choose(page, "Theme", "Light");
  await choose(page, "Higher contrast", "Off");
  await choose(page, "Reduced motion", "System");
  await page.getByTestId("settings-canvas").click();
  await page.getByTestId("setting-grid").click();
  expect(await root(page, "motion")).toBe("still");
  await page.keyboard.press("Escape");
});

test("at 150 % everything holds in a window of 1440", async () => {
  const { page } = app;
  await page.keyboard.press("Control+,");
  await page.getByTestId("interface-size").selectOption("150");
  const fits = () =>
    page.evaluate(() => {
      const out = [...document.querySelectorAll<HTMLElement>("button, input, select, h2, [role=tab]")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !element.closest(".scroll, .spoken, [data-testid=canvas]");
      });
      return [document.documentElement.scrollWidth <= innerWidth, ...out.map((element) => element.outerHTML.slice(0, 120))];
    });
  await app.picture("size-150-settings");
  expect(await fits()).toEqual([true]);
  await page.keyboard.press("Escape");
  const { height } = (await page.locator("[data-area=top]").boundingBox())!;
  expect(height).toBeCloseTo(66, 0);
  await app.picture("size-150-design");
  expect(await fits()).toEqual([true]);
  // What floats over the canvas stays where the hand is.
  await page.getByTestId("design-menu").click();
  const menu = (await page.getByTestId("menu").boundingBox())!;
  const under = (await page.getByTestId("design-menu").boundingBox())!;
  expect(Math.abs(menu.x - under.x)).toBeLessThan(3);
  await app.picture("size-150-menu");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").waitFor();
  expect(await fits()).toEqual([true]);
  await app.picture("size-150-palette");
  await page.keyboard.press("Escape");
  await page.getByTestId("tab-deploy").click();
  await page.getByTestId("generate-box").waitFor();
  expect(await fits()).toEqual([true]);
  await app.picture("size-150-deploy");
  await page.getByTestId("tab-design").click();
  await page.keyboard.press("Control+,");
  await page.getByTestId("interface-size").selectOption("100");
  await page.keyboard.press("Escape");
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});
