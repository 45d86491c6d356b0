// A small webshop, as tests and the gallery draw it.

import type { Sheet, SheetConnection, SheetNode, SheetRow } from "./sheet";

const api = (id: string, text: string): SheetRow => ({ id, kind: "api", text });
const op = (id: string, verb: string, text: string): SheetRow => ({ id, kind: "operation", verb, text });
const store = (id: string, text: string): SheetRow => ({ id, kind: "store", text });
const event = (id: string, text: string, unheard = false): SheetRow => ({ id, kind: "event", text, unheard });

const service = (
  name: string,
  subtitle: string,
  hue: number,
  domain: string,
  x: number,
  y: number,
  rows: SheetRow[],
  more: Partial<SheetNode> = {},
): SheetNode => ({ id: name, kind: "service", name, subtitle, hue, domain, x, y, rows, ...more });

const nodes: SheetNode[] = [
  service("catalog", "Browse team", 0, "domain.sales", 100, 100, [
    api("catalog.api", "Catalog API"),
    op("catalog.list", "GET", "/products"),
    op("catalog.get", "GET", "/products/{sku}"),
    store("catalog.products", "products"),
    event("catalog.PriceChanged", "PriceChanged", true),
  ]),
  service("orders", "Checkout team", 0, "domain.sales", 388, 166, [
    api("orders.api", "Orders API"),
    op("orders.place", "POST", "/orders"),
    op("orders.get", "GET", "/orders/{id}"),
    op("orders.cancel", "POST", "/orders/{id}/cancel"),
    store("orders.orders", "orders"),
    event("orders.OrderPlaced", "OrderPlaced"),
    event("orders.OrderCancelled", "OrderCancelled", true),
  ]),
  service("customers", "Accounts team", 0, "domain.sales", 100, 334, [
    api("customers.api", "Customers API"),
    op("customers.get", "GET", "/customers/{id}"),
    op("customers.put", "PUT", "/customers/{id}"),
    store("customers.customers", "customers"),
  ]),
  service("inventory", "Warehouse team", 1, "domain.fulfilment", 706, 100, [
    api("inventory.api", "Inventory API"),
    op("inventory.reserve", "POST", "/reservations"),
    op("inventory.stock", "GET", "/stock/{sku}"),
    store("inventory.store", "stock"),
    event("inventory.StockLow", "StockLow", true),
  ]),
  service("shipping", "Warehouse team", 1, "domain.fulfilment", 706, 323, [
    api("shipping.api", "Shipping API"),
    op("shipping.post", "POST", "/shipments"),
    op("shipping.get", "GET", "/shipments/{id}"),
    store("shipping.shipments", "shipments"),
    event("shipping.ShipmentDispatched", "ShipmentDispatched"),
  ]),
  service(
    "notifications",
    "Messaging team",
    1,
    "domain.fulfilment",
    706,
    534,
    [
      api("notifications.api", "Messages API"),
      op("notifications.post", "POST", "/messages"),
      store("notifications.templates", "templates"),
    ],
    { badge: { severity: "warning" } },
  ),
  service("payments", "Payments team", 2, "domain.payments", 388, 582, [
    api("payments.api", "Payments API"),
    op("payments.authorise", "POST", "/payments"),
    op("payments.capture", "POST", "/payments/{id}/capture"),
    event("payments.PaymentCaptured", "PaymentCaptured", true),
  ]),
  {
    id: "ledger",
    kind: "store",
    name: "ledger",
    detail: "PostgreSQL",
    hue: 2,
    domain: "domain.payments",
    x: 398,
    y: 758,
  },
  { id: "gateway", kind: "external", name: "Card gateway", subtitle: "External system", domain: null, x: 114, y: 700 },
  { id: "carrier", kind: "external", name: "Carrier", subtitle: "External system", domain: null, x: 721, y: 712 },
  { id: "shopper", kind: "actor", name: "Shopper", domain: null, x: 10, y: 150 },
  {
    id: "note",
    kind: "note",
    name: "Card data never leaves Payments. PCI scope ends at the gateway.",
    domain: null,
    x: 98,
    y: 576,
    w: 192,
  },
];

const call = (from: string, to: string, more: Partial<SheetConnection> = {}): SheetConnection => ({
  id: `${from}>${to}`,
  kind: "call",
  from,
  to,
  ...more,
});

const cycle = { severity: "error", text: "Cycle", cycle: true } as const;

export const webshop: Sheet = {
  nodes,
  domains: [
    { id: "domain.sales", name: "Sales", hue: 0, parent: null, count: "3 services" },
    {
      id: "domain.fulfilment",
      name: "Fulfilment",
      hue: 1,
      parent: null,
      count: "3 services",
      frame: { x: 690, y: 60, w: 228, h: 640 },
    },
    { id: "domain.payments", name: "Payments", hue: 2, parent: null, count: "1 service" },
  ],
  connections: [
    { id: "use1", kind: "use", from: "shopper", to: "catalog.list" },
    { id: "use2", kind: "use", from: "shopper", to: "orders" },
    call("orders.place", "catalog.get", { label: "get_product" }),
    call("orders.place", "customers.get", { label: "get_customer" }),
    call("orders.place", "payments.authorise", { label: "authorise" }),
    call("orders.place", "inventory.reserve", { label: "reserve", badge: cycle }),
    call("inventory.stock", "orders.get", { label: "get_order", badge: cycle }),
    call("payments.capture", "gateway"),
    call("shipping.post", "carrier"),
    { id: "sub1", kind: "subscribe", from: "shipping", to: "orders.OrderPlaced", label: "OrderPlaced" },
    { id: "sub2", kind: "subscribe", from: "notifications", to: "orders.OrderPlaced", label: "OrderPlaced" },
    { id: "sub3", kind: "subscribe", from: "notifications", to: "shipping.ShipmentDispatched" },
    {
      id: "foreign",
      kind: "read",
      from: "notifications.templates",
      to: "customers.customers",
      label: "reads",
      badge: { severity: "warning", text: "Foreign store" },
    },
    { id: "write", kind: "write", from: "payments", to: "ledger", label: "writes" },
  ],
};
