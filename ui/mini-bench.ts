import { readFileSync } from "node:fs";
import { Project } from "./src/project/project.svelte";
import { recordsOf } from "./src/project/apply-change";
import { drawingOf } from "./src/project/drawing";
import { judgedAfter } from "./src/project/judging";
import { toSheet } from "./src/project/to-sheet";
import { concerning, tally } from "./src/project/findings";
import { newsOf } from "./src/project/news";
import { outlineOf } from "./src/project/outline";
import { Legend } from "./src/project/legend";
import { Scene } from "./src/canvas/scene";
void Project;
const snap = JSON.parse(readFileSync("/tmp/live/snapshot.json", "utf8")).of;
const answers: { name: string; text: string }[] = JSON.parse(readFileSync("/tmp/live/answers.json", "utf8"));
const times = new Map<string, Map<string, number[]>>();
let kind = "";
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
void cpu;
function timed<T>(what: string, does: () => T): T {
  const start = cpu();
  const answer = does();
  const took = cpu() - start;
  let by = times.get(kind);
  if (!by) times.set(kind, (by = new Map()));
  let list = by.get(what);
  if (!list) by.set(what, (list = []));
  list.push(took);
  return answer;
}
let drawing = drawingOf(recordsOf(snap.records));
let analysis = snap.analysis;
const seen = { open: new Set<string>(), pins: true, found: new Map() };
let sheet = toSheet(drawing, analysis, seen as never, null);
let scene = new Scene(sheet);
while (scene.courses.unfinished) scene.refine(100000);
scene.nodesIn({ x: 0, y: 0, w: 1000, h: 1000 });
for (const i of scene.connectionsIn({ x: 0, y: 0, w: 1000, h: 1000 })) void scene.connections[i]!.label;
const opened = new Set<string>();
const legend = new Legend();
concerning(analysis); tally(analysis.findings); legend.of(sheet.connections);
for (let round = 0; round < 4; round += 1)
  for (const { name, text } of answers) {
    kind = name;
    const value = timed("parse", () => JSON.parse(text)).of;
    drawing = timed("drawing", () => drawing.after(value.change));
    if (value.judgement) {
      const before = analysis.findings;
      analysis = timed("judged", () => judgedAfter(analysis, value.judgement));
      timed("news", () => newsOf(before, analysis.findings));
      timed("concerning", () => concerning(analysis));
      timed("tally", () => tally(analysis.findings));
    }
    sheet = timed("sheet", () => toSheet(drawing, analysis, seen as never, sheet));
    scene = timed("scene", () => scene.after(sheet));
    timed("changes", () => scene.changes());
    timed("legend", () => legend.of(sheet.connections));
    timed("outline", () => outlineOf(drawing, concerning(analysis), opened));
    timed("bounds", () => scene.bounds);
    scene.settle();
  }
const lowest = (all: number[]) => [...all].sort((a, b) => a - b);
for (const [name, by] of times) console.log(name.padEnd(14), [...by].map(([what, all]) => { const l = lowest(all); return `${what} ${l[0]!.toFixed(2)}/${l[l.length >> 1]!.toFixed(2)}`; }).join("  "), " SUM best", [...by].reduce((s, [, all]) => s + Math.min(...all), 0).toFixed(2));
