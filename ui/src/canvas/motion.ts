// Moves of the view: from one camera to another in a moment.

import { between, type Camera, type ViewSize } from "./camera";

const viewMove = 260;

export interface Motion {
  from: Camera;
  to: Camera;
  start: number;
}

/** Where the camera is at a time; null once it has arrived. */
export function moved(motion: Motion, view: ViewSize, now: number): Camera | null {
  const t = (now - motion.start) / viewMove;
  return t >= 1 ? null : between(motion.from, motion.to, view, eased(Math.max(0, t)));
}

/** cubic-bezier(.3, 0, .1, 1). */
export function eased(t: number): number {
  const x1 = 0.3;
  const x2 = 0.1;
  const bezier = (a: number, b: number, u: number): number =>
    3 * (1 - u) * (1 - u) * u * a + 3 * (1 - u) * u * u * b + u * u * u;
  let low = 0;
  let high = 1;
  for (let i = 0; i < 20; i += 1) {
    const u = (low + high) / 2;
    if (bezier(x1, x2, u) < t) low = u;
    else high = u;
  }
  return bezier(0, 1, (low + high) / 2);
}
