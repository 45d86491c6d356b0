// What dropping rows of the outline on another row does: another order, another home, or nothing.

import type { Command, Id, Kind, Placement } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { mayLiveIn } from "./homes";

export type Side = "before" | "into" | "after";

export interface Drop {
  command: Command;
  /** The row that is marked, and where on it; null is the design itself. */
  row: Id | null;
  side: Side;
  /** The new home, where there is one. */
  home?: Id | null;
}

/** Among which others a record has its order. */
function siblingsOf(drawing: Drawing, id: Id): Id[] {
  const entry = drawing.get(id);
  if (!entry || entry.kind === "placement") return [];
  if (entry.kind === "connection") return drawing.outgoing(entry.value.from).map(({ head }) => head.id);
  return drawing.children(entry.value.head.home, entry.kind).map(idOf);
}

/** Commands that bring `moving` together, in their order, to before or after `target`. */
function orders(siblings: readonly Id[], moving: readonly Id[], target: Id, side: "before" | "after"): Command[] {
  const rest = siblings.filter((id) => !moving.includes(id));
  const at = rest.indexOf(target) + (side === "after" ? 1 : 0);
  const wanted = [...rest.slice(0, at), ...moving, ...rest.slice(at)];
  if (siblings.every((id, i) => id === wanted[i])) return [];
  // The first goes beside the target, each other behind the one before it.
  let now = [...siblings];
  const commands: Command[] = [];
  for (let i = 0; i < moving.length; i++) {
    const id = moving[i]!;
    now = now.filter((other) => other !== id);
    const before = moving[i - 1];
    const rank = before === undefined ? now.indexOf(target) + (side === "after" ? 1 : 0) : now.indexOf(before) + 1;
    now.splice(rank, 0, id);
    commands.push({ kind: "reorder", of: { id, rank } });
  }
  return commands;
}

/** The nearest of `target` and what it stands in that these kinds may live in. */
function homeNear(drawing: Drawing, kinds: ReadonlySet<Kind>, target: Id, moving: readonly Id[]): Id | undefined {
  const above = drawing.ancestry(target);
  if (above.some((entry) => moving.includes(idOf(entry)))) return undefined;
  for (const entry of above) {
    const id = idOf(entry);
    if ([...kinds].every((kind) => mayLiveIn(kind, entry.kind))) return id;
    // An operation lives in an API; dropped on a service it goes to its first.
    const api = entry.kind === "service" && kinds.size === 1 && kinds.has("operation") ? drawing.children(id, "api")[0] : undefined;
    if (api) return idOf(api);
  }
  return undefined;
}

/** A card taken to another domain is drawn in a free place there: where it stood was a place in the old one. */
function freed(drawing: Drawing, ids: readonly Id[]): Command[] {
  const placements = ids.flatMap((id): Placement[] => {
    const known = drawing.placement(id);
    return known?.at ? [{ ...known, at: null }] : [];
  });
  return placements.length > 0 ? [{ kind: "place", of: { placements } }] : [];
}

/** What happens if these are dropped there; nothing where they cannot go, or are there already. */
export function dropOf(drawing: Drawing, ids: readonly Id[], target: Id | null, side: Side): Drop | null {
  // What moves along with another of them is not moved by itself.
  const moving = ids.filter((id) => drawing.get(id) && !drawing.ancestry(id).slice(1).some((above) => ids.includes(idOf(above))));
  const kinds = new Set(moving.flatMap((id) => drawing.get(id)?.kind ?? []));
  if (moving.length === 0 || (target !== null && moving.includes(target))) return null;

  const [kind, ...others] = kinds;
  if (target !== null && side !== "into" && kind && others.length === 0 && drawing.get(target)?.kind === kind) {
    const siblings = siblingsOf(drawing, target);
    const strangers = moving.filter((id) => !siblings.includes(id));
    if (kind === "connection" && strangers.length > 0) return null;
    const home = drawing.home(target);
    const inItself = home !== null && drawing.ancestry(home).some((above) => moving.includes(idOf(above)));
    if (strangers.length > 0 && (inItself || !mayLiveIn(kind, home === null ? null : (drawing.get(home)?.kind ?? null)))) return null;
    const going: Command[] = strangers.length > 0 ? [{ kind: "rehome", of: { ids: strangers, home } }, ...freed(drawing, strangers)] : [];
    const commands = [...going, ...orders([...siblings, ...strangers], moving, target, side)];
    if (commands.length === 0) return null;
    return { command: together(commands), row: target, side, ...(strangers.length > 0 ? { home } : {}) };
  }

  const home = target === null ? null : homeNear(drawing, kinds, target, moving);
  if (home === undefined || (home === null && ![...kinds].every((k) => mayLiveIn(k, null)))) return null;
  const going = moving.filter((id) => drawing.home(id) !== home);
  if (going.length === 0) return null;
  return { command: together([{ kind: "rehome", of: { ids: going, home } }, ...freed(drawing, going)]), row: home, side: "into", home };
}

const together = (commands: Command[]): Command => {
  const [only] = commands;
  return commands.length === 1 && only ? only : { kind: "all", of: { commands } };
};
