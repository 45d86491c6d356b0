// What the command palette offers for a text: elements, problems and actions, the best first.

import { standingOf, type Standing } from "../project/findings";
import type { Drawing } from "../project/drawing";
import { idOf } from "../project/apply-change";
import { fit, nearest } from "../project/fit";
import { kinds } from "../project/kinds";
import { labelOf, pathOf, routeOf, verbOf } from "../project/naming";
import { tellFilter } from "../project/view-filter";
import { engineWords } from "../project/words";
import type { IconName } from "../controls/icons.svelte";
import type { Finding, Id, Kind, Record as Entry } from "../wire";
import type { MenuItem, PaletteKind } from "../verbs/desk.svelte";

export type Found =
  | { is: "element"; id: Id; kind: Kind; icon: IconName; text: string; about: string; score: number }
  | { is: "problem"; finding: Finding; standing: Standing; text: string; about: string; score: number }
  | { is: "action"; verb: string; icon: IconName; text: string; about: string; keys?: string; score: number }
  /** Something to do with the element the palette was narrowed to. */
  | { is: "does"; run: () => void; icon: IconName; text: string; about: string; keys?: string; score: number }
  /** Nothing has the name; this one is written most like it. */
  | { is: "near"; name: string; icon: IconName; text: string; about: string; score: number }
  /** A new service of that name. */
  | { is: "make"; name: string; icon: IconName; text: string; about: string; score: number };

export interface Offer {
  id: string;
  name: string;
  part: string;
  icon?: IconName;
  keys?: string;
}

const shownKinds: readonly Kind[] = ["service", "operation", "event", "store", "domain", "api", "entity", "type", "external", "actor", "note", "view"];

/** Seldom meant when something larger has the name too. */
const inner: readonly Kind[] = ["type", "entity", "api"];

function about(drawing: Drawing, entry: Entry): string {
  const id = idOf(entry);
  switch (entry.kind) {
    case "service":
      return [drawing.nearest("domain", id)?.value.head.name, entry.value.team].filter(Boolean).join(", ");
    case "operation":
      return `${verbOf(entry.value)} ${routeOf(entry.value)} in ${pathOf(drawing, drawing.home(id) ?? id)}`;
    case "event":
      return `${drawing.incoming(id).filter((c) => c.kind === "subscribe").length} subscribers`;
    case "store":
      return `Data store, ${engineWords[entry.value.engine]}`;
    case "view":
      return `View, ${tellFilter(drawing, entry.value.filter)}`;
    default:
      return kinds[entry.kind].word;
  }
}

/** Which prefix the text begins with decides what is looked for. */
export function wish(kind: PaletteKind, typed: string): { kind: PaletteKind; text: string } {
  const by: { readonly [prefix: string]: PaletteKind } = { ">": "actions", "#": "elements", "!": "problems" };
  const prefixed = by[typed[0] ?? ""];
  return prefixed ? { kind: prefixed, text: typed.slice(1).trim() } : { kind, text: typed.trim() };
}

export function find(drawing: Drawing, findings: readonly Finding[], offers: readonly Offer[], recent: readonly string[], typed: string, of: PaletteKind): Found[] {
  const { kind, text } = wish(of, typed);
  const found: Found[] = [];
  const recency = (key: string) => {
    const at = recent.indexOf(key);
    return at < 0 ? 0 : 6 - at;
  };
  if (kind === "all" || kind === "elements") {
    for (const of of shownKinds) {
      for (const entry of drawing.of(of)) {
        const label = labelOf(drawing, entry);
        const id = idOf(entry);
        const score = Math.max(fit(label, text), entry.kind === "operation" ? fit(routeOf(entry.value), text) - 5 : 0, fit(pathOf(drawing, id), text) - 10);
        if (score > 0) found.push({ is: "element", id, kind: of, icon: kinds[of].icon, text: label, about: about(drawing, entry), score: score + recency(id) - (inner.includes(of) ? 25 : 0) });
      }
    }
  }
  if (kind === "all" || kind === "problems") {
    for (const finding of findings) {
      const score = Math.max(fit(finding.message, text), fit(finding.rule, text));
      // Letters in order say nothing in a whole sentence.
      if ((score > 10 || text === "") && (text !== "" || kind === "problems")) found.push({ is: "problem", finding, standing: standingOf(finding), text: finding.message, about: finding.rule, score });
    }
  }
  if (kind === "all" || kind === "actions") {
    for (const offer of offers) {
      const score = fit(offer.name, text);
      if (score > 0) found.push({ is: "action", verb: offer.id, icon: offer.icon ?? "command", text: offer.name, about: offer.part, ...(offer.keys ? { keys: offer.keys } : {}), score: score + recency(offer.id) });
    }
  }
  // One row stays for what is offered to be made.
  const all = ranked(found, kind === "all" ? rows - (text === "" ? 0 : 1) : null);
  if (text === "" || kind === "problems" || (kind === "elements" && all.length > 0)) return all;
  const make: Found = { is: "make", name: text, icon: "plus", text: `Add service “${text}”`, about: "", score: 0 };
  if (all.length > 0) return [...all, make];
  const near = nearest(namesIn(drawing), text);
  return near === null ? [make] : [{ is: "near", name: near, icon: "search", text: near, about: "is written most like it", score: 0 }, make];
}

/** What can be done with one element, by what was typed. */
export function doable(items: readonly MenuItem[], typed: string): Found[] {
  const wanted = typed.trim();
  const all = items.map((item): Found => ({ is: "does", run: item.run, icon: item.icon ?? "command", text: item.label, about: "", ...(item.keys ? { keys: item.keys } : {}), score: fit(item.label, wanted) }));
  const fitting = all.filter(({ score }) => score > 0);
  return wanted === "" ? fitting : fitting.sort((a, b) => b.score - a.score);
}

function namesIn(drawing: Drawing): string[] {
  return shownKinds.flatMap((kind) => drawing.of(kind).map((entry) => labelOf(drawing, entry)));
}

/** The heading something stands below. */
export const headingOf = (item: Found): string =>
  item.is === "near" ? "Elements" : item.is === "does" ? "What can be done" : item.is === "element" ? "Elements" : item.is === "problem" ? "Problems" : "Actions";

/** What the palette of everything shows at once. */
const rows = 8;
const most = { element: 4, problem: 2, action: 2 };

/** Grouped, each group by score; in the palette of everything no group takes the room that another needs. */
function ranked(found: readonly Found[], rows: number | null): Found[] {
  const groups = (["element", "problem", "action"] as const).map((is) => found.filter((item) => item.is === is).sort((a, b) => b.score - a.score));
  if (rows === null) return groups.flatMap((group) => group.slice(0, 60));
  const [elements, problems, actions] = groups as [Found[], Found[], Found[]];
  const few = [elements.slice(0, most.element), problems.slice(0, most.problem), actions.slice(0, most.action)] as const;
  const left = rows - few[0].length - few[1].length - few[2].length;
  const more = actions.slice(most.action, most.action + left);
  return [...elements.slice(0, most.element + left - more.length), ...few[1], ...few[2], ...more];
}

/** The text in parts, those that match marked. */
export function parts(text: string, wanted: string): { text: string; hit: boolean }[] {
  const at = wanted === "" ? -1 : text.toLowerCase().indexOf(wanted.toLowerCase());
  if (at < 0) return [{ text, hit: false }];
  return [
    { text: text.slice(0, at), hit: false },
    { text: text.slice(at, at + wanted.length), hit: true },
    { text: text.slice(at + wanted.length), hit: false },
  ].filter((part) => part.text !== "");
}
