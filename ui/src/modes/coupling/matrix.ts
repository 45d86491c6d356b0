// The dependency matrix as plain values: who stands where, which marks, which blocks, by level, by domain, or domains as a whole.

import type { Drawing } from "../../project/drawing";
import { isCycle, type Standing, standingOf, worse } from "../../project/findings";
import type { CellKind, Coupling, Finding, Id } from "../../wire";
import type { MetricRow } from "./metric-rows";

export type MatrixView = "level" | "domain" | "domains";

export interface MatrixItem {
  /** A service, or a domain where domains are shown as a whole. */
  id: Id;
  name: string;
  hue: number | null;
  domain: Id | null;
}

export interface MatrixMark {
  row: number;
  column: number;
  kinds: readonly CellKind[];
  weight: number;
  /** What is wrong between the two; null where nothing is. */
  standing: Standing | null;
}

export interface MatrixBlock {
  start: number;
  length: number;
  /** The services depend on each other in a circle; else they are of one domain. */
  tangle: boolean;
  hue: number | null;
}

export interface Matrix {
  items: readonly MatrixItem[];
  /** By row, then by column. */
  marks: readonly MatrixMark[];
  /** Where the marks of each row begin, and at the end how many there are. */
  starts: readonly number[];
  blocks: readonly MatrixBlock[];
}

/** What is wrong between two services, by `from to`: of findings about one service the connections are not to blame. */
export function wrongBetween(drawing: Drawing, findings: readonly Finding[]): Map<string, Standing> {
  const wrong = new Map<string, Standing>();
  const service = (id: Id): Id | undefined => drawing.serviceOf(id)?.value.head.id;
  for (const finding of findings) {
    const standing = standingOf(finding);
    if ((standing !== "error" && standing !== "warning") || (finding.subjects.length < 2 && !isCycle(finding))) continue;
    for (const { from, to } of finding.evidence) {
      const owner = service(to);
      const targets = owner === undefined ? drawing.incoming(to).flatMap((c) => (c.kind === "publish" ? (service(c.from) ?? []) : [])) : [owner];
      for (const target of targets) {
        const key = `${service(from)} ${target}`;
        const known = wrong.get(key);
        wrong.set(key, known ? worse(known, standing) : standing);
      }
    }
  }
  return wrong;
}

/** Of the given services, in the engine's order. What the engine does not know yet is left out until it answers. */
export function matrixOf(structure: Coupling, rows: readonly MetricRow[], wrong: ReadonlyMap<string, Standing>, view: MatrixView, nameOf: (domain: Id) => string): Matrix {
  const known = new Map(rows.map((row) => [row.id, row]));
  const order = structure.order.filter((id) => known.has(id)).map((id) => known.get(id)!);
  if (view === "domains") return asDomains(structure, order, wrong, nameOf);
  const placed = view === "domain" ? byDomain(order) : order;
  const items = placed.map(({ id, name, hue, domain }): MatrixItem => ({ id, name, hue, domain }));
  const at = new Map(items.map(({ id }, i) => [id, i]));
  const place = structure.order.map((id) => at.get(id) ?? -1);
  const marks = structure.cells.flatMap(({ row, column, kinds, weight }): MatrixMark[] => {
    const [r, c] = [place[row] ?? -1, place[column] ?? -1];
    if (r < 0 || c < 0) return [];
    return [{ row: r, column: c, kinds, weight, standing: wrong.get(`${structure.order[row]} ${structure.order[column]}`) ?? null }];
  });
  const blocks = view === "level" ? tanglesIn(structure, place) : runsOf(items);
  return indexed(items, marks, blocks);
}

/** Runs of the shown order; a tangle of which only one service is shown is none. */
function tanglesIn(structure: Coupling, place: readonly number[]): MatrixBlock[] {
  return structure.tangles.flatMap(({ start, length }) => {
    const shown = place.slice(start, start + length).filter((at) => at >= 0);
    return shown.length > 1 ? [{ start: Math.min(...shown), length: shown.length, tangle: true, hue: null }] : [];
  });
}

/** Domains in the order of their first service; within one the order stays. */
function byDomain(order: readonly MetricRow[]): MetricRow[] {
  const groups = new Map<Id, MetricRow[]>();
  for (const row of order) {
    // A service outside of domains is one by itself.
    const key = row.domain ?? row.id;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flat();
}

function runsOf(items: readonly MatrixItem[]): MatrixBlock[] {
  const blocks: MatrixBlock[] = [];
  items.forEach((item, i) => {
    const last = blocks.at(-1);
    if (last && item.domain !== null && items[i - 1]?.domain === item.domain) last.length += 1;
    else blocks.push({ start: i, length: 1, tangle: false, hue: item.hue });
  });
  return blocks.filter(({ length }) => length > 1);
}

function asDomains(structure: Coupling, order: readonly MetricRow[], wrong: ReadonlyMap<string, Standing>, nameOf: (domain: Id) => string): Matrix {
  const items: MatrixItem[] = [];
  const at = new Map<Id, number>();
  const place = new Map<Id, number>();
  for (const row of order) {
    const key = row.domain ?? row.id;
    if (!at.has(key)) {
      at.set(key, items.length);
      items.push({ id: key, name: row.domain === null ? row.name : nameOf(row.domain), hue: row.hue, domain: row.domain });
    }
    place.set(row.id, at.get(key)!);
  }
  const found = new Map<string, MatrixMark & { kinds: CellKind[] }>();
  for (const { row, column, kinds, weight } of structure.cells) {
    const [from, to] = [structure.order[row], structure.order[column]];
    const [r, c] = [place.get(from ?? ""), place.get(to ?? "")];
    if (r === undefined || c === undefined || r === c) continue;
    const standing = wrong.get(`${from} ${to}`) ?? null;
    const known = found.get(`${r} ${c}`);
    if (!known) found.set(`${r} ${c}`, { row: r, column: c, kinds: [...kinds], weight, standing });
    else {
      known.weight += weight;
      known.kinds = [...new Set([...known.kinds, ...kinds])];
      known.standing = known.standing && standing ? worse(known.standing, standing) : (known.standing ?? standing);
    }
  }
  return indexed(items, [...found.values()], []);
}

function indexed(items: readonly MatrixItem[], marks: MatrixMark[], blocks: readonly MatrixBlock[]): Matrix {
  marks.sort((a, b) => a.row - b.row || a.column - b.column);
  const starts = new Array<number>(items.length + 1).fill(0);
  for (const { row } of marks) starts[row + 1]! += 1;
  for (let i = 1; i <= items.length; i += 1) starts[i]! += starts[i - 1]!;
  return { items, marks, starts, blocks };
}

/** The mark where a row uses a column. */
export function markAt(matrix: Matrix, row: number, column: number): MatrixMark | null {
  for (let i = matrix.starts[row] ?? 0; i < (matrix.starts[row + 1] ?? 0); i += 1) {
    const mark = matrix.marks[i]!;
    if (mark.column === column) return mark;
  }
  return null;
}

const words: { readonly [K in CellKind]: string } = { call: "calls", event: "hears events of", data: "uses the data of", depend: "depends on" };

/** "orders calls and hears events of customers", "orders and customers are not connected". */
export function sentenceAt(matrix: Matrix, row: number, column: number): string {
  const [from, to] = [matrix.items[row], matrix.items[column]];
  if (!from || !to) return "";
  if (row === column) return from.name;
  const mark = markAt(matrix, row, column);
  if (!mark) return `${from.name} does not use ${to.name}`;
  const how = mark.kinds.map((kind) => words[kind]).join(" and ");
  return `${from.name} ${how} ${to.name}${mark.weight > 1 ? `, ${mark.weight} connections` : ""}${mark.standing ? `, ${mark.standing}` : ""}`;
}
