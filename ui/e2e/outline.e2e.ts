// The outline: the design as a tree that is read, walked, searched and rearranged, in step with the canvas.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boxOf, chosen, edited, idOf, serve, type Served } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
  app.page.setDefaultTimeout(10_000);
});
afterAll(async () => {
  await app.end();
});

const row = (page: Page, id: string) => page.getByTestId(`outline-item-${id}`);
const attributes = (page: Page, id: string) =>
  row(page, id).evaluate((e) => Object.fromEntries(["aria-level", "aria-posinset", "aria-setsize", "aria-expanded", "aria-selected", "aria-label", "tabindex"].map((name) => [name, e.getAttribute(name)])));
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-row") ?? document.activeElement?.getAttribute("data-testid"));
const homeOf = async (page: Page, id: string) => {
  await row(page, id).click();
  return chosen(page.getByTestId("inspector-home"));
};

/** Drags a row to a part of another, 0 its top and 1 its bottom. */
async function drag(page: Page, from: string, to: string, part: number): Promise<void> {
  const [a, b] = [await row(page, from).boundingBox(), await row(page, to).boundingBox()];
  if (!a || !b) throw new Error("not in view");
  await page.mouse.move(a.x + 60, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(b.x + 70, b.y + b.height * part, { steps: 5 });
}

test("every row says what it is, where it stands and what is in it", async () => {
  const { page } = app;
  expect(await page.getByRole("tree", { name: "Outline" }).count()).toBe(1);
  const orders = await attributes(page, "service:orders");
  expect(orders).toMatchObject({ "aria-level": "2", "aria-posinset": "3", "aria-setsize": "3", "aria-expanded": "false", "aria-selected": "false" });
  expect(orders["aria-label"]).toMatch(/^orders, service, Checkout team, 4 operations, used by 3, uses 4/);
  expect((await attributes(page, "domain:sales"))["aria-label"]).toBe("sales, domain, 3 services");
});

test("one row is reached by Tab, and arrows walk with the focus", async () => {
  const { page } = app;
  expect(await page.locator("[role=treeitem][tabindex='0'][data-row]").count()).toBe(1);
  await row(page, "service:orders").click();
  await page.keyboard.press("ArrowRight");
  expect((await attributes(page, "service:orders"))["aria-expanded"]).toBe("true");
  await page.keyboard.press("ArrowRight");
  expect(await focused(page)).toBe("api:orders.orders");
  await page.keyboard.press("ArrowLeft");
  expect(await focused(page)).toBe("service:orders");
  await page.keyboard.press("ArrowLeft");
  expect((await attributes(page, "service:orders"))["aria-expanded"]).toBe("false");
  await page.keyboard.press("ArrowLeft");
  expect(await focused(page)).toBe("domain:sales");
  await page.keyboard.press("End");
  expect(await focused(page)).toBe("group:note");
  await page.keyboard.press("Home");
  expect(await focused(page)).toBe("domain:sales");
  // Letters go to names; those of tools act on the canvas only.
  await page.keyboard.type("sh");
  expect(await focused(page)).toBe("service:shipping");
  expect(await page.locator("[role=treeitem][tabindex='0'][data-row]").count()).toBe(1);
});

test("several rows are selected by keyboard and by pointer", async () => {
  const { page } = app;
  await row(page, "service:catalog").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  const selected = () => page.locator("[data-row][aria-selected=true]").evaluateAll((rows) => rows.map((r) => r.getAttribute("data-row")));
  expect(await selected()).toEqual(["service:catalog", "service:customers", "service:orders"]);
  await row(page, "service:customers").click({ modifiers: ["Control"] });
  expect(await selected()).toEqual(["service:catalog", "service:orders"]);
  await row(page, "service:payments").click();
  await row(page, "service:customers").click({ modifiers: ["Shift"] });
  expect(await selected()).toEqual(["service:customers", "service:orders", "domain:payments", "service:payments"]);
});

test("what is selected on the canvas is shown in the outline, connections too", async () => {
  const { page } = app;
  const card = await boxOf(page, "service:inventory");
  await page.mouse.click(card.x + card.w / 2, card.y + 12);
  await page.waitForFunction(() => document.querySelector("[data-row='service:inventory'][aria-selected=true]"));
  const call = (await row(page, "operation:orders.place_order").count()) > 0;
  expect(call).toBe(false);
  await page.keyboard.press("Control+p");
  await page.getByTestId("palette-input").fill("#place_order");
  await page.keyboard.press("Enter");
  await row(page, "operation:orders.place_order").waitFor();
  await row(page, "operation:orders.place_order").click();
  await page.keyboard.press("ArrowRight");
  await row(page, "group:call:operation:orders.place_order").click();
  const first = page.locator("[data-row][aria-level='6']").first();
  expect(await first.getAttribute("aria-label")).toMatch(/^orders\.place_order calls .*, connection/);
  expect(await first.getAttribute("aria-level")).toBe("6");
  await first.click();
  await page.getByTestId("inspector").getByRole("combobox", { name: "From" }).waitFor();
});

test("on the canvas the focus stands over the element, with its name and place in the tree", async () => {
  const { page } = app;
  await row(page, "service:orders").click();
  await page.getByTestId("canvas").focus();
  const item = page.getByTestId("focus-item");
  expect(await focused(page)).toBe("focus-item");
  expect(await item.getAttribute("aria-label")).toMatch(/^orders, service, Checkout team/);
  expect(await item.getAttribute("aria-level")).toBe("2");
  const [box, drawn] = [await item.boundingBox(), await boxOf(page, "service:orders")];
  expect(Math.abs((box?.x ?? 0) - drawn.x)).toBeLessThan(2);
  expect(Math.abs((box?.width ?? 0) - drawn.w)).toBeLessThan(2);
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("focus-item");
  expect(await item.getAttribute("aria-label")).not.toMatch(/^orders,/);
  // It follows the camera.
  const before = await item.boundingBox();
  await page.mouse.move(700, 400);
  await page.mouse.wheel(0, 60);
  await page.waitForFunction((y) => (document.querySelector("[data-testid=focus-item]")?.getBoundingClientRect().y ?? y) !== y, before?.y ?? 0);
  await page.keyboard.press("Shift+Digit1");
  // Letters still mean what they mean on the canvas.
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("F2");
  await page.getByTestId("rename").waitFor();
  await page.keyboard.press("Escape");
});

test("a search finds in any spelling; what is not there is offered", async () => {
  const { page } = app;
  const search = page.getByTestId("outline-search");
  await search.fill("plcorder");
  await row(page, "operation:orders.place_order").waitFor();
  await search.press("Enter");
  expect(await focused(page)).toBe("operation:orders.place_order");
  await search.fill("shippign");
  const nothing = page.getByTestId("outline-nothing");
  await nothing.getByText("Nothing matches “shippign”").waitFor();
  await nothing.getByRole("button", { name: "shipping", exact: true }).click();
  await row(page, "service:shipping").waitFor();
  await search.fill("wishlist");
  await edited(page, () => page.getByTestId("outline-make").click());
  await boxOf(page, await idOf(page, "service", "wishlist"));
  expect(await search.inputValue()).toBe("");
  await edited(page, () => page.keyboard.press("Control+z"));
});

test("rows are dragged to another place, with a mark where they would land", async () => {
  const { page } = app;
  await row(page, "service:catalog").click();
  await drag(page, "service:catalog", "service:orders", 0.9);
  await page.locator("[data-row='service:orders'].after").waitFor();
  await edited(page, () => page.mouse.up());
  expect((await attributes(page, "service:catalog"))["aria-posinset"]).toBe("3");
  await edited(page, () => page.keyboard.press("Control+z"));
  expect((await attributes(page, "service:catalog"))["aria-posinset"]).toBe("1");
});

test("a service is dragged into another domain, and it is one step", async () => {
  const { page } = app;
  await drag(page, "service:customers", "domain:payments", 0.5);
  await page.locator("[data-row='domain:payments'].into").waitFor();
  await app.picture("outline-drag");
  await edited(page, () => page.mouse.up());
  expect(await homeOf(page, "service:customers")).toBe("domain:payments");
  await edited(page, () => page.keyboard.press("Control+z"));
  expect(await homeOf(page, "service:customers")).toBe("domain:sales");
});

test("Escape ends a drag, and nothing has moved", async () => {
  const { page } = app;
  await drag(page, "service:customers", "domain:payments", 0.5);
  await page.locator("[data-row='domain:payments'].into").waitFor();
  const step = await page.evaluate(() => window.cleaveTest?.step());
  await page.keyboard.press("Escape");
  await page.locator("[data-row='domain:payments'].into").waitFor({ state: "detached" });
  await page.mouse.up();
  expect(await page.evaluate(() => window.cleaveTest?.step())).toBe(step);
});

test("the same by keyboard: another place, and another home from a menu", async () => {
  const { page } = app;
  await row(page, "service:orders").click();
  await page.keyboard.press("ArrowRight");
  await row(page, "event:orders.OrderPlaced").click();
  await edited(page, () => page.keyboard.press("Alt+Shift+ArrowDown"));
  expect(Number((await attributes(page, "event:orders.OrderPlaced"))["aria-posinset"])).toBeGreaterThan(Number((await attributes(page, "event:orders.OrderCancelled"))["aria-posinset"]));
  await row(page, "service:customers").click();
  await page.keyboard.press("Shift+F10");
  await page.getByTestId("menu").getByText("Move to…").click();
  await page.keyboard.type("fulfil");
  await edited(page, () => page.keyboard.press("Enter"));
  expect(await homeOf(page, "service:customers")).toBe("domain:fulfilment");
  await page.getByRole("status").filter({ hasText: "Moved to fulfilment" }).waitFor({ state: "attached" });
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});

test("2 800 services: as many rows are made as fit, and keys go through all of them", async () => {
  const domains = Array.from({ length: 40 }, (_, d) => {
    const services = Array.from({ length: 70 }, (_, s) => `    service d${d}s${s} { api d${d}s${s} { query get { output string; }; }; }`);
    return `domain d${d} {\n${services.join("\n")}\n}`;
  });
  const large = await serve({ width: 1440, height: 900 }, { text: `cleave 1\ndesign large\n\n${domains.join("\n")}\n`, shows: "service:d0s0" });
  try {
    const { page } = large;
    const made = () => page.locator("[data-row]").count();
    const few = await made();
    expect(few).toBeLessThan(80);
    await page.getByTestId("outline-more").click();
    await page.getByTestId("menu").getByText("Open all").click();
    await row(page, "operation:d0s0.d0s0.get").or(row(page, "operation:d0s0.get")).first().waitFor();
    expect(await made()).toBeLessThan(80);
    await row(page, "domain:d0").click();
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.activeElement?.getAttribute("data-row")?.includes("d39s69"));
    expect(await made()).toBeLessThan(80);
    // Scrolled out of view the focused row is still there.
    await page.getByTestId("outline").evaluate((list) => (list.scrollTop = 0));
    await row(page, "domain:d0").waitFor();
    expect(await focused(page)).toContain("d39s69");
    await page.getByTestId("outline-search").fill("d17s33");
    await row(page, "service:d17s33").waitFor();
    expect(large.troubles).toEqual([]);
  } finally {
    await large.end();
  }
});
