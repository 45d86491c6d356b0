// The hand: takes what the pointer recorded, asks what lies under it, and runs the gestures.

import * as cam from "./camera";
import type { Camera, ViewSize } from "./camera";
import type { Point } from "./geometry";
import {
  type Dragging,
  idle,
  type Input,
  isCarrying,
  type Mods,
  type State,
  step,
  type Tool,
} from "./gestures/gesture";
import { regrouped } from "./gestures/dragging";
import { beginPlacing } from "./gestures/placing";
import { hit } from "./hit";
import type { Intent, Placeable, Target } from "./intent";
import type { Raw } from "./pointer";
import type { Scene } from "./scene";
import type { Id } from "./sheet";

/** Near a border a carried thing pans the view, at most so many px per frame. */
const borderWidth = 36;
const fastestPan = 18;

/** How long a drop waits for its sheet. */
const landingTime = 600;

const noMods: Mods = { shift: false, ctrl: false, alt: false };
const nowhere: Point = { x: -1e6, y: -1e6 };

type Pointed = Extract<Raw, { is: "move" | "down" | "up" | "double" }>;

/** What the hand needs of the view, and what it does to it. */
export interface Reach {
  scene(): Scene;
  eye(): Camera;
  view(): ViewSize;
  selection(): ReadonlySet<Id>;
  snapping(): boolean;
  /** Whether the names of all connections are shown. */
  names(): boolean;
  /** What the connection being drawn could end at; null if nothing is known. */
  possible(): ReadonlySet<Id> | null;
  look(camera: Camera): void;
  zoomTo(id: Id): void;
  give(intent: Intent): void;
  /** State, tool or held keys changed. */
  changed(): void;
  /** Something should happen in the next frame. */
  request(): void;
}

export class Hand {
  state: State = idle;
  tool: Tool = { tool: "select" };
  held = { space: false, connect: false };
  /** What was just dropped stays where it was dropped until the new sheet says so. */
  private landing: Dragging | null = null;
  private landingEnd: ReturnType<typeof setTimeout> | undefined;
  private queue: Raw[] = [];
  private pointer: Pointed | null = null;
  private over = false;

  constructor(private readonly reach: Reach) {}

  /** The state as it is to be painted. */
  get shown(): State {
    return this.state.doing === "nothing" && this.landing ? this.landing : this.state;
  }

  /** The sheet point under the pointer, while it is over the canvas. */
  get pointed(): Point | null {
    return this.pointer && this.over ? cam.toSheet(this.reach.eye(), this.pointer.screen) : null;
  }

  stop(): void {
    clearTimeout(this.landingEnd);
  }

  record(raw: Raw): void {
    const last = this.queue[this.queue.length - 1];
    // Of several moves in one frame only the latest counts.
    if (raw.is === "move" && last?.is === "move") this.queue[this.queue.length - 1] = raw;
    else this.queue.push(raw);
    this.reach.request();
    // What a release means is found out and asked for before the frame, which then shows it.
    if (raw.is === "up") this.work();
  }

  /** Once per frame, and at a release. */
  work(): void {
    for (const raw of this.queue.splice(0)) this.take(raw);
    this.carryOn();
  }

  setTool(tool: Tool): void {
    // One thing to place after another is no end of placing.
    if (this.state.doing !== "placing") this.cancel();
    else this.state = idle;
    this.tool = tool;
    if (tool.tool === "place") this.state = beginPlacing(tool.what, false);
    this.reach.changed();
  }

  carry(what: Placeable): void {
    if (this.state.doing !== "placing") this.cancel();
    this.state = beginPlacing(what, true);
    this.reach.changed();
  }

  startLinking(from: Id, byKeyboard = false): void {
    const node = this.reach.scene().carrier(from);
    if (!node) return;
    this.cancel();
    const { box } = node;
    const eye = this.reach.eye();
    const at = this.pointer && !byKeyboard ? cam.toSheet(eye, this.pointer.screen) : { x: box.x + box.w + 60, y: box.y };
    const side = at.x < box.x + box.w / 2 ? "left" : "right";
    this.state = { doing: "linking", from, side, at, screen: cam.toScreen(eye, at), target: null };
    this.reach.give({ do: "linkStart", from });
    this.reach.changed();
  }

  /** Points a connection being drawn at an element. */
  aim(to: Id | null): void {
    if (this.state.doing !== "linking") return;
    const node = to === null ? undefined : this.reach.scene().carrier(to);
    const target: Target | null =
      to === null || !node
        ? null
        : node.source.id === to
          ? { on: "node", id: to, part: "body" }
          : { on: "row", id: to, node: node.source.id };
    this.state = { ...this.state, target };
    this.reach.changed();
  }

  /** False if there was nothing to end. */
  cancel(): boolean {
    if (this.state.doing === "nothing") return false;
    this.apply({ is: "cancel" });
    return true;
  }

  /** Names in the gesture that the scene no longer knows end it. */
  check(scene: Scene): void {
    const { state } = this;
    this.land(null);
    if (state.doing === "dragging") {
      const now = regrouped(state, scene);
      if (now) this.state = now;
      else this.cancel();
      return;
    }
    const gone =
      state.doing === "linking" || state.doing === "asking"
        ? !scene.carrier(state.from)
        : state.doing === "reconnecting" || state.doing === "waypoint"
          ? !scene.connection(state.id)
          : state.doing === "resizing"
            ? !scene.place(state.id)
            : state.doing === "rowDragging" && !scene.homeOf(state.id);
    if (gone) this.cancel();
  }

  private take(raw: Raw): void {
    switch (raw.is) {
      case "hold":
        this.held = { ...this.held, [raw.key]: raw.down };
        this.reach.changed();
        return;
      case "wheel":
      case "pinch":
      case "cancel":
        this.apply(raw);
        return;
      case "leave":
        this.over = false;
        if (this.state.doing === "nothing") {
          this.apply(this.pointing("move", { screen: nowhere, mods: noMods, time: 0 }));
        }
        return;
      case "down":
        this.pointer = raw;
        this.apply({ ...this.pointing("move", raw), is: "down", button: raw.button });
        return;
      default:
        this.pointer = raw;
        this.over = true;
        // What was carried out of the palette and released elsewhere is not placed on the way back.
        if (raw.is === "move" && !raw.pressed && this.state.doing === "placing" && this.state.carried) this.cancel();
        this.apply(this.pointing(raw.is, raw));
    }
  }

  private pointing<K extends "move" | "up" | "double" | "tick">(
    is: K,
    raw: { screen: Point; mods: Mods; time: number },
  ): Extract<Input, { is: K }> {
    const at = cam.toSheet(this.reach.eye(), raw.screen);
    const { doing } = this.state;
    const linking = doing === "linking" || doing === "reconnecting";
    // Other gestures know what they hold and need not ask.
    const aims = linking || doing === "nothing" || doing === "rowDragging";
    const options = { zoom: this.reach.eye().zoom, selection: this.reach.selection(), linking, names: this.reach.names() };
    const target = aims ? hit(this.reach.scene(), at, options) : null;
    return { is, at, screen: raw.screen, mods: raw.mods, time: raw.time, target } as Extract<Input, { is: K }>;
  }

  /** While something is carried: time goes on, and the border pans. */
  private carryOn(): void {
    if (!isCarrying(this.state) || !this.pointer) return;
    const view = this.reach.view();
    const push = (at: number, size: number): number => {
      const deep = at < borderWidth ? borderWidth - at : at > size - borderWidth ? size - borderWidth - at : 0;
      return Math.max(-fastestPan, Math.min(fastestPan, deep * 0.4));
    };
    const dx = push(this.pointer.screen.x, view.w);
    const dy = push(this.pointer.screen.y, view.h);
    const now = { ...this.pointer, time: performance.now() };
    if (dx !== 0 || dy !== 0) {
      this.reach.look(cam.panned(this.reach.eye(), dx, dy));
      this.apply(this.pointing("move", now));
      this.reach.request();
    } else if (this.state.doing === "dragging") {
      const before = this.state;
      this.apply(this.pointing("tick", now));
      // Only a domain that may still take the thing in makes time matter.
      if (this.state.doing === "dragging" && now.time - before.since < 300) this.reach.request();
    }
  }

  private apply(input: Input): void {
    const { reach } = this;
    const before = this.state;
    const result = step(before, input, {
      scene: reach.scene(),
      camera: reach.eye(),
      view: reach.view(),
      selection: reach.selection(),
      tool: this.tool,
      space: this.held.space,
      connect: this.held.connect,
      snapping: reach.snapping(),
      possible: reach.possible(),
    });
    this.state = result.state;
    if (result.camera) reach.look(result.camera);
    if (result.zoomTo !== undefined) reach.zoomTo(result.zoomTo);
    for (const intent of result.intents) {
      if (intent.do === "placeEnd" && this.tool.tool === "place") this.tool = { tool: "select" };
      if (intent.do === "move" && before.doing === "dragging") {
        this.land({ ...before, dx: intent.dx, dy: intent.dy, guides: [], into: undefined, landed: true });
      }
      reach.give(intent);
    }
    reach.changed();
  }

  /** A refusal brings no new sheet; then it goes back after a moment. */
  private land(dropped: Dragging | null): void {
    if (dropped === this.landing) return;
    this.landing = dropped;
    clearTimeout(this.landingEnd);
    if (dropped) {
      this.landingEnd = setTimeout(() => {
        this.landing = null;
        this.reach.changed();
      }, landingTime);
    } else this.reach.changed();
  }
}
