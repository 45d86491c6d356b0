// Tidy of everything in the running app, and its undo: by the clock, and how long a frame waits at most.
//
//   npm run tidy -- [--design FILE] [--profile FOLDER]
//
// CLEAVE_BIN names the `cleave`; the interface is that of `ui/dist` (`npx vite build`), or of the folder in CLEAVE_UI.

import { rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { cpuOf } from "./process.mjs";
import { serveLarge } from "./served.mjs";

const { values } = parseArgs({ options: { design: { type: "string" }, profile: { type: "string" } } });
const { url, home, server } = await serveLarge("tidy", values.design);
const chrome = await chromium.launchServer({ executablePath: process.env.CLEAVE_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const browser = await chromium.connect(chrome.wsEndpoint());
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
await page.addInitScript(() => {
  // The tasks of the window that took longer than 50 ms, and the pauses between two frames.
  const held = (globalThis.held = { tasks: [], frames: [] });
  new PerformanceObserver((list) => held.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ entryTypes: ["longtask"] });
  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    held.frames.push({ startTime: last, duration: now - last });
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
const session = await page.context().newCDPSession(page);
await session.send("Profiler.enable");
await session.send("Profiler.setSamplingInterval", { interval: 250 });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const most = (all) => Math.max(0, ...all.map(({ duration }) => duration));

async function measured(name, act, until) {
  await page.evaluate(() => (globalThis.held.tasks.length = globalThis.held.frames.length = 0));
  if (values.profile) await session.send("Profiler.start");
  const [start, began] = [cpuOf(chrome.process().pid), performance.now()];
  const from = await page.evaluate(() => performance.now());
  await act();
  await until();
  const clock = performance.now() - began;
  // What comes after it holds up frames as well.
  await pause(2500);
  if (values.profile) writeFileSync(join(values.profile, `${name}.cpuprofile`), JSON.stringify((await session.send("Profiler.stop")).profile));
  const { tasks, frames } = await page.evaluate(() => globalThis.held);
  console.log(
    `${name.padEnd(6)} ${clock.toFixed(0)} ms of the clock, browser ${(cpuOf(chrome.process().pid) - start).toFixed(0)} ms, longest task ${most(tasks).toFixed(0)} ms, ` +
      `longest frame ${most(frames).toFixed(0)} ms, load ${loadavg()[0].toFixed(1)}`,
  );
  if (tasks.length > 0) console.log(`       long tasks: ${tasks.map((t) => `${t.duration.toFixed(0)} at ${((t.startTime - from) / 1000).toFixed(1)} s`).join(", ")}`);
}

try {
  await page.goto(url);
  await page.waitForSelector("[data-testid=outline] [role=treeitem]", { timeout: 120_000 });
  // Until courses are bettered and tiles are made.
  let calm = 0;
  for (let last = cpuOf(chrome.process().pid), turns = 0; calm < 4 && turns < 240; turns += 1) {
    await pause(500);
    const now = cpuOf(chrome.process().pid);
    calm = now - last < 60 ? calm + 1 : 0;
    last = now;
  }
  const says = (words) => page.waitForFunction((pattern) => new RegExp(pattern).test(document.body.textContent), words, { timeout: 280_000, polling: 100 });
  await page.getByTestId("canvas").focus();
  await measured("tidy", () => page.keyboard.press("Control+Shift+L"), () => says("Tidied|could not be made"));
  const step = await page.evaluate(() => globalThis.cleaveTest?.step());
  await measured("undo", () => page.keyboard.press("Control+z"), () => page.waitForFunction((was) => globalThis.cleaveTest?.step() !== was, step, { timeout: 60_000, polling: 50 }));
} finally {
  await browser.close();
  await chrome.close();
  server.kill();
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}
process.exit(0);
