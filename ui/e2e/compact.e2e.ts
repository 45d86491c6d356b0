// The smallest window: what gives way to the canvas, how it is reached all the same, and what Escape closes first.

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { violations } from "./readable";
import { idOf, serve, type Served } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve({ width: 1024, height: 700 });
});
afterAll(async () => {
  await app.end();
});
beforeEach(async () => {
  for (let i = 0; i < 4; i += 1) await app.page.keyboard.press("Escape");
});

const width = async (testid: string): Promise<number> => (await app.page.getByTestId(testid).boundingBox())?.width ?? 0;
const area = () => app.page.evaluate(() => document.activeElement?.closest("[data-area]")?.getAttribute("data-area") ?? null);
const outline = () => app.page.getByTestId("outline");

test("the rail is a strip of 48, the inspector 280, and the canvas has the rest, without scrolling", async () => {
  const { page } = app;
  const strip = page.locator("[data-area=rail]");
  expect((await strip.boundingBox())!.width).toBe(48);
  expect(await width("inspector")).toBe(280);
  expect(await outline().count()).toBe(0);
  // Dividers are a pixel.
  expect(1024 - 48 - 280 - (await width("canvas"))).toBeLessThanOrEqual(2);
  expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([1024, 700]);
  expect(await page.getByTestId("minimap").count()).toBe(0);
});

test("the search field and the word Saved are icons with names, and counts have lost their words", async () => {
  const { page } = app;
  expect(await width("search")).toBe(28);
  expect(await page.getByTestId("search").getAttribute("aria-label")).toBe("Search or run");
  await page.getByTestId("search").click();
  await page.getByTestId("palette-input").waitFor();
  const palette = (await page.getByTestId("palette-input").boundingBox())!;
  expect(palette.x).toBeGreaterThan(0);
  expect(palette.x + palette.width).toBeLessThan(1024);
  await page.keyboard.press("Escape");
  const saved = page.getByTestId("save-state");
  expect([(await saved.textContent())?.trim(), await saved.getAttribute("aria-label")]).toEqual(["", "Saved"]);
  const counts = page.getByTestId("open-problems").locator("[data-testid^=count-]");
  // Only the eye misses the words.
  for (const count of await counts.all()) {
    expect((await count.textContent())?.replace(/\s+/g, " ").trim()).toMatch(/^\d+ (errors?|warnings?|info|waived)$/);
    expect((await count.boundingBox())!.width).toBeLessThan(50);
  }
});

test("the outline opens over the canvas, which keeps its size; Escape closes it before anything else", async () => {
  const { page } = app;
  const before = await width("canvas");
  await page.getByTestId("open-outline").click();
  await outline().waitFor();
  expect(await page.getByTestId("open-outline").getAttribute("aria-pressed")).toBe("true");
  expect(await width("canvas")).toBe(before);
  const over = (await outline().boundingBox())!;
  expect(over.x).toBeGreaterThanOrEqual(48);
  const shop = await idOf(page, "service", "orders");
  await page.getByTestId(`outline-item-${shop}`).click();
  expect(await page.evaluate(() => window.cleaveTest?.selection())).toEqual([shop]);
  await page.keyboard.press("Escape");
  await outline().waitFor({ state: "detached" });
  // What was chosen in it stays chosen, and the focus is not lost.
  expect(await page.evaluate(() => window.cleaveTest?.selection())).toEqual([shop]);
  expect(await page.getByTestId("inspector-name").inputValue()).toBe("orders");
  expect(await area()).toBe("canvas");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => window.cleaveTest?.selection())).toEqual([]);
});

test("Ctrl F opens it with the focus in its search field; Escape leads back", async () => {
  const { page } = app;
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Control+f");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "outline-search");
  await page.keyboard.type("stripe-nobody-has");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await outline().waitFor({ state: "detached" });
  expect(await area()).toBe("canvas");
});

test("F6 goes through top bar, strip, canvas, inspector and problems in this order", async () => {
  const { page } = app;
  await page.getByTestId("canvas").focus();
  const seen: (string | null)[] = [];
  for (let i = 0; i < 5; i += 1) {
    await page.keyboard.press("F6");
    seen.push(await area());
  }
  const from = seen.indexOf("top");
  expect([...seen.slice(from), ...seen.slice(0, from)]).toEqual(["top", "rail", "canvas", "problems", "inspector"]);
});

test("every element kind can be picked up from the strip by keyboard, and each button is 24 or larger", async () => {
  const { page } = app;
  const buttons = page.locator("[data-area=rail] button");
  expect(await buttons.count()).toBeGreaterThanOrEqual(10);
  for (const button of await buttons.all()) {
    const box = (await button.boundingBox())!;
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
    expect(await button.getAttribute("aria-label")).toBeTruthy();
  }
  await page.getByTestId("palette-service").focus();
  await page.keyboard.press("Enter");
  expect(await page.getByTestId("palette-service").getAttribute("aria-pressed")).toBe("true");
});

test("everybody can read it, with the outline open too, in both themes", async () => {
  const { page } = app;
  for (const theme of ["light", "dark"]) {
    if ((await page.evaluate(() => document.documentElement.dataset["theme"])) !== theme) await page.getByTestId("theme").click();
    await page.waitForTimeout(300);
    expect(await violations(page), theme).toEqual([]);
    await page.getByTestId("open-outline").click();
    await outline().waitFor();
    expect(await violations(page), `${theme}, outline`).toEqual([]);
    await page.keyboard.press("Escape");
  }
});

test("a tooltip is one line of 240 at most, and its key is never cut", async () => {
  const { page } = app;
  const [tip, words, key] = await page.evaluate(() => {
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.innerHTML = `<span class="cut">${"a long name ".repeat(20)}</span><kbd>Ctrl K</kbd>`;
    document.body.append(tip);
    const all = [tip, ...tip.children].map((one) => one.getBoundingClientRect().toJSON() as DOMRect);
    tip.remove();
    return all as [DOMRect, DOMRect, DOMRect];
  });
  expect([tip.width, tip.height < 30]).toEqual([240, true]);
  expect(words.right).toBeLessThan(key.left);
  expect(key.right).toBeLessThanOrEqual(tip.right);
});

test("Deploy & Generate fits it as well", async () => {
  const { page } = app;
  await page.getByTestId("tab-deploy").click();
  await page.locator("[data-chip]").first().waitFor();
  expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([1024, 700]);
  const generate = (await page.getByTestId("generate").boundingBox())!;
  expect(generate.x + generate.width).toBeLessThanOrEqual(1024);
  await page.getByTestId("tab-design").click();
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});
