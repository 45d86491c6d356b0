// The canvas: a sheet in, intents out. Everything else in this folder serves this class.
//
//   pointer.ts ─ records ─▶ hand.ts ─ once per frame ─▶ hit.ts, gestures/ ─▶ intents, camera
//   setSheet ─▶ scene.ts (anatomy, frames, courses: route, detour, lanes; indexes by place)
//   scene + look  ─▶ paint-scene.ts   ─▶ painter ─▶ static canvas (static-layer.ts: directly or from tiles)
//   scene + touch ─▶ paint-overlay.ts ─▶ painter ─▶ overlay canvas (selection, hover, gesture)
//
// Handlers only record. One animation frame (scheduler.ts) applies what was recorded, then paints what
// became stale (stage.ts). The view holds what the hand does: camera, selection, hover, gesture. What the
// drawing means stays outside: the view says what was asked for (intent.ts) and is given a new sheet.

import * as cam from "./camera";
import type { Camera } from "./camera";
import { cursorOf } from "./cursor";
import { detailAt } from "./detail";
import { bounds, type Point, type Rect } from "./geometry";
import type { Tool } from "./gestures/gesture";
import { Hand } from "./hand";
import { hit } from "./hit";
import type { Intent, Placeable, Target } from "./intent";
import type { Look } from "./look";
import { minimapPoint, minimapView } from "./minimap";
import type { Touch } from "./paint-overlay";
import { listen } from "./pointer";
import { keepsInMemory } from "./probe";
import { Scene } from "./scene";
import { Scheduler } from "./scheduler";
import { type Affordances, emptySheet, type Focus, type Id, type Sheet } from "./sheet";
import { Stage } from "./stage";
import { textPlace, type TextPlace } from "./text-place";
import type { Theme } from "./theme";
import { Viewpoint } from "./viewpoint";
import { type Direction, next, towards } from "./walk";

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
  snapping: boolean;
  /** The wheel zooms, and pans with Ctrl. */
  wheelZooms: boolean;
  reducedMotion: boolean;
}

/** Courses of very large drawings are bettered for so many ms per frame. */
const refineSlice = 8;

const nothingLifted: ReadonlySet<number> = new Set();
const noAffordances: Affordances = new Map();

export class CanvasView {
  private readonly stage: Stage;
  private readonly hand: Hand;
  private readonly viewpoint: Viewpoint;
  private readonly scheduler = new Scheduler((time) => this.frame(time));
  private readonly observer: ResizeObserver;
  private readonly stopListening: () => void;
  private readonly surface: HTMLCanvasElement;
  private readonly tell: (intent: Intent) => void;

  private scene = new Scene(emptySheet);
  private theme: Theme;
  private settings: Settings = {
    names: false,
    grid: true,
    leastBundle: 4,
    snapping: true,
    wheelZooms: false,
    reducedMotion: false,
  };
  private selection: ReadonlySet<Id> = new Set();
  private affordances = noAffordances;
  private closing: ReadonlySet<Id> = new Set();
  private focus: Look["focus"] = null;
  private keyboard: Id | null = null;
  private renaming: Id | null = null;
  private lifted = nothingLifted;

  constructor({ host, base, overlay, theme, tell }: CanvasHost) {
    this.stage = new Stage(base, overlay, keepsInMemory());
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
      look: (camera) => this.viewpoint.jump(camera),
      zoomTo: (id) => this.fitTo([id]),
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
    this.resized(host);
  }

  destroy(): void {
    this.scheduler.stop();
    this.observer.disconnect();
    this.stopListening();
  }

  // What to show

  setSheet(sheet: Sheet): void {
    if (sheet === this.scene.sheet) return;
    this.scene = new Scene(sheet, this.scene);
    this.hand.check(this.scene);
    this.refresh();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.refresh();
  }

  setSettings(settings: Partial<Settings>): void {
    this.settings = { ...this.settings, ...settings };
    this.refresh();
  }

  /** Nodes, rows, domains, connections. Does not answer with an intent. */
  setSelection(ids: Iterable<Id>): void {
    this.selection = new Set(ids);
    this.stage.selected();
    this.scheduler.request();
  }

  /** While a connection is drawn: what each target would bring, and which connections it would close a cycle with. */
  setAffordances(affordances: Affordances, closing: Iterable<Id> = []): void {
    this.affordances = affordances;
    this.closing = new Set(closing);
    this.touched();
  }

  /** Quiets everything but the path of a finding. */
  setFocus(focus: Focus | null): void {
    this.focus = focus && { ids: new Set([...focus.ids, ...focus.steps]), steps: focus.steps };
    this.refresh();
  }

  /** The element with the keyboard's ring. */
  setKeyboard(id: Id | null): void {
    this.keyboard = id;
    this.touched();
  }

  /** The text of this element is left out while a field stands in its place. */
  setRenaming(id: Id | null): void {
    this.renaming = id;
    this.refresh();
  }

  // What the hand does

  setTool(tool: Tool): void {
    this.hand.setTool(tool);
  }

  /** For something dragged out of the palette: it follows the pointer and is placed on release. */
  carry(what: Placeable): void {
    this.hand.carry(what);
  }

  /** Draws a connection from here to wherever the pointer goes. */
  startLinking(from: Id): void {
    this.hand.startLinking(from);
  }

  /** Ends whatever the hand is doing. False if there was nothing to end. */
  cancel(): boolean {
    return this.hand.cancel();
  }

  // Camera

  get camera(): Camera {
    return this.viewpoint.eye;
  }

  /** The middle of the view, where new things go that were not placed by hand. */
  get middle(): Point {
    return this.pointAt(this.viewpoint.middle);
  }

  setCamera(camera: Camera, how: "move" | "jump" = "jump"): void {
    this.viewpoint.go(camera, how);
  }

  /** Zooms around a point of the host, the middle of the view if none is given. */
  zoom(zoom: number, at?: Point): void {
    this.viewpoint.zoom(zoom, at);
  }

  fit(how: "move" | "jump" = "move"): void {
    this.viewpoint.fit(this.scene.bounds, how);
  }

  fitTo(ids: Iterable<Id>): void {
    this.viewpoint.fit(this.around(ids), "move", 80, Math.max(1, this.camera.zoom));
  }

  /** The smallest move that shows the elements. */
  reveal(...ids: Id[]): void {
    this.viewpoint.reveal(this.around(ids));
  }

  // Where things are

  /** Where an element is, in px of the host, for what the DOM draws beside it. */
  locate(id: Id): Rect | null {
    const place = this.scene.place(id);
    return place && cam.rectToScreen(this.camera, place);
  }

  /** Where the name of an element stands, in px of the host and with its font at this zoom. */
  locateText(id: Id): TextPlace | null {
    const place = textPlace(this.scene, id);
    if (!place) return null;
    const font = { ...place.font, size: place.font.size * this.camera.zoom };
    return { rect: cam.rectToScreen(this.camera, place.rect), font, align: place.align };
  }

  targetAt(screen: Point): Target | null {
    return hit(this.scene, this.pointAt(screen), { zoom: this.camera.zoom, selection: this.selection });
  }

  /** The sheet point under a point of the host. */
  pointAt(screen: Point): Point {
    return cam.toSheet(this.camera, screen);
  }

  /** The next element in reading order; null beyond the last. */
  next(from: Id | null, by: 1 | -1): Id | null {
    return next(this.scene, from, by);
  }

  towards(from: Id, direction: Direction): Id | null {
    return towards(this.scene, from, direction);
  }

  // Minimap

  /** Draws the minimap here, in the size the canvas has on the page; null ends it. */
  setMinimap(canvas: HTMLCanvasElement | null): void {
    this.stage.setMinimap(canvas);
    this.scheduler.request();
  }

  /** Puts the middle of the view where the minimap was pressed. */
  lookFromMinimap(at: Point): void {
    const { minimapSize: size, view } = this.stage;
    if (size) this.viewpoint.centre(minimapPoint(minimapView(this.scene, this.camera, view, size), at));
  }

  // The frame

  private frame(now: number): void {
    this.hand.work();
    this.viewpoint.work();
    if (this.scene.courses.unfinished) {
      if (this.scene.refine(refineSlice)) this.refresh();
      this.scheduler.request();
    }
    this.paint(now);
  }

  private paint(now: number): void {
    const shown = { scene: this.scene, look: this.currentLook(), touch: this.touch(), eye: this.camera };
    if (this.stage.paint(shown, now)) this.scheduler.request();
  }

  private currentLook(): Look {
    const { names, grid, leastBundle } = this.settings;
    return {
      theme: this.theme,
      zoom: this.camera.zoom,
      ratio: this.stage.ratio,
      detail: detailAt(this.camera.zoom),
      lifted: this.lifted,
      focus: this.focus,
      names,
      grid,
      leastBundle,
      renaming: this.renaming,
    };
  }

  private touch(): Touch {
    const { state } = this.hand;
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
    if (intent.do === "select") this.setSelection(intent.ids);
    if (intent.do === "linkEnd") this.setAffordances(noAffordances);
    this.tell(intent);
  }

  private handChanged(): void {
    const { state, tool, held } = this.hand;
    // The static layer leaves out what is dragged: painted once at the start and once at the end.
    const lifted = state.doing === "dragging" ? state.nodes : [];
    if (lifted.length !== this.lifted.size) {
      this.lifted = new Set(lifted);
      this.stage.restale();
    }
    const cursor = cursorOf(state, tool, held);
    if (this.surface.style.cursor !== cursor) this.surface.style.cursor = cursor;
    this.touched();
  }

  private looked(before: Camera, now: Camera): void {
    this.stage.moved(before, detailAt(before.zoom) !== detailAt(now.zoom));
    this.tell({ do: "camera", camera: now });
    this.scheduler.request();
  }

  private touched(): void {
    this.stage.touched();
    this.scheduler.request();
  }

  private refresh(): void {
    this.stage.restale();
    this.scheduler.request();
  }

  private around(ids: Iterable<Id>): Rect | null {
    return bounds([...ids].map((id) => this.scene.place(id)).filter((r) => r !== null));
  }

  private resized(host: HTMLElement): void {
    if (!this.stage.resize(host.clientWidth, host.clientHeight, globalThis.devicePixelRatio || 1)) return;
    this.viewpoint.sized();
    // A new size empties the canvases; waiting for the next frame would show that.
    this.paint(performance.now());
  }
}
