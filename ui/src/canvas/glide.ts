// A drawing on its way from one arrangement to another: all elements together, each straight to its new place.

import type { Rect } from "./geometry";
import { overlaps } from "./geometry";
import { type Line, lineBounds } from "./line";
import { eased } from "./motion";
import type { Scene, SceneConnection, SceneDomain, SceneNode } from "./scene";

/** In ms. */
export const glideTime = 320;

export interface Glide {
  from: Scene;
  to: Scene;
  start: number;
}

/** The scene as it stands at a time; null once it has arrived. */
export function gliding({ from, to, start }: Glide, now: number): Scene | null {
  const t = (now - start) / glideTime;
  return t >= 1 ? null : between(from, to, eased(Math.max(0, t)));
}

/** The later scene with its elements a part of the way from where they stood in the earlier one. */
export function between(from: Scene, to: Scene, t: number): Scene {
  const nodes = to.nodes.map((node): SceneNode => {
    const old = from.node(node.source.id);
    return old ? { ...node, box: mixed(old.box, node.box, t) } : node;
  });
  const domains = to.domains.map((domain): SceneDomain => {
    const old = from.domain(domain.source.id);
    return old ? { ...domain, frame: mixed(old.frame, domain.frame, t) } : domain;
  });
  const connections = to.connections.map((c): SceneConnection => {
    const old = from.connection(c.source.id);
    if (!old || old.line.length < 4 || c.line.length < 4) return c;
    const label = { x: mix(old.label.x, c.label.x, t), y: mix(old.label.y, c.label.y, t) };
    const { source, index, start, end, reversed, quiet } = c;
    return { source, index, start, end, reversed, quiet, line: mixedLine(old.line, c.line, t), label };
  });
  // For so short a time an index is not worth building; what is asked for is looked for one by one.
  const numbers = (all: readonly unknown[], isIn: (i: number) => boolean): number[] => [...all.keys()].filter(isIn);
  const look: Partial<Scene> = {
    nodes,
    domains,
    connections,
    nodesIn: (r) => numbers(nodes, (i) => overlaps(nodes[i]!.box, r)),
    connectionsIn: (r) => numbers(connections, (i) => overlaps(grown(lineBounds(connections[i]!.line)), r)),
  };
  return Object.assign(Object.create(to) as Scene, look);
}

/** A straight line has no area, and is seen nevertheless. */
const grown = (r: Rect | null): Rect => (r ? { x: r.x, y: r.y, w: r.w + 1, h: r.h + 1 } : { x: 0, y: 0, w: 0, h: 0 });

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

const mixed = (a: Rect, b: Rect, t: number): Rect => ({
  x: mix(a.x, b.x, t),
  y: mix(a.y, b.y, t),
  w: mix(a.w, b.w, t),
  h: mix(a.h, b.h, t),
});

function mixedLine(a: Line, b: Line, t: number): Line {
  const count = Math.max(a.length, b.length);
  const [start, end] = [lengthened(a, count), lengthened(b, count)];
  return start.map((v, i) => mix(v, end[i]!, t));
}

/** With more points on its middle part, so that both ends keep their direction. */
function lengthened(line: Line, count: number): Line {
  if (line.length === count) return line;
  const half = Math.floor(line.length / 4) * 2;
  const x = (line[half - 2]! + line[half]!) / 2;
  const y = (line[half - 1]! + line[half + 1]!) / 2;
  const more = Array.from({ length: count - line.length }, (_, i) => (i % 2 === 0 ? x : y));
  return [...line.slice(0, half), ...more, ...line.slice(half)];
}
