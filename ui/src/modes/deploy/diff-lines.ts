// A difference as it is shown: changed lines with three lines around them, and how many are left out between.

import type { DiffLine } from "../../wire";

export type ShownLine = { is: "line"; line: DiffLine } | { is: "gap"; from: number; count: number };

const around = 3;

export function shownLines(lines: readonly DiffLine[], opened: ReadonlySet<number>): ShownLine[] {
  const near = new Array<boolean>(lines.length).fill(false);
  lines.forEach((line, i) => {
    if (line.change === "same") return;
    for (let at = Math.max(0, i - around); at <= Math.min(lines.length - 1, i + around); at++) near[at] = true;
  });
  const shown: ShownLine[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    if (!line) break;
    let end = i;
    while (end < lines.length && !near[end]) end += 1;
    if (end - i > 1 && !opened.has(i)) shown.push({ is: "gap", from: i, count: end - i });
    else for (const hidden of lines.slice(i, Math.max(end, i + 1))) shown.push({ is: "line", line: hidden });
    i = Math.max(end, i + 1);
  }
  return shown;
}
