// Nodes and domains on the move.

import { bounds, inflate, overlaps, type Point, type Rect } from "../geometry";
import type { Intent } from "../intent";
import type { Scene } from "../scene";
import type { Id } from "../sheet";
import { type Guide, snapMove } from "../snap";
import { type Dragging, type Ground, idle, type Mods, type StateInput, stay, type Step } from "./gesture";

/** A domain takes what rests over it this long. */
const joinAfter = 150;
const guideReach = 6;
/** Guides look at so much around what moves. */
const guideWindow = 600;

export function beginDragging(
  pressed: Id,
  press: { from: Point; mods: Mods },
  input: Extract<StateInput, { is: "move" }>,
  ground: Ground,
): Step {
  const { scene } = ground;
  // A selected row stands for its card while dragging.
  const selected = [...ground.selection].filter((id) => scene.node(id) || scene.domain(id));
  const isSelected = selected.includes(pressed);
  const wanted = isSelected ? selected : press.mods.shift ? [...selected, pressed] : [pressed];
  const ids = wanted.filter((id) => !(scene.node(id) ?? scene.domain(id))?.source.locked);
  if (ids.length === 0) {
    return stay({ doing: "refused", at: input.at, why: wanted.length > 1 ? "All of these are locked" : "Locked" });
  }

  const moving = gathered(ids, scene);
  const state: Dragging = {
    doing: "dragging",
    ids,
    ...moving,
    from: press.from,
    dx: 0,
    dy: 0,
    guides: [],
    duplicate: press.mods.alt,
    over: scene.domainAt(press.from)?.source.id ?? null,
    since: input.time,
    into: undefined,
  };
  const moved = stepDragging(state, input, ground);
  const intents: Intent[] = isSelected ? [] : [{ do: "select", ids: wanted }];
  return { ...moved, intents: [...intents, ...moved.intents] };
}

/** All that moves along with what was taken hold of. */
function gathered(ids: readonly Id[], scene: Scene): Pick<Dragging, "nodes" | "domains" | "box"> {
  const wanted = new Set(ids);
  const domains = new Set<Id>();
  for (const id of ids) if (scene.domain(id)) for (const inner of scene.family(id)) domains.add(inner);
  const nodes = scene.nodes
    .filter((n) => wanted.has(n.source.id) || (n.source.domain !== null && domains.has(n.source.domain)))
    .map((n) => n.index);
  const boxes: Rect[] = nodes.map((i) => scene.nodes[i]!.box);
  for (const id of domains) boxes.push(scene.domain(id)!.frame);
  return { nodes, domains: [...domains], box: bounds(boxes)! };
}

/** The same drag over a new scene, in which numbers may have changed; null if something is gone. */
export function regrouped(state: Dragging, scene: Scene): Dragging | null {
  if (!state.ids.every((id) => scene.node(id) || scene.domain(id))) return null;
  return { ...state, ...gathered(state.ids, scene) };
}

export function stepDragging(state: Dragging, input: StateInput, ground: Ground): Step {
  switch (input.is) {
    case "move":
    case "tick":
      return stay(followed(state, input, ground));
    case "up": {
      const end = followed(state, input, ground);
      if (end.dx === 0 && end.dy === 0 && end.into === undefined) return stay(idle);
      const { ids, dx, dy, into } = end;
      const how = end.duplicate ? ("duplicate" as const) : ("move" as const);
      return { state: idle, intents: [into === undefined ? { do: how, ids, dx, dy } : { do: how, ids, dx, dy, into }] };
    }
    case "cancel":
      return stay(idle);
    default:
      return stay(state);
  }
}

function followed(
  state: Dragging,
  input: Extract<StateInput, { is: "move" | "tick" | "up" }>,
  ground: Ground,
): Dragging {
  let dx = input.at.x - state.from.x;
  let dy = input.at.y - state.from.y;
  const { shift, ctrl, alt } = input.mods;
  if (shift && Math.abs(dx) > Math.abs(dy)) dy = 0;
  else if (shift) dx = 0;
  let guides: readonly Guide[] = [];
  if (!ctrl && ground.snapping) {
    const axisX = dx === 0;
    const axisY = dy === 0;
    const snapped = snapMove(state.box, neighbours(state, dx, dy, ground), dx, dy, guideReach / ground.camera.zoom);
    dx = axisX ? 0 : snapped.dx;
    dy = axisY ? 0 : snapped.dy;
    guides = snapped.guides;
  }
  return { ...state, dx, dy, guides, duplicate: alt, ...home(state, input, ground) };
}

/** Boxes to line up with: what is near and does not move itself. */
function neighbours(state: Dragging, dx: number, dy: number, ground: Ground): Rect[] {
  const moving = new Set(state.nodes);
  const window = inflate({ ...state.box, x: state.box.x + dx, y: state.box.y + dy }, guideWindow);
  const seen = {
    x: ground.camera.x,
    y: ground.camera.y,
    w: ground.view.w / ground.camera.zoom,
    h: ground.view.h / ground.camera.zoom,
  };
  return ground.scene
    .nodesIn(window)
    .filter((i) => !moving.has(i))
    .map((i) => ground.scene.nodes[i]!.box)
    .filter((box) => overlaps(box, seen));
}

/** Only these can belong to a domain; everything else may stand inside one without saying anything. */
const canJoin = (scene: Scene, id: Id): boolean => {
  const kind = scene.node(id)?.source.kind;
  return kind === "service" || kind === "api" || kind === "note" || scene.domain(id) !== undefined;
};

/** Which domain they would belong to if released now. */
function home(
  state: Dragging,
  input: { at: Point; time: number; mods: Mods },
  { scene }: Ground,
): Pick<Dragging, "over" | "since" | "into"> {
  const moving = new Set(state.domains);
  let under = scene.domainAt(input.at);
  // What moves along cannot take itself in.
  while (under && moving.has(under.source.id)) {
    under = under.source.parent === null ? null : (scene.domain(under.source.parent) ?? null);
  }
  const over = under?.source.id ?? null;
  const since = over === state.over ? state.since : input.time;
  if (input.mods.ctrl) return { over, since, into: undefined };
  if (over !== state.over || input.time - since < joinAfter) {
    return { over, since, into: over === state.over ? state.into : undefined };
  }
  if (!state.ids.some((id) => canJoin(scene, id))) return { over, since, into: undefined };
  const homes = new Set(
    state.ids.map((id) => scene.node(id)?.source.domain ?? scene.domain(id)?.source.parent ?? null),
  );
  const same = homes.size === 1 && homes.has(over);
  return { over, since, into: same ? undefined : over };
}
