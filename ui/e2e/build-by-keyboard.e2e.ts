// The whole e-commerce sample written again from an empty canvas by keyboard alone: keys are pressed and text is typed, the
// page is only read. What comes out is the sample's text, but for where things stand.
// Long because: every kind of record and every kind of field is reached in its own way.
/// <reference types="node" />

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { rowsOf } from "../src/panels/inspector/form";
import type { Id } from "../src/wire";
import { Filling, type Hand, type Named, type Of, Sample, type Values } from "./filling";
import { built, meaning } from "./meaning";
import { sample as sampleFile, type Served, serve } from "./served";

const kinds: readonly Named[] = ["design", "actor", "external", "domain", "service", "api", "operation", "type", "event", "store", "entity", "note", "connection", "topology", "deployable"];
let app: Served;
let page: Page;
/** The sample's records, which are read to know what to type. */
let sample: Sample;
beforeAll(async () => {
  const drawn = await serve();
  const all = await drawn.page.evaluate((of) => of.flatMap((kind) => window.cleaveTest?.all(kind) ?? []), kinds);
  sample = new Sample(new Map(all.flatMap((entry) => (entry.kind === "placement" ? [] : [[entry.value.head.id, entry] as const]))));
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

const inside: Sample["inside"] = (kind, home) => sample.inside(kind, home);
const every: Sample["every"] = (kind) => sample.every(kind);
const nameOf = (id: Id): string => sample.nameOf(id);
const pathOf = (id: Id): string => sample.pathOf(id);

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

/** One of a list: its name is typed. */
async function pick(label: string, asks?: "asks"): Promise<void> {
  await type(label);
  await down(label, "[role=listbox] .active .cut");
  await (asks ? press("Enter") : edit(() => press("Enter")));
}

const keys: Hand = {
  field,
  back,
  pick,
  async to(name, above) {
    // What is shown once the engine has said something comes a moment later.
    const named = (of: string) => [...document.querySelectorAll("button, input, textarea")].some((one) => [one.getAttribute("data-testid"), one.getAttribute("aria-label"), one.textContent?.trim()].includes(of));
    await page.waitForFunction(named, name, { polling: 15 });
    await tabTo(name, above ? "Shift+Tab" : "Tab");
  },
  write: (text, ends) => write(text, ends ? "Control+Enter" : "Enter"),
  press: (edits) => (edits ? edit(() => press("Space")) : press("Enter")),
  answer: (yes) => edit(() => press(yes ? "Space" : "ArrowRight")),
  async tick(word, all) {
    for (let i = 0; i < all.indexOf(word); i++) await press("Tab");
    await edit(() => press("Space"));
  },
};
const filling = (): Filling => new Filling(sample, keys);
const fill = async (kind: Named, id: Id, value: Values, later: readonly string[] = []) => filling().fill(kind, await drawn(id), value, later);

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
  const entry = sample.records.get(id)!;
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
  const value = sample.records.get(id)!.value as Of<"service">;
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
  for (let i = 0; i < 3 && (await page.getByTestId("link-card").locator(".what").first().textContent())?.trim() !== wanted; i++) await press("Tab");
  expect((await page.getByTestId("link-card").locator(".what").first().textContent())?.trim()).toBe(wanted);
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
  for (const [rule, setting] of Object.entries(design.policy.rules)) await filling().rule(rule, setting);
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

test("it is the sample", async () => {
  await app.picture("built-by-keyboard");
  await press("Control+Shift+S");
  await tabTo("dialog-path");
  const copy = join(app.folder, "built.cleave");
  await press("Control+a");
  await type(copy);
  await press("Enter");
  await page.getByTestId("toast").getByText("Saved a copy").waitFor();
  const about = every("note").flatMap(({ about: of }) => (of === null ? [] : [[of, made.get(of) ?? ""] as const]));
  expect(meaning(app.folder, built(app.folder, about, "built-by-keyboard"))).toBe(meaning(app.folder, readFileSync(sampleFile, "utf8")));
  expect(app.troubles).toEqual([]);
});
