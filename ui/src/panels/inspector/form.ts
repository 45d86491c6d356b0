// Which control edits which field of which record. A field that is added to a record does not compile until it is here.

import type { IconName } from "../../controls/icons.svelte";
import {
  actorWords,
  doesWords,
  engineWords,
  idempotencyWords,
  operationKindWords,
  roleWords,
  sensitivityWords,
  visibilityWords,
} from "../../project/words";
import { hueWords } from "../../project/hues";
import type {
  Actor,
  Api,
  Connection,
  DataStore,
  DataType,
  Deployable,
  Design,
  Domain,
  Entity,
  Event,
  External,
  Kind,
  Note,
  Operation,
  Service,
  Topology,
  View,
  Waiver,
} from "../../wire";

export type Control =
  | { as: "text"; placeholder?: string; mono?: boolean; lines?: number; icon?: IconName }
  /** A text that is never absent. */
  | { as: "said"; lines?: number; mono?: boolean }
  | { as: "number"; unit?: string; least?: number }
  | { as: "duration"; then?: string }
  | { as: "percent" }
  | { as: "version" }
  /** One of a set of words; `none` is what absence is called, where the field may be absent. */
  | { as: "word"; words: { readonly [word: string]: string }; none?: string }
  /** Any of a set of words. */
  | { as: "set"; words: { readonly [word: string]: string } }
  /** Free words with commas between. */
  | { as: "list"; placeholder?: string; mono?: boolean }
  | { as: "switch"; hint?: string }
  /** Yes, no or not said. */
  | { as: "maybe" }
  | { as: "type" }
  | { as: "fields" }
  | { as: "reference"; to: readonly Kind[]; none: string; near?: "service" | "error" }
  | { as: "references"; to: readonly Kind[]; near?: "service" | "error"; add: string }
  | { as: "auth" }
  | { as: "implementation" }
  | { as: "shape" }
  | { as: "indexes" }
  | { as: "replica" }
  | { as: "wait" }
  | { as: "policy" };


export type Row = Control & {
  label: string;
  /** The control takes the whole width, below its label. */
  wide?: boolean;
};

/** A row for each field, or null where another part of the inspector edits it. */
type Form<T> = { readonly [F in Exclude<keyof T, "head">]: Row | null };

const cleared: Row = { label: "May hold", as: "set", words: { personal: sensitivityWords.personal, secret: sensitivityWords.secret } };

const forms = {
  design: {
    // What generated code may contain: shown once the generator reads it.
    options: null,
    policy: { label: "Checks", as: "policy", wide: true },
  } satisfies Form<Design>,
  domain: { hue: { label: "Colour", as: "word", words: hueWords, none: "By position" } } satisfies Form<Domain>,
  service: {
    team: { label: "Team", as: "text", placeholder: "Nobody yet" },
    role: { label: "Role", as: "word", words: roleWords },
    layer: { label: "Layer", as: "text", placeholder: "Not said" },
    implementation: { label: "Code", as: "implementation" },
    availability: { label: "Availability", as: "percent" },
    slo: { label: "Objective", as: "percent" },
    replicas: { label: "Replicas", as: "number", least: 1 },
    cleared,
  } satisfies Form<Service>,
  api: {
    version: { label: "Version", as: "version" },
    visibility: { label: "Visibility", as: "word", words: visibilityWords },
    auth: { label: "Callers prove", as: "auth" },
  } satisfies Form<Api>,
  operation: {
    verb: null,
    path: null,
    kind: { label: "Kind", as: "word", words: operationKindWords },
    input: { label: "Input", as: "fields", wide: true },
    output: { label: "Output", as: "type" },
    status: { label: "Status", as: "number", least: 100 },
    fails: { label: "Fails", as: "references", to: ["type"], near: "error", add: "An error it may answer" },
    timeout: { label: "Timeout", as: "duration", then: "then 504" },
    scope: { label: "Auth scope", as: "text", mono: true, icon: "key-round", placeholder: "None" },
    idempotent: { label: "Idempotent", as: "word", words: idempotencyWords, none: "Not said" },
    does: { label: "Does", as: "word", words: doesWords, none: "What its code says" },
    entity: { label: "Entity", as: "reference", to: ["entity"], near: "service", none: "None" },
    rate: { label: "Rate", as: "number", unit: "calls per second" },
    published: { label: "Published", as: "maybe" },
  } satisfies Form<Operation>,
  type: { shape: { label: "Shape", as: "shape", wide: true } } satisfies Form<DataType>,
  event: {
    version: { label: "Version", as: "number", least: 1 },
    key: { label: "Key", as: "text", mono: true, placeholder: "Not said" },
    fields: { label: "Fields", as: "fields", wide: true },
    sensitivity: { label: "Sensitivity", as: "word", words: sensitivityWords },
    public: { label: "Public", as: "maybe" },
  } satisfies Form<Event>,
  store: { engine: { label: "Engine", as: "word", words: engineWords } } satisfies Form<DataStore>,
  entity: {
    fields: { label: "Fields", as: "fields", wide: true },
    key: { label: "Key", as: "list", mono: true, placeholder: "id" },
    indexes: { label: "Indexes", as: "indexes", wide: true },
    replica: { label: "Copy of", as: "replica" },
  } satisfies Form<Entity>,
  external: {
    kind: { label: "Kind", as: "text", placeholder: "payment provider" },
    base_url: { label: "Base URL", as: "text", mono: true, placeholder: "https://" },
    operations: { label: "Operations", as: "list", placeholder: "authorise, refund" },
    cleared,
  } satisfies Form<External>,
  actor: { kind: { label: "Kind", as: "word", words: actorWords } } satisfies Form<Actor>,
  note: {
    text: { label: "Text", as: "said", lines: 5, wide: true },
    about: { label: "Points at", as: "reference", to: ["service", "operation", "event", "store", "external", "domain", "api", "actor"], none: "Nothing" },
  } satisfies Form<Note>,
  connection: {
    kind: null,
    from: null,
    to: null,
    timeout: { label: "Timeout", as: "wait" },
    retries: { label: "Retries", as: "number" },
    breaker: { label: "Breaker", as: "maybe" },
    optional: { label: "Fallback", as: "maybe" },
    version: { label: "Version", as: "version" },
    data: { label: "Data", as: "set", words: { personal: sensitivityWords.personal, secret: sensitivityWords.secret } },
    encrypted: { label: "Encrypted", as: "maybe" },
    authenticated: { label: "Proved", as: "maybe" },
    discovery: { label: "Discovery", as: "maybe" },
    ordered: { label: "Ordered", as: "maybe" },
  } satisfies Form<Connection>,
  topology: {
    default: { label: "Default", as: "switch", hint: "what cargo run starts" },
    database: { label: "Database", as: "text", mono: true, placeholder: "SQLite beside the process" },
    // The text form says these; they are shown once the generator reads them.
    broker: null,
    tls: null,
    delivery: null,
  } satisfies Form<Topology>,
  deployable: {
    services: null,
    rest: { label: "The rest", as: "switch", hint: "takes services no other names" },
    replicas: { label: "Replicas", as: "number", least: 1 },
    port: { label: "Port", as: "number", least: 1 },
    // As for topologies: not read by the generator yet.
    resources: null,
  } satisfies Form<Deployable>,
  waiver: {
    rule: { label: "Rule", as: "said", mono: true },
    fingerprint: { label: "Finding", as: "said", mono: true },
    owner: { label: "Owner", as: "text" },
    reason: { label: "Reason", as: "said", lines: 3 },
    adr: { label: "Decision", as: "text" },
    granted: { label: "Granted", as: "text", placeholder: "2027-01-31" },
    expires: { label: "Ends", as: "text", placeholder: "2027-01-31" },
    evidence: { label: "Evidence", as: "number" },
  } satisfies Form<Waiver>,
  view: { filter: null, lens: null, camera: null } satisfies Form<View>,
  placement: {},
} as const;

/** The rows of a kind with the fields they edit, in order. */
export const rowsOf = (kind: Kind): readonly (Row & { field: string })[] =>
  Object.entries(forms[kind] as { [field: string]: Row | null }).flatMap(([field, row]) => (row ? [{ ...row, field }] : []));

