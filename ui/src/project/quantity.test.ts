import { expect, test } from "vitest";
import { duration, parseDuration, parsePercent, percent, seconds } from "./quantity";

test("times are read as they are written", () => {
  for (const [ms, text] of [[500, "500 ms"], [2000, "2 s"], [1500, "1.5 s"], [60_000, "1 min"], [1120, "1\u202f120 ms"]] as const) {
    expect(duration(ms)).toBe(text);
    expect(parseDuration(text)).toBe(ms);
  }
  expect(parseDuration("2s")).toBe(2000);
  expect(parseDuration("250")).toBe(250);
  expect(parseDuration("1,5 s")).toBe(1500);
  for (const bad of ["", "soon", "2 x", "-1 s", "99999999 h"]) expect(parseDuration(bad), bad).toBeNull();
});

test("shares are read as they are written", () => {
  expect(percent(0.999)).toBe("99.9 %");
  expect(parsePercent("99.9 %")).toBe(0.999);
  expect(parsePercent("100")).toBe(1);
  for (const bad of ["", "101", "-1", "most"]) expect(parsePercent(bad), bad).toBeNull();
});

test("times above each other are all in seconds", () => {
  expect([1900, 500, 2000, 100].map(seconds)).toEqual(["1.9 s", "0.5 s", "2.0 s", "0.1 s"]);
  expect([40, 0].map(seconds)).toEqual(["40 ms", "0.0 s"]);
});
