// The numbers of services after edits: those of one service at once, those of all put together when somebody asks.
//
// An edit moves some number of nearly every service a little, and few of them are seen.

import type { Analysis, AnalysisPatch, Id, ServiceMetrics } from "../wire";

type Metrics = Analysis["metrics"];
type Services = Metrics["services"];

/** What leads from the numbers before to these. */
interface Step {
  before: Metrics;
  fresh: Services;
  changes: AnalysisPatch["services"];
  gone: ReadonlySet<Id>;
  /** How many steps come before this one. */
  depth: number;
}

/** Steps whose numbers nobody asked for yet, by where they lead. */
const waiting = new WeakMap<Metrics, Step>();

/** With more steps than this all are put together, asked or not: nobody walks a long way for one number. */
const deepest = 8;

/** The numbers of one service; undefined where it has none. */
export function numbersOf({ metrics }: Pick<Analysis, "metrics">, id: Id): ServiceMetrics | undefined {
  const changes: AnalysisPatch["services"][string][] = [];
  let at = metrics;
  for (let step = waiting.get(at); step; step = waiting.get(at)) {
    if (step.gone.has(id)) return undefined;
    const fresh = step.fresh[id];
    if (fresh) return later(fresh, changes);
    const change = step.changes[id];
    if (change) changes.push(change);
    at = step.before;
  }
  const row = at.services[id];
  return row && later(row, changes);
}

/** The numbers after a judgement that tells what is new in them. */
export function numbersAfter(before: Metrics, { metrics, services: changes, gone }: AnalysisPatch): Metrics {
  const isSame = gone.length === 0 && isEmpty(changes) && isEmpty(metrics.services);
  if (isSame && !waiting.has(before)) return { ...metrics, services: before.services };
  const depth = (waiting.get(before)?.depth ?? 0) + 1;
  if (depth > deepest) void before.services;
  const { services: fresh, ...rest } = metrics;
  let all: Services | null = null;
  const now: Metrics = {
    ...rest,
    get services() {
      const step = waiting.get(now);
      if (step) {
        all = together(step);
        waiting.delete(now);
      }
      return all ?? fresh;
    },
  };
  waiting.set(now, { before, fresh, changes, gone: new Set(gone), depth: waiting.has(before) ? depth : 1 });
  return now;
}

/** A row after changes, the latest first. Spreading what has another shape in each row would take ten times as long. */
function later(row: ServiceMetrics, changes: readonly AnalysisPatch["services"][string][]): ServiceMetrics {
  if (changes.length === 0) return row;
  const now = { ...row };
  for (let i = changes.length - 1; i >= 0; i -= 1) for (const key in changes[i]) now[key as "used_by"] = changes[i]![key as "used_by"]!;
  return now;
}

function together({ before, fresh, changes, gone }: Step): Services {
  const rows = before.services;
  if (gone.size === 0 && isEmpty(changes) && isEmpty(fresh)) return rows;
  // Written down anew as a whole: of thousands most get another number, and each would be looked for.
  const services: Services = {};
  for (const id in rows) {
    if (gone.has(id)) continue;
    const change = changes[id];
    services[id] = change ? later(rows[id]!, [change]) : rows[id]!;
  }
  for (const id in fresh) services[id] = fresh[id]!;
  return services;
}

function isEmpty(of: object): boolean {
  for (const _ in of) return false;
  return true;
}
