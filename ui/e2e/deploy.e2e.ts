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

test("predicts what a topology means, and what a drop would mean before it", async () => {
  const { page } = app;
  await page.getByTestId("topology-grouped").click();
  const figure = (name: string) => page.getByTestId(`prediction-${name}`);
  await figure("crossing").getByText("9", { exact: true }).waitFor();
  await figure("availability").getByText("Availability of orders.place_order").waitFor();
  await figure("crossing").getByText("Apart 11").waitFor();
  const from = (await page.getByTestId("chip-orders").boundingBox())!;
  const to = (await page.getByTestId("lane-backoffice").boundingBox())!;
  await page.mouse.move(from.x + 40, from.y + 18);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 60, { steps: 8 });
  await figure("crossing").locator("strong").waitFor();
  const then = await figure("crossing").locator("strong").innerText();
  expect(Number(then)).toBeLessThan(9);
  await page.mouse.move(from.x + 40, from.y + 18, { steps: 4 });
  await figure("crossing").locator("strong").waitFor({ state: "detached" });
  await page.mouse.move(to.x + to.width / 2, to.y + 60, { steps: 4 });
  await edited(page, () => page.mouse.up());
  await figure("crossing").getByText(then, { exact: true }).waitFor();
  await edited(page, () => page.keyboard.press("Control+z"));
  await figure("crossing").getByText("9", { exact: true }).waitFor();
});

test("by keyboard a prediction is spoken at each lane", async () => {
  const { page } = app;
  await page.getByTestId("chip-orders").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => [...document.querySelectorAll("[aria-live]")].some((live) => /backoffice\. Cross-process calls 9 to \d/.test(live.textContent ?? "")));
  await page.keyboard.press("Escape");
});

test("a suggestion shows what it would mean, applies and undoes as one step", async () => {
  const { page } = app;
  await page.getByTestId("suggestions").locator("summary").click();
  await page.getByRole("switch", { name: "Keep teams apart" }).click();
  const first = page.getByTestId("suggestions").locator("li").first();
  await first.hover();
  await page.getByTestId("prediction-crossing").locator("strong").waitFor();
  await edited(page, () => first.getByTestId("apply-suggestion").click());
  await page.getByTestId("prediction-crossing").getByText("9", { exact: true }).waitFor({ state: "detached" });
  await edited(page, () => page.keyboard.press("Control+z"));
  await page.getByTestId("prediction-crossing").getByText("9", { exact: true }).waitFor();
  await page.getByTestId("suggestions").locator("summary").click();
});

test("what is assumed can be said, and counts", async () => {
  const { page } = app;
  await page.getByTestId("assumptions").locator("summary").click();
  const before = await page.getByTestId("prediction-latency").locator("dd").first().innerText();
  const field = page.getByTestId("assume-hop-ms");
  await field.fill("20 ms");
  await edited(page, () => field.press("Enter"));
  await page.waitForFunction((was) => document.querySelector("[data-testid=prediction-latency] dd")?.textContent?.trim() !== was, before.trim());
  await field.fill("soon");
  await field.press("Enter");
  await page.getByText("Write a time, for example 2 ms").waitFor();
  await field.press("Escape");
  await page.getByTestId("chip-orders").focus();
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
