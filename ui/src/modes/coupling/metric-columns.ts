// The columns of the metrics table: what each says, how it is written and how it sorts. What it means is said by the engine.

import { decimal, spaced } from "../../project/locale";
import { percent, seconds } from "../../project/quantity";
import type { Standing } from "../../project/findings";
import type { CorePlace, ServiceMetrics } from "../../wire";
import { type MetricRow, rankOf } from "./metric-rows";

export interface MetricColumn {
  key: string;
  /** Two lines of a heading. */
  title: readonly [string, string];
  /** In menus and in the first line of a copy. */
  name: string;
  /** Of a row, to sort by and to copy; null where it is not defined. */
  value: (row: MetricRow) => number | null;
  /** As it is shown, where that is not the number alone. */
  text?: (row: MetricRow) => string;
  /** A bar from 0 to 1 beside the number. */
  bar?: boolean;
  /** A mark instead of the number. */
  cycle?: (row: MetricRow) => boolean;
  tone?: (row: MetricRow) => Standing | null;
  width: number;
  /** Which columns go first where there is little room: the highest. */
  goes: number;
  /** Not shown until it is asked for. */
  further?: boolean;
}

const whole = (key: keyof ServiceMetrics) => (row: MetricRow): number | null => row.numbers[key] as number | null;
const share = (value: number | null): string => (value === null ? "–" : decimal(value, 2));
/** Three significant digits, as small shares need. */
const three = (value: number): string => (value === 0 ? "0" : spaced(Number(value.toPrecision(3))));
const plain = (value: number | null): string => (value === null ? "–" : spaced(value));

/** From the edge to the middle. */
const corePlaces: readonly CorePlace[] = ["periphery", "control", "shared", "core"];

/** The name of the service is the first column and always there. */
export const columns: readonly MetricColumn[] = [
  {
    key: "used_by", title: ["Used by", "(Ca)"], name: "Used by (Ca)", width: 66, goes: 2,
    value: whole("used_by"),
  },
  {
    key: "uses", title: ["Uses", "(Ce)"], name: "Uses (Ce)", width: 54, goes: 1,
    value: whole("uses"),
  },
  {
    key: "instability", title: ["Instability", "(I)"], name: "Instability (I)", width: 116, goes: 0, bar: true,
    value: (row) => row.numbers.instability,
    text: (row) => share(row.numbers.instability),
  },
  {
    key: "sync_depth", title: ["Sync", "depth"], name: "Sync depth", width: 80, goes: 0,
    value: whole("sync_depth"),
    cycle: (row) => row.numbers.sync_cycle > 1,
  },
  {
    key: "sync_fan_out", title: ["", "Fan-out"], name: "Fan-out", width: 68, goes: 3,
    value: whole("sync_fan_out"),
  },
  {
    key: "shared_stores", title: ["Shared", "stores"], name: "Shared stores", width: 66, goes: 4,
    value: whole("shared_stores"),
    tone: (row) => (row.numbers.shared_stores > 0 ? "warning" : null),
  },
  {
    key: "events", title: ["Events", "out / in"], name: "Events out / in", width: 66, goes: 5,
    value: (row) => row.numbers.events_out + row.numbers.events_in,
    text: ({ numbers }) => `${spaced(numbers.events_out)} / ${spaced(numbers.events_in)}`,
  },
  {
    key: "worst", title: ["Worst", "case"], name: "Worst case", width: 62, goes: 1,
    value: (row) => row.worst,
    text: (row) => (row.worst === null ? "–" : seconds(row.worst)),
    tone: (row) => row.late,
  },
  {
    key: "blast_radius", title: ["Blast", "radius"], name: "Blast radius", width: 66, goes: 6, further: true,
    value: whole("blast_radius"),
  },
  {
    key: "visibility_in", title: ["Reached", "by"], name: "Reached by (VFI)", width: 66, goes: 7, further: true,
    value: whole("visibility_in"),
  },
  {
    key: "visibility_out", title: ["Reaches", ""], name: "Reaches (VFO)", width: 66, goes: 7, further: true,
    value: whole("visibility_out"),
  },
  {
    key: "level", title: ["", "Level"], name: "Level", width: 58, goes: 8, further: true,
    value: whole("level"),
  },
  {
    key: "tangle", title: ["In a", "tangle of"], name: "Tangle", width: 72, goes: 8, further: true,
    value: whole("tangle"),
    tone: (row) => (row.numbers.tangle > 1 ? "error" : null),
  },
  {
    key: "core", title: ["Place in", "the core"], name: "Place in the core", width: 78, goes: 8, further: true,
    value: (row) => (row.numbers.core ? corePlaces.indexOf(row.numbers.core) : null),
    text: (row) => row.numbers.core ?? "–",
  },
  {
    key: "callers", title: ["Called", "by (AIS)"], name: "Called by (AIS)", width: 70, goes: 9, further: true,
    value: whole("callers"),
  },
  {
    key: "criticality", title: ["Criticality", "(ACS)"], name: "Criticality (ACS)", width: 74, goes: 9, further: true,
    value: whole("criticality"),
  },
  {
    key: "betweenness", title: ["Between-", "ness"], name: "Betweenness", width: 70, goes: 9, further: true,
    value: (row) => row.numbers.betweenness,
    text: ({ numbers }) => (numbers.betweenness === null ? "–" : three(numbers.betweenness)),
  },
  {
    key: "risk_rank", title: ["Risk", "rank"], name: "Risk rank", width: 66, goes: 9, further: true,
    value: (row) => row.numbers.risk_rank,
    text: (row) => three(row.numbers.risk_rank),
  },
  {
    key: "dominated", title: ["Only", "through it"], name: "Reached only through it", width: 74, goes: 9, further: true,
    value: (row) => row.numbers.dominated,
  },
  {
    key: "availability", title: ["Avail-", "ability"], name: "Availability", width: 76, goes: 9, further: true,
    value: (row) => row.numbers.availability,
    text: (row) => (row.numbers.availability === null ? "–" : percent(row.numbers.availability)),
  },
  {
    key: "operations", title: ["Operations", "(WSIC)"], name: "Operations (WSIC)", width: 78, goes: 9, further: true,
    value: whole("operations"),
  },
  {
    key: "versions", title: ["Versions", "(NVS)"], name: "Versions in use (NVS)", width: 70, goes: 9, further: true,
    value: whole("versions"),
  },
  {
    key: "interface_use", title: ["Interface", "use (SIUC)"], name: "Interface use (SIUC)", width: 76, goes: 9, further: true,
    value: (row) => row.numbers.interface_use,
    text: (row) => share(row.numbers.interface_use),
  },
  {
    key: "abstractness", title: ["Contract", "share (A)"], name: "Contract share (A)", width: 72, goes: 9, further: true,
    value: (row) => row.numbers.abstractness,
    text: (row) => share(row.numbers.abstractness),
  },
  {
    key: "distance", title: ["Distance", "(D)"], name: "Distance from the line (D)", width: 70, goes: 9, further: true,
    value: (row) => row.numbers.distance,
    text: (row) => share(row.numbers.distance),
  },
];

export const textOf = (column: MetricColumn, row: MetricRow): string => column.text?.(row) ?? plain(column.value(row));

export type Direction = "down" | "up";

export interface Sorting {
  /** A column, `name`, or `standing`: what is worst first. */
  by: string;
  direction: Direction;
}

/** Clicked again, the same column turns round; numbers begin with the largest, names with A. */
export const sortedBy = (now: Sorting, by: string): Sorting =>
  now.by === by ? { by, direction: now.direction === "down" ? "up" : "down" } : { by, direction: by === "name" ? "up" : "down" };

const byName = (a: MetricRow, b: MetricRow): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const coupled = ({ numbers }: MetricRow): number => numbers.used_by + numbers.uses;

/** Sorted copies; what is not defined stands last either way. */
export function sorted(rows: readonly MetricRow[], { by, direction }: Sorting): MetricRow[] {
  const turn = direction === "down" ? -1 : 1;
  if (by === "name") return [...rows].sort((a, b) => turn * byName(a, b));
  if (by === "standing") {
    return [...rows].sort((a, b) => -turn * (rankOf(a.standing) - rankOf(b.standing)) || coupled(b) - coupled(a) || byName(a, b));
  }
  const column = columns.find(({ key }) => key === by);
  if (!column) return [...rows];
  return [...rows].sort((a, b) => {
    const [one, other] = [column.value(a), column.value(b)];
    if (one === null || other === null) return (one === null ? 1 : 0) - (other === null ? 1 : 0) || byName(a, b);
    return turn * (one - other) || byName(a, b);
  });
}

/** Rows whose name holds what was typed. */
export function matching(rows: readonly MetricRow[], typed: string): readonly MetricRow[] {
  const wanted = typed.trim().toLowerCase();
  return wanted === "" ? rows : rows.filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** A value between commas. What a spreadsheet would run as a formula is kept from that by an apostrophe. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table as comma-separated values, numbers at full precision; what is not defined is empty. */
export function csvOf(rows: readonly MetricRow[], shown: readonly MetricColumn[], domainOf: (row: MetricRow) => string): string {
  const heads = shown.flatMap((column) => (column.key === "events" ? ["Events out", "Events in"] : column.key === "worst" ? ["Worst case (ms)"] : [column.name]));
  const cells = (row: MetricRow) =>
    shown.flatMap((column) => (column.key === "events" ? [row.numbers.events_out, row.numbers.events_in] : [column.value(row)])).map((value) => (value === null ? "" : String(value)));
  const lines = [["Service", "Domain", ...heads], ...rows.map((row) => [row.name, domainOf(row), ...cells(row)])];
  return lines.map((line, i) => line.map((text, at) => (i > 0 && at > 1 ? text : field(text))).join(",")).join("\r\n") + "\r\n";
}

/** The columns that fit into a width, beside a name that wants room; what goes first, goes first. */
export function fittingColumns(wanted: readonly MetricColumn[], width: number): readonly MetricColumn[] {
  const nameRoom = 150;
  let shown = [...wanted];
  // What was asked for stays before what is usual.
  const goes = ({ goes: usual, further }: MetricColumn) => (further ? -1 : usual);
  const room = () => shown.reduce((sum, column) => sum + column.width, nameRoom);
  while (shown.length > 1 && room() > width) {
    const last = Math.max(...shown.map(goes));
    const at = shown.findLastIndex((column) => goes(column) === last);
    shown = shown.filter((_, i) => i !== at);
  }
  return shown;
}
