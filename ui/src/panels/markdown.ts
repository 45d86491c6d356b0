// As much of Markdown as the pages of rules use, as plain values: nothing in a page is ever taken for HTML.

export interface Span {
  text: string;
  code?: boolean;
  strong?: boolean;
}

export type Block =
  | { is: "heading"; level: number; text: string }
  | { is: "paragraph"; spans: Span[] }
  | { is: "list"; items: Span[][] }
  | { is: "code"; text: string };

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split(/\r?\n/);
  let paragraph: string[] = [];
  let items: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ is: "paragraph", spans: spansOf(paragraph.join(" ")) });
    if (items.length > 0) blocks.push({ is: "list", items: items.map(spansOf) });
    paragraph = [];
    items = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
    if (line.startsWith("```")) {
      flush();
      const end = lines.findIndex((other, at) => at > i && other.startsWith("```"));
      const last = end < 0 ? lines.length : end;
      blocks.push({ is: "code", text: lines.slice(i + 1, last).join("\n") });
      i = last;
    } else if (heading) {
      flush();
      blocks.push({ is: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" });
    } else if (item) {
      if (paragraph.length > 0) flush();
      items.push(item[1] ?? "");
    } else if (line.trim() === "") flush();
    else if (items.length > 0) items.push(`${items.pop() ?? ""} ${line.trim()}`);
    else paragraph.push(line.trim());
  }
  flush();
  return blocks;
}

function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let rest = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\([^)]*\)/g)) {
    if (match.index > rest) spans.push({ text: text.slice(rest, match.index) });
    if (match[1] !== undefined) spans.push({ text: match[1], code: true });
    else if (match[2] !== undefined) spans.push({ text: match[2], strong: true });
    else spans.push({ text: match[3] ?? "" });
    rest = match.index + match[0].length;
  }
  if (rest < text.length) spans.push({ text: text.slice(rest) });
  return spans;
}
