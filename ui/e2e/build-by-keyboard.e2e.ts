// The whole e-commerce sample written again from an empty canvas by keyboard alone: keys are pressed and text is typed, the
// page is only read. What comes out is the sample's text, but for where things stand.
// Long because: every kind of record and every kind of field is reached in its own way.
/// <reference types="node" />

import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { rowsOf } from "../src/panels/inspector/form";
import { duration } from "../src/project/quantity";
import { severityWords } from "../src/project/words";
import type { Field, Id, Kind, Record as Entry, TypeExpr } from "../src/wire";
import { program, sample as sampleFile, type Served, serve } from "./served";

type Of<K extends Kind> = Extract<Entry, { kind: K }>["value"];
type Named = Exclude<Kind, "placement">;
type Values = { readonly [field: string]: unknown };
type Row = ReturnType<typeof rowsOf>[number];

const kinds: readonly Named[] = ["design", "actor", "external", "domain", "service", "api", "operation", "type", "event", "store", "entity", "note", "connection", "topology", "deployable"];
let app: Served;
let page: Page;
/** The sample's records, which are read to know what to type. */
let sample: Map<Id, Entry>;
beforeAll(async () => {
  const drawn = await serve();
  const all = await drawn.page.evaluate((of) => of.flatMap((kind) => window.cleaveTest?.all(kind) ?? []), kinds);
  sample = new Map(all.flatMap((entry) => (entry.kind === "placement" ? [] : [[entry.value.head.id, entry] as const])));
  await drawn.end();
  app = await serve({ width: 1440, height: 900 }, { text: "cleave 1\ndesign design\n" });
  page = app.page;
}, 120_000);
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await app.picture("keyboard-failed");
});
afterAll(async () => {
  await app.end();
});

const head = (entry: Entry) => (entry as Exclude<Entry, { kind: "placement" }>).value.head;
/** Those of a kind that live there, in their order. */
const inside = <K extends Named>(kind: K, home: Id | null): Of<K>[] =>
  [...sample.values()]
    .filter((entry) => entry.kind === kind && head(entry).home === home)
    .sort((a, b) => head(a).rank - head(b).rank)
    .map((entry) => entry.value as Of<K>);
const every = <K extends Named>(kind: K): Of<K>[] => [...sample.values()].filter((entry) => entry.kind === kind).map((entry) => entry.value as Of<K>);
const nameOf = (id: Id): string => head(sample.get(id)!).name;
function serviceOf(id: Id): Id | null {
  for (let at: Id | null = id; at !== null; at = head(sample.get(at)!).home) if (sample.get(at)?.kind === "service") return at;
  return null;
}
/** As the interface calls it: `orders.place_order`. */
function pathOf(id: Id): string {
  const entry = sample.get(id)!;
  if (entry.kind === "entity") return `${nameOf(entry.value.head.home!)}.${nameOf(id)}`;
  const service = serviceOf(id);
  return service === null || service === id ? nameOf(id) : `${nameOf(service)}.${nameOf(id)}`;
}
const typeText = (type: TypeExpr): string =>
  type.kind === "scalar" ? type.of : type.kind === "named" ? nameOf(type.of) : type.kind === "optional" ? `${typeText(type.of)}?` : `${type.kind}<${typeText(type.of)}>`;

// Keys

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text: string) => page.keyboard.type(text);
/** Into a field, as an input method does it: the text comes at once. */
const enterText = (text: string) => page.keyboard.insertText(text);
const step = () => page.evaluate(() => window.cleaveTest?.step() ?? 0);
const selected = () => page.evaluate(() => window.cleaveTest?.selection()[0] ?? "");
const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-testid") ?? document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim() ?? "");
const drawn = (id: Id): Promise<Values> => page.evaluate((of) => (window.cleaveTest?.record(of)?.value ?? {}) as unknown as Values, id);

/** Waits until what was pressed has come back as an edit. */
async function edit(does: () => Promise<unknown>): Promise<void> {
  const before = await step();
  await does();
  await page.waitForFunction((was) => (window.cleaveTest?.step() ?? 0) > was, before, { polling: 15 });
}
const has = (testid: string) => page.waitForFunction((id) => document.activeElement?.getAttribute("data-testid") === id, testid, { polling: 15 });
const onCanvas = () => page.waitForFunction(() => document.activeElement?.closest("[data-area=canvas]") !== null, undefined, { polling: 15 });

/** Writes into the field that has the focus, over what is there. */
async function write(text: string, commit = "Enter"): Promise<void> {
  await press("Control+a");
  await enterText(text);
  await edit(() => press(commit));
}

/** Goes on with Tab until something of this name has the focus. */
async function tabTo(name: string | RegExp, key = "Tab"): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const now = await focused();
    if (typeof name === "string" ? now === name : name.test(now)) return;
    await press(key);
  }
  throw new Error(`Tab does not lead to ${String(name)}`);
}

/** Goes down an open list until this row is the active one. */
async function down(words: string, row: string): Promise<void> {
  for (let i = 0; i < 30; i++) {
    const active = await page.evaluate((of) => document.querySelector(of)?.textContent?.trim() ?? "", row);
    if (active === words) return;
    await press("ArrowDown");
  }
  throw new Error(`The list does not show ${words}`);
}

/** Runs an action by its name. */
async function run(action: string): Promise<void> {
  await press("Control+Shift+p");
  await has("palette-input");
  await enterText(action);
  await down(action, "#found .active .text");
  await press("Enter");
}

/** Goes to a field of the inspector by its label. */
async function field(label: string): Promise<void> {
  await onCanvas();
  await press("i");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "A field", undefined, { polling: 15 });
  await enterText(label);
  await down(label, "#menu-items .active .words");
  await press("Enter");
  await page.waitForFunction((of) => document.activeElement?.closest("[data-labelled]")?.getAttribute("data-labelled") === of, label, { polling: 15 });
}

/** Back to the drawing. */
async function back(): Promise<void> {
  await press("Escape");
  await onCanvas();
}

/** The name of what was made a moment ago, in the field that opened for it. */
async function named(name: string, testid = "rename"): Promise<Id> {
  await has(testid);
  await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement);
  const id = await selected();
  await write(name);
  if (testid !== "rename") await back();
  await onCanvas();
  return id;
}

// Fields

/** The fields of the inspector whose value is not the one it has. */
async function fill(kind: Named, id: Id, value: Values, later: readonly string[] = []): Promise<void> {
  const now = await drawn(id);
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  // A key names one of the fields.
  const rows = [...rowsOf(kind)].sort((a, b) => Number(b.as === "fields") - Number(a.as === "fields"));
  for (const row of rows) {
    if (later.includes(row.field) || !differs(value[row.field], now[row.field])) continue;
    await field(row.label);
    await enter(row, value[row.field]);
    await back();
  }
  const { description } = (value as unknown as { head: { description: string | null } }).head;
  if (description === null) return;
  await field("Description");
  await write(description, "Control+Enter");
  await back();
}

async function enter(row: Row, value: unknown): Promise<void> {
  switch (row.as) {
    case "text":
    case "said":
    case "version":
    case "number":
      return write(String(value));
    case "duration":
      return write(duration(value as number));
    case "wait":
      return write(duration((value as { of: number }).of));
    case "list":
      return write((value as string[]).join(", "));
    case "type":
      return write(typeText(value as TypeExpr));
    case "word":
      return pick(row.words[value as string] ?? "");
    case "maybe":
      return edit(() => press(value === true ? "Space" : "ArrowRight"));
    case "switch":
      return edit(() => press("Space"));
    case "set": {
      const words = Object.keys(row.words);
      for (const word of value as string[]) {
        for (let i = 0; i < words.indexOf(word); i++) await press("Tab");
        await edit(() => press("Space"));
      }
      return;
    }
    case "reference":
      return pick(pathOf(value as Id));
    case "references":
      for (const id of value as Id[]) {
        await tabTo(row.add);
        await pick(nameOf(id));
      }
      return;
    case "fields":
      return writeFields(row.label, value as Field[]);
    case "shape":
      return writeShape(value as Of<"type">["shape"]);
    case "indexes": {
      const indexes = value as Of<"entity">["indexes"];
      for (const [i, index] of indexes.entries()) {
        await tabTo("Add an index");
        await press("Enter");
        await tabTo("Fields of the new index");
        await write(index.fields.join(", "));
        if (!index.unique) continue;
        await tabTo(`Fields of index ${i + 1}`, "Shift+Tab");
        await press("Tab");
        await edit(() => press("Space"));
      }
      return;
    }
    default:
      throw new Error(`Nobody says how ${row.label} is written`);
  }
}

/** One of a list: its name is typed. */
async function pick(label: string): Promise<void> {
  await type(label);
  await down(label, "[role=listbox] .active .cut");
  await edit(() => press("Enter"));
}

/** Below this label stand fields with a name, a type, and more. */
async function writeFields(label: string, fields: readonly Field[]): Promise<void> {
  for (const [i, one] of fields.entries()) {
    await tabTo("Add a field");
    await edit(() => press("Enter"));
    await tabTo(`Name of field ${i + 1}`);
    await write(one.name);
    await press("Tab");
    const words = typeText(one.type);
    if (words !== "string") await write(words);
    const { min, max, min_length, max_length, pattern } = one.constraints;
    const more: [string, string | number | null][] = [
      [`At least, ${one.name}`, min],
      [`At most, ${one.name}`, max],
      [`Shortest, ${one.name}`, min_length],
      [`Longest, ${one.name}`, max_length],
      [`Pattern of ${one.name}`, pattern],
      [`What ${one.name} means`, one.description],
    ];
    if (one.sensitivity === "none" && more.every(([, said]) => said === null)) continue;
    await tabTo(`More of ${one.name}`);
    await press("Enter");
    if (one.sensitivity !== "none") {
      await tabTo(`Sensitivity of ${one.name}`);
      await pick(one.sensitivity === "secret" ? "Secret" : "Personal");
    }
    for (const [where, said] of more) {
      if (said === null) continue;
      await tabTo(where);
      await write(String(said));
    }
    void label;
  }
}

async function writeShape(shape: Of<"type">["shape"]): Promise<void> {
  if (shape.kind === "enum") {
    await pick("One of some words");
    for (const [i, word] of shape.of.values.entries()) {
      await tabTo(`Word ${i + 1}`);
      await write(word);
    }
  } else if (shape.kind === "error") {
    await pick("Error");
    await tabTo("Status");
    if (shape.of.status !== 409) await write(String(shape.of.status));
    await tabTo("Message");
    await write(shape.of.message);
    await writeFields("Fields", shape.of.fields);
  } else if (shape.kind === "struct") await writeFields("Fields", shape.of.fields);
}

// Elements

/** Where ids of the sample are in what is drawn. */
const made = new Map<Id, Id>();

/** Picks up a tool and places it in the middle; names it. */
async function place(key: string, id: Id, name: string): Promise<void> {
  await onCanvas();
  await press(key);
  await edit(() => press("Enter"));
  made.set(id, await named(name));
}

/** Selects something by its name. */
async function go(id: Id): Promise<void> {
  const entry = sample.get(id)!;
  await press("Control+p");
  await has("palette-input");
  await enterText(nameOf(id));
  const says = (about: string): boolean => {
    const words: { readonly [kind: string]: RegExp } = { domain: /^Domain$/, actor: /^Actor$/, external: /^External/, operation: / in /, event: /subscribers?$/, store: /^Data store/, entity: /^Entity$/, api: /^API$/ };
    const own = words[entry.kind];
    return own ? own.test(about) : !Object.values(words).some((other) => other.test(about));
  };
  for (let i = 0; i < 12; i++) {
    const [text, about] = await page.evaluate(() => [".text", ".about"].map((of) => document.querySelector(`#found .active ${of}`)?.textContent?.trim() ?? ""));
    if (text === nameOf(id) && says(about ?? "")) break;
    await press("ArrowDown");
  }
  await press("Enter");
  await page.waitForFunction((of) => window.cleaveTest?.selection()[0] === of, made.get(id), { polling: 15 });
  await onCanvas();
}

/** Nothing is selected, so that what comes next belongs to nobody. */
async function nothing(): Promise<void> {
  await onCanvas();
  for (let i = 0; i < 4 && (await selected()) !== ""; i++) await press("Escape");
}

async function service(id: Id): Promise<void> {
  const value = sample.get(id)!.value as Of<"service">;
  await place("s", id, value.head.name);
  await fill("service", made.get(id)!, value as unknown as Values);
  for (const one of inside("type", id)) {
    await edit(() => run("Add type"));
    made.set(one.head.id, await named(one.head.name, "inspector-name"));
    await fill("type", made.get(one.head.id)!, { ...one });
  }
  for (const store of inside("store", id)) {
    await edit(() => press("d"));
    made.set(store.head.id, await named(store.head.name));
    await fill("store", made.get(store.head.id)!, { ...store });
    for (const entity of inside("entity", store.head.id)) {
      await edit(() => run("Add entity"));
      made.set(entity.head.id, await named(entity.head.name, "inspector-name"));
      await fill("entity", made.get(entity.head.id)!, { ...entity });
    }
  }
  for (const event of inside("event", id)) {
    await edit(() => press("e"));
    made.set(event.head.id, await named(event.head.name));
    await fill("event", made.get(event.head.id)!, { ...event });
  }
  for (const api of inside("api", id)) {
    for (const [i, op] of inside("operation", api.head.id).entries()) {
      await edit(() => press("a"));
      const own = await named(op.head.name);
      made.set(op.head.id, own);
      await request(op, await drawn(own));
      await fill("operation", own, { ...op });
      if (i > 0) continue;
      // The first brought its API along.
      await press("Shift+Enter");
      made.set(api.head.id, await selected());
      await fill("api", await selected(), { ...api });
    }
  }
}

/** Verb and path stand side by side. */
async function request(op: Of<"operation">, now: Values): Promise<void> {
  await field("Request");
  if (op.verb !== now["verb"]) await pick(op.verb ?? "");
  await press("Tab");
  await write(op.path ?? "");
  await back();
}

const words: { readonly [kind: string]: (from: string, to: string) => string } = {
  call: (_, to) => `Call ${to}`,
  publish: (_, to) => `Publish ${to}`,
  subscribe: (_, to) => `Subscribe to ${to}`,
  read: (_, to) => `Read ${to}`,
  write: (_, to) => `Write ${to}`,
  use: (from, to) => `${from} uses ${to}`,
};
const says: { readonly [kind: string]: string } = { call: "calls", publish: "publishes", subscribe: "subscribes to", read: "reads", write: "writes", use: "uses" };

async function connect({ kind, from, to }: Of<"connection">): Promise<void> {
  const [source, target] = [pathOf(from), pathOf(to)];
  await press("c");
  await has("connect-field");
  await enterText(target);
  await down(target, "#connect-found .active .path");
  const wanted = words[kind]?.(source, target) ?? "";
  await page.getByTestId("link-card").waitFor();
  for (let i = 0; i < 3 && (await page.getByTestId("link-card").locator(".what").textContent())?.trim() !== wanted; i++) await press("Tab");
  expect((await page.getByTestId("link-card").locator(".what").textContent())?.trim()).toBe(wanted);
  await edit(() => press("Enter"));
  await onCanvas();
}

test("actors, external systems, domains with their services, and all that is in them", async () => {
  await press("F6");
  while ((await page.evaluate(() => document.activeElement?.closest("[data-area]")?.getAttribute("data-area"))) !== "canvas") await press("F6");
  const design = every("design")[0]!;
  await field("Name");
  await write(design.head.name);
  await back();
  await field("Description");
  await write(design.head.description ?? "", "Control+Enter");
  await back();
  for (const [rule, { severity, limits }] of Object.entries(design.policy.rules)) {
    await field("Checks");
    await tabTo("Set a rule");
    await type(rule);
    await down(rule, "[role=listbox] .active .cut");
    await press("Enter");
    const said = Object.entries(limits).map(([name, value]) => `${name} = ${value}`).join(", ");
    if (said !== "") {
      await tabTo(`Limits and parts of ${rule}`, "Shift+Tab");
      await press("Enter");
      await tabTo(`Severity of ${rule}`);
      await press("Tab");
      await write(said);
    }
    await tabTo(`Severity of ${rule}`, "Shift+Tab");
    if (severity !== null) await pick(severityWords[severity]);
    await back();
  }
  for (const actor of every("actor")) {
    await nothing();
    await place("p", actor.head.id, actor.head.name);
    await fill("actor", made.get(actor.head.id)!, { ...actor });
  }
  for (const external of every("external")) {
    await nothing();
    await place("x", external.head.id, external.head.name);
    await fill("external", made.get(external.head.id)!, { ...external });
  }
  for (const domain of inside("domain", null)) {
    await nothing();
    await place("g", domain.head.id, domain.head.name);
    await fill("domain", made.get(domain.head.id)!, { ...domain });
    for (const [i, one] of inside("service", domain.head.id).entries()) {
      if (i > 0) await go(domain.head.id);
      await service(one.head.id);
    }
  }
  for (const one of inside("service", null)) {
    await nothing();
    await service(one.head.id);
  }
  for (const note of every("note")) {
    await nothing();
    await place("n", note.head.id, note.text);
    await fill("note", made.get(note.head.id)!, { ...note, about: note.about === null ? null : made.get(note.about) }, ["about"]);
    if (note.about === null) continue;
    await field("Points at");
    await pick(pathOf(note.about));
    await back();
  }
}, 1_800_000);

test("every connection, with what is said of it", async () => {
  const sources = new Map<Id, Of<"connection">[]>();
  for (const line of every("connection")) sources.set(line.from, [...(sources.get(line.from) ?? []), line]);
  for (const [from, lines] of sources) {
    await go(from);
    for (const line of lines.sort((a, b) => a.head.rank - b.head.rank)) await connect(line);
    for (const line of lines) {
      const values = { ...line } as unknown as Values;
      if (line.head.description === null && rowsOf("connection").every(({ field: of }) => values[of] === null || String(values[of]) === "")) continue;
      await go(from);
      const sentence = `${pathOf(from)} ${says[line.kind]} ${pathOf(line.to)}`;
      await run("Go to one of its connections…");
      await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "A connection", undefined, { polling: 15 });
      await enterText(sentence);
      await down(sentence, "#menu-items .active .words");
      await press("Enter");
      await page.waitForFunction((was) => window.cleaveTest?.selection()[0] !== was, made.get(from), { polling: 15 });
      await fill("connection", await selected(), { ...line });
    }
  }
}, 1_200_000);

test("the topologies: which services run together", async () => {
  await press("Control+3");
  const area = async (name: string) => {
    while ((await page.evaluate(() => document.activeElement?.closest("[data-area]")?.getAttribute("data-area"))) !== name) await press("F6");
  };
  const rename = async (lane: string, name: string) => {
    await menu(lane, "Rename");
    await has("name-field");
    if (lane !== name) await write(name);
    await page.getByTestId(`lane-${name}`).waitFor();
  };
  const menu = async (lane: string, item: string) => {
    await area("canvas");
    await tabTo(`More of ${lane}`);
    await press("Enter");
    await down(item, "#menu-items .active .words");
    await press("Enter");
  };
  /** Lifts a service and drops it some lanes further; beyond the last it gets one of its own. */
  const carry = async (service: string, by: number) => {
    await area("canvas");
    await tabTo(`chip-${service}`);
    await press("Space", ...Array.from({ length: Math.abs(by) }, () => (by > 0 ? "ArrowRight" : "ArrowLeft")));
    await edit(() => press("Space"));
  };
  for (const topology of inside("topology", null)) {
    const { name, description } = topology.head;
    await area("canvas");
    await tabTo("add-topology");
    await edit(() => press("Enter"));
    await has("name-field");
    await write(name);
    await page.getByTestId(`topology-${name}`).waitFor();
    await has(`topology-${name}`);
    await area("inspector");
    await tabTo("inspector-description");
    await write(description ?? "", "Control+Enter");
    const wanted = inside("deployable", topology.head.id);
    const named = wanted.map(({ head: of, rest, services }) => `${of.name} ${rest ? "*" : services.map(nameOf).join(" ")}`);
    if (wanted.length === 1) await rename("ecommerce", wanted[0]!.head.name);
    else if (wanted.every(({ services }) => services.length === 1)) {
      await area("canvas");
      await tabTo("regroup");
      await press("Enter");
      await press("ArrowDown");
      await edit(() => press("Enter"));
    } else {
      const [front, rest] = wanted;
      await rename("ecommerce", rest!.head.name);
      for (const [i, service] of front!.services.map(nameOf).entries()) {
        await carry(service, 1);
        if (i === 0) await rename(service, front!.head.name);
      }
      await edit(() => menu(front!.head.name, "Move left"));
    }
    const lanes = () => page.locator("[data-testid^=lane-]:not([data-testid=lane-new])").evaluateAll((all) => all.map((lane) => lane.getAttribute("data-testid")?.slice(5) ?? ""));
    // Lanes stand as they are in the sample.
    for (let [i, moves] = [0, 0]; i < wanted.length && moves < 30; ) {
      const name = wanted[i]!.head.name;
      if ((await lanes()).indexOf(name) <= i) {
        i += 1;
        continue;
      }
      await edit(() => menu(name, "Move left"));
      moves += 1;
    }
    expect(await lanes()).toEqual(named.map((one) => one.split(" ")[0]));
  }
  await press("Control+1");
}, 400_000);

/** A text in canonical form, without comments and without where things stand. */
function meaning(text: string): string {
  const [as, in_, out] = ["said.cleave.kdl", "said.cleave", "canonical.cleave.kdl"].map((name) => join(app.folder, name)) as [string, string, string];
  for (const old of [in_, out]) rmSync(old, { force: true });
  writeFileSync(as, text.split("\n").filter((line) => !line.startsWith("place ")).join("\n"));
  execFileSync(program(), ["convert", as, in_]);
  execFileSync(program(), ["convert", in_, out]);
  return readFileSync(out, "utf8").split("\n").filter((line) => !line.trimStart().startsWith("//")).join("\n").trim();
}

test("it is the sample", async () => {
  await app.picture("built-by-keyboard");
  await press("Control+Shift+S");
  await tabTo("dialog-path");
  const copy = join(app.folder, "built.cleave");
  await press("Control+a");
  await type(copy);
  await press("Enter");
  await page.getByTestId("toast").getByText("Saved a copy").waitFor();
  const built = join(app.folder, "built.cleave.kdl");
  execFileSync(program(), ["convert", copy, built]);
  const kept = process.env["CLEAVE_ARTEFACTS"];
  if (kept) copyFileSync(built, join(kept, "built-by-keyboard.cleave.kdl"));
  // An id goes on as it was when the name changes; from the sample's text they follow from the names.
  let text = readFileSync(built, "utf8").replace(/ id="[^"]*"/g, "");
  for (const note of every("note")) if (note.about !== null) text = text.replace(`about="${made.get(note.about)}"`, `about=${note.about}`);
  expect(meaning(text)).toBe(meaning(readFileSync(sampleFile, "utf8")));
  expect(app.troubles).toEqual([]);
});
