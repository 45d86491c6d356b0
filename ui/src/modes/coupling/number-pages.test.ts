import { expect, test } from "vitest";
import { inBrief, keyOf, pagesByKey } from "./number-pages";

const page = { key: "used-by", name: "Used by (Ca)", definition: "Services that depend on it.", convention: "Each counts once.", band: "at most 6", source: "Martin 1994" };

test("a number is told in brief, with what there is of it", () => {
  const pages = pagesByKey([page, { ...page, key: "events", convention: "", band: "" }]);
  expect(inBrief(pages.get(keyOf("used_by")))).toBe("Services that depend on it. Each counts once. Usual: at most 6.");
  expect(inBrief(pages.get("events"))).toBe("Services that depend on it.");
  expect(inBrief(pages.get("gone"))).toBe("");
});
