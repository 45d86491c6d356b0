// What turns inside the canvas: the frame, and everything it reads.
// Long because: what one frame reads stands together here, and nowhere else.

import * as cam from "./camera";
import type { Camera } from "./camera";
import { placesAround } from "./changes";
import { cursorOf } from "./cursor";
import { detailAt } from "./detail";
import type { Rect } from "./geometry";
import { type Glide, gliding } from "./glide";
import { Hand } from "./hand";
import type { Intent } from "./intent";
import { Leisure } from "./leisure";
import type { Look } from "./look";
import type { Touch } from "./paint-overlay";
import { listen } from "./pointer";
import { keepsInMemory } from "./probe";
import { Scene, type SceneNode } from "./scene";
import { Scheduler } from "./scheduler";
import { Slices } from "./slices";
import { overviewOf } from "./bundles";
import { titlePlaces } from "./title-places";
import { type Affordances, emptySheet, type Id, type Sheet } from "./sheet";
import { type Shown, Stage } from "./stage";
import type { Theme } from "./theme";
import { Viewpoint } from "./viewpoint";

export interface CanvasHost {
  /** Takes the keyboard (`tabindex="0"`) and carries both canvases, one above the other, at its full size. */
  host: HTMLElement;
  base: HTMLCanvasElement;
  overlay: HTMLCanvasElement;
  theme: Theme;
  tell: (intent: Intent) => void;
}

export interface Settings {
  /** "Connection names". */
  names: boolean;
  grid: boolean;
  /** From far away, bundles of fewer connections are left out. */
  leastBundle: number;
  /** From far away, connections between domains are gathered into bundles. */
  bundled: boolean;
  /** From far away, connections inside a domain are left out. */
  onlyBetween: boolean;
  snapping: boolean;
  /** The wheel zooms, and pans with Ctrl. */
  wheelZooms: boolean;
  reducedMotion: boolean;
}

/** Courses of very large drawings are bettered for so many ms at a time, while the canvas rests. */
const refineSlice = 8;

/** More than so many would not move smoothly; they are there at once. */
const mostGliding = 4000;

const nothingLifted: ReadonlySet<number> = new Set();
const noAffordances: Affordances = new Map();

export class Workings {
  readonly stage: Stage;
  readonly hand: Hand;
  readonly viewpoint: Viewpoint;
  scene = new Scene(emptySheet);
  theme: Theme;
  settings: Settings = {
    names: false,
    grid: true,
    leastBundle: 4,
    bundled: true,
    onlyBetween: true,
    snapping: true,
    wheelZooms: false,
    reducedMotion: false,
  };
  selection: ReadonlySet<Id> = new Set();
  affordances = noAffordances;
  closing: ReadonlySet<Id> = new Set();
  /** What a connection being drawn could end at; null if nothing is known. */
  possible: ReadonlySet<Id> | null = null;
  private faint = nothingLifted;
  focus: Look["focus"] = null;
  keyboard: Id | null = null;
  renaming: Id | null = null;

  private readonly scheduler = new Scheduler((time) => this.frame(time));
  private readonly leisure = new Leisure(() => this.rest());
  private readonly observer: ResizeObserver;
  private readonly stopListening: () => void;
  private readonly surface: HTMLCanvasElement;
  private readonly tell: (intent: Intent) => void;
  private lifted = nothingLifted;
  private liftedPlaces: readonly Rect[] | null = [];
  private glide: Glide | null = null;
  private glidesNext = false;
  /** The drawing that is being made. */
  private coming: { sheet: Sheet; slices: Slices<Scene> } | null = null;
  /** What waits for it. */
  private readonly afterComing: (() => void)[] = [];
  private ratio: MediaQueryList | undefined;
  private ratioChanged: () => void = () => {};

  constructor({ host, base, overlay, theme, tell }: CanvasHost) {
    this.stage = new Stage(base, overlay, keepsInMemory(), () => this.scheduler.request());
    this.surface = overlay;
    this.theme = theme;
    this.tell = tell;
    this.viewpoint = new Viewpoint({
      size: () => this.stage.view,
      still: () => this.settings.reducedMotion,
      looked: (before, now) => this.looked(before, now),
      request: () => this.scheduler.request(),
    });
    this.hand = new Hand({
      scene: () => this.scene,
      eye: () => this.viewpoint.eye,
      view: () => this.stage.view,
      selection: () => this.selection,
      snapping: () => this.settings.snapping,
      names: () => this.settings.names,
      possible: () => this.possible,
      look: (camera) => this.viewpoint.jump(camera),
      zoomTo: (id) => this.viewpoint.fit(this.scene.place(id), "move", 80, Math.max(1, this.viewpoint.eye.zoom)),
      give: (intent) => this.give(intent),
      changed: () => this.handChanged(),
      request: () => this.scheduler.request(),
    });
    this.observer = new ResizeObserver(() => this.resized(host));
    this.observer.observe(host);
    this.stopListening = listen({
      surface: overlay,
      host,
      record: (raw) => this.hand.record(raw),
      wheelZooms: () => this.settings.wheelZooms,
    });
    // Text drawn before its font arrived has to be drawn again.
    void host.ownerDocument.fonts?.ready.then(() => this.refresh());
    this.watchRatio(host);
    this.resized(host);
  }

  stop(): void {
    this.ratio?.removeEventListener("change", this.ratioChanged);
    this.scheduler.stop();
    this.leisure.stop();
    this.coming?.slices.stop();
    this.observer.disconnect();
    this.stopListening();
    this.hand.stop();
    this.stage.stop();
  }

  show(sheet: Sheet): void {
    if (sheet === (this.coming?.sheet ?? this.scene.sheet)) return;
    const before = this.scene;
    const isArranged = this.glidesNext || this.coming !== null || before.movesMuch(sheet);
    this.glidesNext = false;
    this.coming?.slices.stop();
    this.coming = null;
    // A large drawing that was arranged anew is made beside the one that shows, and that can be worked with meanwhile.
    if (isArranged && before.nodes.length > 0 && before.differsMuch(sheet)) {
      const slices = new Slices(this.made(sheet, before), (scene) => this.arrive(scene, before, true));
      this.coming = { sheet, slices };
      return;
    }
    // What glides is seen between both scenes, so the one before must not be spent.
    const glides = isArranged && this.canGlide(sheet);
    this.arrive(glides ? new Scene(sheet, before) : before.after(sheet), before, glides);
  }

  private *made(sheet: Sheet, before: Scene): Generator<undefined, Scene> {
    const scene = yield* Scene.slowly(sheet, before);
    const { zoom } = this.viewpoint.eye;
    if (detailAt(zoom) === "overview") {
      overviewOf(scene, this.settings.leastBundle);
      yield;
      titlePlaces(scene, zoom);
      yield;
    }
    return scene;
  }

  private canGlide(sheet: Sheet): boolean {
    return !this.settings.reducedMotion && detailAt(this.viewpoint.eye.zoom) !== "overview" && sheet.nodes.length <= mostGliding;
  }

  private arrive(scene: Scene, before: Scene, glides: boolean): void {
    this.coming = null;
    this.scene = scene;
    this.glide = glides && this.canGlide(scene.sheet) ? { from: before, to: scene, start: performance.now() } : null;
    this.stage.restale(this.scene.changes());
    this.hand.check(this.scene);
    this.scheduler.request();
    for (const does of this.afterComing.splice(0)) does();
  }

  /** Does what is about the newest drawing once that shows: at once, or when it has been made. */
  whenShown(does: () => void): void {
    if (this.coming) this.afterComing.push(does);
    else does();
  }

  /** What the next sheet moves gets there in one movement, or at once if there is none after all. */
  glideNext(does: boolean): void {
    this.glidesNext = does;
  }

  select(ids: Iterable<Id>): void {
    this.selection = new Set(ids);
    this.stage.selected();
    this.scheduler.request();
  }

  /** Everything that cannot be connected with `from` steps back. */
  allow(possible: ReadonlySet<Id> | null, from: Id): void {
    if (possible === this.possible) return;
    this.possible = possible;
    const before = this.faint;
    const home = this.scene.carrier(from);
    const ends = (n: SceneNode): boolean => n === home || [n.source, ...(n.source.rows ?? [])].some(({ id }) => possible?.has(id));
    this.faint = possible ? new Set(this.scene.nodes.filter((n) => !ends(n)).map((n) => n.index)) : nothingLifted;
    if (before.size === 0 && this.faint.size === 0) return;
    this.stage.restale(placesAround(this.scene, [...before, ...this.faint]));
    this.scheduler.request();
  }

  /** What moves or is touched has changed. */
  touched(): void {
    this.stage.touched();
    this.scheduler.request();
  }

  /** What rests has changed. */
  refresh(): void {
    this.stage.restale();
    this.scheduler.request();
  }

  private frame(now: number): void {
    this.hand.work();
    this.viewpoint.work();
    this.paint(now);
    this.leisure.request();
  }

  get rests(): boolean {
    return this.leisure.idle && this.scheduler.idle && this.coming === null;
  }

  /** At rest, courses are bettered and what a pan will show is made; whether there is more to do. */
  private rest(): boolean {
    if (!this.scene.courses.unfinished) {
      this.scene.settle();
      return this.stage.prepare(this.shown(null));
    }
    if (this.scene.refine(refineSlice)) this.refresh();
    return true;
  }

  private paint(now: number): void {
    const cover = this.glide && (gliding(this.glide, performance.now()) ?? this.scene);
    const arrived = cover === this.scene;
    const unfinished = this.stage.paint(this.shown(cover), now);
    // What arrived covers until all that rests has been painted.
    if (arrived && !unfinished) this.glide = null;
    if (unfinished || cover || this.stage.owes) this.scheduler.request();
  }

  private shown(cover: Scene | null): Shown {
    return { scene: this.scene, look: this.look(), touch: this.touch(), eye: this.viewpoint.eye, cover };
  }

  private look(): Look {
    const { names, grid, leastBundle, bundled, onlyBetween } = this.settings;
    const { zoom } = this.viewpoint.eye;
    return {
      theme: this.theme,
      zoom,
      ratio: this.stage.ratio,
      detail: detailAt(zoom),
      lifted: this.lifted,
      faint: this.faint,
      focus: this.focus,
      names,
      grid,
      leastBundle,
      loose: { between: !bundled, inside: !onlyBetween },
      renaming: this.renaming,
    };
  }

  private touch(): Touch {
    const state = this.hand.shown;
    return {
      state,
      hover: state.doing === "nothing" ? state.hover : null,
      selection: this.selection,
      keyboard: this.keyboard,
      affordances: this.affordances,
      closing: this.closing,
    };
  }

  private give(intent: Intent): void {
    if (intent.do === "select") this.select(intent.ids);
    if (intent.do === "linkEnd") {
      this.affordances = noAffordances;
      this.closing = new Set();
      this.allow(null, "");
    }
    this.tell(intent);
  }

  private handChanged(): void {
    this.leisure.moved();
    const { shown, state, tool, held } = this.hand;
    // A hand that does something waits for nothing.
    if (shown.doing !== "nothing") this.glide = null;
    // The static layer leaves out what is dragged: painted once at the start and once at the end.
    const lifted = shown.doing === "dragging" && !shown.duplicate ? shown.nodes : [];
    if (lifted.length !== this.lifted.size) {
      // What was lifted is put back where it was, whatever the scene has become meanwhile.
      const places = placesAround(this.scene, lifted);
      this.stage.restale(places && this.liftedPlaces && [...this.liftedPlaces, ...places]);
      this.lifted = new Set(lifted);
      this.liftedPlaces = places;
    }
    const cursor = cursorOf(state, tool, held);
    if (this.surface.style.cursor !== cursor) this.surface.style.cursor = cursor;
    this.touched();
  }

  private looked(before: Camera, now: Camera): void {
    this.leisure.moved();
    this.stage.moved(before, detailAt(before.zoom) !== detailAt(now.zoom));
    this.tell({ do: "camera", camera: now });
    this.scheduler.request();
  }

  /** Moving to a screen of another density changes no size, so it is listened for. */
  private watchRatio(host: HTMLElement): void {
    this.ratio?.removeEventListener("change", this.ratioChanged);
    this.ratioChanged = () => {
      this.watchRatio(host);
      this.resized(host);
    };
    this.ratio = globalThis.matchMedia?.(`(resolution: ${globalThis.devicePixelRatio || 1}dppx)`);
    this.ratio?.addEventListener("change", this.ratioChanged);
  }

  private resized(host: HTMLElement): void {
    if (!this.stage.resize(host.clientWidth, host.clientHeight, globalThis.devicePixelRatio || 1)) return;
    this.viewpoint.sized();
    // A new size empties the canvases; waiting for the next frame would show that.
    this.paint(performance.now());
  }

  get middle(): { x: number; y: number } {
    return cam.toSheet(this.viewpoint.eye, this.viewpoint.middle);
  }
}
