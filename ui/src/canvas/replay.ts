// Draws again, with any painter, what a recorder wrote down.

import type { Font } from "./advances";
import type { IconName } from "./icons";
import type { Fill, Painter, Stroke } from "./painter";
import { aligns, none, ops, type Recorded } from "./recorder";

export function replay(recorded: Recorded, painter: Painter): void {
  new Reader(recorded, painter).all();
}

class Reader {
  private at = 0;

  constructor(
    private readonly recorded: Recorded,
    private readonly painter: Painter,
  ) {}

  /** Everything up to the end, or up to the end of what stands inside something. It is as deep as drawing code nests. */
  readonly all = (): void => {
    const { painter: p, recorded } = this;
    while (this.at < recorded.numbers.length) {
      switch (this.next()) {
        case ops.end:
          return;
        case ops.faded:
          p.faded(this.next(), this.all);
          break;
        case ops.clipped:
          p.clipped(this.next(), this.next(), this.next(), this.next(), this.next(), this.all);
          break;
        case ops.placed:
          p.placed(this.next(), this.next(), this.next(), this.all);
          break;
        case ops.box:
          p.box(this.next(), this.next(), this.next(), this.next(), this.next(), this.fill(), this.stroke());
          break;
        case ops.boxes: {
          const [radius, fill] = [this.next(), this.word()];
          p.boxes(this.list(), radius, fill);
          break;
        }
        case ops.ellipse:
          p.ellipse(this.next(), this.next(), this.next(), this.next(), this.fill(), this.stroke());
          break;
        case ops.polygon:
          p.polygon(this.list(), this.fill(), this.stroke());
          break;
        case ops.lines: {
          const radius = this.next();
          const lines = Array.from({ length: this.next() }, () => this.list());
          p.lines(lines, radius, this.stroke()!);
          break;
        }
        case ops.path:
          p.path(this.word(), this.next(), this.next(), this.fill(), this.stroke());
          break;
        case ops.text:
          p.text(this.word(), this.next(), this.next(), this.font(), this.word(), aligns[this.next()]);
          break;
        case ops.icon:
          p.icon(this.word() as IconName, this.next(), this.next(), this.next(), this.word());
          break;
        default:
          // Nothing else is ever written; what follows could not be understood.
          return;
      }
    }
  };

  private next(): number {
    return this.recorded.numbers[this.at++]!;
  }

  private word(): string {
    return this.recorded.words[this.next()]!;
  }

  private list(): number[] {
    const count = this.next();
    const from = this.at;
    this.at += count;
    return Array.from(this.recorded.numbers.subarray(from, this.at));
  }

  private fill(): Fill {
    const word = this.next();
    return word === none ? null : this.recorded.words[word]!;
  }

  private stroke(): Stroke | null {
    const word = this.next();
    if (word === none) return null;
    const [width, round, dash] = [this.next(), this.next() === 1, this.list()];
    const stroke: Stroke = { colour: this.recorded.words[word]!, width, round };
    return dash.length > 0 ? { ...stroke, dash } : stroke;
  }

  private font(): Font {
    const [family, size, weight, spacing] = [this.next(), this.next(), this.next(), this.next()];
    return { family: family === 1 ? "mono" : "sans", size, weight: weight as Font["weight"], spacing };
  }
}
