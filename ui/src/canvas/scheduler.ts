// One animation frame for everything: whoever wants to draw asks, and is called once.

export class Scheduler {
  private handle: number | null = null;

  constructor(private readonly frame: (time: number) => void) {}

  request(): void {
    if (this.handle !== null) return;
    this.handle = requestAnimationFrame((time) => {
      this.handle = null;
      this.frame(time);
    });
  }

  get idle(): boolean {
    return this.handle === null;
  }

  stop(): void {
    if (this.handle !== null) cancelAnimationFrame(this.handle);
    this.handle = null;
  }
}
