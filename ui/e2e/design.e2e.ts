// The journey of an architect: draw, be told, take back, come again.

import { afterAll, beforeAll, expect, test } from "vitest";
import { boxOf, draw, edited, idOf, type Served, serve } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

test("opens the sample: services on the canvas and in the outline", async () => {
  const { page } = app;
  expect(await page.title()).toContain("ecommerce");
  for (const name of ["catalog", "customers", "orders", "payments", "inventory", "shipping", "notifications"]) {
    await boxOf(page, await idOf(page, "service", name));
    expect(await page.getByTestId(`outline-item-service:${name}`).count()).toBe(1);
  }
  await page.getByTestId("count-error").waitFor({ state: "detached", timeout: 2000 }).catch(() => undefined);
  await app.picture("design");
});

test("adds a service from the palette, and its name is asked for at once", async () => {
  const { page } = app;
  const canvas = (await page.getByTestId("canvas").boundingBox())!;
  await page.getByTestId("palette-service").click();
  await edited(page, () => page.mouse.click(canvas.x + 130, canvas.y + canvas.height - 170));
  const field = page.getByTestId("rename");
  await field.waitFor();
  await field.fill("loyalty");
  await edited(page, () => field.press("Enter"));
  await boxOf(page, await idOf(page, "service", "loyalty"));
  await page.getByTestId("outline").getByText("loyalty").waitFor();
});

test("renames it in the inspector", async () => {
  const { page } = app;
  const id = await idOf(page, "service", "loyalty");
  await page.getByTestId(`outline-item-${id}`).click();
  const name = page.getByTestId("inspector-name");
  await name.fill("points");
  await edited(page, () => name.press("Enter"));
  await page.getByTestId(`outline-item-${id}`).getByText("points").waitFor();
  // A name that cannot be stands refused at the field, and Escape restores.
  await name.fill("orders");
  await name.press("Enter");
  await page.getByRole("alert").filter({ hasText: "orders" }).waitFor();
  await name.press("Escape");
  expect(await name.inputValue()).toBe("points");
});

test("adds an operation, calls it, and a cycle is reported when the reverse call is drawn", async () => {
  const { page } = app;
  const service = await idOf(page, "service", "points");
  await page.getByTestId(`outline-item-${service}`).click();
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(">add operation");
  await edited(page, () => page.keyboard.press("Enter"));
  const field = page.getByTestId("rename");
  await field.fill("collect");
  await edited(page, () => field.press("Enter"));
  const collect = await idOf(page, "operation", "collect");
  const place = await idOf(page, "operation", "place_order");

  await show("place_order", "collect");
  await edited(page, () => draw(page, place, collect, ["left", "right"]));
  expect(await page.locator("[data-testid=count-error]").count()).toBe(0);

  await show("place_order", "collect");
  const before = await page.evaluate(() => window.cleaveTest?.step());
  await hover(collect, place);
  await page.getByTestId("link-card").getByText(/cycle/i).first().waitFor();
  await app.picture("connecting");
  await page.mouse.up();
  await page.waitForFunction((step) => window.cleaveTest?.step() !== step, before);
  await page.getByTestId("count-error").waitFor();
  await page.keyboard.press("Control+j");
  const finding = page.getByTestId("finding-cycle-sync");
  await finding.waitFor();
  expect(await finding.textContent()).toContain("points");
  await finding.getByRole("button", { name: "Show" }).click({ force: true });
  await app.picture("problems");
});

test("tells why a rule is a rule", async () => {
  const { page } = app;
  await page.getByTestId("finding-cycle-sync").hover();
  await page.getByTestId("why-cycle-sync").click();
  await page.getByTestId("rule-page").waitFor();
  expect((await page.getByTestId("rule-page").textContent())?.length).toBeGreaterThan(100);
  await page.keyboard.press("Escape");
  await page.getByTestId("rule-page").waitFor({ state: "detached" });
});

test("undo takes the reverse call back, and the cycle with it", async () => {
  const { page } = app;
  await edited(page, () => page.getByTestId("undo").click());
  await page.getByTestId("finding-cycle-sync").waitFor({ state: "detached" });
  expect(await page.getByTestId("redo").getAttribute("aria-disabled")).not.toBe("true");
});

test("another browser sees an edit at once", async () => {
  const { page } = app;
  const other = await app.another();
  const id = await idOf(page, "service", "points");
  await other.getByTestId(`outline-item-${id}`).click();
  const team = other.getByTestId("field-team");
  await team.fill("Growth team");
  await edited(page, () => team.press("Enter"));
  await page.getByTestId(`outline-item-${id}`).click();
  expect(await page.getByTestId("field-team").inputValue()).toBe("Growth team");
  await other.close();
});

test("after the server was killed everything is found again, undo included", async () => {
  const { page } = app;
  await app.restart();
  const id = await idOf(page, "service", "points");
  await boxOf(page, id);
  await page.getByTestId(`outline-item-${id}`).click();
  expect(await page.getByTestId("field-team").inputValue()).toBe("Growth team");
  await idOf(page, "operation", "collect");
  await edited(page, () => page.getByTestId("undo").click());
  expect(await page.getByTestId("field-team").inputValue()).toBe("");
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});

/** Both in view, near enough that ports are drawn. */
async function show(first: string, second: string): Promise<void> {
  const { page } = app;
  const rows = [];
  for (const name of [first, second]) {
    await page.keyboard.press("Control+p");
    await page.getByTestId("palette-input").fill(`#${name}`);
    await page.keyboard.press("Enter");
    const row = page.getByTestId(`outline-item-${await idOf(page, "operation", name)}`);
    await row.waitFor();
    rows.push(row);
  }
  // The second is selected; the first joins it.
  await rows[0]?.click({ modifiers: ["Shift"] });
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Shift+Digit2");
  await page.waitForTimeout(200);
  await page.keyboard.press("Escape");
}

/** Draws up to the target, and does not let go. */
async function hover(from: string, to: string): Promise<void> {
  const { page } = app;
  const ends = await page.evaluate(([a, b]) => [window.cleaveTest?.port(a, "right"), window.cleaveTest?.port(b, "left")] as const, [from, to] as const);
  const [start, end] = ends;
  if (!start || !end) throw new Error("not drawn");
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 6 });
  await page.mouse.move(end.x + 6, end.y, { steps: 6 });
}
