import { expect, test } from "vitest";
import { Announcer } from "./announcer.svelte";

/** An announcer whose moment ends when it is told to. */
function held() {
  const runs: (() => void)[] = [];
  const announcer = new Announcer((run) => runs.push(run));
  return { announcer, pass: () => runs.splice(0).forEach((run) => run()) };
}

test("what happens in one moment is said together, each once", () => {
  const { announcer, pass } = held();
  announcer.say("Moved to Fulfilment");
  announcer.say("2 new problems");
  announcer.say("2 new problems");
  expect(announcer.polite).toBe("");
  pass();
  expect(announcer.polite).toBe("Moved to Fulfilment. 2 new problems");
  announcer.say("Saved");
  pass();
  expect(announcer.polite).toBe("Saved");
});

test("the same words again are another text, so that they are spoken again", () => {
  const { announcer, pass } = held();
  announcer.say("No problems");
  pass();
  const first = announcer.polite;
  announcer.say("No problems");
  pass();
  expect(announcer.polite).not.toBe(first);
  expect(announcer.polite.trim()).toBe("No problems");
});

test("what stops work is said at once", () => {
  const { announcer } = held();
  announcer.warn("orders is taken");
  expect(announcer.assertive).toBe("orders is taken");
  expect(announcer.polite).toBe("");
});
