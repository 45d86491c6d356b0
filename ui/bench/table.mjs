// The measurements as tables, with ratios, and the part of docs/performance.md they are kept in.

import { readFileSync, writeFileSync } from "node:fs";

const mean = (of) => of.reduce((a, b) => a + b, 0) / Math.max(1, of.length);
const high = (of) => [...of].sort((a, b) => a - b)[Math.floor(of.length * 0.95)] ?? 0;
const names = { small: "50 / 90", large: "2 800 / 9 300", huge: "10 000 / 30 000" };
const called = { blit: "blit of the window", cleave: "Cleave", flow: "React Flow" };

/** One line for each scenario and candidate; several rounds are one. */
export function table(rows) {
  const out = [];
  for (const browser of unique(rows, "browser")) {
    for (const size of unique(rows, "size")) {
      const here = rows.filter((row) => row.browser === browser && row.size === size);
      if (here.length === 0) continue;
      out.push(`### ${browser === "webkit" ? "WebKitGTK" : "Chromium"}, ${names[size]}`, "");
      out.push("| | candidate | CPU ms a frame | of the blit | of Cleave | wall ms mean / p95 | script ms a frame |", "| --- | --- | --- | --- | --- | --- | --- |");
      for (const scenario of unique(here, "scenario")) {
        const cpuOf = (candidate) => mean(pick(here, scenario, candidate).filter((row) => !row.late).map((row) => row.cpu));
        for (const candidate of unique(here, "candidate")) {
          const tried = pick(here, scenario, candidate);
          const some = tried.filter((row) => !row.late);
          if (some.length === 0) {
            for (const { late, during } of tried.slice(0, 1)) {
              const what = during === scenario ? `did not finish in ${late} s` : `not reached: ${during} did not finish in ${late} s`;
              out.push(`| ${scenario} | ${called[candidate]} | ${what} | | | | |`);
            }
            continue;
          }
          const wall = some.flatMap((row) => row.wall);
          const script = some.flatMap((row) => row.script);
          const ratio = (to) => (cpuOf(to) > 0 ? `${(cpuOf(candidate) / cpuOf(to)).toFixed(1)} ×` : "–");
          out.push(
            `| ${scenario} | ${called[candidate]} | ${cpuOf(candidate).toFixed(1)} | ${candidate === "blit" ? "1" : ratio("blit")} | ${candidate === "flow" ? ratio("cleave") : ""} | ${mean(wall).toFixed(0)} / ${high(wall).toFixed(0)} | ${candidate === "flow" ? "–" : mean(script).toFixed(2)} |`,
          );
        }
      }
      const whole = unique(here, "candidate").map((candidate) => {
        const some = here.filter((row) => row.candidate === candidate && row.opened !== null);
        if (some.length === 0) return `${called[candidate]} did not open in ${here.find((row) => row.candidate === candidate).late} s`;
        const least = (key) => Math.min(...some.map((row) => row[key])).toFixed(0);
        const sizes = some.flatMap((row) => row.memory ?? []);
        return `${called[candidate]} ${least("opened")} ms CPU (${least("openedWall")} ms by the clock), ${sizes.length > 0 ? `${mean(sizes).toFixed(0)} MB` : "memory not measured"}`;
      });
      const loads = here.flatMap((row) => row.load ?? []);
      if (loads.length > 0) out.push("", `Load of the machine while measuring: ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.`);
      out.push("", `From records to the second painted frame (CPU of the whole browser; best of the rounds), and page memory: ${whole.join("; ")}.`, "");
    }
  }
  return out.join("\n");
}

const unique = (rows, key) => [...new Set(rows.map((row) => row[key]))];
const pick = (rows, scenario, candidate) => rows.filter((row) => row.scenario === scenario && row.candidate === candidate);

const marks = ["<!-- measured: begin -->", "<!-- measured: end -->"];

/** Puts the tables between the marks of the page; what was measured of other browsers and sizes stays there. */
export function record(rows, file) {
  const page = readFileSync(file, "utf8");
  const [begin, end] = marks.map((mark) => page.indexOf(mark));
  if (begin < 0 || end < 0) throw new Error(`${file} has no place for measurements`);
  const known = page.slice(begin + marks[0].length, end);
  writeFileSync(file, `${page.slice(0, begin + marks[0].length)}\n\n${merged(known, table(rows))}\n\n${page.slice(end)}`);
}

/** Sections by their heading; fresh ones in place of known ones, in the order of browsers and sizes. */
function merged(known, fresh) {
  const all = new Map([known, fresh].flatMap((text) => text.split(/^(?=### )/m).filter((part) => part.startsWith("### ")).map((part) => [part.split("\n")[0], part.trim()])));
  const wanted = ["Chromium", "WebKitGTK"].flatMap((browser) => Object.values(names).map((size) => `### ${browser}, ${size}`));
  return wanted.flatMap((heading) => all.get(heading) ?? []).join("\n\n");
}
