import { expect, test } from "vitest";
import type { Record as Entry } from "../wire";
import { api, connection, drawn, event, operation, service } from "./design.fixture";
import { flowOf, tellStep } from "./flow";

const of = (name: string, ...operations: string[]): Entry[] => [service(name), api(name), ...operations.map((op, i) => operation(name, op, "command", i))];
const call = (from: string, to: string, rank = 0): Entry => connection("call", `operation:${from}`, `operation:${to}`, rank);

/** `a.x>b.y` and how deep. */
const told = (entries: Entry[], from: string) => {
  const drawing = drawn(...entries);
  return flowOf(drawing, `operation:${from}`).steps.map((step) => `${"  ".repeat(step.depth)}${tellStep(drawing, step)}`);
};

test("calls come in the order of the design, depth first, events last", () => {
  const entries = [
    ...of("orders", "place"),
    ...of("stock", "reserve"),
    ...of("pay", "charge"),
    ...of("bank", "authorise"),
    ...of("mail"),
    event("orders", "Placed"),
    connection("publish", "operation:orders.place", "event:orders.Placed", 0),
    call("orders.place", "pay.charge", 1),
    call("orders.place", "stock.reserve", 2),
    call("pay.charge", "bank.authorise"),
    connection("subscribe", "service:mail", "event:orders.Placed"),
  ];
  expect(told(entries, "orders.place")).toEqual([
    "orders.place calls pay.charge",
    "  pay.charge calls bank.authorise",
    "orders.place calls stock.reserve",
    "orders.place publishes orders.Placed",
    "  mail subscribes to orders.Placed",
  ]);
});

test("a cycle is told and ends there; what was shown is not shown again", () => {
  const entries = [...of("a", "x"), ...of("b", "y"), ...of("c", "z"), call("a.x", "b.y"), call("b.y", "c.z"), call("c.z", "a.x"), call("a.x", "c.z", 1)];
  expect(told(entries, "a.x")).toEqual([
    "a.x calls b.y",
    "  b.y calls c.z",
    "    c.z calls a.x, which closes a cycle",
    "a.x calls c.z, goes on as after step 2",
  ]);
});

test("times are told", () => {
  const timed = call("a.x", "b.y");
  if (timed.kind === "connection") timed.value.timeout = { kind: "after", of: 500 };
  expect(told([...of("a", "x"), ...of("b", "y"), timed], "a.x")).toEqual(["a.x calls b.y, 500 ms"]);
});

test("ten thousand calls in a row neither overflow nor take for ever, and say that they are cut", () => {
  const many = 10_000;
  const entries: Entry[] = [service("s"), api("s")];
  for (let i = 0; i <= many; i += 1) entries.push(operation("s", `o${i}`, "command", i));
  for (let i = 0; i < many; i += 1) entries.push(call(`s.o${i}`, `s.o${i + 1}`));
  const drawing = drawn(...entries);
  const whole = flowOf(drawing, "operation:s.o0", 20_000);
  expect([whole.steps.length, whole.cut, whole.steps.at(-1)?.depth]).toEqual([many, false, many - 1]);
  const cut = flowOf(drawing, "operation:s.o0");
  expect([cut.steps.length, cut.cut]).toEqual([500, true]);
});
