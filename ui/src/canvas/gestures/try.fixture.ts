// A hand for tests, on the webshop at 100 %, where screen and sheet are the same.

import type { Camera } from "../camera";
import { hit } from "../hit";
import type { Intent } from "../intent";
import { Scene } from "../scene";
import { webshop } from "../webshop.fixture";
import { type Ground, idle, type Input, type Mods, type State, step, type Tool } from "./gesture";

export const scene = new Scene(webshop);
const none: Mods = { shift: false, ctrl: false, alt: false };

export class Try {
  constructor(private readonly shown: Scene = scene) {}

  state: State = idle;
  said: Intent[] = [];
  camera: Camera = { x: 0, y: 0, zoom: 1 };
  selection = new Set<string>();
  tool: Tool = { tool: "select" };
  held = { space: false, connect: false };
  possible: ReadonlySet<string> | null = null;
  /** Names of connections are shown. */
  names = false;
  time = 0;

  private do(input: Input): this {
    const ground: Ground = {
      scene: this.shown,
      camera: this.camera,
      view: { w: 1200, h: 900 },
      selection: this.selection,
      tool: this.tool,
      ...this.held,
      snapping: true,
      possible: this.possible,
    };
    const result = step(this.state, input, ground);
    this.state = result.state;
    if (result.camera) this.camera = result.camera;
    for (const intent of result.intents) {
      if (intent.do === "select") this.selection = new Set(intent.ids);
      this.said.push(intent);
    }
    return this;
  }

  private pointing(x: number, y: number, mods: Partial<Mods>) {
    const linking = this.state.doing === "linking" || this.state.doing === "reconnecting";
    const target = hit(this.shown, { x, y }, { zoom: 1, selection: this.selection, linking, names: this.names });
    return { at: { x, y }, screen: { x, y }, mods: { ...none, ...mods }, time: this.time, target };
  }

  down(x: number, y: number, mods: Partial<Mods> = {}, button: "main" | "middle" | "menu" = "main"): this {
    return this.do({ is: "down", button, ...this.pointing(x, y, mods) });
  }
  move(x: number, y: number, mods: Partial<Mods> = {}): this {
    return this.do({ is: "move", ...this.pointing(x, y, mods) });
  }
  up(x: number, y: number, mods: Partial<Mods> = {}): this {
    return this.do({ is: "up", ...this.pointing(x, y, mods) });
  }
  click(x: number, y: number, mods: Partial<Mods> = {}): this {
    return this.down(x, y, mods).up(x, y, mods);
  }
  double(x: number, y: number): this {
    return this.do({ is: "double", ...this.pointing(x, y, {}) });
  }
  wait(ms: number, x: number, y: number): this {
    this.time += ms;
    return this.do({ is: "tick", ...this.pointing(x, y, {}) });
  }
  wheel(dx: number, dy: number, zoom = false): this {
    return this.do({ is: "wheel", screen: { x: 100, y: 100 }, dx, dy, zoom, mods: none });
  }
  pinch(x: number, y: number, dx: number, dy: number, scale: number): this {
    return this.do({ is: "pinch", screen: { x, y }, dx, dy, scale });
  }
  cancel(): this {
    return this.do({ is: "cancel" });
  }

  get last(): Intent | undefined {
    return this.said.filter((i) => i.do !== "hover" && i.do !== "linking").at(-1);
  }
}

export const box = (id: string) => scene.node(id)!.box;
export const row = (id: string) => {
  const home = scene.homeOf(id)!;
  return { x: home.box.x, y: home.box.y + home.anatomy.rowMiddle.get(id)!, right: home.box.x + home.box.w };
};
/** A spot on the header of a card that is neither name nor port. */
export const grip = (id: string) => ({ x: box(id).x + 20, y: box(id).y + 20 });
export const empty = { x: 620, y: 760 };
