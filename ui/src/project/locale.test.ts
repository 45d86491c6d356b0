import { expect, test } from "vitest";
import { date, day, english, languageOf, plain, writer } from "./locale";

test("the decimal sign is the system's, thousands are apart by a thin space", () => {
  expect(writer("en-US", 2)(1184.5)).toBe("1\u202f184.5");
  expect(writer("de-DE", 2)(1184.5)).toBe("1\u202f184,5");
  expect(writer("ar-EG", 2)(1184.5)).toMatch(/^1\u202f184.5$/);
  expect(writer("en-GB", 2, 2)(1)).toBe("1.00");
});

test("dates have English months in the order of the region", () => {
  const at = new Date(2027, 0, 31);
  expect(day(at, true, english("de-DE"))).toBe("31 January 2027");
  expect(day(at, true, english("en-US"))).toBe("January 31, 2027");
  expect(day(at, false, english("fr"))).toBe("31 January");
  expect(date(at, english("de-DE"))).toBe("31 Jan 2027");
  expect(date(at, english("en-US"))).toBe("Jan 31, 2027");
});

test("without Intl numbers are written as in English", () => {
  for (const n of [0, 0.5, 12, 999, 1000, 1184.5, 1234567.25, -4200.125]) expect(plain(n, 8, 0)).toBe(writer("en-GB", 8)(n));
  expect(plain(1, 2, 2)).toBe("1.00");
  expect(plain(-0.001, 2, 0)).toBe("0");
});

test("a system without a language is taken for English", () => {
  for (const said of ["C", "", "en_US.UTF-8", undefined]) expect(languageOf(said)).toBe("en-GB");
  expect(languageOf("de-DE")).toBe("de-DE");
});
