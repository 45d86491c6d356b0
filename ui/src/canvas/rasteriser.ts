// Where pictures of the resting drawing are made: in a worker, or here where there can be none.

import { Canvas2dPainter } from "./canvas2d-painter";
import type { Painter } from "./painter";
import { Recorder } from "./recorder";
import type { FromTileWorker, ToTileWorker } from "./tile-worker";
import { declaredFaces, loadedFaces } from "./worker-fonts";

export interface Order {
  draw: (painter: Painter) => void;
  /** The upper left corner in device px of the whole sheet at this scale. */
  left: number;
  top: number;
  /** Device px per sheet px. */
  scale: number;
  width: number;
  height: number;
  families: { sans: string; mono: string };
  done: (picture: Picture) => void;
}

export type Picture = ImageBitmap | HTMLCanvasElement;

/** Gives the memory of a picture back at once; the collector may take long to notice. */
export function release(picture: Picture): void {
  if ("close" in picture) picture.close();
  else picture.width = picture.height = 0;
}

/** Orders the worker may have at once, so that it never waits for the window and never draws what nobody wants any more. */
const mostAtOnce = 2;
/** A worker that has not begun after so long never will. */
const beginsWithin = 8000;

export class Rasteriser {
  private worker: Worker | null = null;
  private begun = false;
  private readonly waiting: Order[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly fontsLoaded = (): void => this.tell({ say: "fonts", loaded: loadedFaces(this.document.fonts) });

  /** `renewed` is called when all that was drawn before may be wrong. */
  constructor(
    private readonly document: Document,
    private readonly inMemory: boolean,
    private readonly renewed: () => void,
  ) {
    void this.begin();
  }

  /** Orders that are not done yet. */
  get pending(): number {
    return this.waiting.length;
  }

  /** Whether another order would be begun soon. */
  get free(): boolean {
    return this.worker ? this.begun && this.waiting.length < mostAtOnce : true;
  }

  order(order: Order): void {
    if (!this.worker) {
      order.done(this.drawnHere(order));
      return;
    }
    const recorder = new Recorder();
    order.draw(recorder);
    const { left, top, scale, width, height, families: { sans, mono } } = order;
    const drawing = recorder.recorded;
    this.waiting.push(order);
    this.tell({ say: "draw", order: { drawing, left, top, scale, width, height, families: { sans, mono } } }, [drawing.numbers.buffer]);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.document.fonts?.removeEventListener("loadingdone", this.fontsLoaded);
    this.worker?.terminate();
    this.worker = null;
    this.waiting.length = 0;
  }

  private async begin(): Promise<void> {
    if (typeof OffscreenCanvas === "undefined" || typeof Worker === "undefined" || !this.document.fonts) return;
    try {
      this.worker = new Worker(new URL("./tile-worker.ts", import.meta.url), { type: "module" });
    } catch {
      return;
    }
    this.worker.onmessage = ({ data }: MessageEvent<FromTileWorker>) => this.hear(data);
    this.worker.onerror = () => this.giveUp();
    this.timer = setTimeout(() => this.giveUp(), beginsWithin);
    await this.document.fonts.ready;
    this.tell({ say: "begin", faces: declaredFaces(this.document), loaded: loadedFaces(this.document.fonts), inMemory: this.inMemory });
    this.document.fonts.addEventListener("loadingdone", this.fontsLoaded);
  }

  private tell(message: ToTileWorker, transferred: Transferable[] = []): void {
    this.worker?.postMessage(message, transferred);
  }

  private hear(said: FromTileWorker): void {
    if (said.say === "drawn") {
      const order = this.waiting.shift();
      if (order) order.done(said.picture);
      else release(said.picture);
    } else if (said.say === "ready") {
      this.begun = true;
      clearTimeout(this.timer);
    } else if (said.say === "fonts") this.renewed();
    else this.giveUp();
  }

  /** From now on everything is drawn here. */
  private giveUp(): void {
    const left = [...this.waiting];
    this.stop();
    for (const order of left) order.done(this.drawnHere(order));
  }

  private drawnHere({ draw, left, top, scale, width, height, families }: Order): Picture {
    const canvas = this.document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const ctx = canvas.getContext("2d", { alpha: false, willReadFrequently: this.inMemory })!;
    ctx.setTransform(scale, 0, 0, scale, -left, -top);
    draw(new Canvas2dPainter(ctx, families));
    return canvas;
  }
}
