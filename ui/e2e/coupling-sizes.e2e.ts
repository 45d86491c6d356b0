// The Coupling mode in the smallest window, and with 2,800 services.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { violations } from "./readable";
import { program, type Served, serve } from "./served";

const shop = readFileSync(join(resolve(import.meta.dirname, "../.."), "docs/pictures/webshop.cleave.kdl"), "utf8");

let app: Served | null = null;
afterEach(async () => {
  await app?.end();
  app = null;
});

const isInside = (page: Page, testid: string) =>
  page.getByTestId(testid).evaluate((element) => {
    const box = element.getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth + 0.5 && box.width > 0;
  });

test("in the smallest window a finding opens as a sheet over the list, and Escape closes it", async () => {
  app = await serve({ width: 1024, height: 700 }, { text: shop, shows: "service:orders" });
  const { page } = app;
  await page.keyboard.press("Control+2");
  await page.getByTestId("matrix-says").waitFor();
  expect(await page.getByTestId("finding-panel").count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(await violations(page)).toEqual([]);
  await page.getByTestId("coupling-cycle-sync").click();
  await page.getByTestId("finding-panel").waitFor();
  // It slides in.
  await expect.poll(() => isInside(page, "finding-panel")).toBe(true);
  expect(await violations(page), "with the sheet").toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByTestId("finding-panel").waitFor({ state: "detached" });
  // The list is still there and keeps the focus.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByTestId("finding-panel").waitFor();
  expect(app.troubles).toEqual([]);
});

test("2,800 services: the table and the matrix make only what is seen, scroll, and zoom to single pixels", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cleave-large-"));
  const file = join(folder, "large.cleave.kdl");
  execFileSync(program(), ["new", file, "--synthetic", "services=2800,connections=9300,seed=1"]);
  app = await serve(undefined, { text: readFileSync(file, "utf8") });
  rmSync(folder, { recursive: true });
  const { page } = app;
  page.setDefaultTimeout(60_000);
  await page.keyboard.press("Control+2");
  await page.getByTestId("matrix-says").waitFor();
  const grid = page.getByTestId("metrics-grid");
  expect(await grid.getAttribute("aria-rowcount")).toBe("2801");
  expect(await page.locator("[role=row].row").count()).toBeLessThan(40);
  await grid.focus();
  await page.keyboard.press("End");
  await page.locator("[aria-rowindex='2801'].selected").waitFor();
  expect(await page.locator("[role=row].row").count()).toBeLessThan(40);
  // The matrix followed the selection.
  const matrix = page.getByTestId("matrix-grid");
  expect(await matrix.getAttribute("aria-rowcount")).toBe("2801");
  expect(await matrix.getAttribute("data-cell")).toBe("14");
  await matrix.focus();
  for (let i = 0; i < 4; i += 1) await page.keyboard.press("-");
  expect(await matrix.getAttribute("data-cell")).toBe("2");
  const inked = () =>
    page.getByTestId("matrix").locator("canvas").evaluate((canvas) => {
      const ctx = (canvas as HTMLCanvasElement).getContext("2d");
      const { data } = ctx!.getImageData(160, 60, 400, 300);
      const colours = new Set<number>();
      for (let i = 0; i < data.length; i += 4) colours.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
      return colours.size;
    });
  expect(await inked()).toBeGreaterThan(2);
  await page.getByRole("radio", { name: "Domains" }).click();
  await page.waitForFunction(() => Number(document.querySelector("[data-testid=matrix-grid]")?.getAttribute("aria-rowcount")) < 200);
  expect(app.troubles).toEqual([]);
});
