// Tidy in the browser: the real engine in its worker, one undo step, and the selection only where there is one.

import { afterAll, beforeAll, expect, test } from "vitest";
import { boxOf, edited, idOf, type Served, serve } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

const services = ["catalog", "customers", "orders", "payments", "inventory", "shipping", "notifications", "gateway"];

async function places(): Promise<string[]> {
  const all: string[] = [];
  for (const name of services) {
    const { x, y } = await boxOf(app.page, await idOf(app.page, "service", name));
    all.push(`${name} ${Math.round(x)} ${Math.round(y)}`);
  }
  return all;
}

test("tidies everything by key, and one undo brings everything back", async () => {
  const { page } = app;
  const before = await places();
  await page.getByTestId("canvas").focus();
  await edited(page, () => page.keyboard.press("Control+Shift+L"));
  const after = await places();
  expect(after.filter((place) => !before.includes(place)).length).toBeGreaterThan(3);
  await edited(page, () => page.keyboard.press("Control+z"));
  expect(await places()).toEqual(before);
});

test("tidies a selected domain, and leaves everything else where it is", async () => {
  const { page } = app;
  // Choosing it may bring it into view.
  await page.getByTestId("outline-item-domain:fulfilment").click();
  await page.getByTestId("canvas").focus();
  const before = await places();
  await edited(page, () => page.keyboard.press("Control+Shift+L"));
  const moved = (await places()).filter((place) => !before.includes(place)).map((place) => place.split(" ")[0]);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.every((name) => ["inventory", "shipping", "notifications"].includes(name!))).toBe(true);
  await edited(page, () => page.keyboard.press("Control+z"));
});

test("one element alone says what to select instead", async () => {
  const { page } = app;
  await page.getByTestId("outline-item-service:gateway").click();
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(">tidy layout");
  await page.keyboard.press("Enter");
  await page.getByTestId("toast").getByText("Select several elements or a domain").waitFor();
  expect(app.troubles).toEqual([]);
});
