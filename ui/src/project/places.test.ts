// Nothing that stands somewhere moves because something else is edited: tried with random edits of every kind.

import { expect, test } from "vitest";
import { anatomyOf } from "../canvas/anatomy";
import { overlaps } from "../canvas/geometry";
import type { Sheet } from "../canvas/sheet";
import type { Id, Record as Entry } from "../wire";
import { idOf, recordsOf } from "./apply-change";
import { api, connection, domain, drawn, event, judged, operation, placement, service, shop, store } from "./design.fixture";
import { Drawing } from "./drawing";
import type { Found } from "./places";
import { toSheet } from "./to-sheet";

/** Numbers that look random and are always the same. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

const standing = (sheet: Sheet): Map<Id, string> =>
  new Map([...sheet.nodes.map((n) => [n.id, `${n.x} ${n.y}`] as const), ...sheet.domains.flatMap((d) => (d.frame ? [[d.id, `${d.frame.x} ${d.frame.y}`] as const] : []))]);

/** One random edit of the records; answers with the id that was placed, if one was. */
function edit(records: Map<Id, Entry>, pick: (below: number) => number, nth: number): Id | null {
  const all = [...records.values()];
  const some = (...kinds: Entry["kind"][]): Entry | undefined => {
    const fitting = all.filter((entry) => kinds.includes(entry.kind));
    return fitting[pick(Math.max(1, fitting.length))];
  };
  const put = (...entries: Entry[]): void => entries.forEach((entry) => void records.set(idOf(entry), entry));
  const name = `s${nth}`;
  const home = pick(2) ? (some("domain")?.value as { head: { id: Id } } | undefined)?.head.id : undefined;
  switch (pick(9)) {
    case 0:
      put(service(name, home ?? null, nth), api(name), operation(name, "act"));
      return null;
    case 1:
      put(store(null, name));
      return null;
    case 2:
      put(domain(`d${nth}`, nth));
      return null;
    case 3: {
      const [from, to] = [some("operation"), some("operation", "service")];
      if (from && to && from !== to) put(connection("call", idOf(from), idOf(to), nth));
      return null;
    }
    case 4: {
      // Longer cards and longer names.
      const of = some("service");
      if (of?.kind !== "service") return null;
      put(event(of.value.head.name, `Event${nth}`), { ...of, value: { ...of.value, head: { ...of.value.head, name: `${of.value.head.name}_longer` } } });
      return null;
    }
    case 5: {
      const of = some("service");
      if (of?.kind === "service") put({ ...of, value: { ...of.value, head: { ...of.value.head, home: home ?? null } } });
      return null;
    }
    case 6: {
      const gone = some("service", "store", "connection");
      if (!gone) return null;
      for (const [id, entry] of [...records]) {
        const hangs = entry.kind === "connection" && (entry.value.from === idOf(gone) || entry.value.to === idOf(gone));
        if (id === idOf(gone) || id === `placement:${idOf(gone)}` || hangs) records.delete(id);
      }
      return null;
    }
    default: {
      const of = some("service", "store", "domain");
      if (!of) return null;
      put(placement(idOf(of), pick(100) * 20, pick(100) * 20));
      return idOf(of);
    }
  }
}

test("whatever is edited, only what was placed by the edit moves", () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const pick = random(seed * 7919);
    const records = new Map(recordsOf(shop()));
    const found: Found = new Map();
    const sheetNow = (): Sheet => toSheet(new Drawing(new Map(records)), judged(), { open: new Set(), found }, null);
    let before = standing(sheetNow());
    for (let nth = 0; nth < 40; nth += 1) {
      const moved = edit(records, pick, nth);
      const after = standing(sheetNow());
      for (const [id, at] of after) {
        // An empty domain gets its frame from what comes into it, as any domain does.
        if (id !== moved && before.has(id)) expect(at, `${id} after edit ${nth} of ${seed}`).toBe(before.get(id));
      }
      before = after;
    }
  }
});

test("what is new covers nothing, stands beside what it is connected to, and in no domain it does not belong to", () => {
  const found: Found = new Map();
  const see = (...more: Entry[]): Sheet => toSheet(drawn(...shop(), ...more), judged(), { open: new Set(), found }, null);
  see();
  const fresh = [service("tax"), api("tax"), operation("tax", "rate"), connection("call", "operation:orders.place_order", "operation:tax.rate", 2)];
  const sheet = see(...fresh);
  const box = (id: Id) => {
    const n = sheet.nodes.find((node) => node.id === id)!;
    return { x: n.x, y: n.y, w: anatomyOf(n).w, h: anatomyOf(n).h };
  };
  const tax = box("service:tax");
  const orders = box("service:orders");
  expect(sheet.nodes.filter((n) => n.id !== "service:tax" && overlaps(box(n.id), tax))).toEqual([]);
  expect(Math.abs(tax.x - orders.x)).toBeLessThan(800);
  expect(Math.abs(tax.y - orders.y)).toBeLessThan(800);
  const frame = { x: orders.x - 16, y: orders.y - 20, w: orders.w + 32, h: orders.h + 36 };
  expect(overlaps(frame, tax)).toBe(false);
});

test("an empty domain that stands nowhere finds a place of its own", () => {
  const sheet = toSheet(drawn(...shop(), domain("Later", 2)), judged(), { open: new Set() }, null);
  const later = sheet.domains.find((d) => d.id === "domain:Later")!;
  expect(later.frame).toBeDefined();
  for (const n of sheet.nodes) {
    expect(overlaps({ x: n.x, y: n.y, w: anatomyOf(n).w, h: anatomyOf(n).h }, later.frame!)).toBe(false);
  }
});
