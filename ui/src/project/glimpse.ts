// What a design that is not open looks like, for a small picture.

import type { Sheet } from "../canvas/sheet";
import type { Glimpse } from "../wire";
import { recordsOf } from "./apply-change";
import { Drawing } from "./drawing";
import { nothingSaid } from "./nothing-said";
import { sheetOf } from "./picture-of";

/** The drawing, with the connections of findings at error marked as such. */
export function sheetOfGlimpse(glimpse: Glimpse): Sheet {
  const sheet = sheetOf(new Drawing(recordsOf(glimpse.records)), nothingSaid);
  const bad = new Set(glimpse.bad);
  return { ...sheet, connections: sheet.connections.map((c) => (bad.has(c.id) ? { ...c, badge: { severity: "error" } } : c)) };
}
