// The small picture of a fix: what connects the services it is about once it is done, and what is new of that.

import { onlyReordered } from "../../project/ahead";
import { idOf } from "../../project/apply-change";
import type { Drawing } from "../../project/drawing";
import type { Change, Connection, Finding, Id } from "../../wire";
import { type FindingPicture, labelOf, type PictureCard, type PictureLine } from "./finding-picture";

export interface FixLine extends PictureLine {
  fresh: boolean;
}

export interface FixPicture extends Omit<FindingPicture, "lines"> {
  lines: readonly FixLine[];
  /** Cards that come with it. */
  fresh: ReadonlySet<Id>;
}

const width = 308;
const most = 4;

interface Tie {
  from: Id;
  to: Id;
  kind: PictureLine["kind"];
  label: string;
  fresh: boolean;
}

/** The service, or what stands alone. */
const carrier = (drawing: Drawing, id: Id): Id => {
  const service = drawing.serviceOf(id);
  return service ? idOf(service) : id;
};

/** From whom to whom it goes: an event goes from who publishes it to who hears it. */
function tiesOf(drawing: Drawing, connection: Connection, fresh: boolean): Tie[] {
  const from = carrier(drawing, connection.from);
  const { label } = labelOf(drawing, { from: connection.from, to: connection.to, kind: connection.kind, connection: null });
  if (connection.kind === "subscribe") {
    const home = carrier(drawing, connection.to);
    const owners = home !== connection.to ? [home] : drawing.incoming(connection.to).filter(({ kind }) => kind === "publish").map((c) => carrier(drawing, c.from));
    return [...new Set(owners)].filter((owner) => owner !== from).map((owner) => ({ from: owner, to: from, kind: "event" as const, label, fresh }));
  }
  const to = carrier(drawing, connection.to);
  if (from === to || connection.kind === "publish") return [];
  const kind = connection.kind === "read" || connection.kind === "write" ? "data" : "call";
  return [{ from, to, kind, label, fresh }];
}

export function fixPictureOf(before: Drawing, after: Drawing, change: Change, finding: Finding): FixPicture {
  const born = new Set(change.flatMap(({ before: was, after: is }) => (was === null && is !== null ? [idOf(is)] : [])));
  const changed = new Set(change.flatMap(({ before: was, after: is }) => (is?.kind === "connection" && !onlyReordered(was, is) ? [idOf(is)] : [])));
  const about = new Set([...finding.subjects, ...finding.path, ...finding.evidence.flatMap(({ from, to }) => [from, to])].map((id) => carrier(after, id)).filter((id) => after.get(id)?.kind === "service"));
  const ties = after.of("connection").flatMap(({ value }) => tiesOf(after, value, changed.has(value.head.id) || born.has(value.to)));
  const wanted = ties.filter(({ from, to, fresh }) => fresh || (about.has(from) && about.has(to)));
  wanted.sort((a, b) => Number(b.fresh) - Number(a.fresh));
  const seen = new Map<string, Tie>();
  for (const tie of wanted) if (!seen.has(`${tie.from} ${tie.to} ${tie.kind}`)) seen.set(`${tie.from} ${tie.to} ${tie.kind}`, tie);
  const all = [...seen.values()];
  const ids = [...new Set([...[...about], ...all.flatMap(({ from, to }) => [from, to])])].filter((id) => after.get(id));
  const shown = ids.slice(0, most);
  const cards = placed(shown, all);
  const at = new Map(cards.map((card) => [card.id, card]));
  const lines = linesBetween(all.filter(({ from, to }) => at.has(from) && at.has(to)), at);
  const h = Math.max(0, ...cards.map((card) => card.y + card.h)) + (cards.length > 0 ? 14 : 0);
  const fresh = new Set(shown.filter((id) => !before.get(id)));
  return { w: width, h, cards, lines, more: ids.length - shown.length, fresh };
}

/** Two stand side by side; of more, who begins a line stands left and who only ends one right. */
function placed(ids: readonly Id[], ties: readonly Tie[]): PictureCard[] {
  const [w, h, pitch] = [104, 36, 52];
  const left = ids.length <= 2 ? ids.slice(0, 1) : ids.filter((id) => ties.some(({ from }) => from === id));
  const first = left.length === 0 || left.length === ids.length ? ids.slice(0, Math.ceil(ids.length / 2)) : left;
  const second = ids.filter((id) => !first.includes(id));
  const rows = Math.max(first.length, second.length);
  const column = (list: readonly Id[], x: number) => list.map((id, i) => ({ id, x, y: 16 + ((rows - list.length) * pitch) / 2 + i * pitch, w, h }));
  return [...column(first, 0), ...column(second, width - w)];
}

function linesBetween(ties: readonly Tie[], at: ReadonlyMap<Id, PictureCard>): FixLine[] {
  const used = new Map<string, number>();
  return ties.map((tie) => {
    const [a, b] = [at.get(tie.from)!, at.get(tie.to)!];
    const pair = [tie.from, tie.to].toSorted().join(" ");
    const nth = used.get(pair) ?? 0;
    used.set(pair, nth + 1);
    const of = ties.filter(({ from, to }) => [from, to].toSorted().join(" ") === pair).length;
    const shift = (nth - (of - 1) / 2) * 16;
    const forward = a.x < b.x;
    const same = a.x === b.x;
    const [x1, x2] = same ? [a.x + a.w / 2, b.x + b.w / 2] : forward ? [a.x + a.w, b.x - 2] : [a.x, b.x + b.w + 2];
    const [y1, y2] = same ? (a.y < b.y ? [a.y + a.h, b.y - 2] : [a.y, b.y + b.h + 2]) : [a.y + a.h / 2 + shift, b.y + b.h / 2 + shift];
    // Above the upper line, below the lower one.
    const away = of > 1 && nth > 0 ? 9 : -9;
    return { d: `M${x1} ${y1} L${x2} ${y2}`, kind: tie.kind, step: null, label: tie.label, at: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + away }, room: Math.abs(x2 - x1) - 12, code: false, fresh: tie.fresh };
  });
}
