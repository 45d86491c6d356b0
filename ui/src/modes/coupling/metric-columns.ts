// The columns of the metrics table: what each says, how it is written, how it sorts, and what it means.
//
// Long because: every metric stands here once, with its definition.

import { decimal, spaced } from "../../project/locale";
import { percent, seconds } from "../../project/quantity";
import type { Standing } from "../../project/findings";
import type { ServiceMetrics } from "../../wire";
import { type MetricRow, rankOf } from "./metric-rows";

export interface MetricColumn {
  key: string;
  /** Two lines of a heading. */
  title: readonly [string, string];
  /** In menus and in the first line of a copy. */
  name: string;
  /** Its definition, its convention where tools differ, and what is usual. */
  about: string;
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

/** The name of the service is the first column and always there. */
export const columns: readonly MetricColumn[] = [
  {
    key: "used_by", title: ["Used by", "(Ca)"], name: "Used by (Ca)", width: 66, goes: 2,
    about: "Services that depend on it, each counted once, whether by calls, events, data or declared. No limit: in real systems 9 of 10 have at most 6.",
    value: whole("used_by"),
  },
  {
    key: "uses", title: ["Uses", "(Ce)"], name: "Uses (Ce)", width: 54, goes: 1,
    about: "Services it depends on, each counted once; a subscriber depends on the owner of the event. Above 7 is much.",
    value: whole("uses"),
  },
  {
    key: "instability", title: ["Instability", "(I)"], name: "Instability (I)", width: 116, goes: 0, bar: true,
    about: "Ce / (Ca + Ce), 0 to 1. Not defined where both are 0, and left out of the mean. Neither end is a fault.",
    value: (row) => row.numbers.instability,
    text: (row) => share(row.numbers.instability),
  },
  {
    key: "sync_depth", title: ["Sync", "depth"], name: "Sync depth", width: 80, goes: 0,
    about: "Longest chain of calls that starts here, in hops; a call cycle of k services counts k − 1. More than 3 is a warning, more than 5 an error.",
    value: whole("sync_depth"),
    cycle: (row) => row.numbers.sync_cycle > 1,
  },
  {
    key: "sync_fan_out", title: ["", "Fan-out"], name: "Fan-out", width: 68, goes: 3,
    about: "Services it calls directly. More than 7 is a warning, more than 15 an error; a gateway is left out.",
    value: whole("sync_fan_out"),
  },
  {
    key: "shared_stores", title: ["Shared", "stores"], name: "Shared stores", width: 66, goes: 4,
    about: "Data stores that it and another service read or write. Should be 0.",
    value: whole("shared_stores"),
    tone: (row) => (row.numbers.shared_stores > 0 ? "warning" : null),
  },
  {
    key: "events", title: ["Events", "out / in"], name: "Events out / in", width: 66, goes: 5,
    about: "Events it publishes, and events it subscribes to.",
    value: (row) => row.numbers.events_out + row.numbers.events_in,
    text: ({ numbers }) => `${spaced(numbers.events_out)} / ${spaced(numbers.events_in)}`,
  },
  {
    key: "worst", title: ["Worst", "case"], name: "Worst case", width: 62, goes: 1,
    about: "Most one of its operations may take: the timeouts of its calls with their retries, one after the other; where none is said, what it promises.",
    value: (row) => row.worst,
    text: (row) => (row.worst === null ? "–" : seconds(row.worst)),
    tone: (row) => row.late,
  },
  {
    key: "blast_radius", title: ["Blast", "radius"], name: "Blast radius", width: 66, goes: 6, further: true,
    about: "Services that call it, also through others: they are cut off when it is down.",
    value: whole("blast_radius"),
  },
  {
    key: "visibility_in", title: ["Reached", "by"], name: "Reached by (VFI)", width: 66, goes: 7, further: true,
    about: "Services that depend on it, also through others, itself included.",
    value: whole("visibility_in"),
  },
  {
    key: "visibility_out", title: ["Reaches", ""], name: "Reaches (VFO)", width: 66, goes: 7, further: true,
    about: "Services it depends on, also through others, itself included.",
    value: whole("visibility_out"),
  },
  {
    key: "level", title: ["", "Level"], name: "Level", width: 58, goes: 8, further: true,
    about: "1 where it depends on none; others one more than the highest below. A tangle counts its size.",
    value: whole("level"),
  },
  {
    key: "tangle", title: ["In a", "tangle of"], name: "Tangle", width: 72, goes: 8, further: true,
    about: "Services that depend on each other in a circle with it, by any kind of dependency; 0 where there is no circle.",
    value: whole("tangle"),
    tone: (row) => (row.numbers.tangle > 1 ? "error" : null),
  },
  {
    key: "callers", title: ["Called", "by (AIS)"], name: "Called by (AIS)", width: 70, goes: 9, further: true,
    about: "Services that call it: absolute importance of the service (Rud, Schmietendorf, Dumke 2006). What it calls, ADS, is the fan-out.",
    value: whole("callers"),
  },
  {
    key: "criticality", title: ["Criticality", "(ACS)"], name: "Criticality (ACS)", width: 74, goes: 9, further: true,
    about: "Callers times callees: absolute criticality of the service (the same source). Read it as a list from the top; there is no limit.",
    value: whole("criticality"),
  },
  {
    key: "betweenness", title: ["Between-", "ness"], name: "Betweenness", width: 70, goes: 9, further: true,
    about: "Share of the shortest ways between other services that run through it, 0 to 1 (Brandes 2001), by (n − 1)(n − 2). Estimated above 5,000 services.",
    value: (row) => row.numbers.betweenness,
    text: (row) => three(row.numbers.betweenness),
  },
  {
    key: "risk_rank", title: ["Risk", "rank"], name: "Risk rank", width: 66, goes: 9, further: true,
    about: "How likely one who follows dependencies at random stands here (PageRank, damping 0.85). All services together have 1.",
    value: (row) => row.numbers.risk_rank,
    text: (row) => three(row.numbers.risk_rank),
  },
  {
    key: "dominated", title: ["Only", "through it"], name: "Reached only through it", width: 74, goes: 9, further: true,
    about: "Services that calls from the entries reach only through it. Not defined where no entry reaches it.",
    value: (row) => row.numbers.dominated,
  },
  {
    key: "availability", title: ["Avail-", "ability"], name: "Availability", width: 76, goes: 9, further: true,
    about: "The product of the availabilities of it and all it waits for, each once; calls with a fallback do not count. Not defined where one is not said.",
    value: (row) => row.numbers.availability,
    text: (row) => (row.numbers.availability === null ? "–" : percent(row.numbers.availability)),
  },
  {
    key: "interface_use", title: ["Interface", "use (SIUC)"], name: "Interface use (SIUC)", width: 76, goes: 9, further: true,
    about: "Operations its clients use, over clients times operations, 0 to 1 (Perepletchikov 2007). Under 0.3 with 3 clients it serves different masters.",
    value: (row) => row.numbers.interface_use,
    text: (row) => share(row.numbers.interface_use),
  },
  {
    key: "abstractness", title: ["Contract", "share (A)"], name: "Contract share (A)", width: 72, goes: 9, further: true,
    about: "Operations and events marked as published contract, over all operations, events and stores it owns, 0 to 1; 0 where it owns none.",
    value: (row) => row.numbers.abstractness,
    text: (row) => share(row.numbers.abstractness),
  },
  {
    key: "distance", title: ["Distance", "(D)"], name: "Distance from the line (D)", width: 70, goes: 9, further: true,
    about: "A + I − 1, −1 to 1, not divided by √2: below 0 hard to change, above 0 a contract nobody needs. Beyond 0.7 is far where 3 or more rely on it.",
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
