// Pauses in long work, so that the window paints in between.

/** In ms. */
const longest = 6;

export class Breath {
  private since = performance.now();

  /** Lets others have their turn, if they had none for a while. */
  async pause(): Promise<void> {
    if (performance.now() - this.since < longest) return;
    await new Promise((done) => setTimeout(done));
    this.since = performance.now();
  }
}
