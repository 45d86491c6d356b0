import { expect, test } from "vitest";
import type { SheetConnection } from "../canvas/sheet";
import { dice } from "./edits.fixture";
import { Legend } from "./legend";

test("what is counted on is what one counts anew", () => {
  const pick = dice(2);
  const line = (n: number): SheetConnection => ({ id: `${n}`, kind: pick(["call", "use", "publish", "subscribe", "read", "write", "depend"]), from: "a", to: "b" });
  const legend = new Legend();
  let lines: SheetConnection[] = Array.from({ length: 20 }, (_, n) => line(n));
  for (let n = 20; n < 200; n += 1) {
    lines = [...lines.filter(() => pick([true, true, true, true, false])), line(n), line(n + 1000)];
    const kinds = lines.map(({ kind }) => kind);
    const many = (...of: string[]) => kinds.filter((kind) => of.includes(kind)).length;
    expect(legend.of(lines)).toEqual({ calls: many("call", "use"), events: many("publish", "subscribe"), data: many("read", "write") });
  }
});
