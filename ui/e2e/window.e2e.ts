// The window itself: looks, keyboard, sizes, and being readable for everyone.

import { afterAll, beforeAll, expect, test } from "vitest";
import { violations } from "./readable";
import { chosen, edited, idOf, serve, type Served } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

test("the theme changes and is remembered", async () => {
  const { page } = app;
  const shown = () => page.evaluate(() => document.documentElement.dataset["theme"]);
  expect(await shown()).toBe("light");
  await page.getByTestId("theme").click();
  expect(await shown()).toBe("dark");
  await app.picture("design-dark");
  await page.reload();
  await page.getByTestId("canvas").waitFor();
  expect(await shown()).toBe("dark");
  await page.getByTestId("theme").click();
  expect(await shown()).toBe("light");
});

test("the palette finds elements and runs actions", async () => {
  const { page } = app;
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill("orders");
  await page.keyboard.press("Enter");
  expect(await page.getByTestId("inspector-name").inputValue()).toBe("orders");
  await page.keyboard.press("Control+Shift+p");
  await page.getByTestId("palette-input").fill(">problems");
  await page.keyboard.press("Enter");
  await page.getByTestId("problem-filter").waitFor();
  await page.keyboard.press("Control+j");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill("qqqqq");
  await page.getByText("Nothing matches").waitFor();
  await page.keyboard.press("Escape");
});

test("an element is placed, named, moved and deleted by keyboard alone", async () => {
  const { page } = app;
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("x");
  await edited(page, () => page.keyboard.press("Enter"));
  await page.getByTestId("rename").fill("Mailer");
  await edited(page, () => page.keyboard.press("Enter"));
  const id = await idOf(page, "external", "Mailer");
  const before = await page.evaluate((of) => window.cleaveTest?.locate(of)?.x ?? 0, id);
  await edited(page, () => page.keyboard.press("Shift+ArrowRight"));
  const after = await page.evaluate((of) => window.cleaveTest?.locate(of)?.x ?? 0, id);
  expect(after).toBeGreaterThan(before);
  await edited(page, () => page.keyboard.press("Delete"));
  await page.getByTestId("toast").getByText("Deleted").waitFor();
  await edited(page, () => page.getByTestId("toast").getByRole("button", { name: "Undo" }).click());
  await idOf(page, "external", "Mailer");
});

test("the outline is a tree that arrows walk", async () => {
  const { page } = app;
  await page.getByTestId("outline-item-service:orders").click();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.getByTestId("outline-item-api:orders.orders").waitFor();
  expect(await page.getByTestId("outline").getByRole("treeitem", { selected: true }).count()).toBe(1);
  await page.keyboard.press("F2");
  await page.getByTestId("rename").waitFor();
  await page.keyboard.press("Escape");
});

test("two elements are connected by keyboard alone, and the line is deleted", async () => {
  const { page } = app;
  await page.getByTestId("outline-item-service:notifications").click();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("c");
  await page.getByTestId("connect-field").waitFor();
  await page.keyboard.type("customers.get");
  await edited(page, () => page.keyboard.press("Enter"));
  await page.getByTestId("inspector").getByText("get_customer").first().waitFor();
  await edited(page, () => page.keyboard.press("Control+z"));
});

test("an element drops from the palette into a domain", async () => {
  const { page } = app;
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Shift+Digit1");
  await page.waitForTimeout(300);
  const from = (await page.getByTestId("palette-service").boundingBox())!;
  const domain = await page.evaluate(() => window.cleaveTest?.locate("domain:payments") ?? null);
  if (!domain) throw new Error("payments is not drawn");
  await page.mouse.move(from.x + 20, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(domain.x + domain.w / 2, domain.y + domain.h - 8, { steps: 10 });
  await page.waitForTimeout(250);
  await edited(page, () => page.mouse.up());
  await page.getByTestId("rename").fill("fraud");
  await edited(page, () => page.keyboard.press("Enter"));
  const id = await idOf(page, "service", "fraud");
  await page.getByTestId(`outline-item-${id}`).click();
  expect(await chosen(page.getByTestId("inspector-home"))).toBe("domain:payments");
});

test("everybody can read it: design, palette, deploy, in both themes", async () => {
  const { page } = app;
  for (const theme of ["light", "dark"]) {
    if ((await page.evaluate(() => document.documentElement.dataset["theme"])) !== theme) await page.getByTestId("theme").click();
    await page.waitForTimeout(300);
    expect(await violations(page), `design, ${theme}`).toEqual([]);
    await page.keyboard.press("Control+k");
    expect(await violations(page), `palette, ${theme}`).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByTestId("tab-deploy").click();
    await page.waitForTimeout(600);
    expect(await violations(page), `deploy, ${theme}`).toEqual([]);
    await page.getByTestId("tab-design").click();
  }
});

test("the smallest window shows everything that matters", async () => {
  const { page } = app;
  await page.getByTestId("tab-design").click();
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByTestId("open-outline").click();
  await page.getByTestId("outline-item-service:orders").click();
  await page.keyboard.press("Escape");
  expect(await page.getByTestId("inspector-name").isVisible()).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await app.picture("compact");
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});
