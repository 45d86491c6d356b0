import { expect, test } from "vitest";
import { api, drawn, operation, service } from "../../project/design.fixture";
import type { Record as Entry } from "../../wire";
import { barOf, chainText, linksOf } from "./chains";

const drawing = drawn(...["a", "b"].flatMap((name): Entry[] => [service(name), api(name), operation(name, "go"), operation(name, "on")]));
const chain = (steps: string[], time: number | null = null, budget: number | null = null) => ({ steps, connections: [], hops: steps.length - 1, time, budget });

test("operations that follow each other in one service are one link; a circle comes back", () => {
  expect(chainText(linksOf(drawing, chain(["operation:a.go", "operation:a.on", "operation:b.go", "operation:a.go"])))).toBe("a → b → a");
});

test("what is gone since is left out", () => {
  expect(chainText(linksOf(drawing, chain(["operation:a.go", "external:gone"])))).toBe("a");
});

test("a bar is as long as its share of the longest, and warns of what was promised", () => {
  expect(barOf(chain([], 500, 2000), 1000)).toEqual({ time: 500, share: 0.5, tone: null });
  expect(barOf(chain([], 950, 1000), 1000)?.tone).toBe("warning");
  expect(barOf(chain([], 1000, 1000), 1000)?.tone).toBe("error");
  expect(barOf(chain([], 950, null), 1000)?.tone).toBeNull();
  expect(barOf(chain([]), 1000)).toBeNull();
});
