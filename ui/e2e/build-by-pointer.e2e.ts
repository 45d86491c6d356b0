// The e-commerce sample drawn again from an empty canvas with the pointer alone: clicks, drags, and letters only in fields
// that the pointer opened. What comes out is compared with the sample.

import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Record as Entry } from "../src/wire";
import { boxOf, choose, chosen, serve, type Served } from "./served";

type Kind = Entry["kind"];
type Of<K extends Kind> = Extract<Entry, { kind: K }>["value"];
type Point = { x: number; y: number };
interface Sample {
  [kind: string]: Entry[];
}

const window_ = { width: 1900, height: 1150 };
let sample: Sample;
let app: Served;
let page: Page;
beforeAll(async () => {
  const drawn = await serve(window_);
  sample = await everything(drawn.page);
  await drawn.end();
  app = await serve(window_, { text: 'cleave 1\ndesign ecommerce\n' });
  page = app.page;
}, 120_000);
afterAll(async () => {
  await app.end();
});

const kinds: readonly Kind[] = ["actor", "external", "domain", "service", "api", "operation", "type", "event", "store", "note", "connection", "placement"];
const everything = (of: Page): Promise<Sample> =>
  of.evaluate((all) => Object.fromEntries(all.map((kind) => [kind, window.cleaveTest?.all(kind) ?? []])), kinds);

const all = <K extends Kind>(kind: K, from: Sample = sample): Of<K>[] => (from[kind] ?? []).map((entry) => entry.value as Of<K>);
type Named = Exclude<Entry, { kind: "placement" }>;
const byId = (from: Sample): Map<string, Named> =>
  new Map(Object.values(from).flatMap((list) => list.flatMap((entry) => (entry.kind === "placement" ? [] : [[entry.value.head.id, entry] as const]))));

/** The names on the way from the design to a record: `sales/orders/orders/place_order`. */
function pathIn(from: Sample, id: string): string {
  const known = byId(from);
  const names: string[] = [];
  for (let at: string | null = id; at !== null; ) {
    const entry: Named | undefined = known.get(at);
    if (!entry) break;
    names.unshift(`${entry.kind} ${entry.value.head.name}`);
    at = entry.value.head.home;
  }
  return names.join("/");
}

/** What of a design must come out the same. */
function told(from: Sample): Record<string, string[]> {
  const path = (id: string) => pathIn(from, id);
  return {
    actors: all("actor", from).map((a) => path(a.head.id)),
    externals: all("external", from).map((e) => path(e.head.id)),
    domains: all("domain", from).map((d) => path(d.head.id)),
    services: all("service", from).map((s) => `${path(s.head.id)} ${s.role}`),
    operations: all("operation", from).map((o) => `${path(o.head.id)}: ${o.kind} ${o.verb ?? ""} ${o.path ?? ""}`),
    types: all("type", from).map((t) => path(t.head.id)),
    events: all("event", from).map((e) => path(e.head.id)),
    stores: all("store", from).map((s) => path(s.head.id)),
    notes: all("note", from).map((n) => `${n.text} > ${n.about === null ? "" : path(n.about)}`),
    connections: all("connection", from).map((c) => `${c.kind} ${path(c.from)} > ${path(c.to)}`).sort(),
  };
}

// The hand

/** Where ids of the sample are in what is drawn. */
const made = new Map<string, string>();
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
async function named(id: string, name: string, field = "rename"): Promise<void> {
  const input = page.getByTestId(field);
  await input.waitFor();
  const [selected] = await page.evaluate(() => window.cleaveTest?.selection() ?? []);
  await input.fill(name);
  await edit(() => page.keyboard.press("Enter"));
  made.set(id, selected ?? "");
}

const placeOf = (id: string): Of<"placement"> | undefined => all("placement").find((p) => p.element === id);

/** Where it stands in the sample, by its middle. */
function spot(id: string, size: { w: number; h: number }): Point {
  const place = placeOf(id);
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

test("actors, external systems, domains, services and the note, from the palette", async () => {
  // To where the sample stands.
  const canvas = (await page.getByTestId("canvas").boundingBox())!;
  const view = await camera();
  await page.mouse.move(canvas.x + 200, canvas.y + 150);
  await page.mouse.wheel((-110 - view.x) * view.zoom, (20 - view.y) * view.zoom);
  await painted();
  for (const actor of all("actor")) {
    // The first is dragged out of the palette.
    const from = (await page.getByTestId("palette-actor").boundingBox())!;
    const to = await at(spot(actor.head.id, { w: 52, h: 52 }));
    await edit(() => drag({ x: from.x + 20, y: from.y + 12 }, to));
    await named(actor.head.id, actor.head.name);
  }
  for (const domain of all("domain")) {
    const place = placeOf(domain.head.id);
    await click(page.getByTestId("palette-domain"));
    const corner = place?.at ?? { x: 0, y: 0 };
    const size = place?.size ?? { width: 228, height: 120 };
    await edit(async () => drag(await at(corner), await at({ x: corner.x + size.width, y: corner.y + size.height })));
    await named(domain.head.id, domain.head.name);
  }
  for (const service of all("service")) {
    await put("service", spot(service.head.id, { w: 196, h: 48 }));
    await named(service.head.id, service.head.name);
    if (service.role !== "business") await edit(() => choose(page.getByTestId("field-role"), service.role));
  }
  for (const external of all("external")) {
    await put("external", spot(external.head.id, { w: 176, h: 56 }));
    await named(external.head.id, external.head.name);
  }
  for (const note of all("note")) {
    await put("note", spot(note.head.id, { w: 176, h: 40 }));
    await named(note.head.id, note.text);
  }
}, 120_000);

test("operations with kind, verb and path, stores, events and types, from the menu of their service", async () => {
  for (const service of all("service")) {
    const card = made.get(service.head.id)!;
    const apis = all("api").filter((api) => api.head.home === service.head.id);
    for (const api of apis) {
      for (const op of all("operation").filter((o) => o.head.home === api.head.id)) {
        await fromMenu(card, "Add operation");
        await named(op.head.id, op.head.name);
        if ((await chosen(page.getByTestId("field-kind"))) !== op.kind) await edit(() => choose(page.getByTestId("field-kind"), op.kind));
        if (op.verb !== null) await edit(() => choose(page.getByTestId("field-verb"), op.verb ?? ""));
        const path = page.getByTestId("field-path");
        await click(path);
        await path.fill(op.path ?? "");
        await edit(() => page.keyboard.press("Enter"));
      }
    }
    for (const store of all("store").filter((s) => s.head.home === service.head.id)) {
      await fromMenu(card, "Add data store");
      await named(store.head.id, store.head.name);
    }
    for (const event of all("event").filter((e) => e.head.home === service.head.id)) {
      await fromMenu(card, "Add event");
      await named(event.head.id, event.head.name);
    }
    for (const type of all("type").filter((t) => t.head.home === service.head.id)) {
      await fromMenu(card, "Add type");
      await named(type.head.id, type.head.name, "inspector-name");
    }
  }
}, 480_000);

test("every connection, from port to port", async () => {
  await page.getByTestId("fit").click();
  await painted();
  const now = byId(sample);
  for (const { from, to, kind } of all("connection")) {
    const [a, b] = [made.get(from)!, made.get(to)!];
    const [source, target] = [now.get(from)!, now.get(to)!];
    if (kind === "write" && source.kind === "service") {
      // A service that reads or writes as a whole says which in the inspector.
      const p = await header(a);
      await page.mouse.click(p.x, p.y);
      await painted();
      await click(page.getByRole("button", { name: "Add an event or store" }));
      const words = new RegExp(`^Write .*\\b${target.value.head.name}$`);
      // The list is long; this one scrolls to it.
      await edit(() => page.getByTestId("menu").getByText(words).click());
      continue;
    }
    const [one, other] = [await boxOf(page, a), await boxOf(page, b)];
    const side = other.x + other.w / 2 >= one.x + one.w / 2 ? "right" : "left";
    const end = target.kind === "service" ? { x: other.x + 24, y: other.y + 20 } : { x: other.x + other.w / 2 + 12, y: other.y + other.h / 2 };
    const start = await port(a, side);
    if (target.kind === "service" && kind === "call") {
      await drag(start, end);
      await edit(() => click(page.getByTestId("menu").getByText(/^Call .* as a whole$/)));
    } else await edit(() => drag(start, end));
  }
  for (const note of all("note")) {
    if (note.about === null) continue;
    const start = await port(made.get(note.head.id)!, "right");
    await edit(async () => drag(start, await header(made.get(note.about!)!)));
  }
}, 480_000);

test("it is the sample", async () => {
  await app.picture("built-by-pointer");
  const [wanted, drawn] = [told(sample), told(await everything(page))];
  for (const [what, list] of Object.entries(wanted)) expect({ [what]: drawn[what] }).toEqual({ [what]: list });
  expect(app.troubles).toEqual([]);
});
