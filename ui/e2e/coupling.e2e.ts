// The Coupling mode: the table, the matrix, the plot, the chains and the findings, by pointer and by keyboard.
// Long because: each key of the mode is pressed on the one page that is opened.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { columns } from "../src/modes/coupling/metric-columns";
import { keyOf } from "../src/modes/coupling/number-pages";
import { violations } from "./readable";
import { edited, idOf, type Served, serve } from "./served";

const shop = readFileSync(join(resolve(import.meta.dirname, "../.."), "docs/pictures/webshop.cleave.kdl"), "utf8");

let app: Served;
beforeAll(async () => {
  app = await serve(undefined, { text: shop, shows: "service:orders" });
  app.page.setDefaultTimeout(15_000);
  await app.page.keyboard.press("Control+2");
  await app.page.getByTestId("matrix-says").waitFor();
});
afterAll(async () => {
  await app.end();
});

const names = (page: Page) => page.locator("[data-testid^=metric-][role=row]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-testid")?.slice(7)));
const selected = (page: Page) => page.locator("[role=row].selected").getAttribute("data-testid");
const title = (page: Page) => page.getByTestId("finding-title").textContent();
const cellAt = async (page: Page, row: number, column: number) => {
  const box = (await page.getByTestId("matrix").locator(".body").boundingBox())!;
  return { x: box.x + (column + 0.5) * (box.width / 7), y: box.y + (row + 0.5) * (box.height / 7) };
};

test("shows the figures of the design and what is worst first", async () => {
  const { page } = app;
  expect(await page.getByTestId("tab-coupling").getAttribute("aria-selected")).toBe("true");
  for (const [figure, says] of [["services", "7"], ["connections", "9"], ["cycles", "1"], ["hops", "2"], ["instability", "0.37"]]) {
    expect(await page.getByTestId(`figure-${figure}`).locator("dd").textContent()).toBe(says);
  }
  expect((await names(page)).slice(0, 2)).toEqual(["orders", "inventory"]);
  expect(await title(page)).toBe("orders and inventory call each other");
});

test("sorts by a column and turns round, filters by a word", async () => {
  const { page } = app;
  await page.getByTestId("sort-used_by").click();
  expect((await names(page))[0]).toBe("orders");
  await page.getByTestId("sort-used_by").click();
  expect((await names(page))[0]).toBe("notifications");
  await page.getByTestId("sort-name").click();
  expect((await names(page))[0]).toBe("catalog");
  await page.getByTestId("metrics-filter").fill("in");
  expect(await names(page)).toEqual(["inventory", "shipping"]);
  await page.getByTestId("metrics-filter").press("Escape");
  expect((await names(page)).length).toBe(7);
});

test("copies the table as CSV, by its button and by Ctrl C", async () => {
  const { page } = app;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByTestId("copy-csv").click();
  await page.getByTestId("toast").filter({ hasText: "Copied 7 rows" }).waitFor();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv.split(/\r?\n/)[0]).toBe("Service,Domain,Used by (Ca),Uses (Ce),Instability (I),Sync depth,Fan-out,Shared stores,Events out,Events in,Worst case (ms)");
  expect(csv).toContain("orders,Sales,3,4,0.5714285714285714,2,4,0,2,0,1900");
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.getByTestId("metrics-grid").focus();
  await page.keyboard.press("Control+c");
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("Service,Domain"));
});

test("each number says how it is made, in brief at the pointer and whole in a dialog", async () => {
  const { page } = app;
  await page.getByTestId("whole-tangle-share").click();
  const dialog = page.getByTestId("numbers");
  expect(await dialog.locator("[aria-current]").getAttribute("data-testid")).toBe("number-tangle-share");
  expect(await dialog.locator("[aria-current]").textContent()).toContain("Exact up to 18 services in a tangle");
  expect(await violations(page)).toEqual([]);
  const pages = await dialog.locator("[data-testid^=number-]").evaluateAll((all) => all.map((one) => one.getAttribute("data-testid")!.slice(7)));
  for (const { key } of columns) expect(pages).toContain(keyOf(key));
  for (const shown of await page.locator("[data-testid^=whole-]").all()) expect(pages).toContain((await shown.getAttribute("data-testid"))!.slice(6));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))).toBe("whole-tangle-share");
  await page.getByTestId("about-numbers").click();
  await page.getByTestId("numbers").getByRole("button", { name: "Close" }).click();
  await page.getByTestId("sort-uses").hover();
  await page.getByRole("tooltip").filter({ hasText: "Usual: above 7 is much." }).waitFor();
});

test("further columns are chosen from a menu", async () => {
  const { page } = app;
  await page.getByTestId("columns").click();
  await page.getByTestId("menu").getByText("Blast radius").click();
  await page.getByTestId("sort-blast_radius").waitFor();
  await page.getByTestId("columns").click();
  await page.getByTestId("menu").getByText("Blast radius").click();
  await page.getByTestId("sort-blast_radius").waitFor({ state: "detached" });
});

test("arrows move in the table; what is selected there is selected in matrix, plot and design", async () => {
  const { page } = app;
  await page.getByTestId("worst-first").click();
  await page.getByTestId("metrics-grid").focus();
  await page.keyboard.press("Home");
  expect(await selected(page)).toBe("metric-orders");
  await page.keyboard.press("ArrowDown");
  expect(await selected(page)).toBe("metric-inventory");
  await page.getByTestId("sequence-plot").getByRole("option").filter({ hasText: "inventory: instability 0.50" }).waitFor({ state: "attached" });
  await page.keyboard.press("Control+1");
  expect(await page.evaluate(() => window.cleaveTest?.selection())).toEqual([await idOf(page, "service", "inventory")]);
  await page.keyboard.press("Control+2");
  await page.getByTestId("matrix-says").waitFor();
  expect(await selected(page)).toBe("metric-inventory");
});

test("Enter opens the finding of a service, and the keyboard is there", async () => {
  const { page } = app;
  await page.getByTestId("metric-notifications").click();
  await page.getByTestId("metrics-grid").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("finding-title").filter({ hasText: "notifications" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest("[data-testid=finding-panel]") !== null);
});

test("[ and ] go through the findings, and the list by arrows", async () => {
  const { page } = app;
  await page.getByTestId("coupling-cycle-sync").click();
  const first = await title(page);
  await page.keyboard.press("]");
  await page.waitForFunction((was) => document.querySelector("[data-testid=finding-title]")?.textContent !== was, first);
  await page.keyboard.press("[");
  expect(await title(page)).toBe(first);
  await page.getByTestId("coupling-cycle-sync").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForFunction((was) => document.querySelector("[data-testid=finding-title]")?.textContent !== was, first);
});

test("findings are grouped by rule or by severity, and groups close", async () => {
  const { page } = app;
  await page.getByTestId("findings-by").click();
  await page.getByTestId("menu").getByText("By severity").click();
  await page.getByRole("button", { name: /error Errors 1/ }).click();
  await page.getByTestId("coupling-cycle-sync").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /error Errors 1/ }).click();
  await page.getByTestId("findings-by").click();
  await page.getByTestId("menu").getByText("By rule").click();
  await page.getByTestId("coupling-cycle-sync").waitFor();
});

test("the matrix says what a row does with a column, by pointer and by keyboard", async () => {
  const { page } = app;
  // customers, catalog, payments, inventory, orders, shipping, notifications: orders calls customers.
  const at = await cellAt(page, 4, 0);
  await page.mouse.move(at.x, at.y);
  await page.getByTestId("matrix-says").filter({ hasText: "orders calls customers" }).waitFor();
  await page.mouse.click(at.x, at.y);
  expect(await selected(page)).toBe("metric-orders");
  await page.mouse.move(2, 300);
  await page.getByTestId("metrics-grid").focus();
  for (let tabs = 0; tabs < 10 && !(await page.evaluate(() => document.activeElement?.matches("[data-testid=matrix-grid]"))); tabs += 1) await page.keyboard.press("Tab");
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("ArrowRight");
  await page.getByTestId("matrix-says").filter({ hasText: "orders calls inventory, error" }).waitFor();
  await page.keyboard.press("Enter");
  expect(await title(page)).toBe("orders and inventory call each other");
  await page.keyboard.press("ArrowDown");
  expect(await selected(page)).toBe("metric-shipping");
});

test("the plot selects by arrows and by a click", async () => {
  const { page } = app;
  await page.getByTestId("sequence-plot").focus();
  await page.keyboard.press("End");
  expect(await selected(page)).toBe("metric-notifications");
  await page.getByTestId("sequence-plot").getByRole("option", { name: /^notifications: instability 1.00/ }).waitFor({ state: "attached" });
});

test("a chain selects the services on it", async () => {
  const { page } = app;
  const chain = page.getByTestId("chain-0");
  expect(await chain.textContent()).toMatch(/Shopper.*orders/s);
  await chain.click();
  expect(await selected(page)).toBe("metric-orders");
});

test("narrowed to a domain, everything is", async () => {
  const { page } = app;
  await page.getByTestId("domain-filter").click();
  await page.getByTestId("menu").getByText("Fulfilment").click();
  expect((await names(page)).toSorted()).toEqual(["inventory", "notifications", "shipping"]);
  expect(await page.getByTestId("figure-services").locator("dd").textContent()).toBe("3");
  expect(await page.getByTestId("matrix-grid").getAttribute("aria-rowcount")).toBe("4");
  await page.getByTestId("domain-filter").click();
  await page.getByTestId("menu").getByText("All domains").click();
});

test("shows a finding on the canvas, and why it is one", async () => {
  const { page } = app;
  await page.getByTestId("coupling-cycle-sync").click();
  await page.getByTestId("finding-why").click();
  await page.getByTestId("rule-page").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("show-on-canvas").click();
  await page.getByTestId("focus-bar").filter({ hasText: "orders and inventory" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+2");
  await page.getByTestId("matrix-says").waitFor();
});

test("W waives with a reason, an owner and a day, and ending it brings the finding back", async () => {
  const { page } = app;
  await page.getByTestId("coupling-cycle-sync").click();
  await page.keyboard.press("w");
  const form = page.getByTestId("waive-form");
  await form.getByTestId("waive").click();
  await form.getByRole("alert").filter({ hasText: "A waiver needs a reason" }).waitFor();
  await page.getByTestId("waive-reason").fill("The client release is frozen");
  await page.getByTestId("waive-owner").fill("Checkout team");
  await page.getByTestId("waive-expires").fill("2099-01-31");
  await edited(page, () => form.getByTestId("waive").click());
  await page.getByTestId("waived-box").filter({ hasText: "The client release is frozen" }).waitFor();
  await page.getByTestId("waived-box").getByText("2099-01-31").waitFor();
  expect(await page.getByTestId("waived-findings").textContent()).toContain("2 waived findings");
  await edited(page, () => page.getByTestId("end-waiver").click());
  await page.getByTestId("open-waive").waitFor();
  expect(await page.getByTestId("waived-findings").textContent()).toContain("1 waived finding");
  await edited(page, () => page.keyboard.press("Control+z"));
  await page.getByTestId("waived-box").waitFor();
  await edited(page, () => page.keyboard.press("Control+z"));
  await page.getByTestId("waived-box").waitFor({ state: "detached" });
});

test("a fix says what it does and costs, is applied as one step, and undone", async () => {
  const { page } = app;
  await page.getByTestId("coupling-cycle-sync").click();
  await page.getByTestId("open-fix").waitFor();
  const first = await page.getByTestId("open-fix").getAttribute("aria-label");
  await page.getByTestId("fix-1").click();
  await page.waitForFunction((was) => document.querySelector("[data-testid=open-fix]")?.getAttribute("aria-label") !== was, first);
  await page.getByTestId("fix-0").click();
  await page.getByTestId("finding-title").focus();
  await edited(page, () => page.keyboard.press("Enter"));
  await page.getByTestId("toast").filter({ hasText: `Done: ${first}` }).waitFor();
  await page.getByTestId("coupling-cycle-sync").waitFor({ state: "detached" });
  expect(await page.getByTestId("figure-cycles").locator("dd").textContent()).toBe("0");
  await edited(page, () => page.getByTestId("toast").getByRole("button", { name: "Undo" }).click());
  await page.getByTestId("coupling-cycle-sync").waitFor();
});

test("Shift Space draws the open fix on the canvas; Escape leaves the design as it was, Apply does it", async () => {
  const { page } = app;
  await page.getByTestId("coupling-cycle-sync").click();
  await page.getByTestId("open-fix").waitFor();
  await page.getByTestId("finding-title").focus();
  const step = await page.evaluate(() => window.cleaveTest?.step());
  await page.keyboard.press("Shift+Space");
  await page.getByTestId("ahead-bar").filter({ hasText: /added|removed|changed/ }).waitFor();
  await app.picture("ahead");
  await page.keyboard.press("Escape");
  await page.getByTestId("open-fix").waitFor();
  expect(await page.evaluate(() => window.cleaveTest?.step())).toBe(step);
  await page.getByTestId("preview-fix").click();
  await page.getByTestId("ahead-bar").waitFor();
  await edited(page, () => page.getByTestId("apply-ahead").click());
  await page.getByTestId("ahead-bar").waitFor({ state: "detached" });
  expect(await page.getByTestId("undo").getAttribute("aria-label")).toMatch(/^Undo: Fix: /);
  await page.getByTestId("canvas").focus();
  await edited(page, () => page.keyboard.press("Control+z"));
});

test("Ctrl . leads from a problem in the design to its fixes", async () => {
  const { page } = app;
  await page.keyboard.press("Control+1");
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("F8");
  await page.getByTestId("focus-bar").waitFor();
  const message = await page.getByTestId("focus-bar").locator(".strong").first().textContent();
  await page.keyboard.press("Control+.");
  await page.getByTestId("finding-title").filter({ hasText: message ?? "?" }).waitFor();
  await page.getByTestId("matrix-says").waitFor();
});

test("a problem in the list, and one in the inspector, leads to its fixes by a button", async () => {
  const { page } = app;
  await page.keyboard.press("Control+1");
  const row = page.getByTestId(/^finding-/).first();
  if (!(await row.isVisible())) await page.keyboard.press("Control+j");
  const message = (await row.locator(".message").textContent()) ?? "?";
  await row.hover();
  await row.getByTestId(/^fix-/).click();
  await page.getByTestId("finding-title").filter({ hasText: message }).waitFor();
  await page.keyboard.press("Control+1");
  await page.getByTestId("outline-item-service:orders").click();
  await page.getByTestId("inspector").getByTestId("fix-here").first().click();
  await page.getByTestId("matrix-says").waitFor();
});

test("an edit elsewhere is followed: numbers, matrix and findings", async () => {
  const { page } = app;
  const other = await app.another();
  await other.keyboard.press("Control+p");
  await other.getByTestId("palette-input").fill("#payments");
  await other.keyboard.press("Enter");
  await other.getByTestId("canvas").focus();
  await edited(other, () => other.keyboard.press("Delete"));
  await page.getByTestId("metric-payments").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.querySelector("[data-testid=matrix-grid]")?.getAttribute("aria-rowcount") === "7");
  await edited(other, () => other.keyboard.press("Control+z"));
  await page.getByTestId("metric-payments").waitFor();
  await other.close();
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing, ${theme}`, async () => {
    const { page } = app;
    if ((await page.evaluate(() => document.documentElement.dataset["theme"])) !== theme) await page.getByTestId("theme").click();
    await page.getByTestId("coupling-cycle-sync").click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("w");
    await page.getByTestId("waive-form").waitFor();
    expect(await violations(page), "waiving").toEqual([]);
    await page.keyboard.press("Escape");
  });
}

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});
