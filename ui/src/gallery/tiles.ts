// What the gallery shows: every element, state and connection, each in a sheet of its own.

import { idle } from "../canvas/gestures/gesture";
import type { Scene } from "../canvas/scene";
import type { Badge, Sheet, SheetConnection, SheetNode, SheetRow } from "../canvas/sheet";
import type { Touch } from "../canvas/paint-overlay";
import type { Theme } from "../canvas/theme";
import type { Art } from "./draw";

export interface Tile extends Art {
  title: string;
  about: string;
}

const sheet = (nodes: SheetNode[], connections: SheetConnection[] = [], domains: Sheet["domains"] = []): Sheet => ({ nodes, connections, domains });
const short: SheetRow[] = [
  { id: "api", kind: "api", text: "Orders API" },
  { id: "place", kind: "operation", verb: "POST", text: "/orders" },
];
const long: SheetRow[] = [
  ...short,
  { id: "get", kind: "operation", verb: "GET", text: "/orders/{id}" },
  { id: "store", kind: "store", text: "orders" },
  { id: "event", kind: "event", text: "OrderPlaced", unheard: true },
];
const card = (more: Partial<SheetNode> = {}): SheetNode => ({ id: "orders", kind: "service", name: "orders", subtitle: "Checkout team", hue: 0, domain: null, x: 0, y: 0, rows: short, ...more });
const own = (kind: SheetNode["kind"], name: string, more: Partial<SheetNode> = {}): SheetNode => ({ id: name, kind, name, domain: null, x: 0, y: 0, ...more });

export const kinds: readonly Tile[] = [
  {
    title: "Service",
    about: "Radius 10. Ports sit on the border at the row centre: round for calls, square for data, diamond for events",
    sheet: sheet([card({ rows: long })]),
    touch: () => ({ hover: { on: "node", id: "orders", part: "body" } }),
    dimensions: [
      { axis: "x", at: -12, from: 0, to: 196, text: "196" },
      { axis: "y", at: -14, from: 0, to: 43, text: "43" },
      { axis: "y", at: -14, from: 43, to: 63, text: "20" },
      { axis: "y", at: -14, from: 63, to: 87, text: "24" },
    ],
  },
  {
    title: "Domain group",
    about: "Title outside the frame. Padding 16, radius 16",
    sheet: sheet([], [], [{ id: "Sales", name: "Sales", hue: 0, parent: null, count: "3 services", frame: { x: 0, y: 0, w: 228, h: 120 } }]),
    dimensions: [{ axis: "x", at: 142, from: 0, to: 228, text: "at least 228" }],
  },
  {
    title: "API on its own",
    about: "For a gateway or a partner contract",
    sheet: sheet([own("api", "Partner API", { detail: "v1", rows: [{ id: "offers", kind: "operation", verb: "GET", text: "/offers" }] })]),
    dimensions: [{ axis: "x", at: -12, from: 0, to: 176, text: "176" }],
  },
  { title: "Data store", about: "Outside a service when it is shared or external", sheet: sheet([own("store", "ledger", { detail: "PostgreSQL" })]), dimensions: [{ axis: "x", at: -12, from: 0, to: 176, text: "176" }] },
  { title: "Event on its own", about: "Drawn when several services publish it", sheet: sheet([own("event", "OrderPlaced", { detail: "v2" })]), dimensions: [{ axis: "x", at: -12, from: 0, to: 176, text: "176" }] },
  { title: "External system", about: "Dashed border of 1 px, colour of a panel", sheet: sheet([own("external", "Card gateway", { subtitle: "External system" })]), dimensions: [{ axis: "x", at: -12, from: 0, to: 176, text: "176" }] },
  { title: "Actor and note", about: "An actor is a circle of 52 px. Notes hold plain text", sheet: sheet([own("actor", "Shopper"), own("note", "Card data never leaves Payments.", { x: 84, y: 6, w: 140 })]), around: { x: -6, y: 0, w: 230, h: 70 } },
];

const badge = (severity: Badge["severity"], more: Partial<Badge> = {}): Badge => ({ severity, ...more });
const touched = (part: Partial<Touch>) => () => part;

/** The one card of a tile, lifted. */
const carried = (scene: Scene): Partial<Touch> => {
  const [node] = scene.nodes;
  if (!node) return {};
  const nothing = { domains: [], guides: [], duplicate: false, over: null, since: 0, into: undefined };
  return { state: { doing: "dragging", ids: [node.source.id], nodes: [node.index], box: node.box, from: { x: 0, y: 0 }, dx: 0, dy: 0, ...nothing } };
};

export const states: readonly Tile[] = [
  { title: "Rest", about: "Border of 1 px, small shadow", sheet: sheet([card()]) },
  { title: "Hover", about: "Ports appear, 80 ms", sheet: sheet([card()]), touch: touched({ hover: { on: "node", id: "orders", part: "body" } }) },
  { title: "Selected", about: "Accent of 2 px, handles of 8 px", sheet: sheet([card()]), touch: touched({ selection: new Set(["orders"]) }) },
  { title: "Keyboard focus", about: "Ring of 2 px, 3 away", sheet: sheet([card()]), touch: touched({ keyboard: "orders" }) },
  { title: "Error", about: "Octagon badge and border", sheet: sheet([card({ badge: badge("error") })]) },
  { title: "Warning", about: "Triangle badge", sheet: sheet([card({ badge: badge("warning") })]) },
  { title: "Waived", about: "Shield badge, no border colour", sheet: sheet([card({ badge: badge("waived") })]) },
  { title: "Dragging", about: "Lifted, ghost stays", sheet: sheet([card()]), touch: carried },
  {
    title: "Drop target",
    about: "Group fills, accent of 2 px",
    sheet: sheet([card({ x: 16, y: 20, domain: "Sales", rows: [] }), card({ id: "carried", name: "customers", x: 40, y: 90, rows: [] })], [], [{ id: "Sales", name: "Sales", hue: 0, parent: null, count: "1 service", frame: { x: 0, y: 0, w: 228, h: 120 } }]),
    around: { x: 0, y: -24, w: 240, h: 156 },
    touch: (scene) => {
      const { state } = carried(scene);
      const node = scene.node("carried");
      return state?.doing === "dragging" && node ? { state: { ...state, ids: ["carried"], nodes: [node.index], box: node.box, into: "Sales" } } : {};
    },
  },
  { title: "Locked", about: "Lock icon, cannot move", sheet: sheet([card({ locked: true })]) },
  { title: "Not allowed here", about: "The reason stands beside the pointer", sheet: sheet([card({ locked: true })]), touch: touched({ state: { doing: "refused", at: { x: 96, y: 24 }, why: "Locked" } }) },
];

const ends = (apart = 176): SheetNode[] => [own("external", "from", { x: -176, y: -28 }), own("external", "to", { x: apart, y: -28 })];
const line = (title: string, about: string, kind: SheetConnection["kind"], more: Partial<SheetConnection> = {}, touch?: Tile["touch"], port?: Tile["port"]): Tile => ({
  title,
  about,
  sheet: sheet(ends(), [{ id: "line", kind, from: "from", to: "to", ...more }]),
  only: ["line"],
  around: { x: 0, y: 0, w: 176, h: 0 },
  ...(touch ? { touch } : {}),
  ...(port ? { port } : {}),
});
const round = (colour: (theme: Theme) => string): Tile["port"] => ({ shape: "circle", colour });


export const connections: readonly Tile[] = [
  line("Call", "Solid, 1.5 px. Round port, filled triangle", "call", {}, undefined, round((t) => t.call)),
  line("Event", "Dashed 6 4, 1.5 px. Diamond port, open chevron", "publish", {}, undefined, { shape: "diamond", colour: (t) => t.event }),
  line("Data access", "Round dots 4.4 apart, 2 px. Square ports", "read"),
  line("Selected", "Accent, 1.75 px. Pattern stays", "call", {}, touched({ selection: new Set(["line"]) }), round((t) => t.accent)),
  line("Error", "Error colour, 2 px, and a badge with words", "call", { badge: badge("error", { text: "Cycle", cycle: true }) }, undefined, round((t) => t.error.ink)),
  line("Warning", "Warning colour, pattern stays, badge", "read", { badge: badge("warning", { text: "Foreign store" }) }),
  line("Waived", "Kind colour, shield badge", "call", { badge: badge("waived") }, undefined, round((t) => t.call)),
  {
    title: "Unheard event",
    about: "Hollow diamond, no line",
    sheet: sheet([card({ rows: [{ id: "event", kind: "event", text: "OrderCancelled", unheard: true }] })]),
    around: { x: 98, y: 52, w: 0, h: 0 },
  },
  line("Added", "Green, 2.2 px, plus", "call", { mark: "added" }),
  line("Removed", "Red, 2 px, minus. Pattern stays", "call", { mark: "removed" }),
  line("Changed", "Amber, 2 px, pen", "call", { mark: "changed" }),
  {
    title: "Being drawn",
    about: "Accent, 1.75 px, ends at the pointer",
    sheet: sheet([card({ x: -196, y: -75 })]),
    touch: touched({ state: { doing: "linking", from: "place", side: "right", at: { x: 150, y: 0 }, screen: { x: 0, y: 0 }, target: null } }),
    around: { x: -10, y: 0, w: 176, h: 0 },
  },
];

export const asking: Tile = {
  title: "Quick-create menu",
  about: "Type to filter, Enter to create, Esc to cancel the connection",
  sheet: sheet([card({ x: 0, y: 0 })]),
  touch: touched({ state: { doing: "asking", from: "place", side: "right", at: { x: 262, y: 46 } } }),
  around: { x: 0, y: 0, w: 500, h: 110 },
};

export const gathering: Tile = {
  title: "Marquee",
  about: "Drag from empty canvas. Leftwards what is touched, rightwards what is enclosed",
  sheet: sheet([card({ id: "catalog", name: "catalog", subtitle: "Browse team", rows: [] }), card({ id: "customers", name: "customers", subtitle: "Accounts team", x: 240, rows: [] }), card({ x: 480, y: 60, rows: [] })]),
  around: { x: -40, y: -40, w: 716, h: 160 },
  touch: touched({ selection: new Set(["catalog", "customers"]), state: { doing: "marquee", from: { x: -40, y: -40 }, to: { x: 340, y: 120 }, before: [], ids: ["catalog", "customers"] } }),
};

/** The third card on its way, in line with the second and as far from it as that from the first. */
export const guided: Tile = {
  title: "Alignment guides",
  about: "In line with the next, and as far from it as that from its own. Ctrl ignores them",
  sheet: sheet([card({ id: "customers", name: "customers", subtitle: "Accounts team", rows: [] }), card({ x: 316, y: 0, rows: [] })]),
  touch: (scene) => {
    const node = scene.node("orders");
    if (!node) return { state: idle };
    const guides = [
      { axis: "y" as const, at: 21.5, from: 196, to: 316, gap: 120 },
      { axis: "x" as const, at: 414, from: -50, to: 100 },
    ];
    return { state: { doing: "dragging", ids: ["orders"], nodes: [node.index], domains: [], box: node.box, from: { x: 0, y: 0 }, dx: 0, dy: 0, guides, duplicate: false, over: null, since: 0, into: undefined } };
  },
};
