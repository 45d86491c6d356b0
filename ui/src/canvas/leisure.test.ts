// Work waits while something moves, and goes on in slices afterwards.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Leisure } from "./leisure";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("it works in slices until nothing is left", () => {
  let left = 3;
  const leisure = new Leisure(() => (left -= 1) > 0);
  leisure.request();
  leisure.request();
  vi.runAllTimers();
  expect(left).toBe(0);
});

test("while something moves it does nothing", () => {
  let done = 0;
  const leisure = new Leisure(() => (done += 1) < 5);
  leisure.request();
  for (let frame = 0; frame < 30; frame += 1) {
    leisure.moved();
    vi.advanceTimersByTime(16);
  }
  expect(done).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(done).toBe(5);
});

test("stopped it never works again", () => {
  let done = 0;
  const leisure = new Leisure(() => (done += 1) < 5);
  leisure.request();
  leisure.stop();
  vi.runAllTimers();
  expect(done).toBe(0);
});
