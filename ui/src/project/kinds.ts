// One table that gives each kind its icon, its words and its colour, for every part of the interface.

import type { Kind } from "../wire";
import { spaced } from "./locale";
import type { IconName } from "../controls/icons.svelte";

export interface KindLook {
  icon: IconName;
  word: string;
  words: string;
  /** What a new one is called. */
  fresh: string;
  /** The letter that places one on the canvas. */
  key?: string;
  /** A custom property, without dashes, where the kind has a colour of its own. */
  colour?: string;
}

export const kinds: { readonly [K in Kind]: KindLook } = {
  design: { icon: "waypoints", word: "design", words: "designs", fresh: "Untitled design" },
  domain: { icon: "square-dashed", word: "domain", words: "domains", fresh: "Domain", key: "G" },
  service: { icon: "box", word: "service", words: "services", fresh: "service", key: "S" },
  api: { icon: "plug", word: "API", words: "APIs", fresh: "api", key: "A" },
  operation: { icon: "plug", word: "operation", words: "operations", fresh: "operation" },
  type: { icon: "braces", word: "type", words: "types", fresh: "Type" },
  event: { icon: "zap", word: "event", words: "events", fresh: "Event", key: "E", colour: "event" },
  store: { icon: "database", word: "data store", words: "data stores", fresh: "store", key: "D", colour: "data" },
  entity: { icon: "table-2", word: "entity", words: "entities", fresh: "entity" },
  external: { icon: "globe", word: "external system", words: "external systems", fresh: "External", key: "X" },
  actor: { icon: "user-round", word: "actor", words: "actors", fresh: "Actor", key: "P" },
  note: { icon: "sticky-note", word: "note", words: "notes", fresh: "Note", key: "N" },
  connection: { icon: "arrow-right", word: "connection", words: "connections", fresh: "" },
  topology: { icon: "layers", word: "topology", words: "topologies", fresh: "topology" },
  deployable: { icon: "container", word: "deployable", words: "deployables", fresh: "deployable" },
  waiver: { icon: "shield-check", word: "waiver", words: "waivers", fresh: "" },
  view: { icon: "eye", word: "view", words: "views", fresh: "view" },
  placement: { icon: "locate-fixed", word: "place", words: "places", fresh: "" },
};

/** `a service`, `an event`. */
export const aKind = (kind: Kind): string => {
  const { word } = kinds[kind];
  return `${/^[aeiouA]/.test(word) ? "an" : "a"} ${word}`;
};

/** `1 service`, `3 services`, `2 810 services`. */
export const count = (n: number, kind: Kind): string => `${spaced(n)} ${n === 1 ? kinds[kind].word : kinds[kind].words}`;

export const counted = (n: number, one: string, many = `${one}s`): string => `${spaced(n)} ${n === 1 ? one : many}`;

export { spaced };
