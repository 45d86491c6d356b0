// A small design, made as tests need it.

import type { Analysis, Connection, ConnectionKind, Finding, Head, Id, Record as Entry } from "../wire";
import { recordsOf } from "./apply-change";
import { Drawing } from "./drawing";

export const head = (id: Id, name: string, home: Id | null = null, rank = 0): Head => ({
  id,
  name,
  description: null,
  tags: [],
  links: [],
  home,
  rank,
});

export const domain = (name: string, rank = 0): Entry => ({
  kind: "domain",
  value: { head: head(`domain:${name}`, name, null, rank), hue: null },
});

export const service = (name: string, home: Id | null = null, rank = 0): Entry => ({
  kind: "service",
  value: {
    head: head(`service:${name}`, name, home, rank),
    team: `${name} team`,
    role: "business",
    layer: null,
    implementation: { kind: "generated" },
    availability: null,
    slo: null,
    replicas: null,
    cleared: [],
  },
});

export const api = (of: string): Entry => ({
  kind: "api",
  value: { head: head(`api:${of}`, of, `service:${of}`), version: null, visibility: "internal", auth: { kind: "not-said" } },
});

export const operation = (of: string, name: string, kind: "command" | "query" = "command", rank = 0): Entry => ({
  kind: "operation",
  value: {
    head: head(`operation:${of}.${name}`, name, `api:${of}`, rank),
    kind,
    verb: null,
    path: null,
    status: null,
    input: [],
    output: null,
    fails: [],
    scope: null,
    timeout: null,
    idempotent: null,
    rate: null,
    does: null,
    entity: null,
    published: null,
  },
});

export const event = (of: string, name: string): Entry => ({
  kind: "event",
  value: {
    head: head(`event:${of}.${name}`, name, `service:${of}`),
    version: 1,
    key: null,
    fields: [],
    sensitivity: "none",
    public: null,
  },
});

export const store = (of: string | null, name: string): Entry => ({
  kind: "store",
  value: { head: head(`store:${of ?? ""}.${name}`, name, of === null ? null : `service:${of}`), engine: "relational" },
});

export const external = (name: string): Entry => ({
  kind: "external",
  value: { head: head(`external:${name}`, name), kind: null, base_url: null, operations: [], cleared: [] },
});

export const actor = (name: string): Entry => ({
  kind: "actor",
  value: { head: head(`actor:${name}`, name), kind: "person" },
});

export const type = (of: string, name: string): Entry => ({
  kind: "type",
  value: { head: head(`type:${of}.${name}`, name, `service:${of}`), shape: { kind: "struct", of: { fields: [] } } },
});

export const connection = (kind: ConnectionKind, from: Id, to: Id, rank = 0): Entry => ({
  kind: "connection",
  value: {
    head: head(`connection:${from}>${kind}>${to}`, "", null, rank),
    kind,
    from,
    to,
    version: null,
    data: [],
    timeout: null,
    retries: null,
    breaker: null,
    discovery: null,
    encrypted: null,
    authenticated: null,
    ordered: null,
    optional: null,
  } satisfies Connection,
});

export const placement = (element: Id, x: number, y: number): Entry => ({
  kind: "placement",
  value: { id: `placement:${element}`, element, view: null, at: { x, y }, size: null, collapsed: false, locked: false, order: 0, points: [] },
});

export const finding = (rule: string, more: Partial<Finding>): Finding => ({
  rule,
  severity: "error",
  subjects: [],
  message: "orders and inventory call each other",
  consequence: "",
  fix: "",
  evidence: [],
  path: [],
  badge: "Cycle",
  marks: [],
  fingerprint: rule,
  group: null,
  waived: false,
  ...more,
});

export const judged = (...findings: Finding[]): Analysis =>
  ({ findings, metrics: { services: {}, system: {} }, coverage: {} }) as unknown as Analysis;

/** orders and inventory in two domains, calling each other; one event nobody hears. */
export const shop = (): Entry[] => [
  domain("Sales"),
  domain("Fulfilment", 1),
  service("orders", "domain:Sales"),
  api("orders"),
  operation("orders", "place_order"),
  operation("orders", "get_order", "query", 1),
  event("orders", "OrderPlaced"),
  store("orders", "orders"),
  type("orders", "Order"),
  service("inventory", "domain:Fulfilment"),
  api("inventory"),
  operation("inventory", "reserve"),
  store("inventory", "stock"),
  external("Carrier"),
  actor("Shopper"),
  connection("call", "operation:orders.place_order", "operation:inventory.reserve"),
  connection("write", "operation:orders.place_order", "store:orders.orders", 1),
  connection("use", "actor:Shopper", "service:orders"),
  placement("service:orders", 100, 100),
];

export const drawn = (...entries: Entry[]): Drawing => new Drawing(recordsOf(entries));
