// Where a picture is painted anew: a few parts that hold all places where it changed.

import { overlaps, type Rect, union } from "./geometry";

/** What lies so near to a part is looked at as well, so many small parts cost more than one around them. */
const around = 80;
/** With more places than this nobody gathers. */
const most = 80;

const cost = ({ w, h }: Rect): number => (w + 2 * around) * (h + 2 * around);

/** Parts of a window, in whole px, that hold every place and do not overlap; null where that is most of it. */
export function partsOf(places: readonly Rect[], window: { width: number; height: number }): Rect[] | null {
  const parts: Rect[] = [];
  for (const { x, y, w, h } of places) {
    const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
    const part = { x: left, y: top, w: Math.min(window.width, Math.ceil(x + w)) - left, h: Math.min(window.height, Math.ceil(y + h)) - top };
    if (part.w <= 0 || part.h <= 0) continue;
    if (parts.length >= most) return null;
    put(parts, part);
  }
  const all = parts.reduce((sum, { w, h }) => sum + w * h, 0);
  return 2 * all > window.width * window.height ? null : parts;
}

/** Adds a part, joined with those that it overlaps or that are cheaper painted together with it. */
function put(parts: Rect[], part: Rect): void {
  let now = part;
  for (let i = 0; i < parts.length; i += 1) {
    const other = parts[i]!;
    const both = union(now, other);
    if (!overlaps(now, other) && cost(both) > cost(now) + cost(other)) continue;
    parts.splice(i, 1);
    now = both;
    // What was passed by may be reached now.
    i = -1;
  }
  parts.push(now);
}
