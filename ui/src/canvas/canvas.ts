// The canvas: a sheet in, intents out. Everything else in this folder serves this class.
//
//   pointer.ts ─ records ─▶ hand.ts ─ once per frame ─▶ hit.ts, gestures/ ─▶ intents, camera
//   setSheet ─▶ scene.ts (anatomy, frames, courses: route, detour, lanes; indexes by place)
//   scene + look  ─▶ paint-scene.ts   ─▶ painter ─▶ static canvas (static-layer.ts: directly or from tiles)
//   scene + touch ─▶ paint-overlay.ts ─▶ painter ─▶ overlay canvas (selection, hover, gesture)
//
// Handlers only record; a release is worked at once. One animation frame (scheduler.ts, workings.ts) applies what was
// recorded, then paints what became stale (stage.ts). The view holds what the hand does: camera, selection, hover, gesture.
// What the drawing means stays outside: the view says what was asked for (intent.ts) and is given a new sheet.

import * as cam from "./camera";
import type { Camera } from "./camera";
import { bounds, type Point, type Rect } from "./geometry";
import type { Tool } from "./gestures/gesture";
import { hit } from "./hit";
import type { Placeable, Target } from "./intent";
import { minimapPoint, minimapView } from "./minimap";
import type { Affordances, Focus, Id, Sheet } from "./sheet";
import { textPlace, type TextPlace } from "./text-place";
import type { Theme } from "./theme";
import { type Direction, next, rowBeside, towards } from "./walk";
import { type CanvasHost, type Settings, Workings } from "./workings";

export type { CanvasHost, Settings } from "./workings";

export class CanvasView {
  private readonly inner: Workings;

  constructor(host: CanvasHost) {
    this.inner = new Workings(host);
  }

  destroy(): void {
    this.inner.stop();
  }

  /** Nothing is left to be bettered or prepared. */
  get rests(): boolean {
    return this.inner.rests;
  }

  // What to show

  setSheet(sheet: Sheet): void {
    this.inner.show(sheet);
  }

  /** What the next sheet moves glides to its new place; without movement it is there at once. */
  glideNext(does = true): void {
    this.inner.glideNext(does);
  }

  setTheme(theme: Theme): void {
    this.inner.theme = theme;
    this.inner.refresh();
  }

  setSettings(settings: Partial<Settings>): void {
    this.inner.settings = { ...this.inner.settings, ...settings };
    this.inner.refresh();
  }

  /** Nodes, rows, domains, connections. Does not answer with an intent. */
  setSelection(ids: Iterable<Id>): void {
    this.inner.select(ids);
  }

  /** While a connection is drawn: what each target would bring, and which connections it would close a cycle with. */
  setAffordances(affordances: Affordances, closing: Iterable<Id> = []): void {
    this.inner.affordances = affordances;
    this.inner.closing = new Set(closing);
    this.inner.touched();
  }

  /** While a connection is drawn from here: what it could end at; null if that is not known. */
  setPossible(from: Id, ends: ReadonlySet<Id> | null): void {
    this.inner.allow(ends, from);
  }

  /** Quiets everything but the path of a finding. */
  setFocus(focus: Focus | null): void {
    this.inner.focus = focus && { ...focus, ids: new Set([...focus.ids, ...focus.steps]) };
    this.inner.refresh();
  }

  /** The element with the keyboard's ring. */
  setKeyboard(id: Id | null): void {
    this.inner.keyboard = id;
    this.inner.touched();
  }

  /** The text of this element is left out while a field stands in its place. */
  setRenaming(id: Id | null): void {
    this.inner.renaming = id;
    this.inner.refresh();
  }

  // What the hand does

  setTool(tool: Tool): void {
    this.inner.hand.setTool(tool);
  }

  /** For something dragged out of the palette: it follows the pointer and is placed on release. */
  carry(what: Placeable): void {
    this.inner.hand.carry(what);
  }

  /** Draws a connection from here to wherever the pointer goes, or to what is aimed at. */
  startLinking(from: Id, byKeyboard = false): void {
    this.inner.hand.startLinking(from, byKeyboard);
  }

  /** Points the connection being drawn at an element, as the keyboard does. */
  aim(at: Id | null): void {
    this.inner.hand.aim(at);
  }

  /** Ends whatever the hand is doing. False if there was nothing to end. */
  cancel(): boolean {
    return this.inner.hand.cancel();
  }

  // Camera

  get camera(): Camera {
    return this.inner.viewpoint.eye;
  }

  /** The middle of the view, where new things go that were not placed by hand. */
  get middle(): Point {
    return this.inner.middle;
  }

  setCamera(camera: Camera, how: "move" | "jump" = "jump"): void {
    this.inner.viewpoint.go(camera, how);
  }

  /** A sheet point in the middle of the view, at a zoom. */
  lookAt(point: Point, zoom: number, how: "move" | "jump" = "move"): void {
    this.inner.viewpoint.lookAt(point, zoom, how);
  }

  /** Zooms around a point of the host, the middle of the view if none is given. */
  zoom(zoom: number, at?: Point): void {
    this.inner.viewpoint.zoom(zoom, at);
  }

  fit(how: "move" | "jump" = "move"): void {
    this.inner.whenShown(() => this.inner.viewpoint.fit(this.inner.scene.bounds, how));
  }

  fitTo(ids: Iterable<Id>): void {
    const all = [...ids];
    this.inner.whenShown(() => this.inner.viewpoint.fit(this.around(all), "move", 80, Math.max(1, this.camera.zoom)));
  }

  /** The smallest move that shows the elements. */
  reveal(...ids: Id[]): void {
    this.inner.whenShown(() => this.inner.viewpoint.reveal(this.around(ids)));
  }

  // Where things are

  /** Where an element is, in px of the host, for what the DOM draws beside it. */
  locate(id: Id): Rect | null {
    const place = this.inner.scene.place(id);
    return place && cam.rectToScreen(this.camera, place);
  }

  /** The same in px of the sheet. */
  placeOf(id: Id): Rect | null {
    return this.inner.scene.place(id);
  }

  /** Where connections leave an element on this side, in px of the host. */
  portOf(id: Id, side: "left" | "right"): Point | null {
    const { scene } = this.inner;
    const node = scene.carrier(id);
    const ends = node ? scene.courses.ends({ node: node.index, row: node.source.id === id ? null : id }) : [];
    const end = ends.find((e) => e.side === side);
    return end ? cam.toScreen(this.camera, end) : null;
  }

  /** The corners of a connection, in px of the host; none if it is not drawn. */
  courseOf(id: Id): Point[] {
    const line = this.inner.scene.connection(id)?.line ?? [];
    const corners: Point[] = [];
    for (let i = 0; i < line.length; i += 2) corners.push(cam.toScreen(this.camera, { x: line[i]!, y: line[i + 1]! }));
    return corners;
  }

  /** The innermost domain at a point of the sheet. */
  domainAt(at: Point): Id | null {
    return this.inner.scene.domainAt(at)?.source.id ?? null;
  }

  /** Whether it is a row of a card. */
  carries(id: Id): boolean {
    return this.inner.scene.homeOf(id) !== undefined;
  }

  /** The row above or below in the same card. */
  rowBeside(row: Id, by: 1 | -1): Id | null {
    return rowBeside(this.inner.scene, row, by);
  }

  /** Where the name of an element stands, in px of the host and with its font at this zoom. */
  locateText(id: Id): TextPlace | null {
    const place = textPlace(this.inner.scene, id);
    if (!place) return null;
    const font = { ...place.font, size: place.font.size * this.camera.zoom };
    return { rect: cam.rectToScreen(this.camera, place.rect), font, align: place.align };
  }

  /** What lies under a point of the host. */
  targetAt(screen: Point): Target | null {
    const { scene, selection } = this.inner;
    return hit(scene, this.pointAt(screen), { zoom: this.camera.zoom, selection });
  }

  /** The sheet point under the pointer, while it is over the canvas. */
  get pointed(): Point | null {
    return this.inner.hand.pointed;
  }

  /** The sheet point under a point of the host. */
  pointAt(screen: Point): Point {
    return cam.toSheet(this.camera, screen);
  }

  /** The next element in reading order; null beyond the last. */
  next(from: Id | null, by: 1 | -1): Id | null {
    return next(this.inner.scene, from, by);
  }

  towards(from: Id, direction: Direction): Id | null {
    return towards(this.inner.scene, from, direction);
  }

  // Minimap

  /** Draws the minimap here, in the size the canvas has on the page; null ends it. */
  setMinimap(canvas: HTMLCanvasElement | null): void {
    this.inner.stage.setMinimap(canvas);
    this.inner.touched();
  }

  /** Puts the middle of the view where the minimap was pressed. */
  lookFromMinimap(at: Point): void {
    const { scene, stage, viewpoint } = this.inner;
    const size = stage.minimapSize;
    if (size) viewpoint.centre(minimapPoint(minimapView(scene, viewpoint.eye, stage.view, size), at));
  }

  private around(ids: Iterable<Id>): Rect | null {
    return bounds([...ids].map((id) => this.inner.scene.place(id)).filter((r) => r !== null));
  }
}
