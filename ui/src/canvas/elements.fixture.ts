// One of everything: kinds of elements, their states, and kinds of connections.

import type { Badge, Sheet, SheetConnection, SheetNode, SheetRow } from "./sheet";

const rows = (id: string): SheetRow[] => [
  { id: `${id}.api`, kind: "api", text: "Orders API" },
  { id: `${id}.place`, kind: "operation", verb: "POST", text: "/orders" },
];
const service = (id: string, x: number, y: number, more: Partial<SheetNode> = {}): SheetNode => ({
  id,
  kind: "service",
  name: "orders",
  subtitle: "Checkout team",
  hue: 0,
  domain: null,
  x,
  y,
  rows: rows(id),
  ...more,
});
const badge = (severity: Badge["severity"], more: Partial<Badge> = {}): Badge => ({ severity, ...more });

const full: SheetRow[] = [
  ...rows("full"),
  { id: "full.get", kind: "operation", verb: "GET", text: "/orders/{id}" },
  { id: "full.store", kind: "store", text: "orders" },
  { id: "full.event", kind: "event", text: "OrderPlaced", unheard: true },
];
const many: SheetRow[] = [
  { id: "many.api", kind: "api", text: "Wide API" },
  ...Array.from({ length: 11 }, (_, i): SheetRow => ({
    id: `many.${i}`,
    kind: "operation",
    verb: "GET",
    text: `/things/${i}/with/a/long/path`,
  })),
  { id: "many.store", kind: "store", text: "things" },
  { id: "many.e1", kind: "event", text: "ThingAdded" },
  { id: "many.e2", kind: "event", text: "ThingRemoved" },
];

const kinds: { kind: SheetConnection["kind"]; more: Partial<SheetConnection> }[] = [
  { kind: "call", more: {} },
  { kind: "publish", more: {} },
  { kind: "read", more: {} },
  { kind: "depend", more: {} },
  { kind: "call", more: { badge: badge("error", { text: "Cycle", cycle: true }) } },
  { kind: "write", more: { badge: badge("warning", { text: "Foreign store" }) } },
  { kind: "call", more: { badge: badge("waived") } },
  { kind: "call", more: { mark: "added" } },
  { kind: "call", more: { mark: "removed" } },
  { kind: "call", more: { mark: "changed" } },
];

const ends: SheetNode[] = kinds.flatMap((_, i) => [
  { id: `a${i}`, kind: "external", name: `From ${i}`, domain: null, x: 1100, y: i * 80 } as const,
  { id: `b${i}`, kind: "external", name: `To ${i}`, domain: null, x: 1460, y: i * 80 } as const,
]);

export const elements: Sheet = {
  nodes: [
    service("full", 0, 0, { rows: full }),
    service("bare", 0, 220, { rows: [] }),
    {
      id: "api",
      kind: "api",
      name: "Partner API",
      detail: "v1",
      hue: 0,
      domain: null,
      x: 300,
      y: 0,
      rows: [{ id: "api.get", kind: "operation", verb: "GET", text: "/offers" }],
    },
    { id: "store", kind: "store", name: "ledger", detail: "PostgreSQL", domain: null, x: 300, y: 100 },
    { id: "event", kind: "event", name: "OrderPlaced", detail: "v2", domain: null, x: 300, y: 190 },
    {
      id: "external",
      kind: "external",
      name: "Card gateway",
      subtitle: "External system",
      domain: null,
      x: 300,
      y: 260,
    },
    { id: "actor", kind: "actor", name: "Shopper", domain: null, x: 560, y: 0 },
    { id: "note", kind: "note", name: "Card data never leaves Payments.", domain: null, x: 560, y: 120 },
    service("error", 0, 400, { badge: badge("error") }),
    service("warning", 240, 400, { badge: badge("warning", { count: 2 }) }),
    service("waived", 480, 400, { badge: badge("waived") }),
    service("locked", 720, 400, { locked: true }),
    service("selected", 0, 560),
    service("collapsed", 240, 560, { collapsed: true, rows: full.map((r) => ({ ...r, id: "c." + r.id })) }),
    service("added", 480, 560, { mark: "added" }),
    service("unchanged", 720, 560, { mark: "unchanged" }),
    service("many", 800, 0, { rows: many, name: "a service with a very long name indeed" }),
    service("inner", 60, 780, { domain: "in" }),
    service("outer", 340, 780, { domain: "out" }),
    ...ends,
  ],
  domains: [
    { id: "out", name: "Outer", hue: 3, parent: null, count: "2 services" },
    { id: "in", name: "Inner", hue: 5, parent: "out", count: "1 service" },
    { id: "void", name: "Empty", hue: 6, parent: null, count: "0 services", frame: { x: 700, y: 780, w: 228, h: 120 } },
  ],
  connections: kinds.map(({ kind, more }, i) => ({
    id: `k${i}`,
    kind,
    from: `a${i}`,
    to: `b${i}`,
    label: "get_order",
    ...more,
  })),
};
