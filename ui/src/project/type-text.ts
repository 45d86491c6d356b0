// Types of data as people write them: `list<OrderLine>?`, `map<string, money>`, `orders.Order`.

import type { Id, Scalar, TypeExpr } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";

const scalarWords: { readonly [S in Scalar]: true } = {
  string: true,
  text: true,
  int: true,
  long: true,
  decimal: true,
  bool: true,
  date: true,
  datetime: true,
  duration: true,
  uuid: true,
  email: true,
  url: true,
  json: true,
  bytes: true,
  money: true,
};

export const scalars = Object.keys(scalarWords) as Scalar[];

const isScalar = (word: string): word is Scalar => word in scalarWords;

const deepest = 8;

/** The type in the words of a service: its own types bare, others with their service. */
export function typeText(drawing: Drawing, service: Id | null, type: TypeExpr): string {
  switch (type.kind) {
    case "scalar":
      return type.of;
    case "list":
      return `list<${typeText(drawing, service, type.of)}>`;
    case "map":
      return `map<string, ${typeText(drawing, service, type.of)}>`;
    case "optional":
      return `${typeText(drawing, service, type.of)}?`;
    case "named": {
      const owner = drawing.serviceOf(type.of);
      const name = drawing.name(type.of);
      return !owner || idOf(owner) === service ? name : `${owner.value.head.name}.${name}`;
    }
  }
}

/** The type a text means, or one sentence about what is wrong with it. */
export function parseType(drawing: Drawing, service: Id | null, text: string): TypeExpr | string {
  return parse(drawing, service, text.trim(), 1);
}

function parse(drawing: Drawing, service: Id | null, text: string, depth: number): TypeExpr | string {
  if (text === "") return "Write a type, for example string or list<Order>";
  if (depth > deepest) return `A type nests at most ${deepest} levels`;
  if (text.endsWith("?")) return wrapped("optional", parse(drawing, service, text.slice(0, -1).trim(), depth + 1));
  const list = /^list\s*<(.*)>$/s.exec(text);
  if (list) return wrapped("list", parse(drawing, service, (list[1] ?? "").trim(), depth + 1));
  const map = /^map\s*<\s*string\s*,(.*)>$/s.exec(text);
  if (map) return wrapped("map", parse(drawing, service, (map[1] ?? "").trim(), depth + 1));
  if (isScalar(text)) return { kind: "scalar", of: text };
  const found = typesByName(drawing, service).get(text);
  return found ? { kind: "named", of: found } : `There is no type ${text}`;
}

const wrapped = (kind: "list" | "map" | "optional", of: TypeExpr | string): TypeExpr | string =>
  typeof of === "string" ? of : { kind, of };

/** Every named type a service may mention, by the words it would use. */
export function typesByName(drawing: Drawing, service: Id | null): Map<string, Id> {
  const names = new Map<string, Id>();
  for (const type of drawing.of("type")) {
    const home = type.value.head.home;
    const name = type.value.head.name;
    names.set(home === service ? name : `${drawing.name(home)}.${name}`, idOf(type));
  }
  return names;
}
