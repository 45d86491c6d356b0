// Takes every picture of the running app that docs/pictures keeps: each screen, light and dark, in both window sizes.
//
// `cargo xtask pictures` builds what it needs and runs this. To take some again: PICTURES=02,08 cargo xtask pictures
/// <reference types="node" />

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { galleries } from "../e2e/galleries";
import { chromiumPath, program, type Server, start } from "../e2e/served";
import { smaller } from "./palette-png";
import { retail } from "./retail";

const root = resolve(import.meta.dirname, "../..");
const album = join(root, "docs/pictures");
const wanted = process.env["PICTURES"]?.split(",");
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;
const themes = ["light", "dark"] as const;
/** A busy machine is waited for, ms. */
const patience = 120_000;

/** What one picture is called, which design is open, and what is done before it is taken. */
interface Shot {
  name: string;
  /** In this theme only, in the larger size, under its bare name and theme. */
  only?: "dark";
  design: "webshop" | "webshop-before" | "large" | "empty" | "ecommerce" | null;
  pose: (page: Page) => Promise<void>;
}

// Paths are seen in the pictures, so they are plain.
const folder = join(tmpdir(), "cleave");
const at = (name: string): string => join(folder, name, `${name}.cleave`);
let server: Server;
let browser: Browser;

async function ask(kind: string, of?: unknown): Promise<unknown> {
  const url = new URL(server.url);
  url.pathname = "/api";
  url.searchParams.set("client", "pictures");
  const body = JSON.stringify(of === undefined ? { kind } : { kind, of });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!response.ok) throw new Error(`${kind}: ${await response.text()}`);
  return response.json();
}

function lay(name: string, text: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, `${name}.cleave.kdl`), text);
  execFileSync(program(), ["convert", join(folder, name, `${name}.cleave.kdl`), at(name)]);
  rmSync(join(folder, name, `${name}.cleave.kdl`));
}

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(album, { recursive: true });
  const webshop = readFileSync(join(album, "webshop.cleave.kdl"), "utf8");
  lay("webshop", webshop);
  // Before the call that closes the cycle.
  lay("webshop-before", webshop.replace(/^ *calls orders\.get_order.*\n/m, ""));
  lay("empty", 'cleave 1\ndesign "Untitled design"\n');
  const samples = ["banking", "content-management", "social-network", "ecommerce"].map((name) => join(root, "samples", name, `${name}.cleave.kdl`));
  for (const path of samples.filter((path) => existsSync(path))) {
    const name = path.split(/[\\/]/).at(-2)!;
    mkdirSync(join(folder, name), { recursive: true });
    lay(name, readFileSync(path, "utf8"));
  }
  lay("large", retail());
  const home = join(folder, "home");
  mkdirSync(home);
  server = await start(at("webshop"), home);
  const executablePath = chromiumPath();
  browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser?.close();
  server?.process.removeAllListeners("exit");
  server?.process.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** What the palette finds first. */
async function run(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(text);
  await page.keyboard.press("Enter");
}

async function place(page: Page, kind: string, name: string): Promise<{ x: number; y: number; w: number; h: number }> {
  const box = await page.evaluate(([k, n]) => window.cleaveTest!.locate(window.cleaveTest!.find(k!, n!)!), [kind, name]);
  if (!box) throw new Error(`${kind} ${name} is not drawn`);
  return box;
}

const shots: readonly Shot[] = [
  { name: "01-start", design: null, pose: async (page) => void (await page.getByTestId("recent-0").waitFor()) },
  { name: "02-design", design: "webshop", pose: async (page) => run(page, "#place_order") },
  {
    name: "02b-problems",
    design: "webshop",
    pose: async (page) => {
      await run(page, "#place_order");
      await page.getByTestId("open-problems").click();
      await page.getByTestId("finding-cycle-sync").click();
      await page.getByTestId("show-cycle-sync").click();
    },
  },
  {
    name: "02c-connecting",
    design: "webshop-before",
    pose: async (page) => {
      await run(page, "#get_stock");
      const id = await page.evaluate(() => window.cleaveTest!.find("operation", "get_stock"));
      const port = await page.evaluate((of) => window.cleaveTest!.port(of!, "left"), id);
      const to = await place(page, "operation", "get_order");
      await page.mouse.move(port!.x, port!.y);
      await page.mouse.down();
      await page.mouse.move(port!.x - 30, port!.y + 20, { steps: 4 });
      await page.mouse.move(to.x + to.w + 9, to.y + to.h / 2, { steps: 8 });
      await page.getByTestId("link-card").waitFor();
    },
  },
  {
    name: "04-coupling",
    design: "webshop",
    pose: async (page) => {
      await page.keyboard.press("Control+2");
      await page.getByTestId("matrix-says").waitFor();
      await page.getByTestId("coupling-cycle-sync").click();
      await page.getByTestId("open-fix").waitFor();
      // Nothing is pointed at.
      await page.mouse.move(2, 300);
    },
  },
  {
    name: "05-deploy",
    design: "webshop",
    pose: async (page) => {
      await page.getByTestId("tab-deploy").click();
      await page.getByTestId("prediction-crossing").waitFor();
      await page.mouse.move(2, 300);
    },
  },
  {
    name: "07a-palette",
    design: "webshop",
    pose: async (page) => {
      await run(page, "#place_order");
      await page.keyboard.press("Control+k");
      await page.getByTestId("palette-input").fill("order");
    },
  },
  { name: "07b-empty", design: "empty", pose: async (page) => void (await page.getByTestId("add-first-service").waitFor()) },
  {
    name: "08-large",
    design: "large",
    // All of it is in view, so a map of it says nothing. A window before may have put it away already.
    pose: async (page) => {
      if (await page.getByTestId("minimap").isVisible()) await run(page, ">Minimap");
    },
  },
  {
    name: "09-report",
    design: "webshop",
    pose: async (page) => {
      const report = join(folder, "report.html");
      execFileSync(program(), ["report", at("webshop"), "--out", report]);
      await page.goto(pathToFileURL(report).href);
    },
  },
  {
    name: "deploy",
    only: "dark",
    design: "ecommerce",
    // A call back that makes a circle, which is a gap.
    pose: async (page) => {
      const back = { connection: "call", from: "operation:inventory.reserve", to: "operation:orders.place_order", fields: {} };
      await ask("apply", { command: { kind: "connect", of: back }, gesture: null });
      await page.getByTestId("tab-deploy").click();
      await page.getByTestId("topology-grouped").click();
      await page.getByTestId("gaps").waitFor();
    },
  },
];

/** The screen once nothing on it changes any more. */
async function still(page: Page): Promise<Buffer> {
  let last = await page.screenshot();
  for (let tries = 0; tries < 30; tries += 1) {
    await page.waitForTimeout(200);
    const now = await page.screenshot();
    if (now.equals(last)) return now;
    last = now;
  }
  throw new Error("The picture never came to rest");
}

async function take(shot: Shot, size: (typeof sizes)[number], theme: (typeof themes)[number]): Promise<void> {
  const context = await browser.newContext({ viewport: size, reducedMotion: "reduce", colorScheme: theme });
  try {
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    if (shot.design === null) await ask("close").catch(() => undefined);
    else await ask("open", { path: at(shot.design) });
    await page.goto(server.url);
    if (shot.design !== null) {
      await page.getByTestId("canvas").waitFor();
      await page.waitForFunction(() => window.cleaveTest !== undefined);
      // The window before was of another size, and may have left the problems open.
      const drawer = page.getByTestId("problems-bar").getByRole("button", { name: "Close" });
      if (await drawer.isVisible()) await drawer.click();
      await run(page, ">Fit all");
    }
    await page.evaluate(() => document.fonts.ready);
    await shot.pose(page);
    const png = smaller(await still(page));
    const name = shot.only ? `${shot.name}-${theme}` : `${shot.name}-${theme}-${size.width}x${size.height}`;
    writeFileSync(join(album, `${name}.png`), png);
  } finally {
    await context.close();
  }
}

describe("pictures", () => {
  // The start screen shows what was opened before, the webshop last.
  beforeAll(async () => {
    for (const name of ["banking", "content-management", "social-network", "ecommerce", "webshop"]) {
      if (existsSync(at(name))) await ask("open", { path: at(name) });
    }
  });
  for (const shot of shots) {
    if (wanted && !wanted.some((prefix) => shot.name.startsWith(prefix))) continue;
    it(shot.name, async (test) => {
      if (shot.design !== null && !existsSync(at(shot.design))) return test.skip();
      for (const size of shot.only ? sizes.slice(0, 1) : sizes) for (const theme of shot.only ? [shot.only] : themes) await take(shot, size, theme);
    });
  }
});

// Elements and states stand on a page of their own, which is not part of the app.
const gallery = "10-elements";
it.skipIf(wanted && !wanted.some((prefix) => gallery.startsWith(prefix)))(gallery, async () => {
  const pages = await galleries();
  try {
    for (const theme of themes) {
      const context = await browser.newContext({ viewport: sizes[0], reducedMotion: "reduce", colorScheme: theme });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      await page.goto(`${pages.url}elements.html?theme=${theme}`);
      await page.locator("#gallery svg").first().waitFor();
      await page.evaluate(() => document.fonts.ready);
      await still(page);
      writeFileSync(join(album, `${gallery}-${theme}.png`), smaller(await page.screenshot({ fullPage: true })));
      await context.close();
    }
  } finally {
    await pages.end();
  }
});
