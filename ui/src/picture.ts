// The drawing code as one script without a window: a design as JSON in, its picture as SVG out.
//
// `cleave export` runs it (crates/cleave-cli/src/command/export.rs), so that a picture from the command line is drawn
// by the same lines as the screen. Built beside the interface as picture.js; vite.config.ts says how.

import { themes } from "./canvas/theme";
import { recordsOf } from "./project/apply-change";
import { Drawing } from "./project/drawing";
import { called, pictureOf, reportRoom } from "./project/picture-of";
import type { Analysis, Id, Record as Entry } from "./wire";

/** What `cleave export` says. */
export interface Asked {
  records: Entry[];
  analysis: Analysis;
  theme: "light" | "dark";
  names: boolean;
  /** A view by name; null is the design's own drawing. */
  view: string | null;
  /** Elements by name; empty is everything. */
  select: string[];
  /** For the report's page, which has only so much room; else everything is drawn in full detail. */
  report?: boolean;
}

/** What it is told. */
export type Answered = { svg: string } | { fault: string; hint: string };

function answer(asked: Asked): Answered {
  const drawing = new Drawing(recordsOf(asked.records));
  const view = drawing.of("view").find((entry) => entry.value.head.name === asked.view)?.value ?? null;
  if (asked.view !== null && view === null) {
    const names = drawing.of("view").map((entry) => entry.value.head.name);
    return { fault: `This design has no view ${asked.view}`, hint: names.length > 0 ? `There are: ${names.join(", ")}` : "It has no views yet" };
  }
  const only: Id[] = [];
  for (const name of asked.select) {
    const found = called(drawing, name);
    if (found.length === 0) {
      return { fault: `Nothing in this design is called ${name}`, hint: "Write names as the design does: orders, or orders.place_order" };
    }
    only.push(...found);
  }
  const drawn = pictureOf(drawing, asked.analysis, {
    view,
    theme: themes[asked.theme],
    only: asked.select.length > 0 ? only : null,
    names: asked.names,
    ...(asked.report ? { room: reportRoom } : {}),
    ...(world.cleaveTell ? { tell: world.cleaveTell } : {}),
  });
  return drawn
    ? { svg: drawn.svg }
    : { fault: "There is nothing to draw", hint: "Draw a service or an API first, or select something that is drawn" };
}

// An engine without a window has no clock of that name; the routes of large drawings ask for it.
interface World {
  performance?: { now(): number };
  cleavePicture: (asked: string) => string;
  /** How many of how many connections are routed, where somebody wants to know. */
  cleaveTell?: (done: number, of: number) => void;
}
const world = globalThis as unknown as World;
world.performance ??= { now: () => Date.now() };
world.cleavePicture = (asked) => JSON.stringify(answer(JSON.parse(asked) as Asked));
