import { expect, test } from "vitest";
import type { ServiceMetrics } from "../../wire";
import { columns, csvOf, fittingColumns, matching, sorted, sortedBy, textOf } from "./metric-columns";
import type { MetricRow } from "./metric-rows";

const none = {
  used_by: 0, uses: 0, instability: null, sync_depth: 0, sync_fan_out: 0, level: 1, visibility_in: null, visibility_out: null,
  blast_radius: null, sync_cycle: 0, tangle: 0, events_out: 0, events_in: 0, shared_stores: 0,
} as unknown as ServiceMetrics;

const row = (name: string, numbers: Partial<ServiceMetrics> = {}, more: Partial<MetricRow> = {}): MetricRow => ({
  id: `service:${name}`, name, hue: null, domain: null, numbers: { ...none, ...numbers }, standing: null, findings: [], worst: null, promised: null, late: null, ...more,
});
const names = (rows: readonly MetricRow[]) => rows.map(({ name }) => name);
const column = (key: string) => columns.find((one) => one.key === key)!;

test("what is worst comes first, then what is most coupled", () => {
  const rows = [row("calm"), row("busy", { used_by: 3 }), row("info", {}, { standing: "info" }), row("bad", {}, { standing: "error" }), row("odd", {}, { standing: "waived" })];
  expect(names(sorted(rows, { by: "standing", direction: "down" }))).toEqual(["bad", "info", "odd", "busy", "calm"]);
});

test("a column sorts from the largest, turns round when asked again, and what is not defined stands last either way", () => {
  const rows = [row("none"), row("half", { instability: 0.5 }), row("all", { instability: 1 })];
  const first = sortedBy({ by: "standing", direction: "down" }, "instability");
  expect(names(sorted(rows, first))).toEqual(["all", "half", "none"]);
  expect(names(sorted(rows, sortedBy(first, "instability")))).toEqual(["half", "all", "none"]);
  expect(names(sorted(rows, sortedBy(first, "name")))).toEqual(["all", "half", "none"]);
});

test("numbers are written as people read them", () => {
  expect(textOf(column("instability"), row("a", { instability: 4 / 7 }))).toBe("0.57");
  expect(textOf(column("instability"), row("a"))).toBe("–");
  expect(textOf(column("events"), row("a", { events_out: 2, events_in: 1 }))).toBe("2 / 1");
  expect(textOf(column("worst"), row("a", {}, { worst: 1900 }))).toBe("1.9 s");
  expect(textOf(column("worst"), row("a", {}, { worst: 500 }))).toBe("0.5 s");
});

test("a copy has full numbers, and names stay text in a spreadsheet", () => {
  const rows = [row('=HYPERLINK("x")', { instability: 4 / 7, events_out: 2 }), row("a,b\nc")];
  const csv = csvOf(rows, [column("instability"), column("events")], () => "Sales");
  expect(csv.split("\r\n").slice(0, 2)).toEqual(["Service,Domain,Instability (I),Events out,Events in", `"'=HYPERLINK(""x"")",Sales,${4 / 7},2,0`]);
  expect(csv).toContain('"a,b\nc",Sales,,0,0');
});

test("a filter finds parts of names", () => {
  expect(names(matching([row("orders"), row("Reorders"), row("cart")], " ORD"))).toEqual(["orders", "Reorders"]);
});

test("with little room the least telling columns go, and never all", () => {
  const wanted = columns.filter(({ further }) => !further);
  expect(fittingColumns(wanted, 776)).toEqual(wanted);
  expect(fittingColumns(wanted, 520).map(({ key }) => key)).toEqual(["uses", "instability", "sync_depth", "worst"]);
  expect(fittingColumns(wanted, 10).length).toBe(1);
});
