// From the design to a workspace: lanes, files, differences, generating.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edited, type Served, serve } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
  await app.page.getByTestId("tab-deploy").click();
});
afterAll(async () => {
  await app.end();
});

const folder = () => join(app.folder, "code");

test("shows the topologies of the design as lanes of services", async () => {
  const { page } = app;
  await page.getByTestId("topology-services").click();
  await page.getByTestId("lane-orders").waitFor();
  expect(await page.locator("[data-chip]").count()).toBe(7);
  await page.getByTestId("topology-monolith").click();
  await page.getByTestId("lane-shop").waitFor();
  expect(await page.locator("[data-chip]").count()).toBe(7);
});

test("a service goes to another lane by dragging, and back by undo", async () => {
  const { page } = app;
  await page.getByTestId("topology-grouped").click();
  const chip = page.getByTestId("lane-storefront").getByTestId("chip-orders");
  const from = (await chip.boundingBox())!;
  const to = (await page.getByTestId("lane-backoffice").boundingBox())!;
  await page.mouse.move(from.x + 40, from.y + 18);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 60, { steps: 8 });
  await page.getByText("orders moves here").waitFor();
  await edited(page, () => page.mouse.up());
  await page.getByTestId("lane-backoffice").getByTestId("chip-orders").waitFor();
  await edited(page, () => page.getByTestId("undo").click());
  await page.getByTestId("lane-storefront").getByTestId("chip-orders").waitFor();
});

test("and by keyboard: lift, choose a lane, drop", async () => {
  const { page } = app;
  await page.getByTestId("lane-storefront").getByTestId("chip-catalog").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await edited(page, () => page.keyboard.press("Space"));
  await page.getByTestId("lane-backoffice").getByTestId("chip-catalog").waitFor();
  await edited(page, () => page.keyboard.press("Control+z"));
});

test("generates the monolith and the services into a folder", async () => {
  const { page } = app;
  const field = page.getByTestId("output-folder");
  await field.fill(folder());
  await field.press("Enter");
  await page.getByText("Ready to generate").waitFor();
  await app.picture("deploy");
  await page.getByTestId("generate").click();
  await page.getByTestId("generated").waitFor({ timeout: 60_000 });
  for (const path of ["Cargo.toml", "services/orders/Cargo.toml", "README.md"]) {
    expect(existsSync(join(folder(), path)), path).toBe(true);
  }
  await page.getByText("Up to date").waitFor();
});

test("what somebody wrote is kept, and its difference is shown", async () => {
  const { page } = app;
  const readme = join(folder(), "README.md");
  writeFileSync(readme, `${readFileSync(readme, "utf8")}\nWritten by hand.\n`);
  await page.getByTestId("output-folder").focus();
  await page.getByTestId("tab-design").click();
  await page.getByTestId("tab-deploy").click();
  await page.getByTestId("files").getByText("README.md", { exact: true }).first().click();
  await page.getByTestId("diff").waitFor();
  await page.getByTestId("generate").click();
  await page.getByTestId("generated").waitFor({ timeout: 60_000 });
  expect(readFileSync(readme, "utf8")).toContain("Written by hand.");
});

test("a gap in the design stops generating and says where it is", async () => {
  const { page } = app;
  await page.getByTestId("tab-design").click();
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill("#get_product");
  await page.keyboard.press("Enter");
  await page.getByTestId("add-call").click();
  await page.getByTestId("menu").getByRole("combobox").fill("orders.place_order");
  await edited(page, () => page.keyboard.press("Enter"));
  await page.getByTestId("tab-deploy").click();
  await page.getByTestId("gaps").waitFor();
  expect(await page.getByTestId("generate").getAttribute("aria-disabled")).toBe("true");
  await page.getByRole("button", { name: "Show on canvas" }).first().click();
  await page.getByTestId("canvas").waitFor();
  await edited(page, () => page.getByTestId("undo").click());
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});
