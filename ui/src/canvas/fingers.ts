// Fingers on a touch screen: one is a pointer like any other, two carry and stretch the sheet.

import type { Point } from "./geometry";

/** How two fingers moved: the sheet follows their middle and grows with their distance. */
export interface Pinch {
  /** The middle of the fingers now. */
  screen: Point;
  dx: number;
  dy: number;
  /** The distance now, by the distance before. */
  scale: number;
}

export class Fingers {
  private readonly down = new Map<number, Point>();
  private stretching = false;

  /** A finger was put down. The second ends what the first began. */
  press(id: number, at: Point): "pointer" | "pinch" | "ignore" {
    this.down.set(id, at);
    if (this.down.size === 1) {
      this.stretching = false;
      return "pointer";
    }
    if (this.stretching) return "ignore";
    this.stretching = true;
    return "pinch";
  }

  /** Null if the finger is to be ignored; "pointer" while it is the only one there was. */
  move(id: number, at: Point): Pinch | "pointer" | null {
    if (!this.down.has(id)) return this.stretching ? null : "pointer";
    if (!this.stretching) {
      this.down.set(id, at);
      return "pointer";
    }
    const before = this.spread();
    this.down.set(id, at);
    const after = this.spread();
    if (!before || !after) return null;
    return {
      screen: after.middle,
      dx: after.middle.x - before.middle.x,
      dy: after.middle.y - before.middle.y,
      scale: after.distance / before.distance,
    };
  }

  /** Whether lifting it lets go of what it held, as a pointer would. */
  lift(id: number): boolean {
    this.down.delete(id);
    const held = !this.stretching;
    if (this.down.size === 0) this.stretching = false;
    return held;
  }

  /** Of the first two. */
  private spread(): { middle: Point; distance: number } | null {
    const [a, b] = [...this.down.values()];
    if (!a || !b) return null;
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
    };
  }
}
