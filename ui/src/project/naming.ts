// How people speak of what is drawn: `orders.place_order`, `POST /orders`, `orders calls inventory.reserve`.

import type { Connection, ConnectionKind, Id, Operation, Record as Entry, Verb } from "../wire";
import { idOf } from "./apply-change";
import { type Drawing, headOf } from "./drawing";

/** The name with the service it belongs to, where it belongs to one. */
export function pathOf(drawing: Drawing, id: Id): string {
  const entry = drawing.get(id);
  if (!entry) return id;
  if (entry.kind === "connection") return sentenceOf(drawing, entry.value);
  if (entry.kind === "note") return shortened(entry.value.text) || "Note";
  if (entry.kind === "waiver") return entry.value.rule;
  const own = headOf(entry)?.name ?? "";
  const service = entry.kind === "service" ? undefined : drawing.serviceOf(id);
  if (entry.kind === "entity") return `${drawing.name(entry.value.head.home)}.${own}`;
  return service ? `${service.value.head.name}.${own}` : own;
}

/** What is shown where a record stands in a list. */
export const labelOf = (drawing: Drawing, entry: Entry): string =>
  entry.kind === "note" || entry.kind === "connection" || entry.kind === "waiver" ? pathOf(drawing, idOf(entry)) : (headOf(entry)?.name ?? "");

export const shortened = (text: string, most = 48): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

const says: { readonly [K in ConnectionKind]: string } = {
  call: "calls",
  publish: "publishes",
  subscribe: "subscribes to",
  read: "reads",
  write: "writes",
  use: "uses",
  depend: "depends on",
  "release-with": "is released with",
};

/** What the command is called: `Call orders.get_order`. */
export const imperative: { readonly [K in ConnectionKind]: string } = {
  call: "Call",
  publish: "Publish",
  subscribe: "Subscribe to",
  read: "Read",
  write: "Write",
  use: "Use",
  depend: "Depend on",
  "release-with": "Release with",
};

export const saysOf = (kind: ConnectionKind): string => says[kind];

export const sentenceOf = (drawing: Drawing, c: Connection): string =>
  `${pathOf(drawing, c.from)} ${says[c.kind]} ${pathOf(drawing, c.to)}`;

/** The method that answers where none is said. */
export function verbOf(operation: Operation): Verb {
  if (operation.verb) return operation.verb;
  switch (operation.does) {
    case "get":
    case "list":
      return "GET";
    case "create":
      return "POST";
    case "update":
      return "PUT";
    case "delete":
      return "DELETE";
    default:
      return operation.kind === "query" ? "GET" : "POST";
  }
}

/** The path as said; else the name, because the generated path is only made of names. */
export const routeOf = (operation: Operation): string => operation.path ?? operation.head.name;
