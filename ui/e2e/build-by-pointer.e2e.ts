// The whole e-commerce sample drawn again from an empty canvas with the pointer alone: clicks, drags, and letters only in
// fields that the pointer opened and left. What comes out is the sample's text, but for where things stand.
// Long because: every kind of record is reached in its own way.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { rowsOf } from "../src/panels/inspector/form";
import { connectionWords } from "../src/project/words";
import type { Id, Kind } from "../src/wire";
import { Filling, type Hand, type Named, type Of, Sample, type Values } from "./filling";
import { built, meaning } from "./meaning";
import { boxOf, sample as sampleFile, serve, type Served } from "./served";

type Point = { x: number; y: number };

const window_ = { width: 1900, height: 1150 };
const kinds: readonly Kind[] = ["design", "actor", "external", "domain", "service", "api", "operation", "type", "event", "store", "entity", "note", "connection", "topology", "deployable", "placement"];
let sample: Sample;
let places: ReadonlyMap<Id, Of<"placement">>;
let app: Served;
let page: Page;
beforeAll(async () => {
  const shown = await serve(window_);
  const all = await shown.page.evaluate((of) => of.flatMap((kind) => window.cleaveTest?.all(kind) ?? []), kinds);
  sample = new Sample(new Map(all.flatMap((entry) => (entry.kind === "placement" ? [] : [[entry.value.head.id, entry] as const]))));
  places = new Map(all.flatMap((entry) => (entry.kind === "placement" ? [[entry.value.element, entry.value] as const] : [])));
  await shown.end();
  app = await serve(window_, { text: "cleave 1\ndesign design\n" });
  page = app.page;
}, 120_000);
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await app.picture("pointer-failed");
});
afterAll(async () => {
  await app.end();
});

// The hand

/** Where ids of the sample are in what is drawn. */
const made = new Map<Id, Id>();
const drawn = (id: Id): Promise<Values> => page.evaluate((of) => (window.cleaveTest?.record(of)?.value ?? {}) as unknown as Values, id);
const selected = () => page.evaluate(() => window.cleaveTest?.selection()[0] ?? "");
const nth = () => page.evaluate(() => window.cleaveTest?.step() ?? 0);
const camera = () => page.evaluate(() => window.cleaveTest?.camera() ?? { x: 0, y: 0, zoom: 1 });
const painted = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Does something that edits, and waits until it came back. */
async function edit(does: () => Promise<unknown>): Promise<void> {
  const before = await nth();
  await does();
  await page.waitForFunction((step) => (window.cleaveTest?.step() ?? 0) > step, before, { polling: 15 });
}

/** A click in the middle of it, as a hand does it. */
async function click(what: Locator): Promise<void> {
  await what.waitFor();
  await what.scrollIntoViewIfNeeded();
  const box = await what.boundingBox();
  if (!box) throw new Error(`${what.toString()} is not shown`);
  await page.mouse.click(box.x + Math.min(box.width / 2, 40), box.y + box.height / 2);
}

/** A point of the sheet, in the window. */
async function at(p: Point): Promise<Point> {
  const { x, y, zoom } = await camera();
  const canvas = (await page.getByTestId("canvas").boundingBox())!;
  return { x: canvas.x + (p.x - x) * zoom, y: canvas.y + (p.y - y) * zoom };
}

async function drag(from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 2 });
  await page.mouse.move(to.x, to.y, { steps: 2 });
  await painted();
  await page.mouse.up();
}

/** Names what was just made, in the field that opened, and learns its id. */
async function named(id: Id, name: string, field = "rename"): Promise<Id> {
  const input = page.getByTestId(field);
  await input.waitFor();
  const own = await selected();
  await input.fill(name);
  await edit(away);
  made.set(id, own);
  return own;
}

/** The panel on the right, of any mode. */
const inspector = () => page.locator("[data-area=inspector]");
/** A click on what does nothing ends what is written. */
const away = () => click(inspector().locator("h2, h3").first());

// Fields

/** What of the inspector the pointer is at. */
let target: Locator;
const exactly = (words: string) => new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
const pointer: Hand = {
  async field(label) {
    target = inspector().locator(`[data-labelled="${label}"]`).locator("input, textarea, button").first();
    await target.scrollIntoViewIfNeeded();
  },
  async to(name) {
    target = inspector().locator(`[aria-label="${name}"]:is(input, textarea, button)`).or(inspector().getByRole("button", { name, exact: true })).first();
    await target.scrollIntoViewIfNeeded();
  },
  async write(text) {
    await click(target);
    await target.fill(text);
    await edit(away);
  },
  async pick(words, asks) {
    await click(target);
    const option = page.getByRole("option").filter({ has: page.locator(".cut").getByText(words, { exact: true }) });
    await (asks ? option.click() : edit(() => option.click()));
  },
  press: (edits) => (edits ? edit(() => click(target)) : click(target)),
  async answer(yes) {
    await edit(() => click(target.locator("xpath=..").getByRole("radio", { name: yes ? "Yes" : "No", exact: true })));
  },
  async tick(word) {
    await edit(() => click(target.locator("xpath=ancestor::*[@data-labelled]").locator("label").filter({ hasText: exactly(word) }).locator("input")));
  },
  back: () => Promise.resolve(),
};
const fill = async (kind: Named, id: Id, value: Values, later: readonly string[] = []) => new Filling(sample, pointer).fill(kind, await drawn(id), value, later);

/** Where it stands in the sample, by its middle. */
function spot(id: string, size: { w: number; h: number }): Point {
  const place = places.get(id);
  return { x: (place?.at?.x ?? 0) + size.w / 2, y: (place?.at?.y ?? 0) + size.h / 2 };
}

/** Takes an entry of the palette and clicks where it goes. */
async function put(what: string, where: Point): Promise<void> {
  await click(page.getByTestId(`palette-${what}`));
  const p = await at(where);
  await page.mouse.move(p.x, p.y);
  await painted();
  await edit(() => page.mouse.click(p.x, p.y));
}

/** A free spot of a card's header. */
async function header(id: string): Promise<Point> {
  const { x, y } = await boxOf(page, id);
  return { x: x + 22, y: y + 20 };
}

/** Something of the menu of a card. */
async function fromMenu(card: string, words: string): Promise<void> {
  const p = await header(card);
  await page.mouse.click(p.x, p.y, { button: "right" });
  await edit(() => click(page.getByTestId("menu").getByText(words, { exact: true })));
}

const port = async (id: string, side: "left" | "right"): Promise<Point> =>
  (await page.evaluate(([of, s]) => window.cleaveTest?.port(of, s) ?? null, [id, side] as const)) ?? { x: 0, y: 0 };

test("what the design says of itself, and its checks", async () => {
  const design = sample.every("design")[0]!;
  await pointer.field("Name");
  await pointer.write(design.head.name);
  await pointer.field("Description");
  await pointer.write(design.head.description ?? "");
  for (const [rule, setting] of Object.entries(design.policy.rules)) await new Filling(sample, pointer).rule(rule, setting);
}, 120_000);

test("actors, external systems, domains, services and the note, from the palette", async () => {
  // To where the sample stands.
  const canvas = (await page.getByTestId("canvas").boundingBox())!;
  const view = await camera();
  await page.mouse.move(canvas.x + 200, canvas.y + 150);
  await page.mouse.wheel((-110 - view.x) * view.zoom, (20 - view.y) * view.zoom);
  await painted();
  for (const actor of sample.every("actor")) {
    // The first is dragged out of the palette.
    const from = (await page.getByTestId("palette-actor").boundingBox())!;
    const to = await at(spot(actor.head.id, { w: 52, h: 52 }));
    await edit(() => drag({ x: from.x + 20, y: from.y + 12 }, to));
    await fill("actor", await named(actor.head.id, actor.head.name), { ...actor });
  }
  for (const domain of sample.inside("domain", null)) {
    const place = places.get(domain.head.id);
    await click(page.getByTestId("palette-domain"));
    const corner = place?.at ?? { x: 0, y: 0 };
    const size = place?.size ?? { width: 228, height: 120 };
    await edit(async () => drag(await at(corner), await at({ x: corner.x + size.width, y: corner.y + size.height })));
    await fill("domain", await named(domain.head.id, domain.head.name), { ...domain });
  }
  for (const service of [...sample.inside("domain", null).flatMap(({ head }) => sample.inside("service", head.id)), ...sample.inside("service", null)]) {
    await put("service", spot(service.head.id, { w: 196, h: 48 }));
    await fill("service", await named(service.head.id, service.head.name), { ...service });
  }
  for (const external of sample.every("external")) {
    await put("external", spot(external.head.id, { w: 176, h: 56 }));
    await fill("external", await named(external.head.id, external.head.name), { ...external });
  }
  for (const note of sample.every("note")) {
    await put("note", spot(note.head.id, { w: 176, h: 40 }));
    await fill("note", await named(note.head.id, note.text), { ...note }, ["about"]);
  }
}, 240_000);

test("types, stores with their entities, events and operations, from the menu of their service", async () => {
  for (const service of sample.every("service")) {
    const card = made.get(service.head.id)!;
    for (const one of sample.inside("type", service.head.id)) {
      await fromMenu(card, "Add type");
      await fill("type", await named(one.head.id, one.head.name, "inspector-name"), { ...one });
    }
    for (const store of sample.inside("store", service.head.id)) {
      await fromMenu(card, "Add data store");
      const own = await named(store.head.id, store.head.name);
      await fill("store", own, { ...store });
      for (const entity of sample.inside("entity", store.head.id)) {
        await fromMenu(own, "Add entity");
        await fill("entity", await named(entity.head.id, entity.head.name, "inspector-name"), { ...entity });
      }
    }
    for (const event of sample.inside("event", service.head.id)) {
      await fromMenu(card, "Add event");
      await fill("event", await named(event.head.id, event.head.name), { ...event });
    }
    for (const api of sample.inside("api", service.head.id))
      for (const [i, op] of sample.inside("operation", api.head.id).entries()) {
        await fromMenu(card, "Add operation");
        const own = await named(op.head.id, op.head.name);
        await request(op, await drawn(own));
        await fill("operation", own, { ...op });
        if (i > 0) continue;
        // The first brought its API along.
        await click(inspector().getByRole("navigation", { name: "Belongs to" }).getByRole("button").last());
        await page.waitForFunction((was) => window.cleaveTest?.selection()[0] !== was, own, { polling: 15 });
        made.set(api.head.id, await selected());
        await fill("api", await selected(), { ...api });
      }
  }
}, 1_200_000);

/** Verb and path stand side by side. */
async function request(op: Of<"operation">, now: Values): Promise<void> {
  if (op.verb !== now["verb"]) {
    await pointer.to("Verb");
    await pointer.pick(op.verb ?? "");
  }
  await pointer.to("Path");
  await pointer.write(op.path ?? "");
}

test("every connection, from port to port, with what is said of it", async () => {
  await page.getByTestId("fit").click();
  await painted();
  for (const line of sample.every("connection").sort((a, b) => a.head.rank - b.head.rank)) {
    const before = new Set((await connections()).map(({ head }) => head.id));
    await connect(line);
    const fresh = (await connections()).find(({ head }) => !before.has(head.id));
    // A command that is drawn to a store writes it; that it reads is said in the inspector.
    if (fresh?.kind !== line.kind) {
      await choose(line, inspector().getByRole("button", { name: new RegExp(`${sample.pathOf(line.to).replace(".", "\\.")}$`) }).last());
      await pointer.to("Says");
      await pointer.pick(connectionWords[line.kind]);
      await nothing();
    }
    const values = { ...line } as unknown as Values;
    if (line.head.description === null && rowsOf("connection").every(({ field: of }) => values[of] === null || String(values[of]) === "")) continue;
    await choose(line, inspector().getByRole("list", { name: "Calls" }).getByRole("button", { name: sample.pathOf(line.to), exact: true }));
    await fill("connection", await selected(), values);
    await nothing();
  }
  for (const note of sample.every("note")) {
    if (note.about === null) continue;
    const start = await port(made.get(note.head.id)!, "right");
    await edit(async () => drag(start, await header(made.get(note.about!)!)));
  }
}, 480_000);

const connections = (): Promise<Of<"connection">[]> => page.evaluate(() => (window.cleaveTest?.all("connection") ?? []).map((entry) => entry.value as Of<"connection">));

/** Selects a connection, which its source lists. */
async function choose(line: Of<"connection">, listed: Locator): Promise<void> {
  const from = await boxOf(page, made.get(line.from)!);
  const inside = sample.records.get(line.from)!.kind === "operation";
  if (inside) await page.keyboard.down("Control");
  await page.mouse.click(from.x + from.w / 2, from.y + Math.min(from.h / 2, 20));
  if (inside) await page.keyboard.up("Control");
  await click(listed);
  await page.waitForFunction(() => window.cleaveTest?.record(window.cleaveTest.selection()[0] ?? "")?.kind === "connection", undefined, { polling: 15 });
}

/** A click beside everything. The ends of a selected connection are taken before the ports they are at. */
async function nothing(): Promise<void> {
  const canvas = (await page.getByTestId("canvas").boundingBox())!;
  await page.mouse.click(canvas.x + 24, canvas.y + canvas.height / 2);
  await page.waitForFunction(() => window.cleaveTest?.selection().length === 0, undefined, { polling: 15 });
}

async function connect({ from, to, kind }: Of<"connection">): Promise<void> {
  const [a, b] = [made.get(from)!, made.get(to)!];
  const [source, other] = [sample.records.get(from)!, sample.records.get(to)!];
  if (kind === "write" && source.kind === "service") {
    // A service that reads or writes as a whole says which in the inspector.
    const p = await header(a);
    await page.mouse.click(p.x, p.y);
    await painted();
    await click(page.getByRole("button", { name: "Add an event or store" }));
    const words = new RegExp(`^Write .*\\b${sample.nameOf(to)}$`);
    // The list is long; this one scrolls to it.
    return edit(() => page.getByTestId("menu").getByText(words).click());
  }
  const [one, two] = [await boxOf(page, a), await boxOf(page, b)];
  const side = two.x + two.w / 2 >= one.x + one.w / 2 ? "right" : "left";
  const end = other.kind === "service" ? { x: two.x + 24, y: two.y + 20 } : { x: two.x + two.w / 2 + 12, y: two.y + two.h / 2 };
  const start = await port(a, side);
  if (other.kind !== "service" || kind !== "call") return edit(() => drag(start, end));
  await drag(start, end);
  await edit(() => click(page.getByTestId("menu").getByText(/^Call .* as a whole$/)));
}

test("the topologies: which services run together", async () => {
  await click(page.getByTestId("tab-deploy"));
  const menu = async (lane: string, item: string) => {
    await click(page.getByRole("button", { name: `More of ${lane}`, exact: true }));
    await click(page.getByTestId("menu").getByText(item, { exact: true }));
  };
  const write = async (name: string) => {
    await page.getByTestId("name-field").fill(name);
    await edit(away);
  };
  const rename = async (lane: string, name: string) => {
    if (lane === name) return;
    await menu(lane, "Rename");
    await write(name);
    await page.getByTestId(`lane-${name}`).waitFor();
  };
  /** Drags a service onto a lane, or beyond the last, where it gets one of its own. */
  const carry = async (service: string, lane: string) => {
    const from = (await page.getByTestId(`chip-${service}`).boundingBox())!;
    const to = (await page.getByTestId(`lane-${lane}`).boundingBox())!;
    await edit(() => drag({ x: from.x + 40, y: from.y + 16 }, { x: to.x + to.width / 2, y: to.y + 60 }));
  };
  for (const topology of sample.inside("topology", null)) {
    await edit(() => click(page.getByTestId("add-topology")));
    await write(topology.head.name);
    await page.getByTestId(`topology-${topology.head.name}`).waitFor();
    await pointer.field("Description");
    await pointer.write(topology.head.description ?? "");
    const wanted = sample.inside("deployable", topology.head.id);
    if (wanted.length === 1) await rename("ecommerce", wanted[0]!.head.name);
    else if (wanted.every(({ services }) => services.length === 1)) {
      await click(page.getByTestId("regroup"));
      await edit(() => page.getByTestId("menu").getByRole("menuitem").nth(1).click());
    } else {
      const [front, rest] = wanted;
      await rename("ecommerce", rest!.head.name);
      for (const [i, service] of front!.services.map((id) => sample.nameOf(id)).entries()) {
        await carry(service, i === 0 ? "new" : front!.head.name);
        if (i === 0) await rename(service, front!.head.name);
      }
      await edit(() => menu(front!.head.name, "Move left"));
    }
    const lanes = () => page.locator("[data-testid^=lane-]:not([data-testid=lane-new])").evaluateAll((all) => all.map((lane) => lane.getAttribute("data-testid")?.slice(5) ?? ""));
    // Lanes stand as they are in the sample.
    for (const [i, { head }] of wanted.entries()) while ((await lanes()).indexOf(head.name) > i) await edit(() => menu(head.name, "Move left"));
    expect(await lanes()).toEqual(wanted.map(({ head }) => head.name));
  }
  await click(page.getByTestId("tab-design"));
}, 240_000);

test("it is the sample", async () => {
  await app.picture("built-by-pointer");
  await click(page.getByTestId("design-menu"));
  await click(page.getByTestId("menu").getByText(/^Save a copy/));
  await page.getByTestId("dialog-path").fill(join(app.folder, "built.cleave"));
  await click(page.getByRole("dialog").getByRole("button", { name: /^Save/ }));
  await page.getByTestId("toast").getByText("Saved a copy").waitFor();
  const about = sample.every("note").flatMap(({ about: of }) => (of === null ? [] : [[of, made.get(of) ?? ""] as const]));
  expect(meaning(app.folder, built(app.folder, about, "built-by-pointer"))).toBe(meaning(app.folder, readFileSync(sampleFile, "utf8")));
  expect(app.troubles).toEqual([]);
});
