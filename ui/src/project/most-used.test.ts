// The most used services that are followed from edit to edit are those that one finds by looking at all.

import { expect, test } from "vitest";
import type { Analysis, Id } from "../wire";
import { idOf } from "./apply-change";
import { drawn, judged, service } from "./design.fixture";
import { dice, randomChange } from "./edits.fixture";
import { mostUsed, mostUsedAfter } from "./most-used";

test("after any edits they are the ones one finds anew", () => {
  const pick = dice(4);
  const row = (used_by: number) => ({ used_by }) as Analysis["metrics"]["services"][string];
  const numbers = new Map<Id, number>();
  const analysis = (): Analysis => ({ ...judged(), metrics: { ...judged().metrics, services: Object.fromEntries([...numbers].map(([id, n]) => [id, row(n)])) } });
  let drawing = drawn(...Array.from({ length: 12 }, (_, n) => service(`s${n}`, null, n)));
  for (const entry of drawing.of("service")) numbers.set(idOf(entry), pick([0, 1, 2, 3]));
  let most = mostUsed(drawing, analysis());
  for (let n = 1; n < 400; n += 1) {
    // Services come, go and are renamed.
    const change = randomChange(drawing, pick, pick([12 * n, 12 * n + 6, 12 * n + 11, 12 * n + 7]));
    drawing = drawing.after(change);
    const changed = change.map(({ before, after }) => idOf((after ?? before)!));
    for (const entry of drawing.of("service")) {
      if (pick([true, false, false, false, false])) {
        numbers.set(idOf(entry), pick([0, 1, 2, 3, 9]));
        changed.push(idOf(entry));
      }
    }
    most = mostUsedAfter(drawing, analysis(), most, changed);
    expect(most, `edit ${n}`).toEqual(mostUsed(drawing, analysis()));
  }
});
