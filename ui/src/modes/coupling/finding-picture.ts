// The small picture of a finding: the services on its way as cards, what connects them as lines with the words on them.
//
// A circle of two is drawn as a circle; a longer way runs down, and a circle comes back at the right; what has no way
// is drawn as who does it on the left and to whom on the right.

import { idOf } from "../../project/apply-change";
import type { Drawing } from "../../project/drawing";
import { verbOf } from "../../project/naming";
import type { Evidence, Finding, Id } from "../../wire";

export interface PictureCard {
  id: Id;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface PictureLine {
  /** An SVG path. */
  d: string;
  kind: "call" | "event" | "data";
  /** Its place on the way, from 1; null where there is no way. */
  step: number | null;
  label: string;
  /** In the middle of the label. */
  at: { x: number; y: number };
  /** How wide the label may be. */
  room: number;
  /** Whether it is code: a verb and a path. */
  code: boolean;
}

export interface FindingPicture {
  w: number;
  h: number;
  cards: readonly PictureCard[];
  lines: readonly PictureLine[];
  /** Cards or lines that did not fit. */
  more: number;
}

const width = 334;
const card = { w: 124, h: 40 };
const mostSteps = 7;
const mostSides = 5;

const kindOf = ({ kind }: Evidence): PictureLine["kind"] => (kind === "publish" || kind === "subscribe" ? "event" : kind === "read" || kind === "write" ? "data" : "call");

/** What stands on a line, and whether it is code. */
export function labelOf(drawing: Drawing, evidence: Evidence, end: Id | null = null): { label: string; code: boolean } {
  const to = drawing.get(evidence.to);
  if (to?.kind === "operation") {
    const { path, head } = to.value;
    return path !== null ? { label: `${verbOf(to.value)} ${path}`, code: true } : { label: head.name, code: false };
  }
  // An event that has a card of its own is not named again on the line.
  if (to?.kind === "event" && evidence.to !== end) return { label: to.value.head.name, code: false };
  if (evidence.kind === "publish") return { label: "publishes", code: false };
  if (evidence.kind === "subscribe") return { label: "subscribes", code: false };
  if (evidence.kind === "read") return { label: "reads", code: false };
  if (evidence.kind === "write") return { label: "writes", code: false };
  return { label: evidence.kind === "call" ? "calls" : evidence.kind.replaceAll("-", " "), code: false };
}

/** The card a record is drawn as: its service, else itself. */
const carrier = (drawing: Drawing, id: Id): Id => {
  const service = drawing.serviceOf(id);
  return service ? idOf(service) : id;
};

interface Step {
  from: Id;
  to: Id;
  evidence: Evidence | null;
  /** How many more say the same of the same two. */
  others: number;
}

export function pictureOf(drawing: Drawing, finding: Finding): FindingPicture {
  const way = finding.path.map((id) => carrier(drawing, id)).filter((id, i, all) => id !== all[i - 1]);
  if (way.length > 1) {
    const steps = way.slice(1).map((to, i) => stepBetween(drawing, finding, way[i]!, to));
    const closed = way[0] === way.at(-1);
    return closed && way.length === 3 ? circleOfTwo(drawing, steps) : downwards(drawing, way, steps, closed);
  }
  return sides(drawing, finding);
}

function stepBetween(drawing: Drawing, finding: Finding, from: Id, to: Id): Step {
  const same = finding.evidence.filter((e) => carrier(drawing, e.from) === from && (carrier(drawing, e.to) === to || ownerOf(drawing, e.to) === to));
  return { from, to, evidence: same[0] ?? null, others: Math.max(0, same.length - 1) };
}

/** Of an event nobody owns, whoever publishes it. */
function ownerOf(drawing: Drawing, id: Id): Id | null {
  const publisher = drawing.incoming(id).find(({ kind }) => kind === "publish");
  return publisher ? carrier(drawing, publisher.from) : null;
}

function line(drawing: Drawing, step: Step, place: Pick<PictureLine, "d" | "at" | "room" | "step">): PictureLine {
  const said = step.evidence ? labelOf(drawing, step.evidence, step.to) : { label: "depends", code: false };
  const others = step.others > 0 ? ` and ${step.others} more` : "";
  return { ...place, kind: step.evidence ? kindOf(step.evidence) : "call", label: said.label + others, code: said.code };
}

function circleOfTwo(drawing: Drawing, steps: readonly Step[]): FindingPicture {
  const [there, back] = steps;
  if (!there || !back) return { w: width, h: 0, cards: [], lines: [], more: 0 };
  const top = 46;
  const [left, right] = [8, width - 8 - card.w];
  const [a, b] = [left + card.w / 2, right + card.w / 2];
  const [up, down] = [14, top + card.h + 32];
  const r = 9;
  const over = `M${a} ${top} V${up + r} Q${a} ${up} ${a + r} ${up} H${b - r} Q${b} ${up} ${b} ${up + r} V${top - 2}`;
  const under = `M${b} ${top + card.h} V${down - r} Q${b} ${down} ${b - r} ${down} H${a + r} Q${a} ${down} ${a} ${down - r} V${top + card.h + 2}`;
  const middle = (a + b) / 2;
  return {
    w: width,
    h: down + 14,
    cards: [
      { id: there.from, x: left, y: top, ...card },
      { id: there.to, x: right, y: top, ...card },
    ],
    lines: [
      line(drawing, there, { d: over, at: { x: middle, y: up }, room: b - a - 40, step: 1 }),
      line(drawing, back, { d: under, at: { x: middle, y: down }, room: b - a - 40, step: 2 }),
    ],
    more: 0,
  };
}

function downwards(drawing: Drawing, way: readonly Id[], steps: readonly Step[], closed: boolean): FindingPicture {
  const all = closed ? way.slice(0, -1) : way;
  const shown = all.slice(0, mostSteps);
  const whole = shown.length === all.length;
  const [x, h, gap] = [closed ? 20 : 12, 34, 30];
  const w = 150;
  const y = (i: number) => 8 + i * (h + gap);
  const cards = shown.map((id, i) => ({ id, x, y: y(i), w, h }));
  const middle = x + 28;
  const lines = steps.slice(0, shown.length - 1).map((step, i) =>
    line(drawing, step, { d: `M${middle} ${y(i) + h} V${y(i + 1) - 2}`, at: { x: middle + 14, y: y(i) + h + gap / 2 }, room: width - middle - (closed ? 90 : 24), step: i + 1 }),
  );
  const last = steps.at(-1);
  if (closed && whole && last) {
    const [from, to, out, r] = [y(shown.length - 1) + h / 2, y(0) + h / 2, width - 40, 9];
    const d = `M${x + w} ${from} H${out - r} Q${out} ${from} ${out} ${from - r} V${to + r} Q${out} ${to} ${out - r} ${to} H${x + w + 2}`;
    lines.push(line(drawing, last, { d, at: { x: x + w + 12, y: from + 16 }, room: width - x - w - 16, step: steps.length }));
  }
  const bottom = y(shown.length - 1) + h + (closed && whole ? 26 : 8);
  return { w: width, h: bottom, cards, lines, more: all.length - shown.length };
}

/** Who does it on the left, to whom on the right; without evidence only what it is about. */
function sides(drawing: Drawing, finding: Finding): FindingPicture {
  const steps: Step[] = [];
  for (const evidence of finding.evidence) {
    const from = carrier(drawing, evidence.from);
    const to = evidence.kind === "read" || evidence.kind === "write" || carrier(drawing, evidence.to) === from ? evidence.to : carrier(drawing, evidence.to);
    const known = steps.find((step) => step.from === from && step.to === to);
    if (known) known.others += 1;
    else steps.push({ from, to, evidence, others: 0 });
  }
  const h = 36;
  const pitch = 46;
  const { w } = card;
  const [x1, x2] = [8, width - 8 - w];
  if (steps.length === 0) {
    const about = [...new Set([...finding.subjects, ...finding.marks])].filter((id) => drawing.get(id) && drawing.get(id)?.kind !== "connection");
    const shown = about.slice(0, mostSides);
    const cards = shown.map((id, i) => ({ id, x: x1, y: 8 + i * pitch, w: width - 16, h }));
    return { w: width, h: shown.length === 0 ? 0 : 6 + shown.length * pitch, cards, lines: [], more: about.length - shown.length };
  }
  const lefts = [...new Set(steps.map(({ from }) => from))];
  const rights = [...new Set(steps.map(({ to }) => to))];
  const [left, right] = [lefts.slice(0, mostSides), rights.slice(0, mostSides)];
  const rows = Math.max(left.length, right.length);
  const place = (list: readonly Id[], i: number) => 8 + ((rows - list.length) * pitch) / 2 + i * pitch;
  const cards = [
    ...left.map((id, i) => ({ id, x: x1, y: place(left, i), w, h })),
    ...right.map((id, i) => ({ id, x: x2, y: place(right, i), w, h })),
  ];
  const shown = steps.filter(({ from, to }) => left.includes(from) && right.includes(to));
  const lines = shown.map((step) => {
    const from = place(left, left.indexOf(step.from)) + h / 2;
    const to = place(right, right.indexOf(step.to)) + h / 2;
    const [a, b] = [x1 + w, x2];
    const bend = (a + b) / 2;
    const d = from === to ? `M${a} ${from} H${b - 2}` : `M${a} ${from} C${bend} ${from} ${bend} ${to} ${b - 2} ${to}`;
    // On so short a line words would hide it and its arrow.
    const y = from === to ? from - 11 : (from + to) / 2;
    return line(drawing, step, { d, at: { x: bend, y }, room: b - a - 8, step: null });
  });
  // Between crowded cards words would lie on each other.
  const bare = rows > 3 ? lines.map((one) => ({ ...one, label: "" })) : lines;
  return { w: width, h: 6 + rows * pitch, cards, lines: bare, more: steps.length - shown.length };
}
