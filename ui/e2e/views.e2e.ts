// Ways of looking at a design: lenses, named views, flows, presentations.
// Long because: one person's way through them, each test going on where the one before ended.

import { afterAll, beforeAll, expect, test } from "vitest";
import { boxOf, choose, edited, idOf, serve, type Served } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

/** Puts the keyboard on the canvas with nothing selected. */
async function onCanvas(): Promise<void> {
  await app.page.getByTestId("canvas").focus();
  await app.page.keyboard.press("Escape");
  await app.page.keyboard.press("Escape");
}

test("L opens the lenses; coupling heat has a legend in words and numbers, and lists the most used", async () => {
  const { page } = app;
  await onCanvas();
  await page.keyboard.press("l");
  await page.getByTestId("menu").getByText("Coupling heat").click();
  const legend = page.getByTestId("lens-legend");
  await legend.getByText("3 to 5").waitFor();
  expect(await legend.innerText()).toMatch(/0 to 2\s+7 services/);
  expect(await legend.innerText()).toMatch(/3 to 5\s+1 service\b/);
  const ranked = page.getByTestId("lens-ranked").getByRole("listitem");
  expect(await ranked.count()).toBe(6);
  expect(await ranked.first().innerText()).toMatch(/1\s+orders\s+sales\s+3/);
  // A line of the list leads to its service.
  await ranked.first().getByRole("button").click();
  expect(await page.getByTestId("inspector-name").inputValue()).toBe("orders");
});

test("each lens says something else; from the palette too, and none ends it", async () => {
  const { page } = app;
  for (const [lens, word] of [["team", "Warehouse team"], ["data sensitivity", "Secret"], ["deployable", "In none"], ["latency", "Over 100 %"], ["findings", "No problems"]] as const) {
    await onCanvas();
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill(`>lens: ${lens}`);
    await page.keyboard.press("Enter");
    await page.getByTestId("lens-legend").getByText(word).waitFor();
  }
  await onCanvas();
  await page.getByTestId("lens").click();
  await page.getByTestId("menu").getByText("No lens").click();
  await page.getByTestId("lens-legend").waitFor({ state: "detached" });
});

test("from far away coupling heat shows by itself, with what is drawn there as switches", async () => {
  const { page } = app;
  await onCanvas();
  for (let i = 0; i < 8; i += 1) await page.keyboard.press("-");
  const bundled = page.getByTestId("show-bundled");
  await bundled.waitFor();
  const before = await pixels();
  await bundled.click();
  await page.getByTestId("show-large").waitFor({ state: "detached" });
  await expect.poll(pixels).not.toBe(before);
  await bundled.click();
  await page.getByTestId("lens-design").click();
  expect(await page.getByTestId("inspector-name").inputValue()).toBe("ecommerce");
  await onCanvas();
  await page.keyboard.press("Shift+Digit1");
  await page.getByTestId("lens-legend").waitFor({ state: "detached" });
});

test("shows only a domain from its menu, tells what leads away, and Esc leaves to where one was", async () => {
  const { page } = app;
  await onCanvas();
  const before = await boxOf(page, "service:payments");
  await page.getByTestId("outline-item-domain:sales").click({ button: "right" });
  await page.getByTestId("menu").getByText("Show only this").click();
  expect(await page.getByTestId("view-bar").innerText()).toContain("Only sales");
  await drawn("service:orders");
  expect(await isDrawn("service:payments")).toBe(false);
  await onCanvas();
  await page.getByTestId("view-bar").waitFor({ state: "detached" });
  expect(await boxOf(page, "service:payments")).toEqual(before);
});

test("what is gone to and not shown brings everything back, and it is said", async () => {
  const { page } = app;
  await page.getByTestId("outline-item-service:payments").click({ button: "right" });
  await page.getByTestId("menu").getByText("Show with neighbours").click();
  await drawn("service:orders");
  expect(await isDrawn("service:notifications")).toBe(false);
  await page.getByTestId("outline-item-service:notifications").click();
  await drawn("service:notifications");
  await page.getByTestId("toast").getByText("does not show notifications").waitFor();
});

test("makes a view of what is shown, named at once; opens it from the menu, the outline, the palette and a key", async () => {
  const { page } = app;
  await onCanvas();
  await page.getByTestId("outline-item-domain:fulfilment").click({ button: "right" });
  await page.getByTestId("menu").getByText("Show only this").click();
  await edited(page, () => page.getByTestId("save-view").click());
  const name = page.getByTestId("inspector-name");
  await expect.poll(() => name.inputValue()).toBe("fulfilment");
  await name.fill("Warehouse talk");
  await edited(page, () => name.press("Enter"));
  await onCanvas();
  expect(await isDrawn("service:orders")).toBe(true);

  const opened = async (open: () => Promise<unknown>) => {
    await onCanvas();
    await open();
    await page.getByTestId("view-bar").getByText("Warehouse talk").waitFor();
    expect(await isDrawn("service:orders")).toBe(false);
    await onCanvas();
    await page.getByTestId("view-bar").waitFor({ state: "detached" });
  };
  const id = await idOf(page, "view", "Warehouse talk");
  await opened(async () => {
    await page.getByTestId("views").click();
    await page.getByTestId("menu").getByText("Warehouse talk").click();
  });
  await opened(() => page.getByTestId(`outline-item-${id}`).dblclick());
  await opened(async () => {
    await page.keyboard.press("Control+p");
    await page.getByTestId("palette-input").fill("#warehouse talk");
    await page.keyboard.press("Enter");
  });
  await opened(() => page.keyboard.press("Control+Shift+Digit1"));
});

test("what is moved in a view stands there in it alone, and goes back as in the design", async () => {
  const { page } = app;
  await onCanvas();
  const id = "service:shipping";
  const design = await boxOf(page, id);
  await page.keyboard.press("Control+Shift+Digit1");
  await page.getByTestId("view-bar").waitFor();
  await page.getByTestId(`outline-item-${id}`).click();
  await page.getByTestId("canvas").focus();
  const before = await boxOf(page, id);
  await edited(page, () => page.keyboard.press("Shift+ArrowRight"));
  const moved = await boxOf(page, id);
  expect(moved.x).toBeGreaterThan(before.x);
  await page.getByTestId("view-bar").getByText("1 place of its own").waitFor();
  await onCanvas();
  expect(await boxOf(page, id)).toEqual(design);
  await page.keyboard.press("Control+Shift+Digit1");
  await edited(page, () => page.getByTestId("as-in-design").click());
  expect((await boxOf(page, id)).x).toBeCloseTo(before.x);
  await page.getByTestId("as-in-design").waitFor({ state: "detached" });
  await onCanvas();
});

test("edits what a view shows and its lens in the inspector; duplicates, orders and deletes it, each undone", async () => {
  const { page } = app;
  await onCanvas();
  const id = await idOf(page, "view", "Warehouse talk");
  await page.getByTestId(`outline-item-${id}`).click();
  await edited(page, () => choose(page.getByTestId("view-lens"), "team"));
  await edited(page, () => choose(page.getByTestId("view-shows"), "service"));
  await edited(page, () => choose(page.getByTestId("view-of"), "service:payments"));
  await page.getByTestId("view-open").click();
  await drawn("service:orders");
  expect(await isDrawn("service:notifications")).toBe(false);
  await page.getByTestId("lens-legend").getByText("Warehouse team").waitFor();

  await page.getByTestId("views").click();
  await edited(page, () => page.getByTestId("menu").getByText("Duplicate").click());
  const names = () => page.getByTestId("outline").getByRole("treeitem").filter({ hasText: /Warehouse talk/ }).allInnerTexts();
  await expect.poll(async () => (await names()).length).toBe(2);
  const first = (await names())[0];
  await page.getByTestId("views").click();
  await edited(page, () => page.getByTestId("menu").getByText("Earlier in the list").click());
  expect((await names())[1]).toBe(first);
  await page.getByTestId("views").click();
  await edited(page, () => page.getByTestId("menu").getByText("Delete").click());
  await page.getByTestId("view-bar").waitFor({ state: "detached" });
  expect(await names()).toHaveLength(1);
  await edited(page, () => page.getByTestId("undo").click());
  expect(await names()).toHaveLength(2);
  await onCanvas();
});

test("bookmarks a place and goes back to it", async () => {
  const { page } = app;
  await onCanvas();
  await page.keyboard.press("Control+0");
  const here = await boxOf(page, "service:orders");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(">bookmark");
  await edited(page, () => page.keyboard.press("Enter"));
  await onCanvas();
  await page.keyboard.press("Shift+Digit1");
  expect((await boxOf(page, "service:orders")).w).toBeLessThan(here.w);
  await page.keyboard.press("Alt+PageUp");
  const back = await boxOf(page, "service:orders");
  expect([back.w, Math.round(back.x - here.x), Math.round(back.y - here.y)]).toEqual([here.w, 0, 0]);
  await onCanvas();
});

test("plays the flow of an operation step by step, by keys and buttons, and speaks it", async () => {
  const { page } = app;
  await onCanvas();
  await page.keyboard.press("Shift+Digit1");
  const operation = await idOf(page, "operation", "place_order");
  await page.keyboard.press("Control+p");
  await page.getByTestId("palette-input").fill("#place_order");
  await page.keyboard.press("Enter");
  await page.getByTestId(`outline-item-${operation}`).click({ button: "right" });
  await page.getByTestId("menu").getByText("Show flow").click();
  const bar = page.getByTestId("play-bar");
  await bar.getByText(/^\d+ steps$/).waitFor();
  const steps = Number((await bar.getByText(/^\d+ steps$/).innerText()).split(" ")[0]);
  expect(steps).toBeGreaterThan(4);
  expect(await isDrawn("actor:shopper")).toBe(false);

  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await bar.getByText(`Step 1 of ${steps}`).waitFor();
  const said = async () => (await page.locator("[role=status], [aria-live]").allTextContents()).join(" ");
  await expect.poll(said).toMatch(new RegExp(`Step 1 of ${steps}\\. orders\\.place_order `));
  // With reduced motion Space is a step, and there is nothing that plays by itself.
  expect(await page.getByTestId("flow-play").count()).toBe(0);
  await page.keyboard.press("Space");
  await bar.getByText(`Step 2 of ${steps}`).waitFor();
  await page.getByTestId("flow-previous").click();
  await bar.getByText(`Step 1 of ${steps}`).waitFor();
  expect(await page.getByTestId("flow-previous").getAttribute("aria-disabled")).toBe("true");
  for (let i = 1; i < steps; i += 1) await page.getByTestId("flow-next").click();
  await bar.getByText(`Step ${steps} of ${steps}`).waitFor();
  expect(await bar.innerText()).toContain("subscribes to");

  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.getByTestId("flow-play").click();
  await bar.getByText(`Step 2 of ${steps}`).waitFor({ timeout: 8000 });
  await page.getByTestId("flow-play").click();
  await page.emulateMedia({ reducedMotion: "reduce" });

  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Escape");
  await bar.getByText(`${steps} steps`).waitFor();
  await page.keyboard.press("Escape");
  await bar.waitFor({ state: "detached" });
});

test("focus on a finding moves there, and Esc brings back where one was", async () => {
  const { page } = app;
  await onCanvas();
  await page.keyboard.press("Control+0");
  // Somewhere else than any finding.
  const canvas = (await page.getByTestId("canvas").boundingBox())!;
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
  await page.mouse.wheel(0, 3000);
  const camera = () => page.evaluate(() => window.cleaveTest?.camera() ?? null);
  await page.waitForFunction(() => (window.cleaveTest?.camera().y ?? 0) > 2000);
  const before = await camera();
  await page.keyboard.press("F8");
  await page.getByTestId("focus-bar").waitFor();
  await page.waitForFunction((y) => (window.cleaveTest?.camera().y ?? y) < y, before?.y ?? 0);
  // The next finding still goes back to the beginning.
  await page.keyboard.press("F8");
  await page.keyboard.press("Escape");
  await page.getByTestId("focus-bar").waitFor({ state: "detached" });
  await page.waitForFunction((y) => Math.abs((window.cleaveTest?.camera().y ?? 0) - y) < 0.01, before?.y ?? 0);
  expect(await camera()).toEqual(before);
});

test("presents the views in their order with nothing around them, and comes back", async () => {
  const { page } = app;
  await onCanvas();
  await page.keyboard.press("Shift+Digit1");
  const before = await boxOf(page, "service:orders");
  const views = await page.getByTestId("outline").locator("[data-row^='view:']").allInnerTexts();
  expect(views.length).toBeGreaterThan(2);
  await page.getByTestId("views").click();
  await page.getByTestId("menu").getByText("Present", { exact: true }).click();
  const title = page.getByTestId("slide-title");
  const number = page.getByTestId("slide-number");
  await expect.poll(() => number.innerText()).toBe(`1 / ${views.length}`);
  expect((await title.innerText()).trim()).toBe(views[0]?.trim());
  expect(await page.getByTestId("outline").count()).toBe(0);
  expect(await page.getByTestId("inspector").count()).toBe(0);
  // What was in the middle between the panels is in the middle of the screen.
  const canvas = await page.getByTestId("canvas").boundingBox();
  expect(canvas?.width).toBe(1440);
  await page.keyboard.press("PageDown");
  await expect.poll(() => title.innerText()).toContain(views[1]?.trim() ?? "?");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => number.innerText()).toBe(`3 / ${views.length}`);
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => number.innerText()).toBe(`1 / ${views.length}`);
  await page.getByTestId("end-presenting").click();
  await title.waitFor({ state: "detached" });
  await page.getByTestId("outline").waitFor();
  await expect.poll(() => boxOf(page, "service:orders")).toEqual(before);
  await page.getByTestId("view-bar").waitFor({ state: "detached" });
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});

/** What the canvas shows, for comparing. */
const pixels = (): Promise<string> =>
  app.page.evaluate(() => document.querySelector<HTMLCanvasElement>("[data-testid=canvas] canvas")?.toDataURL() ?? "");

const isDrawn = (id: string): Promise<boolean> => app.page.evaluate((of) => window.cleaveTest?.locate(of) != null, id);

const drawn = async (id: string): Promise<void> => void (await boxOf(app.page, id));
