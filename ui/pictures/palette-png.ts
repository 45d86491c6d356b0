// Makes a screenshot small: the same picture in at most 256 colours, as an indexed PNG.
//
// What an interface shows has few colours and many smoothed edges between them. The palette keeps the frequent colours
// exactly and splits the rest where it is widest, so that flat areas stay flat.
/// <reference types="node" />

import { deflateSync, inflateSync } from "node:zlib";

interface Pixels {
  width: number;
  height: number;
  /** Three bytes each. */
  rgb: Uint8Array;
}

/** An opaque screenshot in, the small PNG out. */
export function smaller(png: Buffer): Buffer {
  const { width, height, rgb } = decoded(png);
  const counts = new Map<number, number>();
  for (let i = 0; i < rgb.length; i += 3) {
    const colour = (rgb[i]! << 16) | (rgb[i + 1]! << 8) | rgb[i + 2]!;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = paletteOf(counts);
  const nearest = new Map<number, number>();
  const indexed = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    // Each row begins with its filter: none, which suits an index best.
    for (let x = 0; x < width; x += 1) {
      const i = (y * width + x) * 3;
      const colour = (rgb[i]! << 16) | (rgb[i + 1]! << 8) | rgb[i + 2]!;
      let at = nearest.get(colour);
      if (at === undefined) nearest.set(colour, (at = nearestOf(palette, colour)));
      indexed[y * (width + 1) + 1 + x] = at;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(indexed, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const most = 256;
/** So many of the most frequent colours are kept as they are. */
const kept = 96;

function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const all = [...counts].sort((a, b) => b[1] - a[1]);
  if (all.length <= most) return all.map(([colour]) => colour);
  const palette = all.slice(0, kept).map(([colour]) => colour);
  let boxes = [all.slice(kept)];
  while (boxes.length < most - kept) {
    // The box that weighs most, by how wide and how full it is.
    const heaviest = boxes.reduce((a, b) => (weightOf(a) >= weightOf(b) ? a : b));
    if (heaviest.length < 2) break;
    const shift = widest(heaviest).shift;
    const sorted = [...heaviest].sort((a, b) => ((a[0] >> shift) & 255) - ((b[0] >> shift) & 255));
    const half = sum(sorted) / 2;
    let cut = 1;
    for (let seen = sorted[0]![1]; cut < sorted.length - 1 && seen + sorted[cut]![1] <= half; cut += 1) seen += sorted[cut]![1];
    boxes = [...boxes.filter((box) => box !== heaviest), sorted.slice(0, cut), sorted.slice(cut)];
  }
  return [...palette, ...boxes.filter((box) => box.length > 0).map(middleOf)];
}

type Box = readonly (readonly [number, number])[];

const sum = (box: Box): number => box.reduce((total, [, n]) => total + n, 0);
const weights = new WeakMap<Box, number>();
function weightOf(box: Box): number {
  let weight = weights.get(box);
  if (weight === undefined) weights.set(box, (weight = box.length < 2 ? 0 : widest(box).width ** 2 * Math.sqrt(sum(box))));
  return weight;
}

/** Which of red, green and blue spreads most. */
function widest(box: Box): { shift: number; width: number } {
  let best = { shift: 0, width: -1 };
  for (const shift of [16, 8, 0]) {
    let low = 255;
    let high = 0;
    for (const [colour] of box) {
      const v = (colour >> shift) & 255;
      if (v < low) low = v;
      if (v > high) high = v;
    }
    if (high - low > best.width) best = { shift, width: high - low };
  }
  return best;
}

function middleOf(box: Box): number {
  const total = sum(box);
  const mean = (shift: number) => Math.round(box.reduce((s, [c, n]) => s + ((c >> shift) & 255) * n, 0) / total);
  return (mean(16) << 16) | (mean(8) << 8) | mean(0);
}

function nearestOf(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Infinity;
  palette.forEach((c, i) => {
    const r = (c >> 16) - (colour >> 16);
    const g = ((c >> 8) & 255) - ((colour >> 8) & 255);
    const b = (c & 255) - (colour & 255);
    const far = 2 * r * r + 4 * g * g + 3 * b * b;
    if (far < least) [least, best] = [far, i];
  });
  return best;
}

// Reading and writing PNG, as far as screenshots need it: 8 bits, no interlace, opaque.

const signature = Buffer.from("89504e470d0a1a0a", "hex");

function decoded(png: Buffer): Pixels {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = { 2: 3, 6: 4 }[png[25]!];
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error("This is no screenshot");
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const rgb = new Uint8Array(width * height * 3);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]!;
    const row = Uint8Array.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let i = 0; i < stride; i += 1) {
      const left = i >= channels ? row[i - channels]! : 0;
      const corner = i >= channels ? above[i - channels]! : 0;
      row[i] = (row[i]! + guess(filter, left, above[i]!, corner)) & 255;
    }
    for (let x = 0; x < width; x += 1) for (let k = 0; k < 3; k += 1) rgb[(y * width + x) * 3 + k] = row[x * channels + k]!;
    above = row;
  }
  return { width, height, rgb };
}

/** What the filters of PNG expect of a byte. */
function guess(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const p = left + up - corner;
      const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}

function chunk(name: string, data: Buffer): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, "latin1");
  data.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc(bytes: Buffer): number {
  let c = 0xffffffff;
  for (const b of bytes) c = table[(c ^ b) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
