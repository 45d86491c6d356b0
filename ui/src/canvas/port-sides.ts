// On which side connections leave a row, so that further ones join them.

import type { Kept } from "./courses";
import type { End } from "./ports";
import type { Anchor, SceneNode } from "./scene";
import type { Id } from "./sheet";

/** What leaving an event to the left costs, and what joining others saves. */
const eventLeft = 10;
const joining = 12;

export class PortSides {
  private readonly leaving = new Map<Id, { left: number; right: number }>();

  constructor(private nodes: readonly SceneNode[]) {}

  /** The nodes are these now. */
  between(nodes: readonly SceneNode[]): void {
    this.nodes = nodes;
  }

  /** A course begins at its row. */
  count(course: Kept): void {
    this.add(course, 1);
  }

  /** And not any more. */
  uncount(course: Kept): void {
    this.add(course, -1);
  }

  private add({ startRow, startBox, line }: Kept, by: number): void {
    if (startRow === null) return;
    const sides = this.leaving.get(startRow) ?? { left: 0, right: 0 };
    if (Math.abs(line[0]! - startBox.x) < 0.5) sides.left += by;
    else sides.right += by;
    this.leaving.set(startRow, sides);
  }

  /** Events leave to the right; operations where others already leave. */
  dearer(anchor: Anchor, end: End): number {
    if (anchor.row === null) return 0;
    const row = this.nodes[anchor.node]!.source.rows?.find((r) => r.id === anchor.row);
    if (row?.kind === "event") return end.side === "left" ? eventLeft : 0;
    const sides = this.leaving.get(anchor.row);
    const here = end.side === "left" ? sides?.left : sides?.right;
    return here ? -joining : 0;
  }
}
