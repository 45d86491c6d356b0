// Beginning: closing a design, opening one again, a sample, a new one, and what cannot be opened.

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edited, idOf, type Served, serve } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

async function close(): Promise<void> {
  const { page } = app;
  await page.getByTestId("design-menu").click();
  await page.getByTestId("menu").getByText("Close design").click();
  await page.getByTestId("new-design").waitFor();
}

test("a closed design is the first of the recent ones, and Enter opens it", async () => {
  const { page } = app;
  await close();
  await app.picture("start");
  await page.getByTestId("recent-0").waitFor();
  await page.waitForFunction(() => document.activeElement?.matches("[data-testid=recent-0]"));
  await page.keyboard.press("Enter");
  await page.getByTestId("canvas").waitFor();
  await idOf(page, "service", "orders");
});

test("a new design is drawn from its empty canvas", async () => {
  const { page } = app;
  await close();
  await page.getByTestId("new-design").click();
  await page.getByTestId("dialog-name").fill("Ticketing");
  const path = join(app.folder, "ticketing.cleave");
  await page.getByTestId("dialog-path").fill(path);
  await page.getByTestId("dialog-submit").click();
  await page.getByTestId("canvas").waitFor();
  await page.getByText("Draw your first service").waitFor();
  await app.picture("empty");
  expect(existsSync(path)).toBe(true);
  expect(await page.title()).toContain("Ticketing");
  await edited(page, () => page.getByTestId("add-first-service").click());
  await page.getByTestId("rename").fill("tickets");
  await edited(page, () => page.keyboard.press("Enter"));
  await page.getByText("Draw your first service").waitFor({ state: "detached" });
});

test("a sample is copied and opened", async () => {
  const { page } = app;
  await close();
  const sample = page.locator("[data-testid^=sample-]").first();
  await sample.click();
  await page.getByTestId("canvas").waitFor();
  await idOf(page, "service", "orders");
});

test("what cannot be opened is said beside the field, and nothing is lost", async () => {
  const { page } = app;
  const broken = join(app.folder, "broken.cleave");
  writeFileSync(broken, "this is no project");
  await page.keyboard.press("Control+o");
  await page.getByTestId("dialog-path").fill(broken);
  await page.getByTestId("dialog-submit").click();
  await page.getByTestId("dialog").getByRole("alert").waitFor();
  await page.getByTestId("dialog-path").fill(join(app.folder, "nowhere.cleave"));
  await page.keyboard.press("Enter");
  await page.getByTestId("dialog").getByRole("alert").waitFor();
  await page.keyboard.press("Escape");
  await idOf(page, "service", "orders");
});

test("settings, shortcuts and the report", async () => {
  const { page } = app;
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("F1");
  await page.getByTestId("shortcuts").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+,");
  await page.getByTestId("settings").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Shift+E");
  const report = join(app.folder, "report.html");
  await page.getByTestId("dialog-path").fill(report);
  await page.getByTestId("dialog-submit").click();
  await page.getByTestId("toast").getByText("Report written").waitFor();
  expect(existsSync(report)).toBe(true);
});

/** How many pixels of a thumbnail are painted. */
const painted = (testid: string): Promise<number> =>
  app.page
    .getByTestId(testid)
    .getByTestId("thumbnail")
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    });

test("cards show the designs themselves, and why one cannot be shown", async () => {
  const { page } = app;
  await close();
  for (const card of ["recent-0", "sample-ecommerce"]) {
    await page.getByTestId(card).getByTestId("thumbnail").waitFor();
    await expect.poll(() => painted(card)).toBeGreaterThan(500);
  }
  expect(await page.getByTestId("sample-ecommerce").innerText()).toMatch(/\d services/);
  // The second newest is not the one that a click below would open.
  const broken = await page.getByTestId("recent-1").locator(".mono").innerText();
  writeFileSync(broken, "no design at all");
  await page.reload();
  await page.getByTestId("recent-1").locator(".why").waitFor();
  await page.getByTestId("recent-0").getByTestId("thumbnail").waitFor();
  expect(await page.getByTestId("recent-1").getByTestId("thumbnail").count()).toBe(0);
});

test("nothing but the refusals went wrong in the page", () => {
  expect(app.troubles.filter((trouble) => !/^4\d\d/.test(trouble))).toEqual([]);
});
