// Where the view stands, and how it moves from place to place.

import * as cam from "./camera";
import type { Camera, ViewSize } from "./camera";
import type { Point, Rect } from "./geometry";
import { moved, type Motion } from "./motion";

export interface Around {
  size(): ViewSize;
  still(): boolean;
  /** The camera changed. */
  looked(before: Camera, now: Camera): void;
  request(): void;
}

export class Viewpoint {
  eye: Camera = { x: 0, y: 0, zoom: 1 };
  private motion: Motion | null = null;
  /** What waits for the view to have a size. */
  private waiting: (() => void)[] = [];

  constructor(private readonly around: Around) {}

  /** At once; whatever was moving stops. */
  jump(camera: Camera): void {
    this.motion = null;
    this.look(camera);
  }

  go(camera: Camera, how: "move" | "jump"): void {
    if (how === "jump" || this.around.still()) {
      this.jump(camera);
      return;
    }
    this.motion = { from: this.eye, to: camera, start: performance.now() };
    this.around.request();
  }

  /** Zooms around a point of the view, its middle if none is given. */
  zoom(zoom: number, at: Point = this.middle): void {
    this.jump(cam.zoomedAt(this.eye, at, zoom));
  }

  fit(r: Rect | null, how: "move" | "jump", air?: number, largest?: number): void {
    if (!r) return;
    this.whenSized(() => {
      const view = this.around.size();
      this.go(cam.raised(cam.fitted(r, view, air, largest), r, view, air), how);
    });
  }

  reveal(r: Rect | null): void {
    if (r) this.whenSized(() => this.go(cam.revealing(this.eye, r, this.around.size()), "move"));
  }

  /** Shows a sheet point in the middle at a zoom, once the view has a size. */
  lookAt(p: Point, zoom: number, how: "move" | "jump"): void {
    this.whenSized(() => {
      const { w, h } = this.around.size();
      this.go({ x: p.x - w / 2 / zoom, y: p.y - h / 2 / zoom, zoom }, how);
    });
  }

  /** Puts a sheet point in the middle of the view. */
  centre(p: Point): void {
    const { w, h } = this.around.size();
    const { zoom } = this.eye;
    this.jump({ x: p.x - w / 2 / zoom, y: p.y - h / 2 / zoom, zoom });
  }

  get middle(): Point {
    const { w, h } = this.around.size();
    return { x: w / 2, y: h / 2 };
  }

  /** Once per frame. */
  work(): void {
    if (!this.motion) return;
    const at = moved(this.motion, this.around.size(), performance.now());
    this.look(at ?? this.motion.to);
    if (at) this.around.request();
    else this.motion = null;
  }

  /** The view has a size now. */
  sized(): void {
    for (const does of this.waiting.splice(0)) does();
  }

  private whenSized(does: () => void): void {
    if (this.around.size().w > 0) does();
    else this.waiting.push(does);
  }

  private look(camera: Camera): void {
    if (cam.sameCamera(camera, this.eye)) return;
    const before = this.eye;
    this.eye = camera;
    this.around.looked(before, camera);
  }
}
