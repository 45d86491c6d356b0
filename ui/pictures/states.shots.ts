// Takes the picture of what the app shows while something is missing, on its way or wrong, and of the states of its rows
// and controls: parts of the running app, posed one after the other, beside the controls themselves.
/// <reference types="node" />

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, it } from "vitest";
import { galleries, type Galleries } from "../e2e/galleries";
import { chromiumPath, type Server, start } from "../e2e/served";
import { smaller } from "./palette-png";

const root = resolve(import.meta.dirname, "../..");
const album = join(root, "docs/pictures");
const wanted = process.env["PICTURES"]?.split(",");
const folder = join(tmpdir(), "cleave-states");
/** Each tile has a design of its own. */
let nth = 0;
let design = "";
let text = "";
const home = join(folder, "home");
const patience = 120_000;
let server: Server;
let browser: Browser;
let pages: Galleries;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const executablePath = chromiumPath();
  browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
  pages = await galleries();
}, patience);
afterAll(async () => {
  await browser?.close();
  await pages?.end();
  stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

function stop(): void {
  server?.process.removeAllListeners("exit");
  server?.process.kill("SIGKILL");
}

/** A design anew, from its text: the webshop, where nothing else is said. */
async function fresh(says = readFileSync(join(album, "webshop.cleave.kdl"), "utf8")): Promise<void> {
  stop();
  nth += 1;
  mkdirSync(join(folder, `${nth}`));
  design = join(folder, `${nth}`, "webshop.cleave");
  text = `${design}.kdl`;
  writeFileSync(text, says);
  server = await start(text, home);
}

const opened = async (page: Page): Promise<void> => {
  await page.goto(server.url);
  await page.getByTestId("canvas").waitFor();
  await page.waitForFunction(() => window.cleaveTest !== undefined);
  await page.evaluate(() => document.fonts.ready);
};

/** A part of the window with some air around it, as a picture in an address. */
async function clip(page: Page, testid: string, air = 24, size?: { width: number; height: number }): Promise<string> {
  const part = page.getByTestId(testid);
  await part.waitFor();
  await page.waitForTimeout(400);
  const box = (await part.boundingBox())!;
  const [width, height] = [size?.width ?? box.width + 2 * air, size?.height ?? box.height + 2 * air];
  const area = { x: Math.max(0, box.x + box.width / 2 - width / 2), y: Math.max(0, box.y + box.height / 2 - height / 2), width, height };
  return `data:image/png;base64,${(await page.screenshot({ clip: area })).toString("base64")}`;
}

async function run(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(words);
  await page.keyboard.press("Enter");
}

/** Deletes the service shipping. */
async function remove(page: Page): Promise<void> {
  await run(page, "#shipping");
  await page.waitForFunction(() => window.cleaveTest!.selection().length === 1);
  await run(page, ">Delete");
}

/** What each tile shows, and how the app is brought to show it. */
const tiles: readonly { title: string; pose: (page: Page) => Promise<string> }[] = [
  {
    title: "Opening a design",
    pose: async (page) => {
      await opened(page);
      await page.route("**/api*", async (route) => {
        if (!(route.request().postData() ?? "").includes('"open"')) return route.continue();
        await page.waitForTimeout(20_000);
        await route.abort();
      });
      await run(page, ">Close design");
      await page.getByTestId("recent-0").click();
      await page.waitForFunction(() => {
        const opening = document.querySelector("[data-testid=opening]");
        return opening !== null && getComputedStyle(opening).opacity === "1";
      });
      return clip(page, "opening", 0, { width: 430, height: 210 });
    },
  },
  {
    title: "Undo after a delete",
    pose: async (page) => {
      await opened(page);
      await remove(page);
      return clip(page, "toast", 0, { width: 440, height: 200 });
    },
  },
  {
    title: "Saving failed",
    pose: async (page) => {
      await opened(page);
      // The disk of this machine is not filled for a picture; what the engine would say is put into its answer.
      await page.route("**/api*", async (route) => {
        const answer = await route.fetch();
        const said = (await answer.json()) as { kind: string; of?: object };
        if (said.kind === "applied") said.of = { ...said.of, saved: false, reason: "The disk is full" };
        await route.fulfill({ response: answer, json: said });
      });
      await remove(page);
      return clip(page, "not-saved", 12);
    },
  },
  {
    title: "Changed on disk",
    pose: async (page) => {
      await opened(page);
      await remove(page);
      await page.getByTestId("toast").waitFor();
      await page.waitForTimeout(1500);
      writeFileSync(text, readFileSync(text, "utf8").replaceAll("Carrier", "Courier"));
      await page.setViewportSize({ width: 1024, height: 700 });
      return clip(page, "outside", 0, { width: 1024, height: 160 });
    },
  },
  {
    title: "Nothing found",
    pose: async (page) => {
      await opened(page);
      await page.keyboard.press("Control+k");
      await page.getByTestId("palette-input").fill("refnd");
      return clip(page, "palette", 10);
    },
  },
  {
    title: "No findings",
    pose: async (page) => {
      await fresh("cleave 1\ndesign Webshop\nservice orders\n");
      await opened(page);
      await page.getByTestId("open-problems").click();
      return clip(page, "problems-bar", 0, { width: 430, height: 230 });
    },
  },
  {
    title: "Recovered after a crash",
    pose: async (page) => {
      await opened(page);
      await remove(page);
      await page.getByTestId("toast").waitFor();
      await page.waitForTimeout(800);
      stop();
      server = await start(text, home);
      await opened(page);
      return clip(page, "toast", 0, { width: 640, height: 180 });
    },
  },
  {
    title: "A text that cannot be read",
    pose: async (page) => {
      await opened(page);
      writeFileSync(join(folder, "broken.cleave.kdl"), "cleave 1\ndesign Broken\nservice orders {\n  calls\n}\n");
      await run(page, ">Open…");
      const field = page.locator("dialog[open] input");
      await field.fill(join(folder, "broken.cleave.kdl"));
      await field.press("Enter");
      await page.waitForTimeout(1200);
      return `data:image/png;base64,${(await page.locator("dialog[open]").screenshot()).toString("base64")}`;
    },
  },
  {
    title: "Dragging a row, and where it would land",
    pose: async (page) => {
      await opened(page);
      const row = (name: string) => page.getByTestId("outline").getByRole("treeitem", { name: new RegExp(`^${name}`) }).first();
      const [from, to] = [(await row("catalog").boundingBox())!, (await row("Fulfilment").boundingBox())!];
      await page.mouse.move(from.x + 60, from.y + 12);
      await page.mouse.down();
      await page.mouse.move(from.x + 70, from.y + 40, { steps: 4 });
      await page.mouse.move(to.x + 70, to.y + to.height / 2, { steps: 6 });
      await page.getByTestId("outline-held").waitFor();
      const { x, y, width } = (await page.getByTestId("outline").boundingBox())!;
      const area = { x, y, width: width + 60, height: 200 };
      return `data:image/png;base64,${(await page.screenshot({ clip: area })).toString("base64")}`;
    },
  },
];

const name = "12-states";
it.skipIf(wanted && !wanted.some((prefix) => name.startsWith(prefix)))(name, async () => {
  for (const theme of ["light", "dark"] as const) {
    const clips: Record<string, string> = {};
    for (const { title, pose } of tiles) {
      await fresh();
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", colorScheme: theme });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      clips[title] = await pose(page);
      await page.mouse.up();
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
    }
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", colorScheme: theme });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    await page.addInitScript((all) => (window.cleaveClips = all), clips);
    await page.goto(`${pages.url}elements.html?page=states&theme=${theme}`);
    await page.locator("#gallery table").waitFor();
    await page.evaluate(() => document.fonts.ready);
    const field = page.getByTestId("refused").locator("input");
    await field.fill("place_orders");
    await field.press("Enter");
    await force(page);
    await page.waitForTimeout(600);
    writeFileSync(join(album, `${name}-${theme}.png`), smaller(await page.screenshot({ fullPage: true })));
    await context.close();
  }
}, 900_000);

/** Shows what stands in `data-force` as if it were hovered, pressed or focused. */
async function force(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root: top } = await session.send("DOM.getDocument", { depth: -1 });
  for (const state of ["hover", "active", "focus-visible", "focus"]) {
    const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: top.nodeId, selector: `[data-force="${state}"] :is(button:not([aria-checked="false"][role="radio"]), [role="treeitem"], input)` });
    const forcedPseudoClasses = state === "active" ? ["hover", "active"] : state === "focus-visible" ? ["focus", "focus-visible"] : [state];
    for (const nodeId of nodeIds) await session.send("CSS.forcePseudoState", { nodeId, forcedPseudoClasses });
  }
}
