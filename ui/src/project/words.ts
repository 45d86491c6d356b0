// The closed sets of words a design is written in, with what each is called on the screen.

import type {
  ActorKind,
  ConnectionKind,
  Does,
  Engine,
  Idempotency,
  OperationKind,
  Role,
  SelectBy,
  Sensitivity,
  Severity,
  Verb,
  Visibility,
} from "../wire";

type Words<W extends string> = { readonly [K in W]: string };

export const roleWords: Words<Role> = {
  business: "Business",
  gateway: "Gateway",
  ui: "User interface",
  adapter: "Adapter",
  broker: "Broker",
  "load-balancer": "Load balancer",
  registry: "Registry",
  config: "Configuration",
  monitoring: "Monitoring",
};

export const engineWords: Words<Engine> = {
  relational: "Relational",
  "key-value": "Key–value",
  document: "Document",
  blob: "Blob",
  search: "Search",
};

export const visibilityWords: Words<Visibility> = { public: "Public", internal: "Internal" };
export const operationKindWords: Words<OperationKind> = { command: "Command", query: "Query" };
export const verbWords: Words<Verb> = { GET: "GET", POST: "POST", PUT: "PUT", PATCH: "PATCH", DELETE: "DELETE" };
export const idempotencyWords: Words<Idempotency> = { no: "No", yes: "Yes", keyed: "By Idempotency-Key" };
export const doesWords: Words<Does> = { get: "Get one", list: "List", create: "Create", update: "Update", delete: "Delete" };
export const sensitivityWords: Words<Sensitivity> = { none: "None", personal: "Personal", secret: "Secret" };
export const actorWords: Words<ActorKind> = { person: "Person", client: "Client", device: "Device" };
export const severityWords: Words<Severity> = { error: "Error", warning: "Warning", info: "Info", off: "Off" };
export const selectWords: Words<SelectBy> = {
  any: "Any",
  tag: "Tag",
  domain: "Domain",
  team: "Team",
  kind: "Kind",
  service: "Service",
};
export const connectionWords: Words<ConnectionKind> = {
  call: "Call",
  publish: "Publish",
  subscribe: "Subscribe",
  read: "Read",
  write: "Write",
  use: "Use",
  depend: "Depend on",
  "release-with": "Release with",
};

/** The words of a set in their order, with their labels, for a menu. */
export const choices = <W extends string>(words: Words<W>): { value: W; label: string }[] =>
  (Object.keys(words) as W[]).map((value) => ({ value, label: words[value] }));
