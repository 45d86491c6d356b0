// A served design with a browser in front of it, in folders of its own.
/// <reference types="node" />

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
export const sample = join(root, "samples/ecommerce/ecommerce.cleave.kdl");

const programs = [process.env["CLEAVE_BIN"], join(root, "target/debug/cleave"), join(root, "target/release/cleave")];

export function program(): string {
  const found = programs.find((path) => path !== undefined && existsSync(path));
  if (!found) throw new Error("There is no `cleave`: build it with `cargo build -p cleave-cli`, or name it in CLEAVE_BIN");
  return found;
}

export interface Served {
  page: Page;
  /** A folder of this test alone. */
  folder: string;
  design: string;
  url: string;
  /** What went wrong in the page. */
  troubles: string[];
  /** Another page on the same design. */
  another(): Promise<Page>;
  /** Ends the server as a crash would, starts it again on the same file, and loads the page anew. */
  restart(): Promise<void>;
  picture(name: string): Promise<void>;
  end(): Promise<void>;
}

export interface Server {
  process: ChildProcess;
  url: string;
}

export function start(design: string, home: string): Promise<Server> {
  const dist = join(root, "ui/dist");
  const args = ["serve", design, "--listen", "127.0.0.1:0", ...(existsSync(dist) ? ["--ui", dist] : [])];
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, "config"), XDG_DATA_HOME: join(home, "data"), XDG_STATE_HOME: join(home, "state") };
  const child = spawn(program(), args, { env, stdio: ["ignore", "pipe", "pipe"] });
  return new Promise((answer, refuse) => {
    let said = "";
    const hear = (bytes: Buffer) => {
      said += bytes.toString();
      const url = /(http:\/\/\S+)/.exec(said)?.[1];
      if (url) answer({ process: child, url });
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", (bytes: Buffer) => (said += bytes.toString()));
    child.on("exit", (code) => refuse(new Error(`cleave serve ended with ${code}: ${said}`)));
  });
}

/** Where Chromium is, unless it is where Playwright looks itself. */
export const chromiumPath = (): string | undefined =>
  process.env["CLEAVE_CHROMIUM"] ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined);

/** Serves the sample, or a design of this text, perhaps with an element that shows when it is drawn. */
export async function serve(size = { width: 1440, height: 900 }, own?: { text: string; shows?: string }): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "cleave-e2e-"));
  const home = join(folder, "home");
  mkdirSync(home);
  const design = join(folder, "shop.cleave.kdl");
  if (own) writeFileSync(design, own.text);
  else cpSync(sample, design);
  const shows = own ? own.shows : "service:orders";
  let server = await start(design, home);
  const executablePath = chromiumPath();
  const browser: Browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
  const troubles: string[] = [];
  const open = async (): Promise<Page> => {
    const page = await browser.newPage({ viewport: size, reducedMotion: "reduce" });
    page.on("pageerror", (error) => troubles.push(String(error.stack ?? error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) troubles.push(message.text());
    });
    page.on("response", (response) => {
      if (response.status() < 400) return;
      const asked = response.request().postData() ?? response.url();
      // What is tried before it is done may be refused: that is its answer.
      if (response.status() < 500 && asked.startsWith('{"kind":"preview"')) return;
      void response.text().then((text) => troubles.push(`${response.status()}: ${text} to ${asked}`), () => undefined);
    });
    await page.goto(server.url);
    await page.getByTestId("canvas").waitFor();
    await page.waitForFunction((id) => window.cleaveTest !== undefined && (id === undefined || window.cleaveTest.locate(id) !== null), shows);
    return page;
  };
  const page = await open();
  const served: Served = {
    page,
    folder,
    design,
    url: server.url,
    troubles,
    another: open,
    async restart() {
      server.process.removeAllListeners("exit");
      const gone = new Promise((done) => server.process.once("exit", done));
      server.process.kill("SIGKILL");
      await gone;
      // The design goes on in the project that was made beside its text.
      server = await start(join(folder, "shop.cleave"), home);
      served.url = server.url;
      troubles.length = 0;
      await served.page.goto(server.url);
      await served.page.getByTestId("canvas").waitFor();
      await served.page.waitForFunction((id) => window.cleaveTest !== undefined && (id === undefined || window.cleaveTest.locate(id) !== null), shows);
    },
    async picture(name) {
      const to = process.env["CLEAVE_ARTEFACTS"];
      if (to) await served.page.screenshot({ path: join(to, `${name}.png`) });
    },
    async end() {
      await browser.close();
      server.process.removeAllListeners("exit");
      server.process.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return served;
}

/** The id of a record by kind and name. */
export const idOf = async (page: Page, kind: string, name: string): Promise<string> => {
  const handle = await page.waitForFunction(([k, n]) => window.cleaveTest?.find(k, n) ?? null, [kind, name] as const);
  return (await handle.jsonValue()) ?? "";
};

/** Waits until an edit has come back. */
export async function edited(page: Page, does: () => Promise<unknown>): Promise<void> {
  const before = await page.evaluate(() => window.cleaveTest?.step() ?? 0);
  await does();
  await page.waitForFunction((step) => (window.cleaveTest?.step() ?? 0) > step, before);
}

export async function boxOf(page: Page, id: string): Promise<{ x: number; y: number; w: number; h: number }> {
  const handle = await page.waitForFunction((of) => window.cleaveTest?.locate(of) ?? null, id);
  const box = await handle.jsonValue();
  if (!box) throw new Error(`${id} is not drawn`);
  return box;
}

/** Draws a connection by hand, from port to port, or to the middle of what has none. */
export async function draw(page: Page, from: string, to: string, sides: ["left" | "right", "left" | "right"]): Promise<void> {
  const ends = await page.evaluate(
    ([a, b, [one, other]]) => [window.cleaveTest?.port(a, one), window.cleaveTest?.port(b, other)] as const,
    [from, to, sides] as const,
  );
  const [start, end] = ends;
  if (!start || !end) throw new Error(`${from} or ${to} is not drawn`);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 6 });
  await page.mouse.move(end.x + (sides[1] === "left" ? 6 : -6), end.y, { steps: 6 });
  await page.waitForTimeout(150);
  await page.mouse.up();
}

/** Chooses from a list of the interface, by the value of an option. */
export async function choose(list: Locator, value: string): Promise<void> {
  await list.click();
  await list.page().locator(`[role=option][data-value="${value}"]`).click();
}

/** What a list of the interface stands at. */
export const chosen = async (list: Locator): Promise<string> => (await list.getAttribute("data-value")) ?? "";
