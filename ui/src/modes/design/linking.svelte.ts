// A connection being drawn: what it would say, and what the release would cost, asked for once per target.

import type { Target } from "../../canvas/intent";
import type { Affordances } from "../../canvas/sheet";
import { ask } from "../../host/host";
import { connect, endsFrom, isDrawn, type Line, linesBetween, tellLine } from "../../project/connecting";
import { isCycle } from "../../project/findings";
import { same } from "../../project/same";
import type { Applied, Id, Preview } from "../../wire";
import type { Workbench } from "../../verbs/workbench.svelte";

const nothingKnown: Affordances = new Map();

/** A pointer that rests on a port this long, in ms, is about to draw. */
const resting = 50;

/** What is known, or being asked, of the ends of a line from here while the design is at this step. */
interface Asked {
  from: Id;
  step: number;
  told: Promise<Affordances>;
}

export class Linking {
  from = $state<Id | null>(null);
  target = $state<Id | null>(null);
  at = $state.raw({ x: 0, y: 0 });
  /** Which of the possible lines; Tab goes on. */
  choice = $state(0);
  preview = $state.raw<Preview | null>(null);
  affordances = $state.raw<Affordances>(nothingKnown);
  /** What the line could end at, by kind; null if that is not known. */
  ends = $state.raw<ReadonlySet<Id> | null>(null);

  private readonly bench: Workbench;
  private asked = 0;
  /** What a line would be answered if it were drawn now. */
  private foreseen: { line: Line; applied: Applied } | null = null;
  private expected: Asked | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(bench: Workbench) {
    this.bench = bench;
  }

  get lines(): Line[] {
    return this.from && this.target ? linesBetween(this.bench.project.drawing, this.from, this.target) : [];
  }

  get line(): Line | null {
    const { lines } = this;
    return lines[this.choice % Math.max(1, lines.length)] ?? null;
  }

  /** What drawing this line would be answered, where the engine looked ahead at it. */
  foreseenOf(line: Line): Applied | null {
    return this.foreseen && same(this.foreseen.line, line) ? this.foreseen.applied : null;
  }

  /** Whether the line would say what is said already. */
  get isThere(): boolean {
    return this.line !== null && isDrawn(this.bench.project.drawing, this.line);
  }

  /** A line may soon be drawn from here: what it would mean is asked now, so that it is known when it is drawn. */
  expect(from: Id | null): void {
    clearTimeout(this.rest);
    if (from !== null && this.from === null) this.rest = setTimeout(() => void this.affordancesOf(from).catch(() => undefined), resting);
  }

  async start(from: Id): Promise<void> {
    clearTimeout(this.rest);
    this.from = from;
    this.target = null;
    this.choice = 0;
    this.ends = this.endsFor(from);
    // A note points at things, which costs nothing.
    if (this.bench.project.drawing.get(from)?.kind === "note") return;
    try {
      const told = await this.affordancesOf(from);
      if (this.from === from) this.affordances = told;
    } catch {
      // Drawing goes on without being told what it would mean.
    }
  }

  private affordancesOf(from: Id): Promise<Affordances> {
    const { step } = this.bench.project;
    if (this.expected?.from === from && this.expected.step === step) return this.expected.told;
    const asked: Asked = { from, step, told: this.askAffordances(from) };
    this.expected = asked;
    // What could not be answered is asked again the next time.
    asked.told.catch(() => {
      if (this.expected === asked) this.expected = null;
    });
    return asked.told;
  }

  private async askAffordances(from: Id): Promise<Affordances> {
    const { targets } = await ask(this.bench.host, "affordances", { from });
    return new Map(
      targets.map(({ target, severity, text }) => [
        target,
        { severity: severity === "error" || severity === "warning" ? severity : ("none" as const), text },
      ]),
    );
  }

  over(target: Target | null, at: { x: number; y: number }): void {
    this.at = at;
    const id = target && (target.on === "node" || target.on === "row" || target.on === "port") ? target.id : null;
    if (id === this.target) return;
    this.target = id;
    this.choice = 0;
    void this.ask();
  }

  next(): void {
    this.choice += 1;
    void this.ask();
  }

  end(): void {
    this.from = this.target = null;
    this.preview = this.foreseen = null;
    this.ends = null;
    this.asked += 1;
    this.affordances = nothingKnown;
  }

  private endsFor(from: Id): ReadonlySet<Id> | null {
    const { drawing } = this.bench.project;
    // A note may be about anything.
    if (drawing.get(from)?.kind === "note") return null;
    const drawn = this.bench.sheet.nodes.flatMap((node) => [node.id, ...(node.rows ?? []).map((row) => row.id)]);
    return endsFrom(drawing, from, drawn);
  }

  private async ask(): Promise<void> {
    this.asked += 1;
    const asked = this.asked;
    const { line } = this;
    this.preview = this.foreseen = null;
    // What is there already would only be refused.
    if (!line) return;
    if (this.isThere) return this.bench.desk.say(this.words(line));
    try {
      const { preview, applied } = await ask(this.bench.host, "preview", { command: connect(line) });
      if (asked === this.asked) {
        this.preview = preview;
        this.foreseen = applied && { line, applied };
      }
    } catch {
      // Refused: the release says why.
    }
    if (asked === this.asked) this.bench.desk.say(this.words(line));
  }

  /** What the release would do, with its effect. */
  private words(line: Line): string {
    if (this.isThere) return `${tellLine(this.bench.project.drawing, line)}. Connected in this way already`;
    const known = this.target ? this.affordances.get(this.target)?.text : undefined;
    const added = this.preview?.added.map((finding) => (known && isCycle(finding) ? known : finding.message)) ?? [];
    return [tellLine(this.bench.project.drawing, line), ...new Set(added)].join(". ");
  }
}
