// Connections between domains, gathered into one line per pair for the view from far away.

import type { Line } from "./line";
import { labelPoint } from "./line";
import type { Point, Rect } from "./geometry";
import { laned } from "./lanes";
import type { End } from "./ports";
import { Obstacles } from "./obstacles";
import { route } from "./route";
import type { Scene, SceneDomain } from "./scene";
import type { Id } from "./sheet";

export interface Bundle {
  from: Id;
  to: Id;
  count: number;
  /** A finding says cycle on one of them. */
  cycle: boolean;
  line: Line;
  label: Point;
}

export interface Overview {
  bundles: readonly Bundle[];
  /** From how many connections on a bundle shows its number. */
  countedFrom: number;
}

/**
 * Bundles are seen at a sixth of the size and less, so they are routed on a sheet that small: distances
 * that are right for connections are then right for them.
 */
const shrink = 1 / 6;

const known = new WeakMap<Scene, Map<number, Overview>>();

/** Made when it is first looked at. Bundles of fewer connections than `least` are left out, cycles never. */
export function overviewOf(scene: Scene, least: number): Overview {
  let bySize = known.get(scene);
  if (!bySize) known.set(scene, (bySize = new Map()));
  let overview = bySize.get(least);
  if (!overview) bySize.set(least, (overview = made(scene, least)));
  return overview;
}

interface Pair {
  from: SceneDomain;
  to: SceneDomain;
  count: number;
  cycle: boolean;
}

/** The last one and what it was made of: most edits change nothing that is seen from so far away. */
let last: { of: string; overview: Overview } | null = null;

function made(scene: Scene, least: number): Overview {
  const pairs = pairsOf(scene);
  const words = pairs.map(({ from, to, count, cycle }) => `${from.source.id} ${to.source.id} ${count} ${cycle}`);
  const frames = [...bundled(scene)].map(({ source, frame: { x, y, w, h } }) => `${source.id} ${x} ${y} ${w} ${h}`);
  const of = JSON.stringify([least, words, frames]);
  if (last?.of !== of) last = { of, overview: routed(scene, pairs, least) };
  return last.overview;
}

function pairsOf(scene: Scene): Pair[] {
  const tops = new Map<Id | null, SceneDomain | null>();
  const topOf = (id: Id | null): SceneDomain | null => {
    let top = tops.get(id);
    if (top === undefined) tops.set(id, (top = bundledAround(scene, id)));
    return top;
  };
  const numbers = new Map(scene.domains.map((domain, i) => [domain, i]));
  const pairs = new Map<number, Pair>();
  const ends = scene.nodes.map((node) => topOf(node.source.domain));
  for (const c of scene.connections) {
    const [from, to] = [ends[c.start.node], ends[c.end.node]];
    if (!from || !to || from === to) continue;
    const [a, b] = [numbers.get(from)!, numbers.get(to)!];
    const key = Math.min(a, b) * numbers.size + Math.max(a, b);
    let pair = pairs.get(key);
    if (!pair) pairs.set(key, (pair = { from, to, count: 0, cycle: false }));
    pair.count += 1;
    pair.cycle ||= c.source.badge?.cycle === true && c.source.badge.severity === "error";
  }
  return [...pairs.values()];
}

function routed(scene: Scene, pairs: readonly Pair[], least: number): Overview {
  const obstacles = new Obstacles([...bundled(scene)].map((d) => shrunk(d.frame)));
  const all = pairs.filter((p) => p.cycle || p.count >= least);
  const slots = new Slots();
  const courses = all.map((pair) => {
    const line = route(sides(pair.from), sides(pair.to), obstacles);
    return { line: slots.spread(pair, line), startPort: "", endPort: "" };
  });
  courses.forEach((c, i) => (c.startPort = c.endPort = String(i)));
  const lines = laned(courses, obstacles).map((line) => line.map((v) => v / shrink));
  const bundles = all.map((pair, i) => ({
    from: pair.from.source.id,
    to: pair.to.source.id,
    count: pair.count,
    cycle: pair.cycle,
    line: lines[i]!,
    label: labelPoint(lines[i]!, 0),
  }));
  const counts = bundles.map((b) => b.count).sort((a, b) => b - a);
  return {
    bundles,
    countedFrom: counts[Math.min(7, counts.length - 1)] ?? Infinity,
  };
}

/** Bundles that would start in one spot of a border stand side by side instead. */
class Slots {
  private readonly taken = new Map<string, number>();

  spread(pair: { from: SceneDomain; to: SceneDomain }, line: Line): Line {
    const out = [...line];
    const n = out.length;
    const straight = n === 4;
    const shift = this.next(pair.from, out[0]!, out[1]!);
    this.move(out, 0, shift, pair.from);
    if (straight) this.move(out, 2, shift, pair.from);
    else this.move(out, n - 2, this.next(pair.to, out[n - 2]!, out[n - 1]!), pair.to);
    return out;
  }

  private next(domain: SceneDomain, x: number, y: number): number {
    const key = `${domain.source.id}/${x}/${y}`;
    const n = this.taken.get(key) ?? 0;
    this.taken.set(key, n + 1);
    // 0, +1, -1, +2, -2 steps from the middle.
    return (n % 2 === 1 ? (n + 1) / 2 : -n / 2) * 15;
  }

  /** Moves an end along its border, and the part that leaves it along with it. */
  private move(line: number[], at: number, by: number, domain: SceneDomain): void {
    if (by === 0) return;
    const { w, h } = shrunk(domain.frame);
    const next = at === 0 ? 2 : line.length - 4;
    const flat = line[at + 1] === line[next + 1] && line[at] !== line[next];
    if (flat) {
      if (Math.abs(by) > h / 2 - 4) return;
      if (line.length > 4) line[next + 1]! += by;
      line[at + 1]! += by;
    } else {
      if (Math.abs(by) > w / 2 - 4) return;
      if (line.length > 4) line[next]! += by;
      line[at]! += by;
    }
  }
}

const shrunk = (r: Rect): Rect => ({ x: r.x * shrink, y: r.y * shrink, w: r.w * shrink, h: r.h * shrink });

function sides(d: SceneDomain): End[] {
  const { x, y, w, h } = shrunk(d.frame);
  return [
    { x, y: y + h / 2, side: "left" },
    { x: x + w, y: y + h / 2, side: "right" },
    { x: x + w / 2, y, side: "top" },
    { x: x + w / 2, y: y + h, side: "bottom" },
  ];
}

const levels = new WeakMap<Scene, ReadonlySet<SceneDomain>>();

/** The domains that bundles run between: the outermost ones, or where one holds all others, those in it. */
export function bundled(scene: Scene): ReadonlySet<SceneDomain> {
  let known = levels.get(scene);
  if (!known) levels.set(scene, (known = new Set(levelOf(scene))));
  return known;
}

function levelOf(scene: Scene): readonly SceneDomain[] {
  let level = scene.domains.filter(({ source }) => source.parent === null || !scene.domain(source.parent));
  for (;;) {
    const [only] = level;
    const inside = level.length === 1 ? scene.domains.filter(({ source }) => source.parent === only!.source.id) : [];
    if (inside.length === 0) return level;
    level = inside;
  }
}

/** Which of them a domain is or lies in. */
export function bundledAround(scene: Scene, id: Id | null): SceneDomain | null {
  const level = bundled(scene);
  let domain = id === null ? undefined : scene.domain(id);
  for (let climbs = 0; domain && climbs <= scene.domains.length; climbs += 1) {
    if (level.has(domain)) return domain;
    domain = domain.source.parent === null ? undefined : scene.domain(domain.source.parent);
  }
  return null;
}
