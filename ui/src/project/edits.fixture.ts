// Random changes to a small design, always the same for the same seed: what an engine might answer to edits.

import type { Analysis, Change, ConnectionKind, Id, Record as Entry } from "../wire";
import { idOf } from "./apply-change";
import { connection, domain, event, finding, judged, operation, placement, service, store } from "./design.fixture";
import type { Drawing } from "./drawing";

export function dice(seed: number): <T>(of: readonly T[]) => T {
  let state = seed * 2654435761;
  return (of) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return of[state % of.length]!;
  };
}

/** One change the drawing could take. */
export function randomChange(drawing: Drawing, pick: ReturnType<typeof dice>, n: number): Change {
  const all = [...drawing.records.values()];
  const some = (...kinds: Entry["kind"][]): Entry | undefined => {
    const fit = all.filter((entry) => kinds.includes(entry.kind));
    return fit.length > 0 ? pick(fit) : undefined;
  };
  const born = (after: Entry): Change => (drawing.get(idOf(after)) ? [] : [{ before: null, after }]);
  const changed = (before: Entry | undefined, value: object): Change =>
    before ? [{ before, after: { ...before, value: { ...before.value, ...value } } as Entry }] : [];
  const headed = (before: Entry | undefined, head: object): Change =>
    before && before.kind !== "placement" ? changed(before, { head: { ...before.value.head, ...head } }) : [];
  const named = (entry: Entry | undefined): string => (entry && entry.kind !== "placement" ? entry.value.head.name : "none");
  const thing = some("service", "operation", "event", "store", "external", "actor");
  switch (n % 12) {
    case 0:
      return born(service(`s${n}`, pick([null, ...drawing.of("domain").map(idOf)]), n));
    case 1:
      return born(operation(named(some("service")), `o${n}`, "query", n));
    case 2:
      return born(event(named(some("service")), `E${n}`));
    case 3:
      return born(store(pick([null, named(some("service"))]), `d${n}`));
    case 4: {
      const kind = pick<ConnectionKind>(["call", "publish", "subscribe", "write", "depend"]);
      const to = kind === "subscribe" || kind === "publish" ? some("event") : kind === "write" ? some("store") : some("operation", "service");
      const from = some("operation", "service");
      return from && to ? born(connection(kind, idOf(from), idOf(to), n)) : [];
    }
    case 5:
      return thing ? [...placed(drawing, idOf(thing), n)] : [];
    case 6:
      return headed(thing, { name: `n${n}` });
    case 7:
      return headed(some("service"), { home: pick([null, ...drawing.of("domain").map(idOf)]) });
    case 8:
      return headed(some("api"), { home: pick([...drawing.of("service").map(idOf)]) });
    case 9: {
      const line = some("connection");
      const [from, to] = [some("operation", "service"), some("operation", "event")];
      return line && from && to ? changed(line, { from: idOf(from), to: idOf(to) }) : [];
    }
    case 10:
      return n % 5 === 0 ? born(domain(`D${n}`, n)) : changed(some("domain"), { hue: pick(["sage", "clay", null]) });
    default:
      return thing ? gone(drawing, idOf(thing)) : [];
  }
}

function* placed(drawing: Drawing, id: Id, n: number): Generator<Change[number]> {
  const before = drawing.get(`placement:${id}`) ?? null;
  yield { before, after: placement(id, n * 40, n * 20) };
}

/** It, everything in it, and the lines and places of all that. */
function gone(drawing: Drawing, id: Id): Change {
  const inside = new Set(drawing.within(id));
  return [...drawing.records.values()]
    .filter((entry) => {
      if (entry.kind === "placement") return inside.has(entry.value.element);
      if (entry.kind === "connection") return inside.has(entry.value.from) || inside.has(entry.value.to);
      return inside.has(idOf(entry));
    })
    .map((before) => ({ before, after: null }));
}

/** What rules might say of it: a finding here and there. */
export function analysisOf(drawing: Drawing, pick: ReturnType<typeof dice>): Analysis {
  const ids = [...drawing.records.values()].filter((entry) => entry.kind !== "placement").map(idOf);
  const marks = () => [pick(ids), pick(ids)];
  return judged(
    finding("cycle-sync", { marks: marks() }),
    finding("data-shared", { marks: marks(), severity: "warning", badge: "Foreign store" }),
    finding("cycle-sync", { marks: marks(), fingerprint: "another", waived: pick([true, false]) }),
  );
}
