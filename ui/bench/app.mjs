// The real app on a large design, through `cleave serve` in Chromium: opening, single edits, and Tidy of everything.
//
//   npm run app -- [--design FILE] [--profile FOLDER] [--rounds 3]
//
// Times of the page's main thread are processor time, so that other programs count less. CLEAVE_BIN names the `cleave`;
// the interface is that of `ui/dist` (`npx vite build`), or of the folder in CLEAVE_UI. `--profile` keeps CPU profiles.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { cpuOf, memoryOf } from "./process.mjs";
import { serveLarge } from "./served.mjs";

const { values } = parseArgs({ options: { design: { type: "string" }, profile: { type: "string" }, rounds: { type: "string", default: "3" } } });
const served = await serveLarge("app", values.design);
const { home, server } = served;
const url = new URL(served.url);
const api = new URL("/api", url);
api.search = `${url.search}&client=bench`;

async function ask(kind, of) {
  const response = await fetch(api, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(of === undefined ? { kind } : { kind, of }) });
  const answer = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer).slice(0, 300));
  return answer.of;
}

const chrome = await chromium.launchServer({ executablePath: process.env.CLEAVE_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const browser = await chromium.connect(chrome.wsEndpoint());
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
await page.addInitScript(() => {
  globalThis.longest = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (globalThis.longest = Math.max(globalThis.longest, duration)))).observe({ entryTypes: ["longtask"] });
});
const session = await context.newCDPSession(page);
await session.send("Performance.enable", { timeDomain: "threadTicks" });
await session.send("Profiler.enable");
await session.send("Profiler.setSamplingInterval", { interval: 250 });

const metrics = async () => Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Until the main thread does next to nothing. */
async function quiet() {
  let { TaskDuration: last } = await metrics();
  for (let calm = 0, turns = 0; calm < 3 && turns < 240; turns += 1) {
    await pause(400);
    const { TaskDuration: now } = await metrics();
    calm = now - last < 0.02 ? calm + 1 : 0;
    last = now;
  }
}

async function measured(name, act, until) {
  await page.evaluate(() => (globalThis.longest = 0)).catch(() => undefined);
  const [before, start, began] = [await metrics(), cpuOf(chrome.process().pid), performance.now()];
  if (values.profile) await session.send("Profiler.start");
  await act();
  await until();
  if (values.profile) {
    const { profile } = await session.send("Profiler.stop");
    writeFileSync(join(values.profile, `${name}.cpuprofile`), JSON.stringify(profile));
  }
  const after = await metrics();
  const ms = (key) => ((after[key] - before[key]) * 1000).toFixed(0);
  const longest = await page.evaluate(() => globalThis.longest);
  console.log(
    `${name.padEnd(10)} main thread ${ms("TaskDuration")} ms (script ${ms("ScriptDuration")}), browser ${(cpuOf(chrome.process().pid) - start).toFixed(0)} ms, ` +
      `clock ${(performance.now() - began).toFixed(0)} ms, longest task ${longest.toFixed(0)} ms of the clock, heap ${(after.JSHeapUsedSize / 1e6).toFixed(0)} MB`,
  );
}

const painted = async () => {
  await page.waitForSelector("[data-testid=outline] [role=treeitem]", { timeout: 120_000 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
};

try {
  const { records } = await ask("snapshot");
  const services = records.filter(({ kind }) => kind === "service").map(({ value }) => value.head);
  const places = new Map(records.flatMap(({ kind, value }) => (kind === "placement" && value.view === null ? [[value.element, value]] : [])));
  await measured("open", () => page.goto(url.href), painted);
  await measured("rest", async () => undefined, quiet);
  await page.requestGC();
  await pause(2000);
  console.log(`page ${memoryOf(chrome.process().pid).toFixed(0)} MB`);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const one = services[300 + round * 40];
    const other = services[301 + round * 40];
    await measured(`rename ${round}`, () => ask("apply", { command: { kind: "rename", of: { id: one.id, name: `${one.name}-anew` } }, gesture: null }), quiet);
    const at = places.get(one.id);
    const moved = { ...at, at: { x: at.at.x + 24, y: at.at.y + 16 } };
    await measured(`move ${round}`, () => ask("apply", { command: { kind: "place", of: { placements: [moved] } }, gesture: null }), quiet);
    const connect = { connection: "depend", from: one.id, to: other.id, fields: {} };
    await measured(`connect ${round}`, () => ask("apply", { command: { kind: "connect", of: connect }, gesture: null }), quiet);
    await measured(`undo ${round}`, () => ask("undo"), quiet);
  }
  await measured("tidy", () => page.keyboard.press("Control+Shift+L"), async () => {
    await page.waitForFunction(() => /Tidied|could not be made/.test(document.body.textContent), null, { timeout: 300_000, polling: 500 });
  });
  await measured("after", async () => undefined, quiet);
} finally {
  await browser.close();
  await chrome.close();
  server.kill();
  rmSync(home, { recursive: true, force: true });
}
process.exit(0);
