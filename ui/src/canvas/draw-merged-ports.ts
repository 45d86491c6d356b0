// Ports from some way off: all those at one side of a card become one.

import { isCard } from "./anatomy";
import { strokeOf } from "./draw-connection";
import type { Look } from "./look";
import type { Painter } from "./painter";
import { connectionPort } from "./ports";
import type { Scene, SceneNode } from "./scene";

interface Merged {
  top: number;
  bottom: number;
  colour: string;
}

/** Half the width of a single port, as near by, and of one that stands for several. */
const single = 3.5;
const several = 2;

/** From the highest to the lowest line that ends there; a single line has a round port. */
export function drawMergedPorts(p: Painter, scene: Scene, node: SceneNode, look: Look): void {
  if (!isCard(node.source.kind)) return;
  const left = node.box.x;
  const right = left + node.box.w;
  const sides = new Map<number, Merged>();
  for (const i of node.connections) {
    const c = scene.connections[i]!;
    if (!connectionPort(c.source.kind) || (look.focus && !look.focus.ids.has(c.source.id))) continue;
    const { line } = c;
    const ends = [c.start, c.end].flatMap((anchor, k) => (anchor.node === node.index && anchor.row !== null ? [k === 0 ? 0 : line.length - 2] : []));
    for (const at of ends) {
      const [x, y] = [line[at], line[at + 1]];
      if (y === undefined || (x !== left && x !== right)) continue;
      const { colour } = strokeOf(look.theme, c);
      const known = sides.get(x);
      // Different lines have a port that takes no side, unless one of them is wrong.
      const both = !known || known.colour === colour ? colour : [known.colour, colour].includes(look.theme.error.ink) ? look.theme.error.ink : look.theme.call;
      sides.set(x, { top: Math.min(known?.top ?? y, y), bottom: Math.max(known?.bottom ?? y, y), colour: both });
    }
  }
  for (const [x, { top, bottom, colour }] of sides) {
    const half = top === bottom ? single : several;
    p.box(x - half - 0.75, top - half - 0.75, 2 * half + 1.5, bottom - top + 2 * half + 1.5, half + 0.75, colour, { colour: look.theme.surface, width: 1.5 });
  }
}
