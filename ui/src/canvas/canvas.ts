// The canvas: a sheet in, intents out. Everything else in this folder serves this class.
//
//   pointer.ts ─ records ─▶ [queue] ─ once per frame ─▶ hit.ts ─▶ gestures/ ─▶ intents, camera
//   setSheet ─▶ scene.ts (anatomy, frames, courses: route, detour, lanes; indexes)
//   scene + look ─▶ paint-scene.ts   ─▶ painter ─▶ static canvas (static-layer.ts: direct or tiles)
//   scene + touch ─▶ paint-overlay.ts ─▶ painter ─▶ overlay canvas (selection, hover, gesture)
//
// Handlers only record. One animation frame (scheduler.ts) applies what was recorded, then paints what
// became stale. The view holds what the hand does: camera, selection, hover, gesture. What the drawing
// means stays outside: the view says what was asked for (intent.ts) and is given a new sheet in answer.

import * as cam from "./camera";
import type { Camera, ViewSize } from "./camera";
import { Canvas2dPainter } from "./canvas2d-painter";
import { detailAt } from "./detail";
import { fonts, isCard } from "./anatomy";
import { bounds, type Point, type Rect } from "./geometry";
import { idle, type Input, isCarrying, type Mods, type State, step, type Tool } from "./gestures/gesture";
import { beginPlacing } from "./gestures/placing";
import { hit } from "./hit";
import type { Intent, Placeable, Target } from "./intent";
import type { Look } from "./look";
import { minimapPoint, minimapView, paintMinimap } from "./minimap";
import { moved, type Motion } from "./motion";
import { paintOverlay, type Touch } from "./paint-overlay";
import { listen, type Raw } from "./pointer";
import { keepsInMemory } from "./probe";
import { Scene } from "./scene";
import { Scheduler } from "./scheduler";
import { type Affordances, emptySheet, type Focus, type Id, type Sheet } from "./sheet";
import { StaticLayer } from "./static-layer";
import type { Theme } from "./theme";
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
  snapping: boolean;
  /** The wheel zooms, and pans with Ctrl. */
  wheelZooms: boolean;
  reducedMotion: boolean;
}

/** Where text stands, for a field above it. In px of the host. */
export interface TextPlace {
  rect: Rect;
  fontSize: number;
  weight: number;
  family: "sans" | "mono";
  align: "left" | "center";
}

/** Near a border a carried thing pans the view, at most so many px per frame. */
const borderWidth = 36;
const fastestPan = 18;
const refineSlice = 8;
const fadeTime = 120;

const noAffordances: Affordances = new Map();

export class CanvasView {
  private readonly layer: StaticLayer;
  private readonly pen: CanvasRenderingContext2D;
  private readonly scheduler = new Scheduler((time) => this.frame(time));
  private readonly observer: ResizeObserver;
  private readonly stopListening: () => void;
  private readonly surface: HTMLCanvasElement;
  private readonly tell: (intent: Intent) => void;

  private scene = new Scene(emptySheet);
  private theme: Theme;
  private view: ViewSize = { w: 0, h: 0 };
  private ratio = 1;
  private eye: Camera = { x: 0, y: 0, zoom: 1 };
  private motion: Motion | null = null;
  private settings: Settings = { names: false, grid: true, snapping: true, wheelZooms: false, reducedMotion: false };

  private state: State = idle;
  private tool: Tool = { tool: "select" };
  private selection: ReadonlySet<Id> = new Set();
  private affordances = noAffordances;
  private closing: ReadonlySet<Id> = new Set();
  private focus: Focus | null = null;
  private keyboard: Id | null = null;
  private renaming: Id | null = null;
  private held = { space: false, connect: false };

  private queue: Raw[] = [];
  private pointer: Extract<Raw, { is: "move" | "down" | "up" | "double" }> | null = null;
  private minimap: { canvas: HTMLCanvasElement; size: ViewSize } | null = null;
  private stale = { base: true, overlay: true, minimap: true };
  private lifted = "";
  private fade: { picture: HTMLCanvasElement; eye: Camera; start: number } | null = null;
  private waiting: (() => void)[] = [];

  constructor({ host, base, overlay, theme, tell }: CanvasHost) {
    const inMemory = keepsInMemory();
    this.layer = new StaticLayer(base, inMemory);
    this.pen = overlay.getContext("2d", { willReadFrequently: inMemory })!;
    this.surface = overlay;
    this.theme = theme;
    this.tell = tell;
    this.observer = new ResizeObserver(() => this.resized(host));
    this.observer.observe(host);
    this.stopListening = listen({
      surface: overlay,
      host,
      record: (raw) => this.record(raw),
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
    // What is being dragged or drawn may be gone.
    if (this.state.doing === "dragging" || this.state.doing === "linking") this.apply({ is: "cancel" });
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
    this.touched();
    this.stale.minimap = true;
  }

  /** While a connection is drawn: what each target would bring, and which connections would close a cycle with it. */
  setAffordances(affordances: Affordances, closing: Iterable<Id> = []): void {
    this.affordances = affordances;
    this.closing = new Set(closing);
    this.touched();
  }

  /** Quiets everything but the path of a finding. */
  setFocus(focus: Focus | null): void {
    this.focus = focus;
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

  setTool(tool: Tool): void {
    this.tool = tool;
    if (tool.tool === "place") this.state = beginPlacing(tool.what, false);
    else if (this.state.doing === "placing") this.state = idle;
    this.showCursor();
    this.touched();
  }

  /** For something dragged out of the palette: it follows the pointer and is placed on release. */
  carry(what: Placeable): void {
    this.state = beginPlacing(what, true);
    this.touched();
  }

  /** Draws a connection from here to wherever the pointer goes, as the key for it does. */
  startLinking(from: Id): void {
    const node = this.scene.carrier(from);
    if (!node) return;
    const at = this.pointer ? cam.toSheet(this.eye, this.pointer.screen) : { x: node.box.x + node.box.w + 40, y: node.box.y };
    const screen = this.pointer?.screen ?? cam.toScreen(this.eye, at);
    const side = at.x < node.box.x + node.box.w / 2 ? "left" : "right";
    this.state = { doing: "linking", from, side, at, screen, target: null };
    this.tell({ do: "linkStart", from });
    this.touched();
  }

  /** Ends whatever the hand is doing. False if there was nothing to end. */
  cancel(): boolean {
    if (this.state.doing === "nothing") return false;
    this.apply({ is: "cancel" });
    return true;
  }

  // Camera

  get camera(): Camera {
    return this.eye;
  }

  setCamera(camera: Camera, how: "move" | "jump" = "jump"): void {
    if (how === "jump" || this.settings.reducedMotion || this.view.w === 0) {
      this.motion = null;
      this.look(camera);
      return;
    }
    this.motion = { from: this.eye, to: camera, start: performance.now() };
    this.scheduler.request();
  }

  /** Zooms around a point of the view, its middle if none is given. */
  zoom(zoom: number, at: Point = { x: this.view.w / 2, y: this.view.h / 2 }): void {
    this.setCamera(cam.zoomedAt(this.eye, at, zoom));
  }

  fit(how: "move" | "jump" = "move"): void {
    this.whenSized(() => {
      if (this.scene.bounds) this.setCamera(cam.fitted(this.scene.bounds, this.view), how);
    });
  }

  fitTo(ids: Iterable<Id>): void {
    const places = [...ids].map((id) => this.scene.place(id)).filter((r) => r !== null);
    const all = bounds(places);
    if (all) this.whenSized(() => this.setCamera(cam.fitted(all, this.view, 80, Math.max(1, this.eye.zoom)), "move"));
  }

  /** The smallest move that shows the elements. */
  reveal(...ids: Id[]): void {
    const all = bounds(ids.map((id) => this.scene.place(id)).filter((r) => r !== null));
    if (all) this.whenSized(() => this.setCamera(cam.revealing(this.eye, all, this.view), "move"));
  }

  // Where things are

  /** Where an element is, in px of the host, for what the DOM draws beside it. */
  locate(id: Id): Rect | null {
    const place = this.scene.place(id);
    return place && cam.rectToScreen(this.eye, place);
  }

  /** Where the name of an element stands, for a field in its place. */
  locateText(id: Id): TextPlace | null {
    const place = this.scene.place(id);
    if (!place) return null;
    const node = this.scene.node(id);
    const zoom = this.eye.zoom;
    const field = (r: Rect, font: { size: number; weight: number; family: "sans" | "mono" }, align: TextPlace["align"] = "left"): TextPlace => ({
      rect: cam.rectToScreen(this.eye, r),
      fontSize: font.size * zoom,
      weight: font.weight,
      family: font.family,
      align,
    });
    const { x, y, w, h } = place;
    if (node) {
      const { kind, subtitle } = node.source;
      if (kind === "actor") return field({ x: x - 30, y: y + h + 5, w: w + 60, h: 18 }, fonts.actor, "center");
      if (kind === "note") return field({ x: x + 12, y: y + 8, w: w - 24, h: h - 16 }, fonts.note);
      const textX = kind === "service" ? 44 : kind === "external" ? 39 : kind === "api" ? 33 : 36;
      const middle = isCard(kind) ? node.anatomy.header / 2 : kind === "store" ? 31 : h / 2;
      const up = subtitle ? 6.5 : 0;
      return field({ x: x + textX, y: y + middle - up - 9, w: w - textX - 10, h: 18 }, fonts.name);
    }
    const home = this.scene.homeOf(id);
    if (home) {
      const row = home.source.rows?.find((r) => r.id === id);
      const textX = row?.kind === "operation" ? (row.verb === undefined ? 11 : 51) : row?.kind === "api" ? 27 : 31;
      const font = row?.kind === "operation" ? fonts.path : row?.kind === "api" ? fonts.api : fonts.row;
      return field({ x: x + textX, y: y + 3, w: w - textX - 8, h: 18 }, font);
    }
    if (this.scene.domain(id)) return field({ x, y: y - 24, w: Math.min(w, 240), h: 20 }, fonts.title);
    return null;
  }

  /** What lies under a point of the host. */
  targetAt(screen: Point): Target | null {
    return hit(this.scene, cam.toSheet(this.eye, screen), { zoom: this.eye.zoom, selection: this.selection });
  }

  pointAt(screen: Point): Point {
    return cam.toSheet(this.eye, screen);
  }

  /** The middle of the view, where new things go that were not placed by hand. */
  get middle(): Point {
    return cam.toSheet(this.eye, { x: this.view.w / 2, y: this.view.h / 2 });
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
    this.minimap = canvas && { canvas, size: { w: canvas.clientWidth, h: canvas.clientHeight } };
    this.stale.minimap = true;
    this.scheduler.request();
  }

  /** Puts the middle of the view where the minimap was pressed. */
  lookFromMinimap(at: Point): void {
    if (!this.minimap) return;
    const p = minimapPoint(minimapView(this.scene, this.eye, this.view, this.minimap.size), at);
    const { zoom } = this.eye;
    this.setCamera({ x: p.x - this.view.w / 2 / zoom, y: p.y - this.view.h / 2 / zoom, zoom });
  }

  // The frame

  private record(raw: Raw): void {
    const last = this.queue[this.queue.length - 1];
    // Of several moves in one frame only the latest counts.
    if (raw.is === "move" && last?.is === "move") this.queue[this.queue.length - 1] = raw;
    else this.queue.push(raw);
    this.scheduler.request();
  }

  private frame(now: number): void {
    for (const raw of this.queue.splice(0)) this.take(raw);
    this.carryOn(now);
    if (this.motion) {
      const at = moved(this.motion, this.view, performance.now());
      if (!at) this.look(this.motion.to);
      else this.look(at);
      if (!at) this.motion = null;
      else this.scheduler.request();
    }
    if (this.scene.courses.unfinished) {
      if (this.scene.refine(refineSlice)) this.refresh();
      this.scheduler.request();
    }
    if (this.view.w > 0) this.paint(now);
  }

  private paint(now: number): void {
    const eye = cam.onPixels(this.eye, this.ratio);
    const look = this.currentLook();
    if (this.stale.base) {
      this.stale.base = this.layer.paint(this.scene, look, eye, now);
      this.paintFade(eye, now);
    }
    if (this.stale.overlay) {
      this.stale.overlay = false;
      const k = eye.zoom * this.ratio;
      this.pen.setTransform(1, 0, 0, 1, 0, 0);
      this.pen.clearRect(0, 0, this.pen.canvas.width, this.pen.canvas.height);
      this.pen.setTransform(k, 0, 0, k, -eye.x * k, -eye.y * k);
      const p = new Canvas2dPainter(this.pen, this.theme);
      paintOverlay(p, this.scene, look, this.touch(), cam.visible(eye, this.view));
    }
    if (this.stale.minimap && this.minimap) {
      this.stale.minimap = false;
      const { canvas, size } = this.minimap;
      paintMinimap(canvas, size, this.ratio, this.scene, this.eye, this.view, this.theme, this.selection);
    }
    if (this.stale.base) this.scheduler.request();
  }

  /** When the level of detail changes, the old picture fades out over the new one. */
  private paintFade(eye: Camera, now: number): void {
    if (!this.fade) return;
    const t = (now - this.fade.start) / fadeTime;
    if (t >= 1) {
      this.fade = null;
      return;
    }
    const { eye: then, picture } = this.fade;
    const scale = eye.zoom / then.zoom;
    const k = eye.zoom * this.ratio;
    this.layer.lay(picture, (then.x - eye.x) * k, (then.y - eye.y) * k, scale, 1 - t);
    this.stale.base = true;
  }

  private currentLook(): Look {
    const lifted = this.state.doing === "dragging" ? new Set(this.state.nodes) : new Set<number>();
    return {
      theme: this.theme,
      zoom: this.eye.zoom,
      ratio: this.ratio,
      detail: detailAt(this.eye.zoom),
      lifted,
      focus: this.focus && { ids: new Set([...this.focus.ids, ...this.focus.steps]), steps: this.focus.steps },
      names: this.settings.names,
      grid: this.settings.grid,
      renaming: this.renaming,
    };
  }

  private touch(): Touch {
    return {
      state: this.state,
      hover: this.state.doing === "nothing" ? this.state.hover : null,
      selection: this.selection,
      keyboard: this.keyboard,
      affordances: this.affordances,
      closing: this.closing,
    };
  }

  // Inputs

  private take(raw: Raw): void {
    switch (raw.is) {
      case "hold":
        this.held = { ...this.held, [raw.key]: raw.down };
        this.showCursor();
        return;
      case "wheel":
        this.motion = null;
        return this.apply(raw);
      case "cancel":
        return this.apply(raw);
      case "leave":
        if (this.state.doing === "nothing") this.apply(this.pointing("move", { ...raw, screen: { x: -1e6, y: -1e6 }, mods: noMods, time: 0 }));
        return;
      default:
        if (raw.is === "down") this.motion = null;
        this.pointer = raw;
        if (raw.is === "down") this.apply({ ...this.pointing("move", raw), is: "down", button: raw.button });
        else this.apply(this.pointing(raw.is, raw));
    }
  }

  private pointing<K extends "move" | "up" | "double" | "tick">(
    is: K,
    raw: { screen: Point; mods: Mods; time: number },
  ): Extract<Input, { is: K }> {
    const at = cam.toSheet(this.eye, raw.screen);
    const { doing } = this.state;
    const aims = doing === "nothing" || doing === "linking" || doing === "reconnecting" || doing === "rowDragging";
    const linking = doing === "linking" || doing === "reconnecting";
    const target = aims ? hit(this.scene, at, { zoom: this.eye.zoom, selection: this.selection, linking }) : null;
    return { is, at, screen: raw.screen, mods: raw.mods, time: raw.time, target } as Extract<Input, { is: K }>;
  }

  /** While something is carried: time goes on, and the border pans. */
  private carryOn(_now: number): void {
    if (!isCarrying(this.state) || !this.pointer) return;
    const { x, y } = this.pointer.screen;
    const push = (at: number, size: number): number => {
      const near = at < borderWidth ? borderWidth - at : at > size - borderWidth ? size - borderWidth - at : 0;
      return Math.max(-fastestPan, Math.min(fastestPan, near * 0.4));
    };
    const dx = push(x, this.view.w);
    const dy = push(y, this.view.h);
    if (dx !== 0 || dy !== 0) {
      this.look(cam.panned(this.eye, dx, dy));
      this.apply(this.pointing("move", { ...this.pointer, time: performance.now() }));
    } else if (this.state.doing === "dragging") {
      this.apply(this.pointing("tick", { ...this.pointer, time: performance.now() }));
    }
    this.scheduler.request();
  }

  private apply(input: Input): void {
    const result = step(this.state, input, {
      scene: this.scene,
      camera: this.eye,
      view: this.view,
      selection: this.selection,
      tool: this.tool,
      space: this.held.space,
      connect: this.held.connect,
      snapping: this.settings.snapping,
    });
    this.state = result.state;
    if (result.camera) this.look(result.camera);
    if (result.zoomTo !== undefined) this.fitTo([result.zoomTo]);
    for (const intent of result.intents) this.give(intent);
    this.settleLifted();
    this.showCursor();
    this.touched();
  }

  private give(intent: Intent): void {
    if (intent.do === "select") this.setSelection(intent.ids);
    if (intent.do === "linkEnd") {
      this.affordances = noAffordances;
      this.closing = new Set();
    }
    if (intent.do === "placeEnd" && this.tool.tool === "place") this.tool = { tool: "select" };
    this.tell(intent);
  }

  /** The static layer leaves out what is dragged, so it is painted once at the start and once at the end. */
  private settleLifted(): void {
    const lifted = this.state.doing === "dragging" ? this.state.nodes.join() : "";
    if (lifted === this.lifted) return;
    this.lifted = lifted;
    this.layer.invalidate();
    this.stale.base = true;
  }

  private look(camera: Camera): void {
    if (cam.sameCamera(camera, this.eye)) return;
    const before = this.eye;
    if (detailAt(before.zoom) !== detailAt(camera.zoom) && !this.fade && this.view.w > 0) {
      this.fade = { picture: this.layer.copy(), eye: cam.onPixels(before, this.ratio), start: performance.now() };
    }
    this.eye = camera;
    this.stale = { base: true, overlay: true, minimap: true };
    this.tell({ do: "camera", camera });
    this.scheduler.request();
  }

  private touched(): void {
    this.stale.overlay = true;
    this.scheduler.request();
  }

  private refresh(): void {
    this.layer.invalidate();
    this.stale = { base: true, overlay: true, minimap: true };
    this.scheduler.request();
  }

  private whenSized(does: () => void): void {
    if (this.view.w > 0) does();
    else this.waiting.push(does);
  }

  private resized(host: HTMLElement): void {
    const w = host.clientWidth;
    const h = host.clientHeight;
    const ratio = globalThis.devicePixelRatio || 1;
    if (w === 0 || h === 0) return;
    if (w === this.view.w && h === this.view.h && ratio === this.ratio) return;
    this.view = { w, h };
    this.ratio = ratio;
    const width = Math.round(w * ratio);
    const height = Math.round(h * ratio);
    this.layer.resize(width, height);
    this.pen.canvas.width = width;
    this.pen.canvas.height = height;
    for (const canvas of [this.layer.canvas, this.pen.canvas]) {
      canvas.style.width = `${w}px`;
      canvas.style.height = `${h}px`;
    }
    this.refresh();
    for (const does of this.waiting.splice(0)) does();
    // A new size clears the canvases; waiting for the next frame would show that.
    if (this.view.w > 0) this.paint(performance.now());
  }

  private showCursor(): void {
    const { state } = this;
    let cursor = "default";
    if (state.doing === "panning") cursor = "grabbing";
    else if (this.held.space || this.tool.tool === "hand") cursor = "grab";
    else if (state.doing === "placing" || state.doing === "linking" || this.tool.tool === "connect" || this.held.connect) cursor = "crosshair";
    else if (state.doing === "dragging") cursor = state.duplicate ? "copy" : "move";
    else if (state.doing === "nothing" && state.hover) {
      const { hover } = state;
      if (hover.on === "port") cursor = "crosshair";
      else if (hover.on === "handle") cursor = hover.corner === "nw" || hover.corner === "se" ? "nwse-resize" : "nesw-resize";
      else if (hover.on === "connection") cursor = "pointer";
    }
    if (this.surface.style.cursor !== cursor) this.surface.style.cursor = cursor;
  }
}

const noMods = { shift: false, ctrl: false, alt: false };
