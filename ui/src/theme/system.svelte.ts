// What the system wishes: dark, still, rich in contrast, in colours of its own. Changes while the window is open are followed.

class Wish {
  private readonly list: MediaQueryList;
  holds: boolean;

  constructor(query: string) {
    this.list = matchMedia(query);
    this.holds = $state(this.list.matches);
    this.list.addEventListener("change", () => (this.holds = this.list.matches));
  }
}

export class SystemWishes {
  readonly dark = new Wish("(prefers-color-scheme: dark)");
  readonly still = new Wish("(prefers-reduced-motion: reduce)");
  readonly contrast = new Wish("(prefers-contrast: more)");
  readonly forced = new Wish("(forced-colors: active)");
}
