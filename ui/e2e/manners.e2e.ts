// Manners of a desktop app: settings that count at once, nothing lost after a crash, other programs noticed.

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choose as chooseFrom, edited, idOf, serve, type Served } from "./served";

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
  await chooseFrom(page.getByTestId("interface-size"), "150");
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
  await chooseFrom(page.getByTestId("interface-size"), "100");
  await page.keyboard.press("Escape");
});

test("after a crash a toast names what is there again, and the window looks as it did", async () => {
  const { page } = app;
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("x");
  await edited(page, () => page.keyboard.press("Enter"));
  await page.getByTestId("rename").fill("Mailer");
  await edited(page, () => page.keyboard.press("Enter"));
  await page.keyboard.press("Control+j");
  const kept = page.waitForResponse((answer) => /remember-look.*"zoom":1[,}]/.test(answer.request().postData() ?? ""));
  await page.getByTestId("zoom").click();
  await kept;
  const zoomed = (await page.getByTestId("zoom").textContent())?.trim();
  await app.restart();
  await page.getByTestId("toast").getByText("the last: ").waitFor();
  expect(await page.getByTestId("toast").textContent()).toMatch(/Its last \d+ changes are here/);
  await app.picture("recovered");
  await idOf(page, "external", "Mailer");
  expect((await page.getByTestId("zoom").textContent())?.trim()).toBe(zoomed);
  await page.getByTestId("problem-filter").waitFor();
  await page.reload();
  await page.getByTestId("canvas").waitFor();
  expect(await page.getByTestId("toast").count(), "it is told once").toBe(0);
  await page.keyboard.press("Control+j");
});

test("a text that another program changes is compared, loaded as one step, and undone", async () => {
  const { page, design } = app;
  const text = readFileSync(design, "utf8");
  writeFileSync(design, text.replaceAll("carrier", "courier"));
  await page.getByTestId("outside").waitFor();
  await page.getByTestId("outside-compare").click();
  await page.getByTestId("outside-list").getByText("courier").first().waitFor();
  await app.picture("outside");
  const canvasIsFree = await page.getByTestId("canvas").isEnabled();
  expect(canvasIsFree).toBe(true);
  await page.getByTestId("outside-theirs").click();
  await page.getByTestId("outside").waitFor({ state: "detached" });
  await idOf(page, "external", "courier");
  await edited(page, () => page.getByTestId("toast").getByRole("button", { name: "Undo" }).click());
  await idOf(page, "external", "carrier");
  writeFileSync(design, "design {");
  await page.getByTestId("outside").waitFor();
  expect(await page.getByTestId("outside-theirs").count(), "what is broken cannot be loaded").toBe(0);
  writeFileSync(design, text);
  await page.getByTestId("outside-mine").click();
  await page.getByTestId("outside").waitFor({ state: "detached" });
});

test("a project that is gone is put back", async () => {
  const { page, folder } = app;
  const project = join(folder, "shop.cleave");
  renameSync(project, join(folder, "elsewhere.cleave"));
  await page.getByTestId("outside").getByText("is not where it was").waitFor();
  await page.getByTestId("outside-mine").click();
  await page.getByTestId("outside").waitFor({ state: "detached" });
  expect(existsSync(project)).toBe(true);
});

test("a copy is saved, and a damaged design opens to be read", async () => {
  const { page, folder } = app;
  await page.keyboard.press("Control+Shift+S");
  const copy = join(folder, "copy.cleave");
  await page.getByTestId("dialog-path").fill(copy);
  await page.getByTestId("dialog-submit").click();
  await page.getByTestId("toast").getByText("Saved a copy").waitFor();
  const bytes = readFileSync(copy);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  writeFileSync(copy, bytes);
  await page.keyboard.press("Control+o");
  await page.getByTestId("dialog-path").fill(copy);
  await page.getByTestId("dialog-submit").click();
  await page.getByTestId("dialog-otherwise").click();
  await page.getByTestId("why-read-only").waitFor();
  await idOf(page, "service", "orders");
  await app.picture("read-only");
});

test("nothing but that refusal went wrong in the page", () => {
  expect(app.troubles.filter((trouble) => !/^4\d\d/.test(trouble))).toEqual([]);
});
