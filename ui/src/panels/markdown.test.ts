import { expect, test } from "vitest";
import { blocksOf } from "./markdown";

test("headings, paragraphs, lists and code are told apart", () => {
  const page = "# cycle-sync\n\nTwo services\ncall `each` other.\n\n- **first**\n- second\n  goes on\n\n```kdl\nservice a\n```\n";
  expect(blocksOf(page)).toEqual([
    { is: "heading", level: 1, text: "cycle-sync" },
    { is: "paragraph", spans: [{ text: "Two services call " }, { text: "each", code: true }, { text: " other." }] },
    { is: "list", items: [[{ text: "first", strong: true }], [{ text: "second goes on" }]] },
    { is: "code", text: "service a" },
  ]);
});

test("what looks like HTML stays text", () => {
  expect(blocksOf("<b>x</b>")).toEqual([{ is: "paragraph", spans: [{ text: "<b>x</b>" }] }]);
});
