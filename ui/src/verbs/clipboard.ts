// Copying, cutting and pasting: the clipboard carries the text form, so it reaches other designs, windows and editors.
//
// The window's own events give the clipboard without asking for leave, but want the text at once, and the engine
// writes it. So it is asked for when Ctrl goes down, which is before C does.

import { ask, faultOf } from "../host/host";
import { count, counted } from "../project/kinds";
import type { Id, Kind, Record as Entry } from "../wire";
import { gesture, selectBorn } from "./edits";
import { freeNear, takenFor } from "./room";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const ours = "application/x-cleave";

type Doing = "copy" | "cut";

interface Prepared {
  of: string;
  ids: readonly Id[];
  text: string | null;
}

let prepared: Prepared | null = null;
/** What the next event of the window is to put on the clipboard. */
let waiting: string | null = null;
/** What was copied last: it is pasted beside itself, not into itself. */
let last: readonly Id[] = [];

const carried: readonly (Kind | undefined)[] = ["domain", "service", "api", "operation", "type", "event", "store", "entity", "external", "actor", "note"];

const chosen = (b: Workbench): Id[] => b.desk.selection.filter((id) => carried.includes(b.project.drawing.get(id)?.kind));

const inDesign = (b: Workbench): boolean => b.project.isOpen && b.desk.mode === "design";

/** Whether the keys are meant for the drawing: nothing is typed, asked or chosen elsewhere. */
export function isForDrawing(b: Workbench, target: EventTarget | null): boolean {
  if (!inDesign(b) || b.desk.palette !== null || b.desk.menu !== null || b.asking !== null) return false;
  return !(target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]"));
}

/** Asks for the text of the selection before it is wanted. */
export function prepare(b: Workbench): void {
  const ids = chosen(b);
  const of = `${b.project.step} ${ids.join()}`;
  if (ids.length === 0 || prepared?.of === of) return;
  const mine: Prepared = { of, ids, text: null };
  prepared = mine;
  void textOf(b, ids).then((text) => (mine.text = text));
}

async function textOf(b: Workbench, ids: readonly Id[]): Promise<string | null> {
  try {
    return (await ask(b.host, "copy", { ids: [...ids] })).source;
  } catch {
    return null;
  }
}

/** The window's event of copying or cutting. */
export function take(b: Workbench, doing: Doing, event: ClipboardEvent): void {
  if (waiting !== null) {
    event.clipboardData?.setData("text/plain", waiting);
    event.clipboardData?.setData(ours, waiting);
    event.preventDefault();
    return;
  }
  if (!isForDrawing(b, event.target) || (getSelection()?.toString() ?? "") !== "") return;
  event.preventDefault();
  const ids = chosen(b);
  const ready = prepared?.of === `${b.project.step} ${ids.join()}` ? prepared.text : null;
  if (!ready) return void takeLater(b, doing);
  event.clipboardData?.setData("text/plain", ready);
  event.clipboardData?.setData(ours, ready);
  taken(b, doing, ids);
}

/** The same from a menu, or where the text was not there in time. */
async function takeLater(b: Workbench, doing: Doing): Promise<void> {
  const ids = chosen(b);
  if (ids.length === 0) return b.desk.tell("Nothing selected that can be copied", { icon: "info" });
  const text = await textOf(b, ids);
  if (!text) return b.desk.tell("Nothing selected that can be copied", { icon: "info" });
  if (await write(text)) taken(b, doing, ids);
  else b.desk.tell("The clipboard cannot be written from here. Press Ctrl C", { icon: "triangle-alert" });
}

/** Puts a text on the clipboard; false where that is not allowed. */
export const copyText = (text: string): Promise<boolean> => write(text);

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    waiting = text;
    const done = document.execCommand("copy");
    waiting = null;
    return done;
  }
}

function taken(b: Workbench, doing: Doing, ids: readonly Id[]): void {
  last = ids;
  const what = counted(ids.length, "element");
  if (doing === "copy") return b.desk.say(`Copied ${what}`);
  void b.edit({ kind: "remove", of: { ids: [...ids] } }).then(({ done }) => {
    if (!done) return;
    const lines = done.change.filter(({ before, after }) => before?.kind === "connection" && !after).length;
    b.desk.tell(`Cut ${what}${lines > 0 ? ` and ${count(lines, "connection")}` : ""}`, { icon: "scissors", undo: true });
  });
}

/** The window's event of pasting. */
export function give(b: Workbench, event: ClipboardEvent): void {
  if (!isForDrawing(b, event.target)) return;
  event.preventDefault();
  const text = event.clipboardData?.getData(ours) || event.clipboardData?.getData("text/plain") || "";
  void paste(b, text);
}

async function giveFromMenu(b: Workbench): Promise<void> {
  try {
    await paste(b, await navigator.clipboard.readText());
  } catch {
    b.desk.tell("The clipboard cannot be read from here. Press Ctrl V", { icon: "triangle-alert" });
  }
}

/** Brings a text into the design: beside the pointer or the middle, into what is selected. */
async function paste(b: Workbench, text: string): Promise<void> {
  if (text.trim() === "") return b.desk.tell("Nothing that can be pasted", { icon: "info" });
  try {
    const { records, left_out } = await ask(b.host, "fragment", { text });
    const { done } = await b.edit({ kind: "paste", of: { records, home: homeFor(b), at: placeFor(b, records) } }, gesture());
    if (!done) return;
    selectBorn(b, done);
    const made = counted(b.desk.selection.length, "element");
    if (left_out.length === 0) return b.desk.say(`Pasted ${made}`);
    const named = left_out.slice(0, 3).join(", ");
    const more = left_out.length > 3 ? ` and ${left_out.length - 3} more` : "";
    b.desk.tell(`Pasted ${made}. Left out, because this design has no ${named}${more}`, { icon: "info", undo: true });
  } catch (thrown) {
    b.tellFault(faultOf(thrown));
  }
}

/** The selected element; of what was copied itself, the one around it. */
function homeFor(b: Workbench): Id | null {
  const { drawing } = b.project;
  const id = b.desk.selected;
  return id !== null && last.includes(id) ? drawing.home(id) : id;
}

/** Where all of it fits, near the pointer or in the middle of the view. */
function placeFor(b: Workbench, records: readonly Entry[]): { x: number; y: number } | null {
  const { canvas } = b;
  if (!canvas) return null;
  const size = sizeOf(records);
  const middle = canvas.middle;
  const wish = canvas.pointed ?? { x: middle.x - size.w / 2, y: middle.y - size.h / 2 };
  const home = homeFor(b);
  const domain = home !== null && b.project.drawing.as("domain", home) ? home : null;
  return freeNear(wish, size, takenFor(b, domain));
}

/** About how much room it takes; what a card holds is not measured before it is drawn. */
function sizeOf(records: readonly Entry[]): { w: number; h: number } {
  const card = { w: 196, h: 140 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const entry of records) {
    if (entry.kind !== "placement" || !entry.value.at) continue;
    const { x, y } = entry.value.at;
    const { width, height } = entry.value.size ?? { width: card.w, height: card.h };
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + width), Math.max(bottom, y + height)];
  }
  return left === Infinity ? card : { w: right - left, h: bottom - top };
}

/** A browser copies only where something could be copied, and asks for that by these. Answers with how to stop. */
export function listenBefore(b: Workbench): () => void {
  const off = new AbortController();
  const offer = (event: Event) => isForDrawing(b, event.target) && event.preventDefault();
  for (const name of ["beforecopy", "beforecut", "beforepaste"]) document.addEventListener(name, offer, { signal: off.signal });
  return () => off.abort();
}

const some = (b: Workbench): boolean => inDesign(b) && chosen(b).length > 0;

export const clipboard: readonly Verb[] = [
  { id: "cut", name: "Cut", part: "Edit", icon: "scissors", keys: ["Ctrl X"], byEvent: true, local: true, when: some, run: (b) => void takeLater(b, "cut") },
  { id: "copy", name: "Copy", part: "Edit", icon: "copy", keys: ["Ctrl C"], byEvent: true, local: true, when: some, run: (b) => void takeLater(b, "copy") },
  { id: "paste", name: "Paste", part: "Edit", icon: "clipboard-paste", keys: ["Ctrl V"], byEvent: true, local: true, when: inDesign, run: (b) => void giveFromMenu(b) },
];
