// A drawing that followed edits says the same as one made from nothing.

import { expect, test } from "vitest";
import type { Change, Record as Entry } from "../wire";
import { applyChange, idOf, recordsOf } from "./apply-change";
import { connection, drawn, operation, service, shop } from "./design.fixture";
import { Drawing } from "./drawing";
import { dice, randomChange } from "./edits.fixture";

/** Everything a drawing answers. */
function told(drawing: Drawing) {
  const ids = [...drawing.records.keys()].sort();
  const kinds = [...new Set([...drawing.records.values()].map((entry) => entry.kind))].sort();
  return {
    kinds: kinds.map((kind) => [kind, drawing.of(kind).map(idOf)]),
    each: ids.map((id) => [
      id,
      drawing.children(id).map(idOf),
      drawing.outgoing(id).map((c) => c.head.id),
      drawing.incoming(id).map((c) => c.head.id),
      drawing.placement(id),
      drawing.serviceOf(id)?.value.head.id,
      drawing.nearest("domain", id)?.value.head.id,
    ]),
    roots: drawing.children(null).map(idOf),
  };
}

test("it says the same after any edits as one made from nothing", () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    let drawing = drawn(...shop());
    const pick = dice(seed);
    for (let n = 1; n <= 40; n += 1) {
      const change = randomChange(drawing, pick, pick([n, n + 3, n + 5, n + 7]));
      const before = told(drawing);
      const next = drawing.after(change);
      expect(told(next)).toEqual(told(new Drawing(applyChange(drawing.records, change))));
      expect(told(drawing), "the one before stays as it was").toEqual(before);
      drawing = next;
    }
  }
});

test("it knows what was touched since another it came from, and nothing of strangers", () => {
  const first = drawn(...shop());
  const rename = (entry: Entry): Change => [{ before: entry, after: { ...entry, value: { ...entry.value } } as Entry }];
  const [one, other] = [service("orders", "domain:Sales"), operation("orders", "place_order")];
  const second = first.after(rename(one));
  const third = second.after(rename(other));
  expect([...(third.since(first) ?? [])].sort()).toEqual([idOf(other), idOf(one)].sort());
  expect([...(third.since(second) ?? [])]).toEqual([idOf(other)]);
  expect(third.since(third)).toEqual(new Set());
  expect(first.since(third)).toBeNull();
  expect(third.since(drawn(...shop()))).toBeNull();
});

test("who stands in whom follows what moves", () => {
  const drawing = new Drawing(recordsOf([service("a"), service("b"), connection("depend", "service:a", "service:b")]));
  const [line] = drawing.of("connection");
  expect(drawing.serviceOf(idOf(line!))?.value.head.name).toBe("a");
  const turned = connection("depend", "service:b", "service:a") as typeof line & Entry;
  const after = { ...line!, value: { ...line!.value, from: "service:b", to: "service:a" } };
  expect(turned.kind).toBe("connection");
  const next = drawing.after([{ before: line!, after }]);
  expect(next.serviceOf(idOf(line!))?.value.head.name).toBe("b");
});
