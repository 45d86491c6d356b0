// Lenses that sort elements into classes: what the rules say of them, who owns them, what data they hold, where they run.

import type { DataType, Field, Id, Sensitivity } from "../wire";
import { idOf } from "./apply-change";
import type { Drawing } from "./drawing";
import { concerning, type Standing } from "./findings";
import { lanesOf } from "./lanes";
import type { Reading, Subject } from "./lens";
import { category, Scale, type Step, unsaid } from "./lens-scale";

const unranked = { title: "", of: [] };

const standings: readonly { standing: Standing; word: string; many: string; letter: string; fill: number }[] = [
  { standing: "error", word: "Error", many: "Errors", letter: "E", fill: 1 },
  { standing: "warning", word: "Warning", many: "Warnings", letter: "W", fill: 0.7 },
  { standing: "info", word: "Info", many: "Info", letter: "I", fill: 0.4 },
  { standing: "waived", word: "Waived", many: "Waived", letter: "V", fill: 0.2 },
];

export function findings({ drawing, analysis }: Subject): Omit<Reading, "lens"> {
  const signs = concerning(analysis);
  const steps = standings.map(({ standing, many, letter, fill }): Step => ({ word: many, paint: { status: standing }, fill, letter }));
  const scale = new Scale([...steps, unsaid("No problems")]);
  for (const kind of ["service", "api", "store", "event", "external"] as const) {
    for (const entry of drawing.of(kind)) {
      const id = idOf(entry);
      if (kind !== "service" && drawing.serviceOf(id)) continue;
      const sign = worstWithin(drawing, signs, id);
      if (!sign) {
        if (kind === "service") scale.put(id, standings.length, "");
        continue;
      }
      const at = standings.findIndex(({ standing }) => standing === sign.standing);
      scale.put(id, at, sign.count > 1 ? `${standings[at]?.word ?? ""} +${sign.count - 1}` : (standings[at]?.word ?? ""));
    }
  }
  return { says: "The worst finding about it", steps: scale.steps, tints: scale.tints, ranked: unranked };
}

/** The worst standing of an element and what is in it, and how many findings that comes to. */
function worstWithin(drawing: Drawing, signs: ReturnType<typeof concerning>, id: Id): { standing: Standing; count: number } | null {
  const about = new Set(drawing.within(id).flatMap((inner) => signs.get(inner)?.findings ?? []));
  let worst = standings.length;
  for (const inner of drawing.within(id)) {
    const sign = signs.get(inner);
    if (sign) worst = Math.min(worst, standings.findIndex(({ standing }) => standing === sign.standing));
  }
  const found = standings[worst];
  return found ? { standing: found.standing, count: about.size } : null;
}

export function teams({ drawing }: Subject): Omit<Reading, "lens"> {
  const sizes = new Map<string, number>();
  for (const { value } of drawing.of("service")) {
    const team = value.team?.trim();
    if (team) sizes.set(team, (sizes.get(team) ?? 0) + 1);
  }
  const names = [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const at = new Map(names.map((name, i) => [name, i]));
  const scale = new Scale([...names.map((name, i) => category(i, name)), unsaid("Nobody yet")]);
  for (const entry of drawing.of("service")) {
    const team = entry.value.team?.trim() ?? "";
    scale.put(idOf(entry), at.get(team) ?? names.length, team);
  }
  return { says: "Team that owns it", steps: scale.steps, tints: scale.tints, ranked: unranked };
}

export function deployables({ drawing, topology }: Subject): Omit<Reading, "lens"> {
  const chosen = topologyOf(drawing, topology);
  const lanes = chosen === null ? [] : lanesOf(drawing, chosen);
  const scale = new Scale([...lanes.map((lane, i) => category(i, lane.name)), unsaid("In none")]);
  const lane = new Map(lanes.flatMap((one, i) => one.services.map((id): [Id, number] => [id, i])));
  for (const entry of drawing.of("service")) {
    const at = lane.get(idOf(entry));
    scale.put(idOf(entry), at ?? lanes.length, at === undefined ? "" : (lanes[at]?.name ?? ""));
  }
  const says = chosen === null ? "No topology yet" : `Deployable in ${drawing.name(chosen)}`;
  return { says, steps: scale.steps, tints: scale.tints, ranked: unranked };
}

/** The topology that is looked at: the chosen one, else the default, else the first. */
function topologyOf(drawing: Drawing, chosen: Id | null): Id | null {
  const all = drawing.of("topology");
  const entry = drawing.as("topology", chosen) ?? all.find(({ value }) => value.default) ?? all[0];
  return entry ? idOf(entry) : null;
}

export function sensitivity({ drawing }: Subject): Omit<Reading, "lens"> {
  const order: readonly Sensitivity[] = ["secret", "personal", "none"];
  const scale = new Scale([
    { word: "Secret", paint: { heat: 4 }, fill: 1, letter: "S" },
    { word: "Personal", paint: { heat: 1 }, fill: 0.64, letter: "P" },
    { word: "Neither", paint: { heat: 0 }, fill: 0.2 },
    unsaid("No data"),
  ]);
  for (const kind of ["service", "store", "event"] as const) {
    for (const entry of drawing.of(kind)) {
      const id = idOf(entry);
      if (kind !== "service" && drawing.serviceOf(id)) continue;
      const held = classesIn(drawing, id);
      const worst = order.find((one) => held[one] > 0);
      if (worst === undefined) scale.put(id, order.length, "");
      else scale.put(id, order.indexOf(worst), worst === "none" ? "" : `${held[worst]} ${worst}`);
    }
  }
  return { says: "The most harmful data it declares", steps: scale.steps, tints: scale.tints, ranked: unranked };
}

/** How many values of each class an element and what is in it declare. */
function classesIn(drawing: Drawing, id: Id): { [S in Sensitivity]: number } {
  const held = { none: 0, personal: 0, secret: 0 };
  const add = (fields: readonly Field[]) => {
    for (const field of fields) held[field.sensitivity] += 1;
  };
  for (const inner of drawing.within(id)) {
    const entry = drawing.get(inner);
    if (entry?.kind === "entity") add(entry.value.fields);
    else if (entry?.kind === "operation") add(entry.value.input);
    else if (entry?.kind === "type") add(fieldsOf(entry.value));
    else if (entry?.kind === "event") {
      add(entry.value.fields);
      if (entry.value.sensitivity !== "none") held[entry.value.sensitivity] += 1;
    }
  }
  return held;
}

const fieldsOf = (type: DataType): readonly Field[] => (type.shape.kind === "struct" ? type.shape.of.fields : []);
