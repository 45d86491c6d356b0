// How soon the verdict on a connection is seen, in the real app on the design of 2,800 services: while the hand is over a
// target, and after the release.
//
//   npm run live -- [--windows chromium,webkit,desktop] [--targets 24] [--drops 12] [--design FILE] [--keep FILE] [--profile FOLDER]
//
// `chromium` and `webkit` run the app through `cleave serve`; `desktop` is the app's own window, where `cleave-desktop`
// was built with the interface to be measured (CLEAVE_DESKTOP names it). CLEAVE_BIN names the `cleave`; for the first two
// the interface is that of `ui/dist` (`npx vite build`), or of the folder in CLEAVE_UI. Times are by the clock, in parts:
// the engine with the way there and back, and what the page does with the answer. `--profile` keeps a CPU profile of each
// release in Chromium, which makes everything slower.

import { rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openChromium, openDesktop, openWebKit } from "./browsers.mjs";
import { hand } from "./hand.mjs";
import { mainThreadOf } from "./process.mjs";
import { makeLarge, serveLarge } from "./served.mjs";

const { values } = parseArgs({
  options: {
    windows: { type: "string", default: "chromium,webkit,desktop" },
    targets: { type: "string", default: "24" },
    drops: { type: "string", default: "12" },
    design: { type: "string" },
    keep: { type: "string" },
    profile: { type: "string" },
  },
});

const names = { chromium: "Chromium", webkit: "WebKitGTK", desktop: "The desktop window" };
const sorted = (all) => [...all].sort((a, b) => a - b);
const at = (all, share) => sorted(all)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? Number.NaN;
const out = [];

function table(title, rows) {
  out.push(`### ${title}`, "", "| ms | median | p95 |", "| --- | --- | --- |");
  for (const [name, all] of rows) out.push(`| ${name} | ${at(all, 0.5).toFixed(1)} | ${at(all, 0.95).toFixed(1)} |`);
  out.push("");
}

async function open(window) {
  if (window === "desktop") {
    const { file, home } = makeLarge("live", values.design);
    const page = await openDesktop(file, home);
    return { page, end: () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }) };
  }
  const { url, home, server } = await serveLarge("live", values.design);
  const page = await (window === "webkit" ? openWebKit : openChromium)(url);
  return {
    page,
    end() {
      server.kill();
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

for (const window of values.windows.split(",")) {
  const { page, end } = await open(window);
  try {
    await page.ask("while (!window.cleaveTest || window.cleaveTest.all('service').length === 0) await new Promise((done) => setTimeout(done, 100));");
    await page.ask(`(${hand})();`);
    const found = await page.ask(`return await window.live.find(${Number(values.targets)});`);
    // Courses are bettered meanwhile.
    await page.ask("await new Promise((done) => setTimeout(done, 15000));");
    if (found === 0) throw new Error("No target shows");
    const grabbed = await page.ask("return await window.live.grab();");
    const entered = [];
    // Each is asked anew, also the second time.
    for (let i = 0; i < Number(values.targets); i += 1) {
      const took = await page.ask(`return await window.live.enter(${i % found});`);
      if (took) entered.push(took);
    }
    await page.ask("await window.live.let();");
    const drawn = { rested: [], hasty: [] };
    for (let i = 0; i < 2 * Number(values.drops); i += 1) {
      const before = mainThreadOf(page.pid);
      const how = i % 2 === 0 ? "rested" : "hasty";
      await page.ask(`await window.live.aim(${i % found}, ${how === "rested"});`);
      const release = () => page.ask("return await window.live.release();");
      const took = values.profile && page.profiled ? await page.profiled(join(values.profile, `release ${i}.cpuprofile`), release) : await release();
      await page.ask("await window.live.takeBack();");
      if (took) drawn[how].push({ ...took, busy: mainThreadOf(page.pid) - before });
    }
    const of = (all, part) => all.map((one) => one[part]);
    table(`${names[window]}: over a target (${entered.length})`, [
      ["from resting on a port to what every target would mean", [grabbed.answered]],
      ["from taking it up to every target marked", [grabbed.marked]],
      ["from entering a target to its card, with what is known of it", of(entered, "card")],
      ["of that, script in the frame", of(entered, "drawn")],
      ["from entering it to the whole judgement painted", of(entered, "judged")],
      ["of that, the engine", of(entered, "engine")],
      ["of that, reading the answer and the page's script", of(entered, "page")],
    ]);
    const ways = [
      ["after a release once the verdict showed", drawn.rested],
      ["after a release before the engine had judged the target", drawn.hasty],
    ];
    for (const [way, all] of ways) {
      table(`${names[window]}: ${way} (${all.length}; in the first frame: ${all.filter((one) => one.frames === 1).length})`, [
        ["from the release to its findings painted", of(all, "all")],
        ["of that, script before the frame", of(all, "worked")],
        ["of that, script in frames", of(all, "script")],
        ["from the release to the engine's answer", of(all, "answered")],
        ["of that, the engine", of(all, "engine")],
        ["from the answer to the findings painted, where they came after it", of(all, "after")],
        ["size of the answer, kB", of(all, "bytes").map((bytes) => bytes / 1000)],
        ["processor time of the main thread, with drawing, taking back and everything at rest", of(all, "busy")],
      ]);
    }
    out.push(`Load of the machine: ${loadavg()[0].toFixed(1)}.`, "");
  } finally {
    await page.end();
    end();
  }
}
console.log(out.join("\n"));
if (values.keep) writeFileSync(values.keep, `${out.join("\n")}\n`);
process.exit(0);
