// The painter that writes SVG: the same picture as on the screen, as text that other programs can read.
//
// Presentation attributes only, no style sheet and no group opacity: viewers, office programs and the maker of PDF
// all agree on those. Text stays text.

import type { Font } from "./advances";
import { type IconName, iconStroke, outlines } from "./icons";
import type { Line } from "./line";
import type { Fill, Painter, Stroke } from "./painter";

/** Letters stand in the middle if their baseline is this far below it, in em; as in canvas2d-painter.ts. */
const baseline = { sans: 0.364, mono: 0.355 };

const anchors = { left: "", center: ' text-anchor="middle"', right: ' text-anchor="end"' };

export class SvgPainter implements Painter {
  private readonly parts: string[] = [];
  private alpha = 1;
  private clips = 0;

  constructor(private readonly families: { sans: string; mono: string }) {}

  /** The whole document; the area becomes its view box, in px. */
  document(area: { x: number; y: number; w: number; h: number }, title: string, about?: string): string {
    const w = short(area.w);
    const h = short(area.h);
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="${short(area.x)} ${short(area.y)} ${w} ${h}"` +
      ` role="img" font-family="${escaped(this.families.sans)}">\n<title>${escaped(title)}</title>\n${about === undefined ? "" : `<desc>${escaped(about)}</desc>\n`}${this.parts.join("\n")}\n</svg>\n`
    );
  }

  faded(alpha: number, draw: () => void): void {
    const before = this.alpha;
    this.alpha = before * alpha;
    draw();
    this.alpha = before;
  }

  clipped(x: number, y: number, w: number, h: number, radius: number, draw: () => void): void {
    this.clips += 1;
    const id = `clip-${this.clips}`;
    this.parts.push(
      `<clipPath id="${id}"><rect${rect(x, y, w, h, radius)}/></clipPath>`,
      `<g clip-path="url(#${id})">`,
    );
    draw();
    this.parts.push("</g>");
  }

  placed(x: number, y: number, scale: number, draw: () => void): void {
    const scaled = scale === 1 ? "" : ` scale(${precise(scale)})`;
    this.parts.push(`<g transform="translate(${short(x)} ${short(y)})${scaled}">`);
    draw();
    this.parts.push("</g>");
  }

  box(x: number, y: number, w: number, h: number, radius: number, fill: Fill, stroke?: Stroke | null): void {
    if (w <= 0 || h <= 0) return;
    this.parts.push(`<rect${rect(x, y, w, h, radius)}${this.ink(fill, stroke)}/>`);
  }

  boxes(all: readonly number[], radius: number, fill: string): void {
    let d = "";
    for (let i = 0; i < all.length; i += 4) d += roundBox(all[i]!, all[i + 1]!, all[i + 2]!, all[i + 3]!, radius);
    if (d) this.parts.push(`<path d="${d}"${this.ink(fill)}/>`);
  }

  ellipse(x: number, y: number, rx: number, ry: number, fill: Fill, stroke?: Stroke | null): void {
    const size = rx === ry ? ` r="${short(rx)}"` : ` rx="${short(rx)}" ry="${short(ry)}"`;
    const name = rx === ry ? "circle" : "ellipse";
    this.parts.push(`<${name} cx="${short(x)}" cy="${short(y)}"${size}${this.ink(fill, stroke)}/>`);
  }

  polygon(corners: readonly number[], fill: Fill, stroke?: Stroke | null): void {
    this.parts.push(`<polygon points="${corners.map(short).join(" ")}"${this.ink(fill, stroke)}/>`);
  }

  lines(all: readonly Line[], radius: number, stroke: Stroke): void {
    const d = all.map((line) => rounded(line, radius)).join("");
    if (d) this.parts.push(`<path d="${d}"${this.ink(null, stroke)}/>`);
  }

  path(d: string, x: number, y: number, fill: Fill, stroke?: Stroke | null): void {
    this.parts.push(`<path transform="translate(${short(x)} ${short(y)})" d="${d}"${this.ink(fill, stroke)}/>`);
  }

  text(
    text: string,
    x: number,
    y: number,
    font: Font,
    colour: string,
    align: "left" | "center" | "right" = "left",
  ): void {
    if (text === "") return;
    const { family, size, weight, spacing } = font;
    const mono = family === "mono" ? ` font-family="${escaped(this.families.mono)}"` : "";
    // Weights between the hundreds are said a second time, for readers that know only the hundreds.
    const heavy =
      weight === 400 ? "" : weight % 100 === 0 ? ` font-weight="${weight}"` : ` ${between(weight)}`;
    const spaced = spacing ? ` letter-spacing="${precise(spacing * size)}"` : "";
    const kept = / {2}|^\s|\s$/.test(text) ? ' xml:space="preserve"' : "";
    this.parts.push(
      `<text x="${short(x)}" y="${short(y + size * baseline[family])}"${mono} font-size="${precise(size)}"${heavy}${spaced}` +
        `${anchors[align]}${kept}${this.ink(colour)}>${escaped(text)}</text>`,
    );
  }

  icon(name: IconName, x: number, y: number, size: number, colour: string): void {
    const scale = size / 24;
    this.parts.push(
      `<path transform="translate(${short(x)} ${short(y)}) scale(${precise(scale)})" d="${outlines[name]}"` +
        `${this.ink(null, { colour, width: iconStroke(size), round: true })}/>`,
    );
  }

  private ink(fill: Fill, stroke?: Stroke | null): string {
    let out = fill ? this.colour("fill", fill) : ' fill="none"';
    if (!stroke) return out;
    out += `${this.colour("stroke", stroke.colour)} stroke-width="${precise(stroke.width)}"`;
    if (stroke.round) out += ' stroke-linecap="round" stroke-linejoin="round"';
    if (stroke.dash) out += ` stroke-dasharray="${stroke.dash.map(dashed).join(" ")}"`;
    return out;
  }

  private colour(what: "fill" | "stroke", colour: string): string {
    // #RRGGBBAA is younger than many readers.
    const own = colour.length === 9 && colour.startsWith("#") ? parseInt(colour.slice(7), 16) / 255 : 1;
    const plain = own < 1 ? colour.slice(0, 7) : colour;
    const alpha = own * this.alpha;
    return ` ${what}="${escaped(plain)}"` + (alpha < 1 ? ` ${what}-opacity="${precise(alpha)}"` : "");
  }
}

const between = (weight: number): string =>
  `font-weight="${weight}" style="font-variation-settings:'wght' ${weight}"`;

/** Dots of no length are drawn by some and left out by others; a hair of length makes them agree. */
const dashed = (length: number): string => precise(Math.max(length, 0.01));

/** To a hundredth of a px. */
const short = (v: number): string => String(Math.round(v * 100) / 100 || 0);
const precise = (v: number): string => String(Math.round(v * 10000) / 10000 || 0);

function rect(x: number, y: number, w: number, h: number, radius: number): string {
  const r = Math.min(radius, w / 2, h / 2);
  const round = r > 0 ? ` rx="${short(r)}"` : "";
  return ` x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}"${round}`;
}

function roundBox(x: number, y: number, w: number, h: number, radius: number): string {
  const r = Math.min(radius, w / 2, h / 2);
  if (r <= 0) return `M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}z`;
  const corner = (dx: number, dy: number): string => `a${short(r)} ${short(r)} 0 0 1 ${short(dx)} ${short(dy)}`;
  const across = w - 2 * r;
  const down = h - 2 * r;
  return (
    `M${short(x + r)} ${short(y)}h${short(across)}${corner(r, r)}v${short(down)}${corner(-r, r)}` +
    `h${short(-across)}${corner(-r, -r)}v${short(-down)}${corner(r, -r)}z`
  );
}

/** A course; corners get smaller where their parts are too short, as in canvas2d-painter.ts. */
function rounded(line: Line, radius: number): string {
  const last = line.length - 2;
  if (last < 2) return "";
  let d = `M${short(line[0]!)} ${short(line[1]!)}`;
  for (let i = 2; i < last; i += 2) {
    const [x, y] = [line[i]!, line[i + 1]!];
    const [inX, inY] = [x - line[i - 2]!, y - line[i - 1]!];
    const [outX, outY] = [line[i + 2]! - x, line[i + 3]! - y];
    const r = Math.min(radius, (Math.abs(inX) + Math.abs(inY)) / 2, (Math.abs(outX) + Math.abs(outY)) / 2);
    const turn = Math.sign(inX) * Math.sign(outY) - Math.sign(inY) * Math.sign(outX);
    const isCorner = inX * outX === 0 && inY * outY === 0 && turn !== 0;
    if (r <= 0.5 || !isCorner) {
      d += `L${short(x)} ${short(y)}`;
      continue;
    }
    d +=
      `L${short(x - Math.sign(inX) * r)} ${short(y - Math.sign(inY) * r)}` +
      `A${short(r)} ${short(r)} 0 0 ${turn > 0 ? 1 : 0} ${short(x + Math.sign(outX) * r)} ${short(y + Math.sign(outY) * r)}`;
  }
  return `${d}L${short(line[last]!)} ${short(line[last + 1]!)}`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** All that cannot stay as it is, and what may: most texts have nothing of it. */
const special = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff&<>"]/;

/** Text as XML may carry it: escaped, breaks as spaces, and without what XML 1.0 has no way to say. */
export function escaped(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replace(/[\t\n\r]/g, " ")
    .replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, "")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/[&<>"]/g, (c) => entities[c]!);
}
