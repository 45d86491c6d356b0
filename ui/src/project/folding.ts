// A collapsed domain is one card: what is in it is left out, and its connections end at the card.

import { anatomyOf } from "../canvas/anatomy";
import { frames } from "../canvas/frames";
import type { Sheet, SheetConnection, SheetDomain, SheetNode } from "../canvas/sheet";
import type { Id } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";

/** The sheet with collapsed domains as cards; the same sheet where there are none. */
export function folded(drawing: Drawing, view: Id | null, sheet: Sheet): Sheet {
  const collapsed = new Set(drawing.of("domain").map(idOf).filter((id) => drawing.placement(id, view)?.collapsed));
  if (collapsed.size === 0) return sheet;
  const cards = outermost(sheet.domains, collapsed);
  const inside = new Map<Id, Id>();
  for (const node of sheet.nodes) {
    const card = node.domain === null ? undefined : cards.get(node.domain);
    if (card === undefined) continue;
    inside.set(node.id, card);
    for (const row of node.rows ?? []) inside.set(row.id, card);
  }
  const places = framed(sheet);
  const groups = sheet.domains.flatMap((domain): SheetNode[] => {
    if (cards.get(domain.id) !== domain.id) return [];
    const place = places.get(domain.id);
    return [
      {
        id: domain.id,
        kind: "service",
        group: true,
        name: domain.name,
        subtitle: domain.count,
        hue: domain.hue,
        domain: domain.parent,
        x: place?.x ?? 0,
        y: place?.y ?? 0,
        ...(domain.locked ? { locked: true } : {}),
        ...(domain.badge ? { badge: domain.badge } : {}),
      },
    ];
  });
  return {
    nodes: [...sheet.nodes.filter((node) => !inside.has(node.id)), ...groups],
    domains: sheet.domains.filter((domain) => !cards.has(domain.id)),
    connections: joined(sheet.connections, inside),
  };
}

/** For each domain that is drawn as a card or inside one: which card. */
function outermost(domains: readonly SheetDomain[], collapsed: ReadonlySet<Id>): Map<Id, Id> {
  const parents = new Map(domains.map((domain) => [domain.id, domain.parent]));
  const cards = new Map<Id, Id>();
  for (const { id } of domains) {
    let card: Id | null = null;
    // A parent that leads in a circle ends the climb.
    for (let at: Id | null = id, steps = 0; at !== null && steps <= domains.length; steps++) {
      if (collapsed.has(at)) card = at;
      at = parents.get(at) ?? null;
    }
    if (card !== null) cards.set(id, card);
  }
  return cards;
}

/** Frames as the canvas would draw them, so that a card stands where its domain began. */
function framed(sheet: Sheet): ReturnType<typeof frames> {
  const boxes = new Map<Id, { x: number; y: number; w: number; h: number }[]>();
  for (const node of sheet.nodes) {
    if (node.domain === null) continue;
    const { w, h } = anatomyOf(node);
    const known = boxes.get(node.domain) ?? [];
    known.push({ x: node.x, y: node.y, w, h });
    boxes.set(node.domain, known);
  }
  return frames(sheet.domains, boxes);
}

/** Lines between cards; of those that then say the same one is left, the one with a finding first. */
function joined(lines: readonly SheetConnection[], inside: ReadonlyMap<Id, Id>): SheetConnection[] {
  const out = new Map<string, SheetConnection>();
  for (const line of lines) {
    const [from, to] = [inside.get(line.from) ?? line.from, inside.get(line.to) ?? line.to];
    if (from === line.from && to === line.to) {
      out.set(line.id, line);
      continue;
    }
    if (from === to) continue;
    const key = `${line.kind}>${from}>${to}`;
    const known = out.get(key);
    if (known && (known.badge || !line.badge)) continue;
    // Corners that were laid by hand lead elsewhere.
    const { points: _, ...rest } = line;
    out.set(key, { ...rest, from, to });
  }
  return [...out.values()];
}
