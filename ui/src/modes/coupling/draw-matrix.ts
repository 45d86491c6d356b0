// Draws what can be seen of the matrix with the 2D context it is given: marks by shape, blocks, the cross, the names.

import type { Theme } from "../../canvas/theme";
import type { CellKind } from "../../wire";
import { inView, type MatrixSize } from "./matrix-layout";
import type { Matrix, MatrixBlock, MatrixMark } from "./matrix";

export interface MatrixLook {
  theme: Theme;
  size: MatrixSize;
  scroll: { x: number; y: number };
  /** Under the pointer. */
  hover: { row: number; column: number } | null;
  /** Where the keyboard is; null while it is elsewhere. */
  cursor: { row: number; column: number } | null;
  /** The place of what is selected; −1 where nothing is. */
  selected: number;
}

export function drawMatrix(ctx: CanvasRenderingContext2D, matrix: Matrix, look: MatrixLook): void {
  const { size, theme } = look;
  ctx.clearRect(0, 0, size.left + size.width + 2, size.top + size.height + 2);
  ctx.save();
  ctx.beginPath();
  ctx.rect(size.left, size.top, size.width, size.height);
  ctx.clip();
  ctx.translate(size.left - look.scroll.x, size.top - look.scroll.y);
  drawCells(ctx, matrix, look);
  ctx.restore();
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  ctx.strokeRect(size.left - 0.5, size.top - 0.5, size.width + 1, size.height + 1);
  drawRowHeads(ctx, matrix, look);
  drawColumnHeads(ctx, matrix, look);
}

function drawCells(ctx: CanvasRenderingContext2D, matrix: Matrix, look: MatrixLook): void {
  const { size, theme, scroll, hover, cursor, selected } = look;
  const { cell } = size;
  const n = matrix.items.length;
  const rows = inView(n, cell, scroll.y, size.height);
  const columns = inView(n, cell, scroll.x, size.width);
  const area = { x: columns.from * cell, y: rows.from * cell, w: (columns.to - columns.from) * cell, h: (rows.to - rows.from) * cell };
  ctx.fillStyle = theme.surface;
  ctx.fillRect(area.x, area.y, area.w, area.h);
  for (const block of matrix.blocks) fillBlock(ctx, block, look);
  const cross = (at: number, colour: string) => {
    ctx.fillStyle = colour;
    if (at >= rows.from && at < rows.to) ctx.fillRect(area.x, at * cell, area.w, Math.max(1, cell));
    if (at >= columns.from && at < columns.to) ctx.fillRect(at * cell, area.y, Math.max(1, cell), area.h);
  };
  if (selected >= 0) cross(selected, theme.accentSoft);
  if (hover) {
    ctx.fillStyle = theme.hover;
    ctx.fillRect(area.x, hover.row * cell, area.w, cell);
    ctx.fillRect(hover.column * cell, area.y, cell, area.h);
  }
  ctx.fillStyle = theme.sunken;
  for (let i = Math.max(rows.from, columns.from); i < Math.min(rows.to, columns.to); i += 1) ctx.fillRect(i * cell, i * cell, cell, cell);
  if (cell >= 8) grid(ctx, look, rows, columns);
  for (let row = rows.from; row < rows.to; row += 1) {
    for (let i = matrix.starts[row] ?? 0; i < (matrix.starts[row + 1] ?? 0); i += 1) {
      const mark = matrix.marks[i]!;
      if (mark.column >= columns.from && mark.column < columns.to) drawMark(ctx, mark, cell, theme);
    }
  }
  for (const block of matrix.blocks) frameBlock(ctx, block, look);
  if (cursor) {
    ctx.strokeStyle = theme.accent;
    ctx.lineWidth = 2;
    const w = Math.max(6, cell);
    ctx.strokeRect(cursor.column * cell + (cell - w) / 2 + 1, cursor.row * cell + (cell - w) / 2 + 1, w - 2, w - 2);
  }
}

function grid(ctx: CanvasRenderingContext2D, { size: { cell }, theme }: MatrixLook, rows: { from: number; to: number }, columns: { from: number; to: number }): void {
  ctx.strokeStyle = theme.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let r = rows.from + 1; r < rows.to; r += 1) {
    ctx.moveTo(columns.from * cell, r * cell + 0.5);
    ctx.lineTo(columns.to * cell, r * cell + 0.5);
  }
  for (let c = columns.from + 1; c < columns.to; c += 1) {
    ctx.moveTo(c * cell + 0.5, rows.from * cell);
    ctx.lineTo(c * cell + 0.5, rows.to * cell);
  }
  ctx.stroke();
}

function fillBlock(ctx: CanvasRenderingContext2D, { start, length, tangle, hue }: MatrixBlock, { size: { cell }, theme }: MatrixLook): void {
  ctx.fillStyle = tangle ? theme.error.soft : hue === null ? theme.sunken : (theme.hues[hue]?.soft ?? theme.sunken);
  ctx.fillRect(start * cell, start * cell, length * cell, length * cell);
}

function frameBlock(ctx: CanvasRenderingContext2D, { start, length, tangle, hue }: MatrixBlock, { size: { cell }, theme }: MatrixLook): void {
  ctx.strokeStyle = tangle ? theme.error.ink : hue === null ? theme.line3 : (theme.hues[hue]?.line ?? theme.line3);
  ctx.lineWidth = tangle ? 2 : 1;
  ctx.beginPath();
  ctx.roundRect(start * cell, start * cell, length * cell, length * cell, Math.min(3, cell / 4));
  ctx.stroke();
}

export function colourOf(kind: CellKind, standing: MatrixMark["standing"], theme: Theme): string {
  if (standing === "error") return theme.error.ink;
  if (standing === "warning") return theme.warning.ink;
  return kind === "event" ? theme.event : kind === "data" ? theme.data : kind === "depend" ? theme.ink3 : theme.call;
}

/** Where the marks of one cell stand, from its middle in shares of a cell. */
const spread: readonly (readonly (readonly [number, number])[])[] = [[], [[0, 0]], [[-0.22, 0], [0.22, 0]], [[-0.22, 0.2], [0.22, 0.2], [0, -0.2]], [[-0.22, -0.22], [0.22, -0.22], [-0.22, 0.22], [0.22, 0.22]]];

function drawMark(ctx: CanvasRenderingContext2D, { row, column, kinds, standing }: MatrixMark, cell: number, theme: Theme): void {
  const [first] = kinds;
  if (!first) return;
  if (cell < 8) {
    ctx.fillStyle = colourOf(first, standing, theme);
    // What is single px would hardly be seen.
    const w = Math.max(cell < 3 ? 2 : 1, cell - 1);
    ctx.fillRect(column * cell, row * cell, w, w);
    return;
  }
  const radius = Math.min(5, cell * (kinds.length > 1 ? 0.15 : 0.24));
  kinds.forEach((kind, i) => {
    const [dx, dy] = spread[Math.min(kinds.length, 4)]?.[i] ?? [0, 0];
    shape(ctx, kind, (column + 0.5 + dx) * cell, (row + 0.5 + dy) * cell, radius, colourOf(kind, standing, theme));
  });
}

/** A dot, a diamond, a square, a ring: the shape says what it is without its colour. */
export function shape(ctx: CanvasRenderingContext2D, kind: CellKind, x: number, y: number, r: number, colour: string): void {
  ctx.beginPath();
  if (kind === "data") ctx.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
  else if (kind === "event") {
    ctx.moveTo(x, y - r * 1.25);
    ctx.lineTo(x + r * 1.25, y);
    ctx.lineTo(x, y + r * 1.25);
    ctx.lineTo(x - r * 1.25, y);
    ctx.closePath();
  } else ctx.arc(x, y, kind === "depend" ? r * 0.85 : r, 0, Math.PI * 2);
  if (kind === "event" || kind === "depend") {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.6;
    ctx.stroke();
  } else {
    ctx.fillStyle = colour;
    ctx.fill();
  }
}

function drawRowHeads(ctx: CanvasRenderingContext2D, matrix: Matrix, { size, theme, scroll, selected, hover }: MatrixLook): void {
  const { cell } = size;
  const rows = inView(matrix.items.length, cell, scroll.y, size.height);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, size.top, size.left, size.height);
  ctx.clip();
  ctx.translate(0, size.top - scroll.y);
  ctx.textBaseline = "middle";
  for (let i = rows.from; i < rows.to; i += 1) {
    const item = matrix.items[i]!;
    const y = (i + 0.5) * cell;
    ctx.fillStyle = item.hue === null ? theme.line3 : (theme.hues[item.hue]?.text ?? theme.line3);
    if (cell < 12) {
      // Too small for words: the colours of the domains, as blocks.
      ctx.fillRect(size.left - 9, i * cell, 6, Math.max(1, cell));
      continue;
    }
    ctx.beginPath();
    ctx.roundRect(0, y - 4, 8, 8, 2);
    ctx.fill();
    const chosen = i === selected;
    const font = cell < 20 ? 10.5 : 12;
    ctx.font = `400 ${font - 0.5}px ${theme.sans}`;
    ctx.fillStyle = theme.ink2;
    ctx.textAlign = "left";
    const number = String(i + 1);
    ctx.fillText(number, 13, y + 0.5);
    ctx.font = `${chosen ? 600 : 400} ${font}px ${theme.sans}`;
    ctx.fillStyle = chosen || hover?.row === i ? theme.ink : theme.ink;
    ctx.textAlign = "right";
    ctx.fillText(cut(ctx, item.name, size.left - 26 - number.length * 7), size.left - 12, y + 0.5);
  }
  ctx.restore();
}

function drawColumnHeads(ctx: CanvasRenderingContext2D, matrix: Matrix, { size, theme, scroll, selected, hover }: MatrixLook): void {
  const { cell } = size;
  const columns = inView(matrix.items.length, cell, scroll.x, size.width);
  ctx.save();
  ctx.beginPath();
  ctx.rect(size.left, 0, size.width, size.top);
  ctx.clip();
  ctx.translate(size.left - scroll.x, 0);
  for (let i = columns.from; i < columns.to; i += 1) {
    const item = matrix.items[i]!;
    if (cell < 12) {
      ctx.fillStyle = item.hue === null ? theme.line3 : (theme.hues[item.hue]?.text ?? theme.line3);
      ctx.fillRect(i * cell, size.top - 9, Math.max(1, cell), 6);
      continue;
    }
    ctx.fillStyle = i === selected || i === hover?.column ? theme.ink : theme.ink2;
    ctx.font = `${i === selected ? 600 : 400} ${size.turned ? 10.5 : 12}px ${theme.sans}`;
    ctx.textBaseline = "middle";
    ctx.save();
    ctx.translate((i + 0.5) * cell, size.turned ? size.top - 5 : size.top - 13);
    if (size.turned) ctx.rotate(-Math.PI / 2);
    ctx.textAlign = size.turned ? "left" : "center";
    ctx.fillText(String(i + 1), 0, 0.5);
    ctx.restore();
  }
  ctx.restore();
}

/** A name as far as there is room; of a very long one only the beginning is measured. */
export function cut(ctx: Pick<CanvasRenderingContext2D, "measureText">, text: string, room: number): string {
  const start = text.slice(0, 80).replace(/\s+/g, " ");
  if (start.length === text.length && ctx.measureText(start).width <= room) return start;
  let length = start.length;
  while (length > 1 && ctx.measureText(`${start.slice(0, length)}…`).width > room) length -= 1;
  return `${start.slice(0, length)}…`;
}
