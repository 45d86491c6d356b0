// Long work in slices between frames, for what is asked for now and must not hold up the hand.

/** In ms: a frame has 16, and others want their part of it. */
const slice = 6;

/** Work that pauses wherever it yields. */
export class Slices<T> {
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `done` is told what came of it, unless it was stopped before. */
  constructor(
    private readonly work: Generator<undefined, T>,
    private readonly done: (result: T) => void,
  ) {
    this.next();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private next(): void {
    this.timer = setTimeout(() => this.turn());
  }

  private turn(): void {
    const until = performance.now() + slice;
    for (;;) {
      const step = this.work.next();
      if (step.done) return this.done(step.value);
      if (performance.now() > until) return this.next();
    }
  }
}
