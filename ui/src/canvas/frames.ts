// How large domain groups are: they grow with their members and the domains inside them.

import { textWidth } from "./advances";
import { fonts } from "./anatomy";
import type { Rect } from "./geometry";
import { union } from "./geometry";
import type { Id, SheetDomain } from "./sheet";

export const group = { pad: 16, top: 20, topWithConnections: 40, title: 23, least: { w: 228, h: 120 } } as const;

/** The frame of each domain. `boxes` are the members' boxes by domain. */
export function frames(
  domains: readonly SheetDomain[],
  boxes: ReadonlyMap<Id, readonly Rect[]>,
  busy: ReadonlySet<Id> = new Set(),
): Map<Id, Rect> {
  const children = new Map<Id, SheetDomain[]>();
  for (const d of domains) {
    if (d.parent === null) continue;
    const known = children.get(d.parent);
    if (known) known.push(d);
    else children.set(d.parent, [d]);
  }
  const out = new Map<Id, Rect>();
  // Deepest first, without recursion: a parent is measured after everything inside it.
  const order = byDepth(domains).reverse();
  for (const d of order) {
    const top = busy.has(d.id) ? group.topWithConnections : group.top;
    let all: Rect | null = d.frame ?? null;
    const add = (r: Rect, above: number): void => {
      const padded = { x: r.x - group.pad, y: r.y - above, w: r.w + 2 * group.pad, h: r.h + above + group.pad };
      all = all ? union(all, padded) : padded;
    };
    for (const box of boxes.get(d.id) ?? []) add(box, top);
    for (const child of children.get(d.id) ?? []) {
      const frame = out.get(child.id);
      if (frame) add(frame, top + group.title);
    }
    const frame: Rect = all ?? { x: 0, y: 0, w: 0, h: 0 };
    out.set(d.id, {
      x: frame.x,
      y: frame.y,
      w: Math.max(frame.w, group.least.w),
      h: Math.max(frame.h, group.least.h),
    });
  }
  return out;
}

/** Half of the distance that courses keep from what is in their way lies on the words themselves. */
const inset = 12;

/**
 * The words above each domain, as something that is in the way of a course. A course that comes as close to the members
 * as the words of a low frame stand makes the frame higher, so what counts is where they stand then.
 */
export function titles(domains: readonly SheetDomain[], boxes: ReadonlyMap<Id, readonly Rect[]>): Rect[] {
  const around = frames(domains, boxes, new Set(domains.map((d) => d.id)));
  return domains.flatMap(({ id, name, count }): Rect[] => {
    const frame = around.get(id);
    if (!frame || name === "") return [];
    const wide = Math.min(frame.w, textWidth(name, fonts.title) + 6 + textWidth(count, fonts.count));
    return [{ x: frame.x + inset, y: frame.y - 14, w: Math.max(1, wide - 2 * inset), h: 1 }];
  });
}

/** Outer domains before inner ones, so that they are painted below them. */
export function byDepth(domains: readonly SheetDomain[]): SheetDomain[] {
  const depth = depths(domains);
  return [...domains].sort((a, b) => depth.get(a.id)! - depth.get(b.id)!);
}

export function depths(domains: readonly SheetDomain[]): Map<Id, number> {
  const byId = new Map(domains.map((d) => [d.id, d]));
  const out = new Map<Id, number>();
  for (const d of domains) {
    let depth = 0;
    let up = d.parent;
    // A parent that is missing or leads in a circle ends the climb.
    while (up !== null && depth < domains.length) {
      depth += 1;
      up = byId.get(up)?.parent ?? null;
    }
    out.set(d.id, depth);
  }
  return out;
}
