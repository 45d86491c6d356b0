import { expect, test } from "vitest";
import { api, connection, drawn, event, finding, operation, service } from "../../project/design.fixture";
import type { Id, Record as Entry } from "../../wire";
import { labelOf, pictureOf } from "./finding-picture";

const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
const of = (name: string): Id => `operation:${name}.go`;
const drawing = drawn(...names.flatMap((name): Entry[] => [service(name), api(name), operation(name, "go")]), ...names.map((name, i) => connection("call", of(name), of(names[(i + 1) % names.length]!))));
const calls = (from: string, to: string, kind = "call") => ({ from: of(from), to: of(to), kind, connection: null });
const path = (...ids: string[]) => ids.map((name) => `service:${name}`);

test("two that call each other stand side by side, each call with its number and its words", () => {
  const { cards, lines, more } = pictureOf(drawing, finding("cycle-sync", { path: path("a", "b", "a"), evidence: [calls("b", "a"), calls("a", "b")] }));
  expect(cards.map(({ id }) => id)).toEqual(path("a", "b"));
  expect(cards[0]!.y).toBe(cards[1]!.y);
  expect(lines.map(({ step, label }) => [step, label])).toEqual([[1, "go"], [2, "go"]]);
  expect(more).toBe(0);
});

test("a longer way runs down, and a circle comes back", () => {
  const chain = pictureOf(drawing, finding("deep-sync-chain", { path: path("a", "b", "c"), evidence: [calls("a", "b"), calls("b", "c")] }));
  expect(chain.lines.length).toBe(2);
  expect(chain.cards.map(({ y }) => y)).toEqual([...chain.cards.map(({ y }) => y)].sort((one, other) => one - other));
  const circle = pictureOf(drawing, finding("cycle-sync", { path: path("a", "b", "c", "a"), evidence: [calls("a", "b"), calls("b", "c"), calls("c", "a")] }));
  expect([circle.cards.length, circle.lines.length]).toEqual([3, 3]);
  expect(circle.h).toBeGreaterThan(circle.cards.at(-1)!.y + circle.cards.at(-1)!.h);
});

test("of a very long way the beginning shows, and how much does not", () => {
  const { cards, lines, more } = pictureOf(drawing, finding("deep-sync-chain", { path: path(...names), evidence: [] }));
  expect([cards.length, lines.length, more]).toEqual([7, 6, 2]);
});

test("what has no way shows who does it and to whom, each once, and how often", () => {
  const { cards, lines } = pictureOf(drawing, finding("sync-fan-out", { subjects: ["service:a"], evidence: [calls("a", "b"), calls("a", "b"), calls("a", "c")] }));
  expect(cards.map(({ id }) => id)).toEqual(path("a", "b", "c"));
  expect(lines.map(({ label }) => label)).toEqual(["go and 1 more", "go"]);
});

test("what nothing shows is drawn as what it is about, and what is gone is not drawn", () => {
  expect(pictureOf(drawing, finding("unowned-element", { subjects: ["service:a"] })).cards.map(({ id }) => id)).toEqual(["service:a"]);
  expect(pictureOf(drawing, finding("unowned-element", { subjects: ["service:gone"] })).h).toBe(0);
});

test("an event that stands at the end of its line is not named again on it", () => {
  const told = drawn(service("a"), event("a", "Done"), service("b"));
  const publishes = { from: "service:a", to: "event:a.Done", kind: "publish", connection: null };
  expect(labelOf(told, publishes).label).toBe("Done");
  expect(labelOf(told, publishes, "event:a.Done").label).toBe("publishes");
  const { cards, lines } = pictureOf(told, finding("event-without-subscriber", { subjects: ["event:a.Done"], evidence: [publishes] }));
  expect([cards.map(({ id }) => id), lines.map(({ label }) => label)]).toEqual([["service:a", "event:a.Done"], ["publishes"]]);
  // The words stand above the line, which they would hide.
  expect(lines[0]!.at.y).toBeLessThan(cards[0]!.y + cards[0]!.h / 2);
});

test("a call is called by its verb and path where it has them", () => {
  const op = operation("x", "get");
  if (op.kind !== "operation") throw new Error("not an operation");
  const asked = drawn(service("x"), api("x"), { ...op, value: { ...op.value, verb: "GET", path: "/x/{id}" } } as Entry);
  expect(labelOf(asked, { from: "a", to: op.value.head.id, kind: "call", connection: null })).toEqual({ label: "GET /x/{id}", code: true });
  expect(labelOf(asked, { from: "a", to: "store:gone", kind: "write", connection: null }).label).toBe("writes");
});
