// What the hand does on the canvas: moving, nesting, copying, naming, drawing into the empty.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boxOf, chosen, edited, idOf, serve, type Served } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve({ width: 1600, height: 1000 });
});
afterAll(async () => {
  await app.end();
});

interface Point {
  x: number;
  y: number;
}

/** Drags from one point to another, resting over the end as a hand does. */
async function drag(page: Page, from: Point, to: Point, held?: string): Promise<void> {
  if (held) await page.keyboard.down(held);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.waitForTimeout(260);
  await page.mouse.move(to.x + 1, to.y);
  await page.waitForTimeout(60);
  await page.mouse.up();
  if (held) await page.keyboard.up(held);
}

/** The header of a card. */
const headOf = async (page: Page, id: string): Promise<Point> => {
  const box = await boxOf(page, id);
  return { x: box.x + box.w * 0.7, y: box.y + 8 };
};

test("a service dragged into another domain belongs to it, in one step", async () => {
  const { page } = app;
  const domain = await boxOf(page, "domain:payments");
  await edited(page, async () => drag(page, await headOf(page, "service:shipping"), { x: domain.x + domain.w / 2, y: domain.y + domain.h - 14 }));
  await page.getByTestId("outline-item-service:shipping").click();
  expect(await chosen(page.getByTestId("inspector-home"))).toBe("domain:payments");
  await edited(page, () => page.getByTestId("undo").click());
  expect(await chosen(page.getByTestId("inspector-home"))).toBe("domain:fulfilment");
});

test("a domain takes its members along", async () => {
  const { page } = app;
  await page.keyboard.press("Escape");
  const before = await boxOf(page, "service:payments");
  const domain = await boxOf(page, "domain:payments");
  await edited(page, () => drag(page, { x: domain.x + 20, y: domain.y - 8 }, { x: domain.x + 20, y: domain.y + 52 }));
  const after = await boxOf(page, "service:payments");
  expect(after.y).toBeGreaterThan(before.y + 20);
  await edited(page, () => page.getByTestId("undo").click());
});

test("a copy is dragged out with Alt", async () => {
  const { page } = app;
  await page.keyboard.press("Escape");
  const from = await headOf(page, "external:carrier");
  await edited(page, () => drag(page, from, { x: from.x - 190, y: from.y + 60 }, "Alt"));
  await idOf(page, "external", "carrier_2");
  await edited(page, () => page.getByTestId("undo").click());
});

test("a double click on a name changes it in place", async () => {
  const { page } = app;
  await page.keyboard.press("Escape");
  const box = await boxOf(page, "service:catalog");
  await page.mouse.dblclick(box.x + box.w * 0.36, box.y + box.h * 0.07);
  await page.getByTestId("rename").fill("assortment");
  await edited(page, () => page.keyboard.press("Enter"));
  await idOf(page, "service", "assortment");
  await edited(page, () => page.keyboard.press("Control+z"));
});

test("a line dropped on empty canvas makes what it is connected to", async () => {
  const { page } = app;
  await page.keyboard.press("Escape");
  await page.getByTestId("outline-item-service:notifications").click();
  await page.waitForTimeout(200);
  const from = await page.evaluate(() => window.cleaveTest?.port("service:notifications", "right") ?? null);
  const box = await boxOf(page, "service:notifications");
  const start = from ?? { x: box.x + box.w, y: box.y + box.h / 2 };
  await page.keyboard.press("Escape");
  await page.keyboard.down("c");
  await page.getByTestId("canvas").focus();
  await page.keyboard.up("c");
  const row = await page.evaluate(() => window.cleaveTest?.port("operation:notifications.list_messages", "right") ?? null);
  const at = row ?? start;
  await drag(page, at, { x: at.x + 60, y: at.y + 120 });
  await page.getByTestId("menu").waitFor();
  await page.keyboard.type("Service");
  await edited(page, () => page.keyboard.press("Enter"));
  await page.getByTestId("rename").fill("templates");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => window.cleaveTest?.find("service", "templates") != null);
  await page.getByTestId("outline-item-operation:notifications.list_messages").or(page.getByTestId("outline-item-service:notifications")).first().click();
  await edited(page, () => page.getByTestId("undo").click());
});

test("the context menu offers what can be done", async () => {
  const { page } = app;
  await page.keyboard.press("Escape");
  const at = await headOf(page, "service:inventory");
  await page.mouse.click(at.x, at.y, { button: "right" });
  await page.getByTestId("menu").getByText("Rename").waitFor();
  await page.getByTestId("menu").getByText("Collapse or expand").click();
  await page.waitForTimeout(300);
  await edited(page, () => page.getByTestId("undo").click());
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});
