import { expect, test } from "vitest";
import { drawn, finding, service } from "../../project/design.fixture";
import { dayOf, missingOf, ownersOf, waiverFor } from "./waive";

const said = { reason: "Client release frozen", owner: "Priya", expires: "2027-01-31", adr: "" };

test("a reason, an owner and a day in the future are needed", () => {
  expect(missingOf(said, "2026-11-26")).toBeNull();
  expect(missingOf({ ...said, reason: "  " }, "2026-11-26")).toContain("reason");
  expect(missingOf({ ...said, owner: "" }, "2026-11-26")).toContain("answers");
  expect(missingOf({ ...said, expires: "2027-13-41" }, "2026-11-26")).toContain("day");
  expect(missingOf(said, "2027-01-31")).toContain("future");
});

test("a waiver names one finding, when it was given, and how much there was to see", () => {
  const one = finding("cycle-sync", { fingerprint: "abc", evidence: [{ from: "a", to: "b", kind: "call", connection: null }] });
  const command = waiverFor(one, { ...said, adr: " ADR-21 " }, "2026-11-26");
  if (command.kind !== "add") throw new Error("not an add");
  expect(command.of.draft.fields).toEqual({ rule: "cycle-sync", fingerprint: "abc", reason: "Client release frozen", owner: "Priya", expires: "2027-01-31", adr: "ADR-21", granted: "2026-11-26", evidence: 1 });
});

test("the teams of the design are offered as owners, each once", () => {
  expect(ownersOf(drawn(service("b"), service("a"), service("b2")))).toEqual(["a team", "b team", "b2 team"]);
});

test("a day is that of the local calendar", () => {
  expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
});
