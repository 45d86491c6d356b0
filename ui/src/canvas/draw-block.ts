// Nodes from some way off: a block with a name that can be read.

import { fit, textWidth } from "./advances";
import { statusOf } from "./draw-badge";
import { strip, tintColour } from "./draw-tint";
import type { Look, NodeState } from "./look";
import type { Painter } from "./painter";
import type { SceneNode } from "./scene";
import type { Tint } from "./sheet";
import { hueOf } from "./theme";

export function drawBlocks(p: Painter, nodes: readonly SceneNode[], look: Look): void {
  for (const n of nodes) {
    if (look.focus && !look.focus.ids.has(n.source.id)) quietBlock(p, n, look);
    else drawBlock(p, n, look, {});
  }
}

/** Outside the path in focus: an outline, and the name at full text contrast. */
function quietBlock(p: Painter, node: SceneNode, look: Look): void {
  const { source, box } = node;
  const unit = 1 / look.zoom;
  const round = source.kind === "actor" ? box.w / 2 : source.kind === "event" ? box.h / 2 : Math.min(10, 4 * unit);
  p.box(box.x, box.y, box.w, box.h, round, null, { colour: look.theme.line2, width: unit });
  if (source.kind !== "note") blockName(p, node, look, look.theme.ink3);
}

export function drawBlock(p: Painter, node: SceneNode, look: Look, state: NodeState): void {
  const { theme, zoom } = look;
  const { source, box } = node;
  const unit = 1 / zoom;
  const round = source.kind === "actor" ? box.w / 2 : source.kind === "event" ? box.h / 2 : Math.min(10, 4 * unit);
  const bad = source.badge?.severity === "error" || source.badge?.severity === "warning" ? source.badge : null;
  const colour = state.selected ? theme.accent : bad ? statusOf(theme, bad.severity).ink : theme.block;
  const fill =
    source.kind === "note"
      ? theme.note.paper
      : source.kind === "event"
        ? theme.eventSoft
        : source.kind === "external"
          ? theme.chrome
          : theme.surface;
  p.box(box.x, box.y, box.w, box.h, round, fill, { colour, width: (state.selected || bad ? 2 : 1) * unit });
  if (source.kind === "service" || source.kind === "api") {
    const hue = hueOf(theme, source.hue);
    if (hue && !source.tint) p.box(box.x + 3 * unit, box.y + 3 * unit, 3 * unit, box.h - 6 * unit, 1.5 * unit, hue.line);
  }
  if (source.tint) blockTint(p, node, source.tint, look);
  if (source.kind !== "note") blockName(p, node, look, theme.ink);
}

function blockName(p: Painter, { source, box }: SceneNode, { zoom }: Look, ink: string): void {
  const unit = 1 / zoom;
  const font = { family: "sans", size: 11 * unit, weight: 550 } as const;
  const left = source.kind === "service" || source.kind === "api" ? 8 * unit : 3 * unit;
  const room = source.kind === "actor" ? 90 * unit : box.w - left - 3 * unit;
  const lines = broken(source.name, font, room, Math.max(1, Math.floor((box.h * zoom - 4) / 12)));
  const top = source.kind === "actor" ? box.y + box.h + 8 * unit : box.y + box.h / 2 - (lines.length - 1) * 6 * unit;
  const centred = source.kind !== "service" && source.kind !== "api";
  lines.forEach((line, i) => {
    const x = centred ? box.x + box.w / 2 : box.x + left;
    p.text(line, x, top + i * 12 * unit, font, ink, centred ? "center" : "left");
  });
}

/** The strip at the left, wider than near by, and the letter of a class. */
function blockTint(p: Painter, { box }: SceneNode, tint: Tint, look: Look): void {
  const unit = 1 / look.zoom;
  const colour = tintColour(look.theme, tint);
  if (colour === null) return;
  strip(p, look.theme, colour, tint.fill, box.x + 2 * unit, box.y + 3 * unit, 5 * unit, box.h - 6 * unit);
  if (!tint.letter) return;
  const font = { family: "sans", size: 10 * unit, weight: 600 } as const;
  p.text(tint.letter, box.x + box.w - 3 * unit, box.y + box.h - 7 * unit, font, look.theme.ink2, "right");
}

const longestName = 200;

/** Breaks a name where words meet: payment-ledger, order_status, OrderPlaced. */
function broken(name: string, font: Parameters<typeof textWidth>[1], room: number, most: number): string[] {
  // What does not fit is not looked at, however long a name is.
  const words = name.slice(0, longestName).match(/[^-_.\s]+[-_.\s]?/g)?.flatMap((w) => w.split(/(?<=[a-z])(?=[A-Z])/)) ?? [name.slice(0, longestName)];
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line === "" || textWidth(line + word, font) <= room) line += word;
    else {
      lines.push(line.trim());
      line = word;
    }
  }
  lines.push(line.trim());
  const shown = lines.slice(0, most);
  return shown.map((l, i) => {
    return fit(i === most - 1 && lines.length > most ? l + "…" : l, font, room);
  });
}
