// Predictions as figures and words.

import { expect, test } from "vitest";
import type { Prediction, Predictions } from "../wire";
import { figures, remarks, spokenChanges } from "./predictions";

const prediction = (crossing: number, chain: number, availability: number | null, latency: number | null): Prediction => ({
  processes: 2,
  crossing_calls: crossing,
  crossing_events: 0,
  crossing_rate: null,
  longest_chain: chain,
  availability,
  latency_ms: latency,
  single_points: [{ process: "door", own: 1, takes_down: 5 }],
});

const found = (then: Prediction | null): Predictions => ({
  entry: "operation:orders.place",
  entry_name: "orders.place",
  assumed: { hop_ms: 2, work_ms: 5, external_ms: 100, availability: 0.9995 },
  now: prediction(3, 2, 0.9985, 51.6),
  then,
  together: prediction(0, 0, 0.9995, 38),
  apart: prediction(5, 2, 0.9975, 74),
  notes: [],
});

test("figures stand between their two ends", () => {
  const [crossing, chain, availability, latency] = figures(found(null));
  expect([crossing?.now, crossing?.then, crossing?.at, crossing?.to]).toEqual(["3", null, 0.6, null]);
  expect([chain?.at, chain?.unit]).toEqual([1, "hops"]);
  expect([availability?.label, availability?.now, availability?.apart]).toEqual(["Availability of orders.place", "99.85 %", "99.75 %"]);
  expect(latency?.now).toBe("52 ms");
});

test("what a move makes better or worse is told, what stays is not", () => {
  const moved = found(prediction(1, 2, 0.99, 43));
  const [crossing, chain, availability, latency] = figures(moved);
  expect([crossing?.then, crossing?.better, crossing?.to]).toEqual(["1", true, 0.2]);
  expect([chain?.then, chain?.better]).toEqual([null, null]);
  expect([availability?.then, availability?.better, availability?.to]).toEqual(["99.00 %", false, 1]);
  expect(latency?.better).toBe(true);
  expect(spokenChanges(moved)).toBe("Cross-process calls 3 to 1. Availability of orders.place 99.85 % to 99.00 %. Estimated latency 52 ms to 43 ms");
  expect(spokenChanges(found(prediction(3, 2, 0.9985, 52)))).toBe("No prediction changes");
});

test("a design without an entry has no time and no availability", () => {
  const none = { ...found(null), entry: null, entry_name: null, now: prediction(0, 0, null, null) };
  expect(figures(none).map((figure) => figure.now)).toEqual(["0", "0", "–", "–"]);
  expect(figures(none)[2]?.label).toBe("Availability");
});

test("the worst single point is remarked while nothing moves", () => {
  expect(remarks(found(null))).toEqual(["door runs once: when it is down, 4 other services that calls reach only through it are cut off."]);
  const worst = (own: number, takes_down: number) => {
    const now = { ...prediction(0, 0, null, null), single_points: [{ process: "app", own, takes_down }] };
    return remarks({ ...found(null), now })[0];
  };
  expect(worst(7, 8)).toBe("app runs once: when it is down, its 7 services are gone, and 1 other that calls reach only through it is cut off.");
  expect(worst(7, 7)).toBe("app runs once: when it is down, its 7 services are gone.");
  expect(remarks(found(prediction(1, 1, null, null)))).toEqual([]);
});
