// A picture of the design: which part of it, in which colours. The same for the app and for the command line.

import type { ViewSize } from "../canvas/camera";
import { type Picture, picture } from "../canvas/picture";
import type { Sheet } from "../canvas/sheet";
import type { Theme } from "../canvas/theme";
import type { Analysis, Id, View } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { isShown, readingOf } from "./lens";
import { labelOf, pathOf } from "./naming";
import { toSheet } from "./to-sheet";
import { shownBy } from "./view-filter";

export interface PictureWish {
  view: View | null;
  theme: Theme;
  /** Only these elements; null is everything. */
  only: Iterable<Id> | null;
  /** Connections say their names. */
  names: boolean;
  /** The room it is shown in, px, where it cannot be magnified. */
  room?: ViewSize;
  tell?: (done: number, of: number) => void;
}

/** The room of a map on the page of the report (`crates/cleave-report/templates/report.css`), px. */
export const reportRoom: ViewSize = { w: 746, h: 976 };

/** The design's own drawing, or one of its views with its filter, its places and its lens. */
export function sheetOf(drawing: Drawing, analysis: Analysis, view: View | null = null): Sheet {
  const lens = view && isShown(view.lens) ? view.lens : null;
  const topology = drawing.of("topology").find((t) => t.value.default) ?? drawing.of("topology")[0];
  const tints = lens ? { tints: readingOf(lens, { drawing, analysis, topology: topology ? idOf(topology) : null }).tints } : {};
  const shown = view ? shownBy(drawing, view.filter) : null;
  return toSheet(drawing, analysis, { open: new Set(), shown, view: view?.head.id ?? null, ...tints }, null);
}

/** The picture, or null where there is nothing to draw. */
export const pictureOf = (drawing: Drawing, analysis: Analysis, wish: PictureWish): Picture | null =>
  picture(sheetOf(drawing, analysis, wish.view), wish.theme, {
    title: drawing.design?.value.head.name ?? "",
    only: wish.only,
    names: wish.names,
    ...(wish.room ? { room: wish.room } : {}),
    ...(wish.tell ? { tell: wish.tell } : {}),
  });

/** Everything that is called so: `orders.place_order` exactly, else by its own name. */
export function called(drawing: Drawing, name: string): Id[] {
  const drawn = [...drawing.records.values()].filter((e) => e.kind !== "placement" && e.kind !== "view");
  const exactly = drawn.filter((e) => pathOf(drawing, idOf(e)) === name);
  return (exactly.length > 0 ? exactly : drawn.filter((e) => labelOf(drawing, e) === name)).map(idOf);
}
