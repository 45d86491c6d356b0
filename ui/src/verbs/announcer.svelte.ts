// What is said to those who cannot see it: politely, when there is a pause, or at once where work would stop.
//
// Messages of one moment are said together, because a screen reader hears only the last of several changes to a region.
// Going from element to element is not said here: the focus goes along, and its item is named with the element's sentence.

/** How long messages wait for others of the same moment, in ms. */
const moment = 80;

export class Announcer {
  /** Texts of the two live regions. */
  polite = $state("");
  assertive = $state("");

  private waiting: string[] = [];
  private readonly later: (run: () => void) => void;

  /** `later` runs something a moment from now. */
  constructor(later: (run: () => void) => void = (run) => void setTimeout(run, moment)) {
    this.later = later;
  }

  say(text: string): void {
    if (text.trim() === "") return;
    this.waiting.push(text);
    if (this.waiting.length === 1) this.later(() => this.speak());
  }

  /** Interrupts: something that was asked for did not happen. */
  warn(text: string): void {
    this.assertive = anew(text, this.assertive);
  }

  private speak(): void {
    const texts = [...new Set(this.waiting)];
    this.waiting = [];
    this.polite = anew(texts.join(". "), this.polite);
  }
}

/** The same words again would not be spoken again. */
const anew = (text: string, before: string): string => (text === before ? `${text}\u00a0` : text);
