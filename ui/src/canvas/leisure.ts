// Work that can wait: done in slices while the canvas rests, so that no frame of a moving picture pays for it.

/** So long after the last movement the canvas is at rest. */
const pause = 200;
/** Between two slices others get their turn. */
const gap = 8;

export class Leisure {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private movedAt = -Infinity;

  /** `work` does a slice and answers whether there is more. */
  constructor(private readonly work: () => boolean) {}

  /** Something moves: work waits. */
  moved(): void {
    this.movedAt = performance.now();
  }

  get idle(): boolean {
    return this.timer === undefined;
  }

  /** There is something to do. */
  request(): void {
    this.timer ??= setTimeout(() => this.turn(), gap);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private turn(): void {
    this.timer = undefined;
    const wait = this.movedAt + pause - performance.now();
    if (wait > 0) this.timer = setTimeout(() => this.turn(), wait);
    else if (this.work()) this.request();
  }
}
