// How soon the verdict on a connection is seen, in the real app on the design of 2,800 services: from the pointer entering
// a target to the card that tells what a release would do, and from the release to the painted findings.
//
//   npm run live -- [--browsers chromium,webkit] [--targets 24] [--drops 12] [--design FILE] [--keep FILE]
//
// The app runs through `cleave serve`, in Chromium and in the WebKitGTK that the desktop window is made of. CLEAVE_BIN
// names the `cleave`; the interface is that of `ui/dist` (`npx vite build`), or of the folder in CLEAVE_UI. Times are by
// the clock; those of the engine are what it needed to answer, with the way there and back.

import { rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { openChromium, openWebKit } from "./browsers.mjs";
import { serveLarge } from "./served.mjs";

const { values } = parseArgs({
  options: {
    browsers: { type: "string", default: "chromium,webkit" },
    targets: { type: "string", default: "24" },
    drops: { type: "string", default: "12" },
    design: { type: "string" },
    keep: { type: "string" },
  },
});

/** In the page: the hand, and clocks on what the host is asked. */
function prepare() {
  const surface = [...document.querySelectorAll("[data-testid=canvas] canvas")].at(-1);
  // Events made by a page have no pointer that could be captured.
  surface.setPointerCapture = () => undefined;
  const answered = { preview: 0, apply: 0, undo: 0, affordances: 0 };
  const fetched = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (address, init) => {
    const kind = /^\{"kind":"([\w-]+)"/.exec(String(init?.body ?? ""))?.[1] ?? "";
    const response = await fetched(address, init);
    const text = await response.text();
    if (kind in answered) answered[kind] = performance.now();
    return new Response(text, { status: response.status, headers: response.headers });
  };
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  /** After what the next frame shows has been painted. */
  const painted = async () => {
    await frame();
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    });
    return performance.now();
  };
  const point = (kind, { x, y }) =>
    surface.dispatchEvent(new PointerEvent(kind, { pointerId: 1, pointerType: "mouse", bubbles: true, clientX: x, clientY: y, button: kind === "pointermove" ? -1 : 0, buttons: kind === "pointerup" ? 0 : 1 }));
  async function until(holds, ms = 30_000) {
    for (const end = performance.now() + ms; performance.now() < end; await pause(4)) if (holds()) return true;
    return false;
  }
  const test = window.cleaveTest;
  const key = (key, more = {}) => document.querySelector("[data-testid=canvas]").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  window.live = {
    /** An operation in the middle of the view at full size, and others that show beside it. */
    async find(targets) {
      const services = test.all("service");
      const start = services[Math.floor(services.length / 2)].value.head;
      document.querySelector("[data-testid=search]").click();
      await until(() => document.querySelector("[data-testid=palette-input]"));
      const input = document.querySelector("[data-testid=palette-input]");
      input.value = `#${start.name}`;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await pause(600);
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      await pause(800);
      document.querySelector("[data-testid=canvas]").focus();
      key("0", { ctrlKey: true, code: "Digit0" });
      await pause(1500);
      const box = surface.getBoundingClientRect();
      const isSeen = (p) => p && p.x > box.left + 60 && p.y > box.top + 60 && p.x < box.right - 60 && p.y < box.bottom - 60;
      const shown = test.all("operation").flatMap(({ value }) => {
        const at = test.port(value.head.id, "right");
        const row = test.locate(value.head.id);
        return isSeen(at) && row && isSeen(row) ? [{ id: value.head.id, home: value.head.home, at, row: { x: row.x + row.w / 2, y: row.y + row.h / 2 } }] : [];
      });
      const [from] = shown;
      this.from = from;
      this.targets = shown.filter((one) => one.home !== from?.home).slice(0, targets);
      return this.targets.length;
    },
    async grab() {
      const { at } = this.from;
      point("pointermove", at);
      await frame();
      answered.affordances = 0;
      const start = performance.now();
      point("pointerdown", at);
      point("pointermove", { x: at.x + 20, y: at.y + 8 });
      await until(() => answered.affordances > 0);
      // Every target that would add an error has its frame.
      return { affordances: (await painted()) - start };
    },
    async enter(i) {
      // First to nowhere, where no card is.
      point("pointermove", { x: this.from.at.x + 30, y: this.from.at.y });
      await until(() => !document.querySelector("[data-testid=link-card]"));
      await pause(120);
      answered.preview = 0;
      const start = performance.now();
      point("pointermove", this.targets[i].row);
      if (!(await until(() => document.querySelector("[data-testid=link-card]") && answered.preview > 0, 5000))) return null;
      const shown = await painted();
      return { verdict: shown - start, answer: answered.preview - start };
    },
    async drop() {
      const step = test.step();
      answered.apply = 0;
      const start = performance.now();
      point("pointerup", this.target);
      if (!(await until(() => test.step() > step, 20_000))) return null;
      const answer = answered.apply;
      return { findings: (await painted()) - start, answer: answer - start };
    },
    async undo() {
      const step = test.step();
      document.querySelector("[data-testid=undo]").click();
      await until(() => test.step() > step, 20_000);
      await pause(600);
    },
    async draw(i) {
      this.target = this.targets[i].row;
      await this.grab();
      point("pointermove", this.target);
      await until(() => document.querySelector("[data-testid=link-card]"), 5000);
      await pause(300);
      const took = await this.drop();
      if (took) await this.undo();
      else window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      return took;
    },
    async let() {
      point("pointermove", { x: this.from.at.x + 30, y: this.from.at.y });
      document.querySelector("[data-testid=canvas]").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
      await pause(50);
      point("pointerup", this.from.at);
      await pause(300);
    },
  };
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
const high = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? Number.NaN;
const out = ["| | median | p95 | of that until the answer is there (median) |", "| --- | --- | --- | --- |"];
const row = (name, all, answers) => out.push(`| ${name} | ${median(all).toFixed(0)} ms | ${high(all).toFixed(0)} ms | ${answers ? `${median(answers).toFixed(0)} ms` : ""} |`);

for (const browser of values.browsers.split(",")) {
  const { url, home, server } = await serveLarge("live", values.design);
  const page = await (browser === "webkit" ? openWebKit : openChromium)(url);
  try {
    await page.ask("while (!window.cleaveTest || window.cleaveTest.all('service').length === 0) await new Promise((done) => setTimeout(done, 100));");
    await page.ask(`(${prepare})();`);
    const found = await page.ask(`return await window.live.find(${Number(values.targets)});`);
    // Courses are bettered meanwhile.
    await page.ask("await new Promise((done) => setTimeout(done, 15000));");
    if (found === 0) throw new Error("No target shows");
    const verdicts = [];
    const { affordances } = await page.ask("return await window.live.grab();");
    // Each is asked anew, also the second time.
    for (let i = 0; i < Number(values.targets); i += 1) {
      const took = await page.ask(`return await window.live.enter(${i % found});`);
      if (took) verdicts.push(took);
    }
    await page.ask("await window.live.let();");
    const drops = [];
    for (let i = 0; i < Number(values.drops); i += 1) {
      const took = await page.ask(`return await window.live.draw(${i % found});`);
      if (took) drops.push(took);
    }
    const name = browser === "webkit" ? "WebKitGTK" : "Chromium";
    row(`${name}: from taking up a port to every target marked`, [affordances]);
    row(`${name}: from entering a target to its verdict painted (${verdicts.length})`, verdicts.map((v) => v.verdict), verdicts.map((v) => v.answer));
    row(`${name}: from the release to its findings painted (${drops.length})`, drops.map((d) => d.findings), drops.map((d) => d.answer));
    row(`${name}: of that, from the answer to the paint`, drops.map((d) => d.findings - d.answer));
    console.error(`${browser}: load ${loadavg()[0].toFixed(1)}`);
  } finally {
    await page.end();
    server.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}
console.log(out.join("\n"));
if (values.keep) writeFileSync(values.keep, `${out.join("\n")}\n`);
process.exit(0);
