// Everything the parts of the window share: the host, the mirror, the desk, and the canvas while it is mounted.
// Long because: what opens, closes and fails is answered for all of them at once here.

import type { CanvasView } from "../canvas/canvas";
import type { Sheet } from "../canvas/sheet";
import { type Ahead, aheadOf } from "../project/ahead";
import { type Ask, ask, type AnswerTo, faultOf, type Host, type RequestKind } from "../host/host";
import { type Outcome, Project } from "../project/project.svelte";
import { newsOf } from "../project/news";
import { designOf } from "../project/paths";
import { pathOfFinding } from "../project/findings";
import { opensFor } from "../project/outline";
import { type Found, foundPlacements } from "../project/places";
import { type Seen, toSheet } from "../project/to-sheet";
import { SystemWishes } from "../theme/system.svelte";
import { type Look, prefers, show, type Shown, shownFor } from "../theme/theme";
import type { Applied, Command, Fault, Finding, Id, Recovered, Settings, Snapshot, Theme, Welcome } from "../wire";
import { spaced } from "../project/kinds";
import { Comparing } from "./comparing.svelte";
import { Desk } from "./desk.svelte";
import { gesture as newGesture } from "./gesture";
import { Judging } from "./judging.svelte";
import { keymap } from "./keymap.svelte";
import { Playing } from "./playing.svelte";
import { Remembering } from "./remembering.svelte";
import { Seeing } from "./seeing.svelte";
import { leaveView, openView, unhide } from "./views";

/** What holds until the engine said what was chosen. */
const usualSettings: Settings = {
  theme: "system",
  interface_size: 100,
  wheel_zooms: false,
  reduced_motion: "system",
  higher_contrast: "system",
  grid: true,
  snapping: true,
  software_drawing: "system",
  folders: {},
  keys: {},
};

export interface Progress {
  step: string;
  done: number;
  of: number;
}

export type Asking = "new" | "open" | "settings" | "report" | "compare" | "picture" | "save-copy" | "not-saved" | "revision";

/** Nothing is asked after a crash: everything is there, and that is said. */
const tellRecovered = ({ changes, last }: Recovered): string =>
  `Cleave ended without closing this design. ${changes === 1 ? "Its last change is" : `Its last ${spaced(changes)} changes are`} here${last ? `; the last: ${last}` : ""}`;

/** Designs of more services begin with their domains closed in the outline. */
const mostOpened = 60;

export class Workbench {
  readonly host: Host;
  readonly project: Project;
  readonly desk = new Desk();
  readonly seeing: Seeing;
  readonly playing: Playing;
  readonly judging: Judging;
  canvas = $state.raw<CanvasView | null>(null);
  welcome = $state.raw<Welcome | null>(null);
  /** Why nothing could be shown at all. */
  broken = $state.raw<Fault | null>(null);
  settings = $state.raw<Settings>(usualSettings);
  progress = $state.raw<Progress | null>(null);
  /** Where one looked from before a finding came into focus. */
  private beforeFocus: { middle: { x: number; y: number }; zoom: number } | null = null;
  readonly comparing = new Comparing(this);
  readonly remembering = new Remembering(this);
  private lastOpened: string | null = null;
  private keeping: Promise<unknown> = Promise.resolve();
  /** A dialog that asks for more before something happens. */
  asking = $state<Asking | null>(null);
  /** The name of the design that is being opened. */
  opening = $state<string | null>(null);

  private readonly system = new SystemWishes();
  readonly look: Look = $derived({
    theme: shownFor(this.settings.theme, this.system.dark.holds),
    still: prefers(this.settings.reduced_motion, this.system.still.holds),
    contrast: prefers(this.settings.higher_contrast, this.system.contrast.holds),
    forced: this.system.forced.holds,
  });

  private lastSheet: Sheet | null = null;
  /** Where things without a place are shown, until an edit keeps that. */
  private readonly found: Found = new Map();
  private foundIn: string | null = null;
  private readonly drawn: Sheet = $derived.by(() => {
    this.lastSheet = toSheet(this.project.drawing, this.project.analysis, this.seen, this.lastSheet);
    return this.lastSheet;
  });
  private readonly seen: Seen = $derived.by(() => {
    const { lens, reading } = this.seeing;
    const tints = lens && reading ? { tints: reading.tints } : {};
    const pins = lens === null || lens === "coupling";
    const { shown, opened } = this.seeing;
    return { open: this.desk.openCards, pins, shown, found: this.found, view: opened?.head.id ?? null, ...tints };
  });
  /** The design as a fix that is being looked at would leave it. */
  readonly ahead: Ahead | null = $derived.by(() => {
    const { trial } = this.judging;
    return trial && aheadOf(this.project.drawing, this.project.analysis, trial.change, this.seen, this.drawn);
  });
  readonly sheet: Sheet = $derived(this.ahead?.sheet ?? this.drawn);

  constructor(host: Host) {
    this.host = host;
    keymap.inBrowser = host.kind === "browser";
    this.project = new Project(host);
    this.seeing = new Seeing(this.project, this.desk);
    this.playing = new Playing(this.project, this.seeing, this.desk);
    this.judging = new Judging(this.project, this.desk);
    this.project.hear({
      opened: (snapshot) => this.opened(snapshot),
      closed: () => this.leave(),
      applied: () => this.forgetGone(),
      judged: (before, after) => this.desk.say(newsOf(before, after)),
      saved: (saved, reason) => this.tellSaved(saved, reason),
    });
    host.listen((event) => {
      if (event.kind === "progress") this.progress = event.of;
      else if (event.kind === "settings") this.useSettings(event.of);
      else this.project.heard(event);
    });
    host.shell?.dropped((paths) => void this.dropped(paths));
  }

  async start(): Promise<void> {
    try {
      const welcome = await ask(this.host, "hello");
      this.useSettings(welcome.settings);
      this.welcome = welcome;
      if (welcome.project) this.project.open(welcome.project);
    } catch (thrown) {
      this.broken = faultOf(thrown);
    }
  }

  /** Asks the host; what goes wrong is said in a toast. */
  async ask<K extends RequestKind>(kind: K, ...of: Ask<K> extends undefined ? [] : [Ask<K>]): Promise<AnswerTo<K> | null> {
    try {
      return await ask(this.host, kind, ...of);
    } catch (thrown) {
      this.tellFault(faultOf(thrown));
      return null;
    }
  }

  /** Asks the host; what goes wrong is thrown, for a dialog to say. */
  mustAsk<K extends RequestKind>(kind: K, ...of: Ask<K> extends undefined ? [] : [Ask<K>]): Promise<AnswerTo<K>> {
    return ask(this.host, kind, ...of);
  }

  /** Edits the design; a refusal is said in a toast, where the hand is. */
  async edit(command: Command, gesture: string | null = null, foreseen: Applied | null = null): Promise<Outcome> {
    const outcome = await this.apply(command, gesture, foreseen);
    if (outcome.fault) this.tellFault(outcome.fault);
    return outcome;
  }

  /** Edits the design from a field; a refusal is answered, to stand at the field. */
  async settle(command: Command): Promise<string | null> {
    if (this.trying) return this.refusalOf(command);
    const { fault } = await this.apply(command, null);
    if (!fault || isNothing(fault)) return null;
    return fault.hint ? `${fault.message}. ${fault.hint}` : fault.message;
  }

  /** Whether edits from fields are only looked ahead at. */
  trying = false;

  /** What a commit would be answered, without doing it: the engine decides, as it would then. */
  async try(commit: () => Promise<string | null> | string | null): Promise<string | null> {
    this.trying = true;
    // A commit asks for its edit before it waits for anything.
    const answer = commit();
    this.trying = false;
    return answer;
  }

  private async refusalOf(command: Command): Promise<string | null> {
    try {
      await ask(this.host, "preview", { command });
      return null;
    } catch (thrown) {
      const fault = faultOf(thrown);
      if (fault.code !== "refused" || isNothing(fault)) return null;
      return fault.hint ? `${fault.message}. ${fault.hint}` : fault.message;
    }
  }

  /** With an edit, places that were found for what has none become part of the design, as the same step. */
  private async apply(command: Command, gesture: string | null, foreseen: Applied | null = null): Promise<Outcome> {
    const step = gesture ?? newGesture();
    const outcome = await this.project.apply(command, step, foreseen);
    // The sheet is asked first, because it is what looks for places.
    const places = outcome.done && this.sheet ? foundPlacements(this.project.drawing, this.found) : [];
    if (places.length > 0) void this.project.apply({ kind: "place", of: { placements: places } }, step);
    return outcome;
  }

  tellFault(fault: Fault): void {
    if (isNothing(fault)) return;
    this.desk.tell(fault.hint ? `${fault.message}. ${fault.hint}` : fault.message, { icon: "octagon-x", tone: "error" });
  }

  private tellSaved(saved: boolean, reason: string | null): void {
    if (saved) this.desk.tell("Everything is saved again", { icon: "circle-check", tone: "good" });
    // Once; then the top bar keeps showing it.
    else if (this.asking === null) this.asking = "not-saved";
    else this.desk.tell(`Not saved${reason ? `: ${reason}` : ""}. Nothing is lost: changes wait in memory`, { icon: "triangle-alert", tone: "error" });
  }

  // Opening

  async openWith<K extends "new" | "open" | "open-read-only" | "open-sample">(kind: K, of: Ask<K>): Promise<Fault | null> {
    const asked: { path?: string | null; sample?: string } = of as object;
    this.opening = asked.path ? designOf(asked.path) : (asked.sample ?? null);
    try {
      const snapshot = await ask(this.host, kind, ...([of] as Ask<K> extends undefined ? [] : [Ask<K>]));
      this.project.open(snapshot as AnswerTo<"open">);
      return null;
    } catch (thrown) {
      return faultOf(thrown);
    } finally {
      this.opening = null;
    }
  }

  /** Opens a design; why it cannot be is said in a toast. */
  async openPath(path: string): Promise<void> {
    const fault = await this.openWith("open", { path });
    if (fault) this.tellFault(fault);
  }

  /** Files were dropped onto the window: the first is opened here, the others in windows of their own. */
  async dropped(paths: readonly string[]): Promise<void> {
    const designs = paths.filter((path) => /\.(cleave|kdl)$/i.test(path));
    const [first, ...others] = designs;
    if (first === undefined) {
      return this.desk.tell("This is not the name of a design: *.cleave or *.cleave.kdl", { icon: "file-x", tone: "error" });
    }
    await this.openPath(first);
    for (const path of others) await this.host.shell?.open(path).catch((thrown: unknown) => this.tellFault(faultOf(thrown)));
  }

  async close(): Promise<void> {
    await this.ask("close");
    const welcome = await this.ask("hello");
    if (welcome) this.welcome = welcome;
    this.project.closed();
  }

  private opened(snapshot: Snapshot): void {
    const { desk, project } = this;
    if (this.foundIn !== project.path) this.found.clear();
    this.foundIn = project.path;
    // Heard again, after a step was missed, the design looks as it does now.
    const again = this.lastOpened === snapshot.path;
    this.lastOpened = snapshot.path;
    if (!again) this.remembering.recall(snapshot);
    if (desk.mode === "start") desk.mode = "design";
    desk.focused = null;
    this.forgetGone();
    // A small design begins with its domains open; a large one could not be seen for all that is in them.
    if (desk.opened.size === 0 && project.drawing.of("service").length <= mostOpened) for (const domain of project.drawing.children(null, "domain")) desk.opened.add(domain.value.head.id);
    document.title = `${project.name} – Cleave`;
    if (!again) queueMicrotask(() => this.lookAgain());
    if (snapshot.recovered) desk.tell(tellRecovered(snapshot.recovered), { icon: "shield-check", tone: "good", undo: project.undoLabel !== null });
  }

  /** Where the camera was the last time, else everything. */
  lookAgain(): void {
    const { camera } = this.remembering;
    if (camera) this.canvas?.setCamera(camera);
    else this.canvas?.fit("jump");
  }

  private leave(): void {
    this.lastOpened = null;
    this.desk.mode = "start";
    this.seeing.view = this.seeing.scope = this.seeing.before = this.seeing.lens = null;
    this.desk.select();
    document.title = "Cleave";
  }

  /** What was removed can no longer be selected or looked at. */
  private forgetGone(): void {
    const { desk, project } = this;
    const left = desk.selection.filter((id) => project.drawing.get(id));
    if (left.length < desk.selection.length) desk.selection = left;
    if (desk.renaming && !project.drawing.get(desk.renaming)) desk.renaming = null;
    if (this.seeing.view !== null && !this.seeing.opened) leaveView(this, false);
    if (desk.focused) {
      desk.focused = project.analysis.findings.find((f) => f.fingerprint === desk.focused?.fingerprint) ?? null;
    }
    document.title = project.name ? `${project.name} – Cleave` : "Cleave";
  }

  // Settings

  useSettings(settings: Settings): void {
    // A host older than this interface does not know all of them.
    this.settings = { ...usualSettings, ...settings };
    keymap.chosen = this.settings.keys;
    document.documentElement.style.setProperty("--size", String(settings.interface_size / 100));
  }

  remember(change: Partial<Settings>): void {
    const settings = { ...this.settings, ...change };
    this.useSettings(settings);
    // One after the other, or an earlier choice could be the last to be kept.
    this.keeping = this.keeping.then(() => this.ask("remember", { settings }));
  }

  setTheme(theme: Theme): void {
    this.remember({ theme });
  }

  get shown(): Shown {
    return this.look.theme;
  }

  /** Shows the look; called whenever it changes. */
  paintTheme(): void {
    show(this.look, this.settings.theme);
  }

  // Going to things

  /** Selects it, opens the outline down to it, and brings it into view. */
  goTo(id: Id): void {
    const { desk, project } = this;
    if (!project.drawing.get(id)) return;
    if (project.drawing.get(id)?.kind === "view") return openView(this, id);
    desk.mode = "design";
    desk.focused = null;
    unhide(this, [id]);
    desk.select(id);
    for (const open of opensFor(project.drawing, id)) desk.opened.add(open);
    queueMicrotask(() => this.canvas?.reveal(id));
  }

  /** A point of the window at an element, for a menu that no pointer opened; the middle of the canvas where it is not drawn. */
  spotOf(id: Id | null): { x: number; y: number } {
    const area = document.querySelector("[data-testid=canvas]")?.getBoundingClientRect();
    const [left, top, width, height] = area ? [area.left, area.top, area.width, area.height] : [0, 0, innerWidth, innerHeight];
    const box = id === null ? null : (this.canvas?.locate(id) ?? null);
    const within = (v: number, most: number) => Math.max(0, Math.min(most, v));
    if (!box) return { x: left + width / 2, y: top + height / 2 };
    return { x: left + within(box.x + box.w / 2, width), y: top + within(box.y + box.h / 2, height) };
  }

  /** Quiets everything but the path of a finding, and goes there; nothing goes back to where one was. */
  focusOn(finding: Finding | null): void {
    const { canvas, desk } = this;
    if (finding && !desk.focused && canvas) this.beforeFocus = { middle: canvas.middle, zoom: canvas.camera.zoom };
    if (!finding && desk.focused && this.beforeFocus) canvas?.lookAt(this.beforeFocus.middle, this.beforeFocus.zoom);
    if (finding) {
      desk.mode = "design";
      unhide(this, pathOfFinding(this.project.drawing, finding).ids);
    }
    desk.focused = finding;
    if (finding) desk.say(`${finding.message}. ${finding.consequence}`);
  }
}

const isNothing = (fault: Fault): boolean => fault.code === "refused" && fault.message === "There is nothing to do";
