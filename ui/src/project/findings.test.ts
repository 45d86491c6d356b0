// What stays of findings when the rules are asked again.

import { expect, test } from "vitest";
import { connection, drawn, finding, judged, placement, service, shop } from "./design.fixture";
import { onlyMoved } from "./drawing";
import { concerning, followed, marked } from "./findings";

test("findings that say the same stay the same objects, and where all do so do their signs", () => {
  const before = judged(finding("cycle-sync", { marks: ["a"] }), finding("data-shared", { marks: ["b"] }));
  const again = followed(before, judged(finding("cycle-sync", { marks: ["a"] }), finding("data-shared", { marks: ["b"] })));
  expect(again).not.toBe(before);
  expect(again.findings).toBe(before.findings);
  expect(marked(again)).toBe(marked(before));
  expect(concerning(again)).toBe(concerning(before));

  const changed = followed(before, judged(finding("cycle-sync", { marks: ["a"] }), finding("data-shared", { marks: ["c"] })));
  expect(changed.findings[0]).toBe(before.findings[0]);
  expect(changed.findings[1]?.marks).toEqual(["c"]);
  expect([...marked(changed).keys()]).toEqual(["a", "c"]);

  const fewer = followed(before, judged(finding("data-shared", { marks: ["b"] })));
  expect(fewer.findings).toEqual([before.findings[1]]);
});

test("what was only placed elsewhere says nothing else", () => {
  const drawing = drawn(...shop());
  const moved = drawing.after([{ before: placement("service:orders", 100, 100), after: placement("service:orders", 300, 100) }]);
  expect(onlyMoved(moved, drawing)).toBe(true);
  const joined = moved.after([{ before: null, after: connection("depend", "service:orders", "service:inventory") }]);
  expect(onlyMoved(joined, moved)).toBe(false);
  expect(onlyMoved(joined, drawn(service("orders")))).toBe(false);
});
