// The mirror of the open project: what the engine last said, replaced whole, never changed in place.

import { ask, faultOf, type Host } from "../host/host";
import type { Analysis, Applied, Command, Fault, Finding, HostEvent, Id, Outside, Record as Entry, Snapshot } from "../wire";
import { idOf, type Records, recordsOf } from "./apply-change";
import { type Drawing, drawingOf } from "./drawing";
import { concerning, type Signs } from "./findings";
import { judgedAfter } from "./judging";
import { nothingSaid } from "./nothing-said";
import { same } from "./same";

/** What one edit did, or why it was not done. */
export type Outcome = { done: Applied; fault?: undefined } | { done?: undefined; fault: Fault };

/** Something other parts want to hear of when it happened. */
export interface Hearers {
  applied?: (applied: Applied, before: Drawing) => void;
  /** The rules said something after an edit. */
  judged?: (before: readonly Finding[], after: readonly Finding[]) => void;
  opened?: (snapshot: Snapshot) => void;
  closed?: () => void;
  /** Everything is on disk again, or not any more. */
  saved?: (saved: boolean, reason: string | null) => void;
}

export class Project {
  records = $state.raw<Records>(new Map());
  analysis = $state.raw<Analysis>(nothingSaid);
  step = $state(0);
  path = $state<string | null>(null);
  tookMs = $state(0);
  undoLabel = $state<string | null>(null);
  redoLabel = $state<string | null>(null);
  saved = $state(true);
  unsavedReason = $state<string | null>(null);
  /** Why it may only be looked at. */
  readOnly = $state<string | null>(null);
  /** What another program did to the files, while it waits for a decision. */
  outside = $state.raw<Outside | null>(null);
  /** Edits on their way. */
  waiting = $state(0);

  readonly drawing: Drawing = $derived(drawingOf(this.records));
  readonly signs: Signs = $derived(concerning(this.analysis));
  readonly isOpen: boolean = $derived(this.path !== null);
  readonly name: string = $derived(this.drawing.design?.value.head.name ?? "");

  private readonly host: Host;
  private readonly hearers: Hearers[] = [];
  /** Edits are sent one after the other, so that replies come in the order of steps. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(host: Host) {
    this.host = host;
  }

  hear(hearers: Hearers): void {
    this.hearers.push(hearers);
  }

  open(snapshot: Snapshot): void {
    this.records = recordsOf(snapshot.records);
    this.analysis = snapshot.analysis;
    this.step = snapshot.step;
    this.path = snapshot.path;
    this.tookMs = snapshot.took_ms;
    this.undoLabel = snapshot.undo;
    this.redoLabel = snapshot.redo;
    this.saved = snapshot.saved;
    this.unsavedReason = null;
    this.readOnly = snapshot.read_only ?? null;
    this.outside = snapshot.outside ?? null;
    for (const hearer of this.hearers) hearer.opened?.(snapshot);
  }

  closed(): void {
    this.path = null;
    this.records = new Map();
    this.analysis = nothingSaid;
    this.undoLabel = this.redoLabel = null;
    for (const hearer of this.hearers) hearer.closed?.();
  }

  /**
   * Asks for an edit. Edits with the same gesture become one undo step. What the engine foresaw of it shows at once, and
   * is taken back where the engine then answers otherwise.
   */
  apply(command: Command, gesture: string | null = null, foreseen: Applied | null = null): Promise<Outcome> {
    return this.edit(() => ask(this.host, "apply", { command, gesture }), foreseen);
  }

  undo(): Promise<Outcome> {
    return this.edit(() => ask(this.host, "undo"));
  }

  redo(): Promise<Outcome> {
    return this.edit(() => ask(this.host, "redo"));
  }

  /** Makes the design what it was under a name, as one step. */
  restore(name: string): Promise<Outcome> {
    return this.edit(() => ask(this.host, "restore", { name }));
  }

  /** What happened elsewhere. */
  heard(event: HostEvent): void {
    if (event.kind === "applied") this.take(event.of);
    else if (event.kind === "opened") this.open(event.of);
    else if (event.kind === "closed") this.closed();
    else if (event.kind === "outside") this.outside = event.of;
    else if (event.kind === "saved") {
      const changed = this.saved !== event.of.saved;
      this.saved = event.of.saved;
      this.unsavedReason = event.of.reason;
      if (changed) for (const hearer of this.hearers) hearer.saved?.(this.saved, this.unsavedReason);
    }
  }

  private edit(send: () => Promise<Applied>, foreseen: Applied | null = null): Promise<Outcome> {
    // It was foreseen for the step that follows on this one, and that may be another edit's while one is on its way.
    const ahead = this.waiting === 0 && foreseen?.step === this.step + 1 ? foreseen : null;
    const { records, analysis, step, tookMs, undoLabel, redoLabel } = this;
    this.waiting += 1;
    const edit = this.last.then(async (): Promise<Outcome> => {
      try {
        const done = await send();
        if (ahead) this.confirm(ahead, done);
        else this.take(done);
        return { done };
      } catch (thrown) {
        if (ahead) {
          Object.assign(this, { records, analysis, step, tookMs, undoLabel, redoLabel });
          await this.catchUp();
        }
        return { fault: faultOf(thrown) };
      } finally {
        this.waiting -= 1;
      }
    });
    this.last = edit;
    // After it is on its way: the engine works meanwhile.
    if (ahead) this.take(ahead);
    return edit;
  }

  /** What was shown ahead was answered. */
  private confirm(ahead: Applied, done: Applied): void {
    const isSame = done.step === ahead.step && same(done.change, ahead.change) && same(done.judgement, ahead.judgement);
    if (!isSame) return void this.catchUp();
    // Others may have gone on since.
    if (this.step === done.step) this.keep(done);
  }

  private take(applied: Applied): void {
    // Heard twice, by reply and by event, or already part of a snapshot.
    if (applied.step <= this.step) return;
    if (applied.step !== this.step + 1) {
      void this.catchUp();
      return;
    }
    const before = this.drawing;
    this.step = applied.step;
    this.records = before.after(applied.change).records;
    if (applied.judgement) {
      const { findings } = this.analysis;
      this.analysis = judgedAfter(this.analysis, applied.judgement);
      for (const hearer of this.hearers) hearer.judged?.(findings, this.analysis.findings);
      this.tookMs = applied.took_ms;
    }
    this.keep(applied);
    for (const hearer of this.hearers) hearer.applied?.(applied, before);
  }

  /** Whether the last step is on disk, and what leads away from it. */
  private keep({ undo, redo, saved }: Applied): void {
    this.undoLabel = undo;
    this.redoLabel = redo;
    const wasSaved = this.saved;
    this.saved = saved;
    if (saved) this.unsavedReason = null;
    if (wasSaved !== saved) for (const hearer of this.hearers) hearer.saved?.(saved, this.unsavedReason);
  }

  /** A step was missed: the whole project again. */
  private async catchUp(): Promise<void> {
    try {
      this.open(await ask(this.host, "snapshot"));
    } catch {
      // The host is gone; the next edit says so.
    }
  }
}

/** The ids of what was born, in order. */
export const bornIn = (applied: Applied, kind?: Entry["kind"]): Id[] =>
  applied.change.flatMap(({ before, after }) =>
    before === null && after !== null && (kind === undefined || after.kind === kind) ? [idOf(after)] : [],
  );
