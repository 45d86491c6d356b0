// Which of the eight hues a domain has: the one it was given, else the next by its place.

import type { Hue, Id } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";

const indices: { readonly [H in Hue]: number } = {
  "slate-blue": 0,
  sage: 1,
  mauve: 2,
  sand: 3,
  steel: 4,
  plum: 5,
  olive: 6,
  clay: 7,
};

export const hueWords: { readonly [H in Hue]: string } = {
  "slate-blue": "Slate blue",
  sage: "Sage",
  mauve: "Mauve",
  sand: "Sand",
  steel: "Steel",
  plum: "Plum",
  olive: "Olive",
  clay: "Clay",
};

const hueIndex = (hue: Hue): number => indices[hue];

const known = new WeakMap<readonly unknown[], ReadonlyMap<Id, number>>();

/** The hue of every domain; the same map while no domain changed. An inner one without a hue looks like the one around it. */
export function huesOf(drawing: Drawing): ReadonlyMap<Id, number> {
  const domains = drawing.of("domain");
  let hues = known.get(domains);
  if (!hues) known.set(domains, (hues = found(drawing)));
  return hues;
}

function found(drawing: Drawing): ReadonlyMap<Id, number> {
  const hues = new Map<Id, number>();
  let next = 0;
  const waiting = [...drawing.children(null, "domain")];
  for (let i = 0; i < waiting.length; i++) {
    const domain = waiting[i]!;
    const id = idOf(domain);
    const outer = domain.value.head.home === null ? undefined : hues.get(domain.value.head.home);
    hues.set(id, domain.value.hue !== null ? hueIndex(domain.value.hue) : (outer ?? next % 8));
    if (domain.value.head.home === null) next += 1;
    waiting.push(...drawing.children(id, "domain"));
  }
  return hues;
}

/** The hue of whatever domain a record stands in. */
export function hueOfRecord(drawing: Drawing, hues: ReadonlyMap<Id, number>, id: Id): number | undefined {
  const domain = drawing.nearest("domain", id);
  return domain && hues.get(idOf(domain));
}
