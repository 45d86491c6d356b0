// The canvas against a blit of the window and against React Flow, in two browsers, in one interleaved run.
//
//   npm run bench -- [--browsers chromium,webkit] [--sizes small,large,huge] [--rounds 2] [--frames 60]
//                    [--candidates blit,cleave,flow] [--scenarios "pan fit,zoom"] [--limit 180] [--keep FILE] [--record]
//
// CLEAVE_BIN names the `cleave` that makes the designs. A candidate that needs longer than the limit (in seconds) for
// one scenario, or to open, is ended there and the table says so. `--keep` adds the measurements to a file and makes the
// table of all that are in it, so that a record can be taken in parts. `--record` writes the tables into
// docs/performance.md; those of browsers and sizes that were not measured stay there.

import { createServer } from "node:http";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "vite";
import { openChromium, openWebKit } from "./browsers.mjs";
import { make } from "./designs.mjs";
import { cpuOf, memoryOf } from "./process.mjs";
import { record, table } from "./table.mjs";

const { values } = parseArgs({
  options: {
    browsers: { type: "string", default: "chromium,webkit" },
    sizes: { type: "string", default: "small,large,huge" },
    candidates: { type: "string", default: "blit,cleave,flow" },
    rounds: { type: "string", default: "2" },
    scenarios: { type: "string", default: "pan fit,pan 40 %,pan 100 %,zoom,drag hub,drag domain" },
    frames: { type: "string", default: "60" },
    limit: { type: "string", default: "180" },
    keep: { type: "string" },
    record: { type: "boolean", default: false },
  },
});
const here = import.meta.dirname;
const root = resolve(here, "../..");
const work = join(tmpdir(), "cleave-bench-data");
const dist = join(work, "dist");
const cleave = [process.env.CLEAVE_BIN, join(root, "target/release/cleave")].find((path) => path && existsSync(path));
if (!cleave) throw new Error("There is no `cleave`: cargo build --release -p cleave-cli, or name it in CLEAVE_BIN");
mkdirSync(work, { recursive: true });

const list = (text) => text.split(",").filter(Boolean);
const scenarios = list(values.scenarios);
const candidates = list(values.candidates);
const sizes = list(values.sizes);
const frames = Number(values.frames);
const limit = Number(values.limit);

/** Somebody needs longer than the limit. */
class Late extends Error {
  message = `did not finish in ${limit} s`;
}

await build({
  root: here,
  base: "/",
  logLevel: "warn",
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: "es2022",
    rollupOptions: { input: candidates.map((name) => join(here, `pages/${name}.html`)) },
  },
  worker: { format: "es" },
});
for (const size of sizes) await make(cleave, size, work);

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".woff2": "font/woff2" };
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://x");
  const file = pathname.startsWith("/data/") ? join(work, pathname.slice(6)) : join(dist, pathname);
  try {
    const bytes = readFileSync(file);
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const address = `http://127.0.0.1:${server.address().port}`;

const browsers = { chromium: openChromium, webkit: openWebKit };
const rows = values.keep && existsSync(values.keep) ? JSON.parse(readFileSync(values.keep, "utf8")) : [];
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const size of sizes) {
    for (const browser of list(values.browsers)) {
      // Backwards every second time, so that what grows with time falls on all alike.
      const order = round % 2 === 0 ? candidates : [...candidates].reverse();
      for (const candidate of order) {
        try {
          rows.push(...(await one(browser, size, candidate)));
        } catch (error) {
          console.error(`${browser} ${size} ${candidate}: ${error}`);
        }
      }
    }
  }
}
server.close();
if (values.keep) writeFileSync(values.keep, JSON.stringify(rows));
console.log(table(rows));
if (values.record) record(rows, join(root, "docs/performance.md"));
process.exit(0);

/** What was asked, unless it takes longer than the limit. */
async function inTime(asked) {
  let timer;
  const late = new Promise((_, refuse) => (timer = setTimeout(() => refuse(new Late()), limit * 1000)));
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
    // It goes on until the browser is ended, and nobody listens any more.
    asked.catch(() => undefined);
  }
}

async function one(browser, size, candidate) {
  const page = await browsers[browser](`${address}/pages/${candidate}.html?sheet=${size}`);
  const out = [];
  const about = { browser, size, candidate };
  let [opened, openedWall] = [null, null];
  let doing = "opening";
  try {
    await inTime(page.ask("while (!window.bench) await new Promise((done) => setTimeout(done, 50));"));
    const start = cpuOf(page.pid);
    openedWall = await inTime(page.ask("return await window.bench.open();"));
    opened = cpuOf(page.pid) - start;
    for (const scenario of scenarios) {
      doing = scenario;
      await inTime(page.ask(`await window.bench.prepare(${JSON.stringify(scenario)});`));
      const [load] = loadavg();
      const before = cpuOf(page.pid);
      const { wall, script } = await inTime(page.ask(`return await window.bench.measure(${frames});`));
      const cpu = (cpuOf(page.pid) - before) / frames;
      await inTime(page.ask("await window.bench.finish();"));
      out.push({ ...about, scenario, cpu, wall, script, load });
      const mean = (of) => of.reduce((a, b) => a + b, 0) / of.length;
      console.error(`${browser} ${size} ${candidate} ${scenario}: cpu ${cpu.toFixed(1)} wall ${mean(wall).toFixed(1)} script ${mean(script).toFixed(2)} load ${load.toFixed(1)}`);
    }
    // What is in use, not what waits to be collected.
    await page.collect();
    const memory = memoryOf(page.pid);
    for (const row of out) row.memory = memory;
    console.error(`${browser} ${size} ${candidate}: opened in ${opened.toFixed(0)} ms of CPU (${openedWall.toFixed(0)} of the clock), ${memory.toFixed(0)} MB`);
  } catch (error) {
    if (!(error instanceof Late)) throw error;
    console.error(`${browser} ${size} ${candidate}: ${doing} ${error.message}`);
    // What follows was not tried: the page is still busy.
    for (const scenario of scenarios.slice(out.length)) out.push({ ...about, scenario, late: limit, during: doing });
  } finally {
    await page.end();
  }
  for (const row of out) Object.assign(row, { opened, openedWall });
  return out;
}
