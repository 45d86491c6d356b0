// The numbered steps of a path in focus.

import { grownAt, stepDisc } from "./draw-badge";
import type { Look } from "./look";
import type { Painter } from "./painter";
import type { Scene } from "./scene";
import { stepPlaces } from "./step-places";

/** The numbers of a path; never so small that they cannot be read. */
export function paintSteps(p: Painter, scene: Scene, look: Look, focus: NonNullable<Look["focus"]>): void {
  const grown = grownAt(look.zoom);
  for (const place of stepPlaces(scene, focus.steps, grown)) {
    const tone = focus.at === undefined ? "finding" : place.steps.includes(focus.at) ? "now" : "step";
    p.placed(place.x, place.y, grown, () => stepDisc(p, look.theme, place.text, place.wide, tone));
  }
}
