// How wide text is, from our own tables: the same on every system, so drawings never re-flow.
//
// Browsers disagree by a percent or two and hint widths by size, so nothing that decides a size or
// an ellipsis asks them. Numbers are thousandths of the font size, for Inter and JetBrains Mono.

const parse = (table: string): Uint16Array => Uint16Array.from(table.trim().split(" "), Number);

/** U+0020 to U+007E, then U+00A0 to U+00FF. */
const regular = parse(
  "281 288 466 633 642 982 644 300 365 365 501 662 288 460 288 360 631 407 610 618 646 593 620 566 619 " +
    "620 288 302 662 662 662 511 966 690 654 730 722 601 590 746 743 269 571 672 565 903 753 765 639 765 " +
    "644 642 646 744 690 985 682 679 629 365 360 365 471 456 323 562 612 571 612 583 370 613 591 242 242 " +
    "549 242 876 591 600 612 612 376 528 327 591 562 818 546 562 552 426 333 426 662 281 288 571 611 725 " +
    "550 270 568 591 914 454 583 662 0 666 478 456 662 442 446 323 586 603 288 268 304 482 583 802 847 " +
    "882 511 690 690 690 690 690 690 994 730 601 601 601 601 269 269 269 269 735 753 765 765 765 765 765 " +
    "662 765 744 744 744 744 679 636 616 562 562 562 562 562 562 917 571 583 583 583 583 242 242 242 242 " +
    "583 591 600 600 600 600 600 662 600 591 591 591 591 562 612 562 ",
);

const semibold = parse(
  "252 321 523 644 650 1004 663 326 373 373 540 673 319 465 319 379 660 423 623 636 666 612 640 576 640 " +
    "640 319 329 673 673 673 543 999 728 659 737 722 605 588 749 746 277 580 703 565 922 759 769 645 773 " +
    "652 650 660 736 728 1020 720 713 652 373 379 373 481 469 351 574 624 583 624 591 389 625 612 262 262 " +
    "569 262 900 612 609 624 624 397 549 353 612 587 839 569 588 566 455 359 455 673 252 321 583 629 749 " +
    "563 316 568 612 914 460 634 673 0 664 452 458 673 454 463 351 614 600 319 332 324 487 634 831 870 " +
    "907 543 728 728 728 728 728 728 1013 737 605 605 605 605 277 277 277 277 751 759 769 769 769 769 769 " +
    "673 769 736 736 736 736 713 658 644 574 574 574 574 574 574 913 583 591 591 591 591 262 262 262 262 " +
    "594 612 609 609 609 609 609 673 609 612 612 612 612 588 624 588 ",
);

const monoAdvance = 600;
const asciiCount = 95;

export interface Font {
  family: "sans" | "mono";
  size: number;
  weight: 400 | 450 | 550 | 600;
  /** Letter spacing in em. */
  spacing?: number;
}

/** Room left for what engines disagree on; in code every letter is equally wide, so there it is less. */
const slack = { sans: 1.03, mono: 1.01 };

function advance(code: number, weight: number): number {
  const slot =
    code >= 0x20 && code <= 0x7e ? code - 0x20 : code >= 0xa0 && code <= 0xff ? asciiCount + code - 0xa0 : -1;
  if (slot >= 0) {
    const thin = regular[slot]!;
    return thin + ((semibold[slot]! - thin) * (weight - 400)) / 200;
  }
  if (code < 0x0180) return 600;
  if (code < 0x0370) return 620;
  if (code < 0x0400) return 640;
  if (code < 0x0530) return 695;
  if (code === 0x2026) return 900;
  return isWide(code) ? 1000 : 650;
}

/** Ideographs, syllables and pictures fill the em. */
const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xffdc) || code >= 0x1f000;

/** Width in px at 100 %, slack included. */
export function textWidth(text: string, font: Font): number {
  let sum = 0;
  let count = 0;
  const thick = (font.weight - 400) / 200;
  // Nearly all text is plain, and all of it is measured when a drawing is opened.
  let at = 0;
  for (; at < text.length; at += 1) {
    const slot = text.charCodeAt(at) - 0x20;
    if (slot < 0 || slot >= asciiCount) break;
    if (font.family === "mono") sum += monoAdvance;
    else sum += regular[slot]! + (semibold[slot]! - regular[slot]!) * thick;
  }
  count = at;
  if (at === text.length) return (sum / 1000 + count * (font.spacing ?? 0)) * font.size * slack[font.family];
  text = text.slice(at);
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    sum += font.family === "mono" ? (isWide(code) ? 2 * monoAdvance : monoAdvance) : advance(code, font.weight);
    count += 1;
  }
  return (sum / 1000 + count * (font.spacing ?? 0)) * font.size * slack[font.family];
}

/** The text if it fits, else as much of its start as fits with an ellipsis. */
export function fit(text: string, font: Font, room: number): string {
  if (textWidth(text, font) <= room) return text;
  // No letter is so narrow that more than this could fit.
  const most = Math.ceil(Math.max(0, room) / (font.size * 0.1)) + 1;
  const letters = [...text.slice(0, 2 * most)];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (textWidth(letters.slice(0, mid).join("") + "…", font) <= room) low = mid;
    else high = mid - 1;
  }
  return low === 0 ? "" : letters.slice(0, low).join("").trimEnd() + "…";
}

/** Breaks into lines at spaces, and inside a word only if it alone is too long. Of very long text only its start is set. */
export function wrap(text: string, font: Font, room: number): string[] {
  const lines: string[] = [];
  const short = text.length > longestWrapped ? `${text.slice(0, longestWrapped).replace(/[\ud800-\udbff]$/, "")}…` : text;
  for (const paragraph of short.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line ? line + " " + word : word;
      if (textWidth(longer, font) <= room) {
        line = longer;
        continue;
      }
      if (line) lines.push(line);
      line = word;
      while (textWidth(line, font) > room && line.length > 1) {
        const cut = headOf(line, font, room);
        if (cut === line.length) break;
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
      }
    }
    lines.push(line);
  }
  return lines;
}

/** A note says so much; a book does not belong on a canvas. */
const longestWrapped = 4000;

/** How much of a word fits, one letter at least and no half ones. */
function headOf(word: string, font: Font, room: number): number {
  let cut = 0;
  let wide = 0;
  for (const letter of word) {
    wide += textWidth(letter, font);
    if (cut > 0 && wide > room) break;
    cut += letter.length;
  }
  return cut;
}
