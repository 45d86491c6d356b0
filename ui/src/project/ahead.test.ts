import { expect, test } from "vitest";
import { aheadOf, onlyReordered } from "./ahead";
import { connection, drawn, judged, service, shop } from "./design.fixture";
import { toSheet } from "./to-sheet";

const drawing = drawn(...shop());
const analysis = judged();
const seen = { open: new Set<string>() };
const now = toSheet(drawing, analysis, seen, null);
const lineOf = (ahead: ReturnType<typeof aheadOf>, id: string) => ahead.sheet.connections.find((line) => line.id === id);

test("what comes is marked, with a place, and the design stays as it is", () => {
  const fresh = service("buffer");
  const call = connection("call", "service:buffer", "service:orders");
  const id = call.kind === "connection" ? call.value.head.id : "";
  const ahead = aheadOf(drawing, analysis, [{ before: null, after: fresh }, { before: null, after: call }], seen, now);
  expect(ahead.sheet.nodes.find((node) => node.id === "service:buffer")?.mark).toBe("added");
  expect(lineOf(ahead, id)?.mark).toBe("added");
  expect([ahead.added, ahead.removed]).toEqual([2, 0]);
  expect(ahead.ids).toContain("service:orders");
  expect(drawing.get("service:buffer")).toBeUndefined();
  expect(toSheet(drawing, analysis, seen, null)).toEqual(now);
});

test("what goes is still drawn, marked, and what stays steps back", () => {
  const [going, ...staying] = drawing.of("connection").filter(({ value }) => now.connections.some(({ id }) => id === value.head.id));
  const ahead = aheadOf(drawing, analysis, [{ before: going!, after: null }], seen, now);
  expect(lineOf(ahead, going!.value.head.id)?.mark).toBe("removed");
  for (const { value } of staying) expect(lineOf(ahead, value.head.id)?.mark).toBe("unchanged");
  expect([ahead.added, ahead.removed]).toEqual([0, 1]);
});

test("what only moves up because another went is not told as changed", () => {
  const call = connection("call", "service:orders", "service:inventory");
  if (call.kind !== "connection") throw new Error("not a connection");
  const later = { ...call, value: { ...call.value, head: { ...call.value.head, rank: call.value.head.rank + 1 } } };
  expect(onlyReordered(later, call)).toBe(true);
  expect(onlyReordered(later, { ...call, value: { ...call.value, timeout: { kind: "after", of: 100 } } })).toBe(false);
  expect(onlyReordered(null, call)).toBe(false);
});
