// Being usable by everyone: what axe says of each screen, what is announced, system colours, large type.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { violations } from "./readable";
import { choose, edited, serve, type Served } from "./served";

let app: Served;
beforeAll(async () => {
  app = await serve();
  app.page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await app.end();
});

const row = (page: Page, id: string) => page.getByTestId(`outline-item-${id}`);
const said = (page: Page, text: string | RegExp) => page.getByTestId("said").filter({ hasText: text }).waitFor({ state: "attached" });

async function run(page: Page, action: string): Promise<void> {
  await page.keyboard.press("Control+Shift+p");
  await page.getByTestId("palette-input").fill(`>${action}`);
  await page.keyboard.press("Enter");
}

/** Goes to an element by its name, wherever it stands. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+p");
  await page.getByTestId("palette-input").fill(`#${name}`);
  await page.keyboard.press("Enter");
}

const kinds: readonly [string, string][] = [
  ["domain", "sales"],
  ["service", "orders"],
  ["operation", "place_order"],
  ["event", "OrderPlaced"],
  ["external", "carrier"],
  ["actor", "shopper"],
  ["type", "OrderLine"],
];

for (const theme of ["light", "dark"] as const) {
  const inTheme = async (page: Page) => {
    if ((await page.evaluate(() => document.documentElement.dataset["theme"])) !== theme) await page.getByTestId("theme").click();
  };

  test(`axe finds nothing: each kind selected, ${theme}`, async () => {
    const { page } = app;
    await inTheme(page);
    await page.getByTestId("canvas").focus();
    await page.keyboard.press("Escape");
    expect(await violations(page), "the design").toEqual([]);
    for (const [kind, name] of kinds) {
      await goTo(page, name);
      expect(await violations(page), `${kind} ${name}`).toEqual([]);
    }
    await goTo(page, "place_order");
    await page.getByRole("list", { name: "Calls" }).getByRole("button").first().click();
    await page.getByRole("combobox", { name: "From" }).waitFor();
    expect(await violations(page), "connection").toEqual([]);
    await row(page, "service:catalog").click();
    await row(page, "service:orders").click({ modifiers: ["Shift"] });
    expect(await violations(page), "several").toEqual([]);
  });

  test(`axe finds nothing: menu, palette, dialogs, problems, ${theme}`, async () => {
    const { page } = app;
    await row(page, "service:orders").click({ button: "right" });
    await page.getByTestId("menu").waitFor();
    expect(await violations(page), "menu").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill("orders");
    expect(await violations(page), "palette").toEqual([]);
    await page.getByTestId("palette-input").fill("qqqqq");
    expect(await violations(page), "palette without a match").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByTestId("outline-search").fill("shippign");
    await page.getByTestId("outline-nothing").waitFor();
    expect(await violations(page), "outline without a match").toEqual([]);
    await page.getByTestId("outline-search").fill("");
    for (const action of ["New design", "Open…", "Settings", "Export report", "Keyboard shortcuts"]) {
      await run(page, action);
      await page.getByRole("dialog").first().waitFor();
      expect(await violations(page), action).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").first().waitFor({ state: "detached" });
    }
    await page.getByTestId("canvas").focus();
    await page.keyboard.press("Control+j");
    await page.getByTestId("problem-filter").waitFor();
    expect(await violations(page), "problems").toEqual([]);
    await page.keyboard.press("F8");
    expect(await violations(page), "a finding in focus").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+j");
  });

  test(`axe finds nothing: deploy & generate, ${theme}`, async () => {
    const { page } = app;
    await page.getByTestId("tab-deploy").click();
    await page.waitForTimeout(600);
    expect(await violations(page)).toEqual([]);
    await page.getByTestId("tab-design").click();
    await page.getByTestId("canvas").waitFor();
  });
}

test("edits are told: what was deleted, what was undone, which problems there are", async () => {
  const { page } = app;
  await goTo(page, "notifications");
  await page.getByTestId("canvas").focus();
  await edited(page, () => page.keyboard.press("Delete"));
  await said(page, /^Deleted “notifications” and \d+ connections?/);
  await edited(page, () => page.keyboard.press("Control+z"));
  await said(page, /^Undone: /);
  await edited(page, () => page.keyboard.press("Control+y"));
  await said(page, /^Done again: /);
  await edited(page, () => page.keyboard.press("Control+z"));
  await goTo(page, "orders");
  await row(page, "service:orders").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await said(page, /^\d elements selected/);
});

test("an error is told at once, and the focus goes back to where it came from", async () => {
  const { page } = app;
  await goTo(page, "orders");
  await page.keyboard.press("F2");
  const field = page.getByTestId("rename");
  await field.fill("catalog");
  await field.press("Enter");
  await page.getByTestId("warned").or(page.getByRole("alert")).filter({ hasText: "catalog" }).first().waitFor({ state: "attached" });
  await page.keyboard.press("Escape");
  await row(page, "service:orders").focus();
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-row"))).toBe("service:orders");
});

/** Controls that reach out of what holds them, and whether the window scrolls sideways. */
const clipped = (page: Page) =>
  page.evaluate(() => {
    const out: string[] = document.documentElement.scrollWidth > innerWidth ? ["the window scrolls sideways"] : [];
    for (const control of document.querySelectorAll("button, input, select, [role=tab], [role=switch]")) {
      const box = control.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || control.closest(".spoken, [inert]")) continue;
      const name = control.getAttribute("aria-label") ?? control.textContent?.trim() ?? "";
      if (box.left < -1 || box.right > innerWidth + 1) out.push(`${name} reaches out of the window`);
      for (let up = control.parentElement; up; up = up.parentElement) {
        const hides = ["hidden", "clip"].includes(getComputedStyle(up).overflowX);
        const frame = up.getBoundingClientRect();
        // What scrolls is reached by scrolling.
        if (hides && (box.right > frame.right + 1 || box.left < frame.left - 1)) out.push(`${name} is cut by ${up.className}`);
      }
    }
    return [...new Set(out)];
  });

async function setSize(page: Page, percent: number): Promise<void> {
  await run(page, "Settings");
  await choose(page.getByTestId("interface-size"), String(percent));
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").first().waitFor({ state: "detached" });
}

// Text of the system at twice its size leaves a window of 1440 the room of one of 720; at 150 % that is one of 1080.
for (const [percent, width, height] of [[150, 1440, 900], [200, 1080, 675]] as const) {
  test(`everything fits at ${percent} % in a 1440 window`, async () => {
    const { page } = app;
    await page.setViewportSize({ width, height });
    await setSize(page, 150);
    for (const [kind, name] of kinds) {
      await goTo(page, name);
      expect(await clipped(page), `${kind} ${name} selected`).toEqual([]);
    }
    await goTo(page, "place_order");
    await page.getByRole("list", { name: "Calls" }).getByRole("button").first().click();
    await page.getByRole("combobox", { name: "From" }).waitFor();
    expect(await clipped(page), "a connection selected").toEqual([]);
    await page.getByTestId("canvas").focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+a");
    expect(await clipped(page), "everything selected").toEqual([]);
    await page.keyboard.press("Control+j");
    expect(await clipped(page), "problems").toEqual([]);
    await app.picture(`size-${percent}`);
    await page.keyboard.press("Control+j");
    await goTo(page, "place_order");
    await run(page, "Show flow");
    await page.getByTestId("play-bar").waitFor();
    expect(await clipped(page), "a flow").toEqual([]);
    await app.picture(`size-${percent}-flow`);
    await page.getByTestId("canvas").focus();
    await edited(page, () => run(page, "New view from what is shown"));
    await page.keyboard.press("Enter");
    await run(page, "Present");
    await page.getByTestId("slide-title").waitFor();
    expect(await clipped(page), "presenting").toEqual([]);
    await app.picture(`size-${percent}-presenting`);
    await page.getByTestId("end-presenting").click();
    await page.keyboard.press("Control+2");
    await page.getByTestId("matrix-says").waitFor();
    expect(await clipped(page), "coupling").toEqual([]);
    await app.picture(`size-${percent}-coupling`);
    await page.getByTestId("tab-deploy").click();
    await page.getByTestId("prediction-crossing").waitFor();
    expect(await clipped(page), "deploy").toEqual([]);
    await page.getByTestId("tab-design").click();
    await page.getByTestId("canvas").waitFor();
    await setSize(page, 100);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
}

test("in the system's colours the canvas is painted with them", async () => {
  const { page } = app;
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Shift+Digit1");
  await page.emulateMedia({ forcedColors: "active" });
  // Painted anew: the ground is the system's paper, which is white or black.
  await page.waitForFunction(() => {
    const base = document.querySelector<HTMLCanvasElement>("[data-testid=canvas] canvas");
    const [r, g, b] = base?.getContext("2d")?.getImageData(3, 3, 1, 1).data ?? [];
    return r === g && g === b && (r === 0 || r === 255);
  });
  await page.waitForTimeout(500);
  await app.picture("forced-colours");
  const { paper, text, found } = await page.evaluate(() => {
    const probe = document.createElement("span");
    probe.style.setProperty("forced-color-adjust", "none");
    document.body.append(probe);
    const system = (name: string) => {
      probe.style.color = name;
      return (/\d+, \d+, \d+/.exec(getComputedStyle(probe).color)?.[0] ?? "").replaceAll(" ", "");
    };
    const all = { paper: system("Canvas"), text: system("CanvasText"), highlight: system("Highlight") };
    probe.remove();
    const base = document.querySelector<HTMLCanvasElement>("[data-testid=canvas] canvas");
    const data = base?.getContext("2d")?.getImageData(0, 0, base.width, base.height).data ?? [];
    const counts = new Map<string, number>();
    for (let i = 0; i < data.length; i += 4) {
      const key = `${data[i]},${data[i + 1]},${data[i + 2]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // Colours that are no mixture of grey between paper and text, apart from those of smoothed edges.
    const tinted = [...counts].filter(([key, n]) => n > 200 && key !== all.paper && key !== all.text && key !== all.highlight && new Set(key.split(",")).size > 1);
    return { paper: counts.get(all.paper) ?? 0, text: counts.get(all.text) ?? 0, found: tinted.map(([key]) => key) };
  });
  expect(paper).toBeGreaterThan(100_000);
  expect(text).toBeGreaterThan(100);
  expect(found).toEqual([]);
  // axe would read colours that are computed, not those that the browser forces when it paints.
  await page.emulateMedia({ forcedColors: "none" });
});

test("with more contrast there are no shadows and no tints", async () => {
  const { page } = app;
  await page.emulateMedia({ contrast: "more" });
  await page.waitForFunction(() => document.documentElement.dataset["contrast"] === "more");
  const style = await page.evaluate(() => {
    const root = getComputedStyle(document.documentElement);
    return { line: root.getPropertyValue("--line2"), ink3: root.getPropertyValue("--ink3"), shadow: root.getPropertyValue("--level-2") };
  });
  expect(style.line).toBe(style.ink3);
  expect(style.shadow.trim()).toBe("none");
  expect(await violations(page)).toEqual([]);
  await app.picture("more-contrast");
  await page.emulateMedia({ contrast: "no-preference" });
});

test("nothing went wrong in the page", () => {
  expect(app.troubles.filter((text) => !text.startsWith("4"))).toEqual([]);
});

test("axe finds nothing: the start screen, in both themes", async () => {
  const { page } = app;
  await page.getByTestId("canvas").waitFor();
  await run(page, "Close design");
  await page.getByRole("button", { name: /^New/ }).first().waitFor();
  for (const theme of ["light", "dark"]) {
    if ((await page.evaluate(() => document.documentElement.dataset["theme"])) !== theme) await page.getByTestId("theme").click();
    expect(await violations(page), theme).toEqual([]);
  }
});
