// Every field of every kind of record is edited through the inspector, and the engine takes it.
// Long because: every kind of record and of field has its own test.

import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choose, chosen, edited, idOf, serve, type Served } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
});
afterAll(async () => {
  await app.end();
});

/** What is written into a field, by its name. */
const texts: { readonly [testid: string]: string } = {
  "field-team": "Another team",
  "field-layer": "core",
  "field-availability": "99.9 %",
  "field-slo": "99.5 %",
  "field-replicas": "2",
  "field-version": "2",
  "field-status": "202",
  "field-output": "string",
  "field-timeout": "750 ms",
  "field-scope": "shop:admin",
  "field-rate": "12.5",
  "field-path": "/elsewhere",
  "field-retries": "3",
  "field-kind": "bank",
  "field-base_url": "https://bank.example.com",
  "field-operations": "charge, refund",
  "field-text": "Read this first",
};

async function alerts(page: Page): Promise<string[]> {
  const shown = page.getByTestId("inspector").getByRole("alert").or(page.locator("[data-testid=toast].error"));
  return shown.allTextContents();
}

async function fields(page: Page, of: string): Promise<Locator[]> {
  return page.getByTestId("inspector").locator(`${of}[data-testid^=field-]`).all();
}

async function select(page: Page, id: string): Promise<void> {
  const name = id.split(".").pop() ?? id;
  const row = page.getByTestId(`outline-item-${id}`);
  if ((await row.count()) === 0) {
    await page.getByTestId("outline-search").fill(name.replace(/^.*:/, ""));
    await row.first().waitFor();
  }
  await row.click();
  await page.getByTestId("outline-search").fill("");
}

/** Changes every field that is shown; answers with those that were changed. */
async function changeAll(page: Page, more: { readonly [testid: string]: string } = {}): Promise<string[]> {
  const done: string[] = [];
  for (const input of await fields(page, "input")) {
    const testid = (await input.getAttribute("data-testid")) ?? "";
    const text = more[testid] ?? texts[testid];
    if (text === undefined) throw new Error(`Nobody says what to write into ${testid}`);
    await input.fill(text);
    await edited(page, () => input.press("Enter"));
    done.push(testid);
  }
  for (const area of await fields(page, "textarea")) {
    await area.fill("Read this first");
    await edited(page, () => area.press("Control+Enter"));
    done.push((await area.getAttribute("data-testid")) ?? "");
  }
  for (const list of await fields(page, "[role=combobox][aria-haspopup=listbox]")) {
    await list.click();
    const values = await page.locator("[role=option]").evaluateAll((options) => options.map((o) => (o as HTMLElement).dataset["value"]));
    await list.press("Escape");
    const now = await chosen(list);
    const next = values.find((value) => value !== now && value !== "");
    if (next === undefined) continue;
    await edited(page, () => choose(list, next));
    done.push((await list.getAttribute("data-testid")) ?? "");
  }
  for (const group of await page.getByTestId("inspector").getByRole("radiogroup").all()) {
    await edited(page, () => group.getByRole("radio").first().click());
    done.push((await group.getAttribute("aria-label")) ?? "");
  }
  for (const box of await page.getByTestId("inspector").locator("input[type=checkbox]").all()) {
    await edited(page, () => box.click());
    done.push("checkbox");
  }
  expect(await alerts(page)).toEqual([]);
  return done;
}

const kinds: readonly [string, string, number, { readonly [testid: string]: string }?][] = [
  ["service", "service:catalog", 7],
  ["api", "api:catalog.catalog", 2],
  ["operation", "operation:catalog.add_product", 11],
  ["event", "event:catalog.PriceChanged", 4, { "field-key": "before" }],
  ["store", "store:catalog.products", 1],
  ["entity", "entity:catalog.products.product", 1, { "field-key": "name" }],
  ["external", "external:carrier", 5],
  ["actor", "actor:shopper", 1],
  ["domain", "domain:sales", 1],
];

for (const [kind, id, least, more] of kinds) {
  test(`every field: ${kind}`, async () => {
    const { page } = app;
    await select(page, id);
    const done = await changeAll(page, more);
    expect(done.length, done.join(", ")).toBeGreaterThanOrEqual(least);
  });
}

test("a connection, from the list of calls", async () => {
  const { page } = app;
  await select(page, "operation:orders.place_order");
  await page.getByRole("list", { name: "Calls" }).getByRole("button").first().click();
  await page.getByRole("combobox", { name: "From" }).waitFor();
  const done = await changeAll(page);
  expect(done.length, done.join(", ")).toBeGreaterThanOrEqual(10);
});

test("fields of an input: added, named, typed, limited and removed", async () => {
  const { page } = app;
  await select(page, "operation:orders.get_order");
  const inspector = page.getByTestId("inspector");
  await edited(page, () => inspector.getByRole("button", { name: "Add a field" }).click());
  const name = inspector.getByRole("textbox", { name: "Name of field 2" });
  await name.fill("version");
  await edited(page, () => name.press("Enter"));
  const type = inspector.getByRole("combobox", { name: "Type of version" });
  await type.fill("list<Order>?");
  await edited(page, () => type.press("Enter"));
  await type.fill("Nonsense");
  await type.press("Enter");
  await inspector.getByRole("alert").waitFor();
  await type.press("Escape");
  expect(await type.inputValue()).toBe("list<Order>?");
  await inspector.getByRole("button", { name: "More of version" }).click();
  const longest = inspector.getByRole("textbox", { name: "Longest, version" });
  await longest.fill("10");
  await edited(page, () => longest.press("Enter"));
  await edited(page, () => inspector.getByRole("button", { name: "Remove version" }).click());
});

test("a type becomes an enum and an error", async () => {
  const { page } = app;
  await select(page, "service:shipping");
  await edited(page, () => page.getByTestId("add-type").click());
  await page.getByTestId("inspector-name").and(page.locator(":focus")).waitFor();
  await page.keyboard.type("Parcel");
  await edited(page, () => page.keyboard.press("Enter"));
  const shape = page.getByTestId("field-shape");
  for (const next of ["enum", "alias", "error", "struct"]) {
    await edited(page, () => choose(shape, next));
    expect(await chosen(shape)).toBe(next);
  }
});

test("calls are put in another order by keyboard", async () => {
  const { page } = app;
  await select(page, "operation:orders.place_order");
  const calls = page.getByRole("list", { name: "Calls" }).getByRole("button");
  const first = await calls.first().textContent();
  await calls.first().focus();
  await edited(page, () => page.keyboard.press("Alt+Shift+ArrowDown"));
  expect(await calls.nth(1).textContent()).toBe(first);
});

test("what every record has: description, tags, links, home", async () => {
  const { page } = app;
  await select(page, "service:shipping");
  const inspector = page.getByTestId("inspector");
  const description = page.getByTestId("inspector-description");
  await description.fill("Hands over parcels");
  await edited(page, () => description.press("Control+Enter"));
  const tags = inspector.getByRole("textbox", { name: "Tags" });
  await tags.fill("core, slow");
  await edited(page, () => tags.press("Enter"));
  await inspector.getByRole("button", { name: "Add a link" }).click();
  const link = inspector.getByRole("textbox", { name: "Address of the new link" });
  await link.fill("https://wiki.example.com");
  await edited(page, () => link.press("Enter"));
  await edited(page, () => choose(page.getByTestId("inspector-home"), "domain:payments"));
});

test("the design: severities of rules, forbidden dependencies", async () => {
  const { page } = app;
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Escape");
  const inspector = page.getByTestId("inspector");
  await choose(inspector.getByRole("combobox", { name: "Set a rule" }), "cycle-sync");
  await edited(page, () => choose(inspector.getByRole("combobox", { name: "Severity of cycle-sync" }), "warning"));
  await inspector.getByRole("button", { name: "Limits and parts of cycle-sync" }).click();
  await edited(page, () => inspector.getByRole("button", { name: "Set it for a part" }).click());
  const part = inspector.getByRole("textbox", { name: "Part 1 for cycle-sync" });
  await part.fill("Fulfilment");
  await edited(page, () => part.press("Enter"));
  await edited(page, () => choose(inspector.getByRole("combobox", { name: "Severity of cycle-sync there" }), "off"));
  await edited(page, () => inspector.getByRole("button", { name: "Remove part 1 for cycle-sync" }).click());
  await part.waitFor({ state: "detached" });
  await edited(page, () => page.keyboard.press("Control+z"));
  await part.waitFor();
  await choose(inspector.getByRole("combobox", { name: "Set a rule" }), "sync-fan-out");
  await inspector.getByRole("button", { name: "Limits and parts of sync-fan-out" }).click();
  const most = inspector.getByRole("textbox", { name: "Limit max of sync-fan-out", exact: true });
  await most.fill("0");
  await edited(page, () => most.press("Enter"));
  await edited(page, () => inspector.getByRole("button", { name: "Set it for a part" }).last().click());
  const there = inspector.getByRole("textbox", { name: "Limit error of sync-fan-out in part 1" });
  await there.fill("twelve");
  await there.press("Enter");
  await inspector.getByText("Write a number, or nothing for the usual one").waitFor();
  await there.fill("12");
  await edited(page, () => there.press("Enter"));
  const gate = inspector.getByRole("textbox", { name: "Limit nccd of gate" });
  await gate.fill("0,2");
  await edited(page, () => gate.press("Enter"));
  const layers = inspector.getByRole("textbox", { name: "Layers, the top one first" });
  await layers.fill("ui, business , data");
  await edited(page, () => layers.press("Enter"));
  await edited(page, () => inspector.getByRole("switch", { name: "Skipping a layer counts too" }).click());
  await edited(page, () => inspector.getByRole("button", { name: "Forbid a dependency" }).click());
  const from = inspector.getByRole("textbox", { name: "On whom" });
  await from.fill("payments");
  await edited(page, () => from.press("Enter"));
});

test("a note is written and points at something", async () => {
  const { page } = app;
  const id = await idOf(page, "note", "");
  await page.getByTestId("outline-item-group:note").click();
  await select(page, id);
  await changeAll(page);
  const about = page.getByTestId("inspector").getByRole("combobox", { name: "Points at" });
  await edited(page, () => choose(about, "service:orders"));
});

test("what would be refused is said while it is typed; nothing is changed by trying", async () => {
  const { page } = app;
  await select(page, "service:shipping");
  const inspector = page.getByTestId("inspector");
  const step = () => page.evaluate(() => window.cleaveTest?.step() ?? 0);
  const before = await step();
  const name = page.getByTestId("inspector-name");
  const said = inspector.getByRole("status").filter({ hasText: /./ });
  await name.fill("orders");
  await said.first().waitFor();
  expect(await name.getAttribute("aria-invalid")).toBe("true");
  // An empty name, then one that is free.
  await name.fill("");
  await said.first().waitFor();
  await name.fill("parcels");
  await said.first().waitFor({ state: "detached" });
  await name.fill("orders");
  await said.first().waitFor();
  await name.press("Escape");
  await said.first().waitFor({ state: "detached" });
  expect(await name.inputValue()).toBe("shipping");
  const share = page.getByTestId("field-availability");
  await share.fill("a lot");
  await inspector.getByText("Write a share from 0 to 100 %").waitFor();
  await share.press("Escape");
  await select(page, "operation:orders.get_order");
  const output = page.getByTestId("field-output");
  await output.fill("Nonsense");
  await inspector.getByRole("status").filter({ hasText: "Nonsense" }).waitFor();
  await output.press("Escape");
  const path = page.getByTestId("field-path");
  await path.fill("no slash");
  await inspector.getByText("A path begins with /").waitFor();
  await path.fill("/orders/{id");
  await inspector.getByText("stands in braces").waitFor();
  await path.press("Escape");
  expect(await step()).toBe(before);
});

test("a field may be missing, is a list, and goes up and down by buttons; words of an enum are rows", async () => {
  const { page } = app;
  await select(page, "type:orders.OrderLine");
  const inspector = page.getByTestId("inspector");
  const names = () => inspector.getByRole("list", { name: "Fields" }).getByRole("textbox", { name: /^Name of field/ }).evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  const [first, second] = await names();
  if (!first || !second) throw new Error("OrderLine has fields");
  const type = () => inspector.getByRole("combobox", { name: `Type of ${first}` }).inputValue();
  const was = await type();
  await inspector.getByRole("button", { name: `More of ${first}` }).click();
  await edited(page, () => inspector.getByRole("checkbox", { name: `${first} may be missing` }).click());
  await edited(page, () => inspector.getByRole("checkbox", { name: `${first} is a list` }).click());
  expect(await type()).toBe(`list<${was}>?`);
  await edited(page, () => inspector.getByRole("button", { name: `Move ${first} down` }).click());
  expect((await names()).slice(0, 2)).toEqual([second, first]);
  await edited(page, () => inspector.getByRole("button", { name: `Move ${first} up` }).click());
  for (let i = 0; i < 4; i++) await edited(page, () => page.keyboard.press("Control+z"));

  await select(page, "type:orders.OrderStatus");
  const words = inspector.getByRole("list", { name: "Words" }).getByRole("textbox");
  const many = await words.count();
  await edited(page, () => inspector.getByRole("button", { name: "Add a word" }).click());
  expect(await words.count()).toBe(many + 1);
  await words.last().fill("returned");
  await edited(page, () => words.last().press("Enter"));
  await words.last().focus();
  await edited(page, () => page.keyboard.press("Alt+Shift+ArrowUp"));
  expect(await words.nth(many - 1).inputValue()).toBe("returned");
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});
