// What a person writes into the inspector to make a record like another one, field by field, whatever hand does it.

import { rowsOf } from "../src/panels/inspector/form";
import { duration } from "../src/project/quantity";
import { severityWords } from "../src/project/words";
import type { Field, Id, Kind, Record as Entry, RuleSetting, TypeExpr } from "../src/wire";

export type Of<K extends Kind> = Extract<Entry, { kind: K }>["value"];
export type Named = Exclude<Kind, "placement">;
export type Values = { readonly [field: string]: unknown };
type Row = ReturnType<typeof rowsOf>[number];

/** The keyboard, or the pointer. */
export interface Hand {
  /** Goes to a field of the inspector by its label. */
  field(label: string): Promise<void>;
  /** Goes to a control in it by its name, which may stand above where the hand is. */
  to(name: string, above?: "above"): Promise<void>;
  /** Writes into what it is at, over what is there. */
  write(text: string, ends?: "lines"): Promise<void>;
  /** Takes one of the list that it is at; `asks` where that alone does not change the design. */
  pick(words: string, asks?: "asks"): Promise<void>;
  /** Presses the button that it is at; `edits` where that alone changes the design. */
  press(edits?: "edits"): Promise<void>;
  /** Takes yes or no where nothing may be said. */
  answer(yes: boolean): Promise<void>;
  /** Ticks one of several words. */
  tick(word: string, all: readonly string[]): Promise<void>;
  /** Leaves the field. */
  back(): Promise<void>;
}

/** A design to write again: what is in it by id. */
export class Sample {
  constructor(readonly records: ReadonlyMap<Id, Entry>) {}

  head(entry: Entry) {
    return (entry as Exclude<Entry, { kind: "placement" }>).value.head;
  }
  /** Those of a kind that live there, in their order. */
  inside<K extends Named>(kind: K, home: Id | null): Of<K>[] {
    return [...this.records.values()]
      .filter((entry) => entry.kind === kind && this.head(entry).home === home)
      .sort((a, b) => this.head(a).rank - this.head(b).rank)
      .map((entry) => entry.value as Of<K>);
  }
  every<K extends Named>(kind: K): Of<K>[] {
    return [...this.records.values()].filter((entry) => entry.kind === kind).map((entry) => entry.value as Of<K>);
  }
  nameOf(id: Id): string {
    return this.head(this.records.get(id)!).name;
  }
  serviceOf(id: Id): Id | null {
    for (let at: Id | null = id; at !== null; at = this.head(this.records.get(at)!).home) if (this.records.get(at)?.kind === "service") return at;
    return null;
  }
  /** As the interface calls it: `orders.place_order`. */
  pathOf(id: Id): string {
    const entry = this.records.get(id)!;
    if (entry.kind === "entity") return `${this.nameOf(entry.value.head.home!)}.${this.nameOf(id)}`;
    const service = this.serviceOf(id);
    return service === null || service === id ? this.nameOf(id) : `${this.nameOf(service)}.${this.nameOf(id)}`;
  }
  typeText(type: TypeExpr): string {
    return type.kind === "scalar" ? type.of : type.kind === "named" ? this.nameOf(type.of) : type.kind === "optional" ? `${this.typeText(type.of)}?` : `${type.kind}<${this.typeText(type.of)}>`;
  }
}

/** Writes what records say into the inspector. */
export class Filling {
  constructor(
    private readonly sample: Sample,
    private readonly hand: Hand,
  ) {}

  /** The fields of the inspector whose value is not the one it has. */
  async fill(kind: Named, now: Values, value: Values, later: readonly string[] = []): Promise<void> {
    const { hand } = this;
    const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
    // A key names one of the fields.
    const rows = [...rowsOf(kind)].sort((a, b) => Number(b.as === "fields") - Number(a.as === "fields"));
    for (const row of rows) {
      if (later.includes(row.field) || !differs(value[row.field], now[row.field])) continue;
      await hand.field(row.label);
      await this.enter(row, value[row.field]);
      await hand.back();
    }
    const { description } = (value as unknown as { head: { description: string | null } }).head;
    if (description === null) return;
    await hand.field("Description");
    await hand.write(description, "lines");
    await hand.back();
  }

  /** One setting of the checks. */
  async rule(rule: string, { severity, limits }: RuleSetting): Promise<void> {
    const { hand } = this;
    await hand.field("Checks");
    await hand.to("Set a rule");
    await hand.pick(rule, "asks");
    const said = Object.entries(limits);
    if (said.length > 0) {
      await hand.to(`Limits and parts of ${rule}`, "above");
      await hand.press();
    }
    for (const [name, value] of said) {
      await hand.to(`Limit ${name} of ${rule}`);
      await hand.write(String(value));
    }
    if (severity !== null) {
      await hand.to(`Severity of ${rule}`, "above");
      await hand.pick(severityWords[severity]);
    }
    await hand.back();
  }

  private async enter(row: Row, value: unknown): Promise<void> {
    const { hand, sample } = this;
    switch (row.as) {
      case "text":
      case "said":
      case "version":
      case "number":
        return hand.write(String(value));
      case "duration":
        return hand.write(duration(value as number));
      case "wait":
        return hand.write(duration((value as { of: number }).of));
      case "list":
        return hand.write((value as string[]).join(", "));
      case "type":
        return hand.write(sample.typeText(value as TypeExpr));
      case "word":
        return hand.pick(row.words[value as string] ?? "");
      case "maybe":
        return hand.answer(value === true);
      case "switch":
        return hand.press("edits");
      case "set":
        for (const word of value as string[]) await hand.tick(row.words[word] ?? "", Object.values(row.words));
        return;
      case "reference":
        return hand.pick(sample.pathOf(value as Id));
      case "references":
        for (const id of value as Id[]) {
          await hand.to(row.add);
          await hand.pick(sample.nameOf(id));
        }
        return;
      case "fields":
        return this.fields(value as Field[]);
      case "shape":
        return this.shape(value as Of<"type">["shape"]);
      case "indexes":
        for (const [i, index] of (value as Of<"entity">["indexes"]).entries()) {
          await hand.to("Add an index");
          await hand.press();
          await hand.to("Fields of the new index");
          await hand.write(index.fields.join(", "));
          if (!index.unique) continue;
          await hand.to(`Fields of index ${i + 1}`, "above");
          await hand.to(`Index ${i + 1} is unique`);
          await hand.press("edits");
        }
        return;
      default:
        throw new Error(`Nobody says how ${row.label} is written`);
    }
  }

  /** Fields with a name, a type, and more. */
  private async fields(fields: readonly Field[]): Promise<void> {
    const { hand } = this;
    for (const [i, one] of fields.entries()) {
      await hand.to("Add a field");
      await hand.press("edits");
      await hand.to(`Name of field ${i + 1}`);
      await hand.write(one.name);
      const words = this.sample.typeText(one.type);
      if (words !== "string") {
        await hand.to(`Type of ${one.name}`);
        await hand.write(words);
      }
      const { min, max, min_length, max_length, pattern } = one.constraints;
      const more: [string, string | number | null][] = [
        [`At least, ${one.name}`, min],
        [`At most, ${one.name}`, max],
        [`Shortest, ${one.name}`, min_length],
        [`Longest, ${one.name}`, max_length],
        [`Pattern of ${one.name}`, pattern],
        [`What ${one.name} means`, one.description],
      ];
      if (one.sensitivity === "none" && more.every(([, said]) => said === null)) continue;
      await hand.to(`More of ${one.name}`);
      await hand.press();
      if (one.sensitivity !== "none") {
        await hand.to(`Sensitivity of ${one.name}`);
        await hand.pick(one.sensitivity === "secret" ? "Secret" : "Personal");
      }
      for (const [where, said] of more) {
        if (said === null) continue;
        await hand.to(where);
        await hand.write(String(said));
      }
    }
  }

  private async shape(shape: Of<"type">["shape"]): Promise<void> {
    const { hand } = this;
    if (shape.kind === "enum") {
      await hand.pick("One of some words");
      for (const [i, word] of shape.of.values.entries()) {
        await hand.to(`Word ${i + 1}`);
        await hand.write(word);
      }
    } else if (shape.kind === "error") {
      await hand.pick("Error");
      await hand.to("Status");
      if (shape.of.status !== 409) await hand.write(String(shape.of.status));
      await hand.to("Message");
      await hand.write(shape.of.message);
      await this.fields(shape.of.fields);
    } else if (shape.kind === "struct") await this.fields(shape.of.fields);
  }
}
