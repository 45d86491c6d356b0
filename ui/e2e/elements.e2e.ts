// The page of elements, states and connections, in both themes.
/// <reference types="node" />

import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { galleries } from "./galleries";

test("every element, state and connection is shown, in both themes", async () => {
  const pages = await galleries();
  const executablePath = process.env["CLEAVE_CHROMIUM"] ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
  try {
    for (const theme of ["light", "dark"]) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
      const troubles: string[] = [];
      page.on("pageerror", (error) => troubles.push(String(error)));
      await page.goto(`${pages.url}elements.html?theme=${theme}`);
      await page.getByTestId("tile-guides").waitFor();
      expect(await page.locator("figure svg[role=img]").count()).toBe(await page.locator("figure").count());
      expect(await page.locator("figure").count()).toBeGreaterThanOrEqual(32);
      await page.getByTestId("menu").getByText("External system").waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(troubles).toEqual([]);
      await page.evaluate(() => document.fonts.ready);
      const to = process.env["CLEAVE_ARTEFACTS"];
      if (to) await page.screenshot({ path: join(to, `elements-${theme}.png`), fullPage: true });
      await page.close();
    }
  } finally {
    await browser.close();
    await pages.end();
  }
});
