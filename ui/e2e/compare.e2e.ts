// What changed since a saved revision: told in the app with the edit behind each finding, marked in Problems, kept for the next
// time, and written as a report.
/// <reference types="node" />

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { violations } from "./readable";
import { choose, chosen, draw, edited, idOf, serve, type Served } from "./served";

let app: Served;
let page: Page;
beforeAll(async () => {
  app = await serve();
  page = app.page;
  page.setDefaultTimeout(20_000);
});
afterAll(async () => {
  // That a file is not there is asked for once.
  expect(app.troubles.filter((trouble) => !trouble.includes("/nowhere/"))).toEqual([]);
  await app.end();
});

async function run(action: string): Promise<void> {
  await page.keyboard.press("Control+Shift+p");
  await page.getByTestId("palette-input").fill(`>${action}`);
  await page.keyboard.press("Enter");
}

test("without a revision it says how to get one", async () => {
  await run("compare with a revision");
  const dialog = page.getByTestId("compare");
  await dialog.getByText("No revision is saved yet").waitFor();
  await page.getByTestId("compare-path").fill("/nowhere/shop.cleave.kdl");
  await page.getByTestId("compare-go").click();
  await dialog.getByRole("alert").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});

test("what came since a revision is told with its edit", async () => {
  await page.keyboard.press("Control+s");
  await page.getByTestId("revision-name").fill("main");
  await page.getByTestId("dialog-submit").click();
  await page.getByTestId("dialog").waitFor({ state: "detached" });
  const [reserve, order] = [await idOf(page, "operation", "reserve"), await idOf(page, "operation", "get_order")];
  await edited(page, () => draw(page, reserve, order, ["left", "right"]));
  await page.keyboard.press("Escape");
  await run("compare with a revision");
  const dialog = page.getByTestId("compare");
  await page.getByTestId("compare-verdict").getByText("Worse than before.").waitFor();
  const fresh = page.getByTestId("compare-new").filter({ hasText: "orders and inventory call each other" });
  expect(await fresh.textContent()).toContain("Connect inventory.reserve → orders.get_order");
  expect(await dialog.getByRole("row", { name: /^Tangles 0 1/ }).count()).toBe(1);
  expect(await page.getByTestId("compare-trend").getByRole("img", { name: "Tangles: 0, then 1" }).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  await app.picture("compare");
});

test("what is new is marked in Problems, also the next time, until it is not wanted", async () => {
  const dialog = page.getByTestId("compare");
  await dialog.getByRole("switch", { name: "Mark what is new" }).click();
  await page.waitForTimeout(1000);
  await dialog.getByRole("button", { name: "orders and inventory call each other" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByTestId("open-problems").or(page.getByTestId("new-cycle-sync")).first().waitFor();
  if (await page.getByTestId("open-problems").count()) await page.getByTestId("open-problems").click();
  await page.getByTestId("new-cycle-sync").waitFor();
  expect(await page.getByTestId("new-event-without-subscriber").count()).toBe(0);
  await app.picture("problems-new");
  // The Coupling mode marks the same, and compares too.
  await page.keyboard.press("Control+2");
  await page.getByTestId("coupling-cycle-sync").getByTestId("new-cycle-sync").waitFor();
  await page.getByTestId("coupling-compare").click();
  await page.getByTestId("compare-verdict").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+1");
});

test("the report is told against it, in the form its name says", async () => {
  await page.keyboard.press("Control+Shift+e");
  const dialog = page.getByTestId("dialog");
  await dialog.waitFor();
  expect(await chosen(page.getByTestId("report-baseline"))).toBe("main");
  const to = join(app.folder, "told.html");
  await page.getByTestId("dialog-path").fill(to);
  await page.getByTestId("dialog-submit").click();
  await page.getByTestId("toast").filter({ hasText: "told.html" }).waitFor();
  const told = readFileSync(to, "utf8");
  expect(told).toContain("since main");
  expect(told).toContain("Connect inventory.reserve → orders.get_order");
  expect(told).toMatch(/class="drawn map"[^]*>orders<\/text>/);
  await page.keyboard.press("Control+Shift+e");
  await choose(page.getByTestId("report-form"), "md");
  const path = page.getByTestId("dialog-path");
  expect(await path.inputValue()).toMatch(/\.md$/);
  const markdown = join(app.folder, "told.md");
  await path.fill(markdown);
  await page.getByTestId("dialog-submit").click();
  await page.getByTestId("toast").filter({ hasText: "told.md" }).waitFor();
  expect(readFileSync(markdown, "utf8")).toContain("Since main of ");
});
