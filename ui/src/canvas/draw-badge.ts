// Badges, pills and discs: the small marks that say how something is doing.

import { textWidth } from "./advances";
import { fonts } from "./anatomy";
import type { IconName } from "./icons";
import { labelWidth, pillWidth } from "./label";
import type { Painter } from "./painter";
import type { Badge, ReviewMark } from "./sheet";
import { stepFont } from "./step-places";
import type { Status, Theme } from "./theme";

export const statusOf = (theme: Theme, severity: Badge["severity"]): Status => theme[severity];

const iconOf = (badge: Badge): IconName => (badge.cycle ? "cycle" : badge.severity);

/** How much larger than its elements a mark is drawn, so that its words can be read from some way off. */
export const grownAt = (zoom: number): number => Math.max(1, 0.64 / zoom);

const numeral = { family: "sans", size: 11, weight: 600 } as const;

/** A round badge with an icon, widened by a count from two findings up. `right` is its right end. */
export function nodeBadge(p: Painter, theme: Theme, badge: Badge, right: number, middle: number): void {
  const status = statusOf(theme, badge.severity);
  const count = badge.count !== undefined && badge.count > 1 ? String(badge.count) : "";
  const w = 20 + (count ? textWidth(count, numeral) + 4 : 0);
  const x = right - w;
  p.box(x, middle - 10, w, 20, 10, status.soft, { colour: status.line, width: 1 });
  p.icon(iconOf(badge), x + 4, middle - 6, 12, status.ink);
  if (count) p.text(count, x + 18, middle, numeral, status.ink);
}

/** The badge of a connection: icon and words around a point. */
export function connectionBadge(p: Painter, theme: Theme, badge: Badge, x: number, y: number): void {
  const status = statusOf(theme, badge.severity);
  if (badge.severity === "waived" || !badge.text) {
    p.ellipse(x, y, 10, 10, status.soft, { colour: status.line, width: 1 });
    p.icon(iconOf(badge), x - 6, y - 6, 12, status.ink);
    return;
  }
  const w = pillWidth(badge);
  const left = x - w / 2;
  p.box(left, y - 10, w, 20, 10, status.soft, { colour: status.line, width: 1 });
  p.icon(iconOf(badge), left + 7, y - 6.5, 13, status.ink);
  p.text(badge.text, left + 24, y, fonts.label, status.ink);
}

/** A connection's words on a pill of the surface colour. */
export function labelPill(p: Painter, theme: Theme, text: string, x: number, y: number, ink: string): void {
  const w = labelWidth(text);
  p.box(x - w / 2, y - 10, w, 20, 10, theme.surface, { colour: theme.line2, width: 1 });
  p.text(text, x, y, fonts.label, ink, "center");
}

export const markColour = (theme: Theme, mark: ReviewMark): string | null =>
  mark === "added"
    ? theme.good.ink
    : mark === "removed"
      ? theme.error.ink
      : mark === "changed"
        ? theme.warning.ink
        : null;

/** The disc of a changed connection in Review. */
export function markDisc(p: Painter, theme: Theme, mark: ReviewMark, x: number, y: number): void {
  const colour = markColour(theme, mark);
  if (!colour) return;
  p.ellipse(x, y, 10, 10, theme.surface, { colour, width: 1.5 });
  p.icon(mark === "added" ? "plus" : mark === "removed" ? "minus" : "pen", x - 6, y - 6, 12, colour);
}

/** The number of a step around the origin: of a finding's path, or of a flow, where one step is looked at now. */
export function stepDisc(p: Painter, theme: Theme, text: string, wide: number, tone: "finding" | "step" | "now"): void {
  const [fill, line, ink] =
    tone === "finding"
      ? [theme.error.soft, theme.error.ink, theme.error.ink]
      : tone === "now"
        ? [theme.accent, theme.accent, theme.onAccent]
        : [theme.surface, theme.ink2, theme.ink];
  p.box(-wide / 2, -9.5, wide, 19, 9.5, fill, { colour: line, width: 1.5 });
  p.text(text, 0, 0, stepFont, ink, "center");
}
