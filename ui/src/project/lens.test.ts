import { expect, test } from "vitest";
import type { Analysis, Connection, Record as Entry, Usage } from "../wire";
import { api, connection, drawn, event, finding, head, judged, operation, service, shop, store } from "./design.fixture";
import { lenses, readingOf, type Reading, type ShownLens } from "./lens";
import { heatOf } from "./lens-heat";
import { letters } from "./lens-scale";
import { toSheet } from "./to-sheet";

const used = (services: { [id: string]: number }): Analysis => {
  const metrics = Object.fromEntries(Object.entries(services).map(([id, used_by]) => [id, { used_by } as Usage]));
  return { ...judged(), metrics: { services: metrics, system: {} } } as unknown as Analysis;
};
const read = (lens: ShownLens, entries: Entry[] = shop(), analysis = judged(), topology: string | null = null): Reading =>
  readingOf(lens, { drawing: drawn(...entries), analysis, topology });
const counts = (reading: Reading) => reading.steps.map((step) => [step.word, step.count]);
const stepOf = (reading: Reading, id: string) => {
  const tint = reading.tints.get(id);
  return reading.steps.find((step) => step.paint === tint?.paint)?.word;
};

test("heat has five steps with the limits of the legend", () => {
  expect([0, 2, 3, 5, 6, 9, 10, 14, 15, 4000].map(heatOf)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});

test("coupling heat counts services by how many depend on them, and names the most used", () => {
  const analysis = used({ "service:orders": 16, "service:inventory": 4 });
  const reading = read("coupling", [...shop(), service("quiet")], analysis);
  expect(counts(reading)).toEqual([
    ["0 to 2", 1],
    ["3 to 5", 1],
    ["6 to 9", 0],
    ["10 to 14", 0],
    ["15 or more", 1],
  ]);
  expect(reading.ranked.of.map(({ name, about, amount }) => [name, about, amount])).toEqual([
    ["orders", "Sales", 16],
    ["inventory", "Fulfilment", 4],
  ]);
  expect(reading.tints.get("service:orders")).toEqual({ paint: { heat: 4 }, fill: 1, text: "16 dependents" });
});

test("the sheet carries heat and the pins of the list, and what the lens says", () => {
  const analysis = used({ "service:orders": 16, "service:inventory": 4 });
  const drawing = drawn(...shop());
  const { tints } = read("coupling", shop(), analysis);
  const sheet = toSheet(drawing, analysis, { open: new Set(), tints }, null);
  const node = (id: string) => sheet.nodes.find((n) => n.id === id);
  expect(node("service:orders")).toMatchObject({ heat: 4, pin: 1, tint: { fill: 1 } });
  expect(node("service:inventory")).toMatchObject({ heat: 1, pin: 2 });
  expect(toSheet(drawing, analysis, { open: new Set(), pins: false }, null).nodes.some((n) => n.pin)).toBe(false);
});

test("findings sort by the worst within, counted", () => {
  const analysis = judged(
    finding("shared-store", { severity: "warning", marks: ["store:orders.orders"] }),
    finding("event-without-subscriber", { severity: "info", marks: ["event:orders.OrderPlaced"] }),
  );
  const reading = read("findings", shop(), analysis);
  expect(stepOf(reading, "service:orders")).toBe("Warnings");
  expect(reading.tints.get("service:orders")?.text).toBe("Warning +1");
  expect(stepOf(reading, "service:inventory")).toBe("No problems");
});

test("teams take a hue and a letter, the largest first; nobody has none", () => {
  const of = (name: string, team: string | null): Entry => {
    const entry = service(name);
    return entry.kind === "service" ? { ...entry, value: { ...entry.value, team } } : entry;
  };
  const reading = read("team", [of("a", "Small"), of("b", "Large"), of("c", "Large"), of("d", null)]);
  expect(reading.steps.map(({ word, letter, count }) => [word, letter, count])).toEqual([
    ["Large", "A", 2],
    ["Small", "B", 1],
    ["Nobody yet", undefined, 1],
  ]);
  expect([0, 25, 26, 27, 701, 702].map(letters)).toEqual(["A", "Z", "AA", "AB", "ZZ", "AAA"]);
});

test("data sensitivity is the worst of what is declared inside", () => {
  const field = (name: string, sensitivity: "personal" | "secret" | "none") => ({ name, type: { kind: "scalar", of: "string" } as const, constraints: { min: null, max: null, min_length: null, max_length: null, pattern: null }, sensitivity, description: null });
  const entity: Entry = { kind: "entity", value: { head: head("entity:e", "e", "store:orders.orders"), fields: [field("name", "personal"), field("pin", "secret"), field("n", "none")], key: [], indexes: [], replica: null } };
  const told = event("inventory", "StockLow");
  const personal: Entry = told.kind === "event" ? { ...told, value: { ...told.value, fields: [field("who", "personal")] } } : told;
  const reading = read("sensitivity", [...shop(), entity, personal, service("empty"), store(null, "shared")]);
  expect(stepOf(reading, "service:orders")).toBe("Secret");
  expect(stepOf(reading, "service:inventory")).toBe("Personal");
  expect(stepOf(reading, "service:empty")).toBe("No data");
  expect(stepOf(reading, "store:.shared")).toBe("No data");
});

test("deployables are those of the chosen topology", () => {
  const topology = (name: string, isDefault: boolean): Entry => ({ kind: "topology", value: { head: head(`topology:${name}`, name), default: isDefault, database: null, broker: null, tls: null, delivery: [] } });
  const deployable = (name: string, of: string, services: string[], rest: boolean, rank = 0): Entry => ({ kind: "deployable", value: { head: head(`deployable:${name}`, name, `topology:${of}`, rank), services, rest, replicas: null, port: null, resources: null } });
  const entries = [
    ...shop(),
    topology("one", true),
    deployable("all", "one", [], true),
    topology("two", false),
    deployable("sales", "two", ["service:orders"], false),
    deployable("others", "two", [], true, 1),
  ];
  expect(stepOf(read("deployable", entries), "service:orders")).toBe("all");
  const two = read("deployable", entries, judged(), "topology:two");
  expect([stepOf(two, "service:orders"), stepOf(two, "service:inventory")]).toEqual(["sales", "others"]);
  expect(two.says).toBe("Deployable in two");
  expect(counts(read("deployable"))).toEqual([["In none", 2]]);
});

test("the latency budget is the worst share of an operation's timeout, retries counted", () => {
  const timed = (entry: Entry, more: Partial<Connection> & { timeout: unknown }): Entry => ({ ...entry, value: { ...entry.value, ...more } }) as Entry;
  const place = timed(operation("a", "place"), { timeout: 2000 as never });
  const call = timed(connection("call", "operation:a.place", "operation:b.reserve"), { timeout: { kind: "after", of: 450 }, retries: 3 });
  const reading = read("latency", [service("a"), api("a"), place, service("b"), api("b"), operation("b", "reserve"), call]);
  expect(stepOf(reading, "service:a")).toBe("80 to 100 %");
  expect(stepOf(reading, "service:b")).toBe("No timeout or no calls");
  expect(reading.ranked.of).toMatchObject([{ name: "a.place", about: "1.8 s of 2 s", shown: "90 %" }]);
});

test("every lens says something of every service, and its words are not colour alone", () => {
  for (const lens of lenses) {
    const reading = read(lens);
    expect(reading.tints.has("service:orders"), lens).toBe(true);
    for (const step of reading.steps) expect(step.word.length, lens).toBeGreaterThan(0);
    const looks = reading.steps.map((step) => `${step.fill}/${step.letter ?? ""}`);
    expect(new Set(looks).size, lens).toBe(looks.length);
  }
});
