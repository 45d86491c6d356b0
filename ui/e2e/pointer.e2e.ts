// Everything the pointer can do, one test for each row of its table. Each takes back what it did.
//
// Long because: one list, whose entries are read beside that table.

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { boxOf, edited, idOf, type Served, serve } from "./served";

const text = `cleave 1
design hand

actor shopper {
    uses orders
}

external bank

domain sales hue=slate-blue {
    service orders team="Checkout" {
        api orders {
            command place path="/orders" {
                calls stock.reserve
                writes orders
                publishes Placed
            }
            query find path="/orders/{id}" {
                reads orders
            }
        }
        event Placed {
            id uuid
        }
        store orders
    }
}

domain warehouse hue=sage {
    service stock {
        api stock {
            command reserve path="/reserve"
            query level path="/level"
        }
    }
}

service post {
    api post {
        command ship path="/ship"
    }
    subscribes orders.Placed
}

note "Paid by card"

place actor:shopper x=0 y=140
place domain:sales x=160 y=60 width=340 height=340
place domain:warehouse x=600 y=60 width=300 height=260
place external:bank x=180 y=560
place service:orders x=200 y=100
place service:stock x=660 y=100
place service:post x=660 y=440
place note:Paidbycard x=0 y=460
`;

type Point = { x: number; y: number };

let app: Served;
let page: Page;
beforeAll(async () => {
  app = await serve({ width: 1800, height: 1100 }, { text, shows: "service:orders" });
  page = app.page;
});
afterAll(async () => {
  await app.end();
});
/** Everything is taken back, and nothing is selected. */
afterEach(async () => {
  await page.mouse.up();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("Escape");
  const undo = page.getByTestId("undo");
  while ((await undo.getAttribute("aria-disabled")) !== "true") await edited(page, () => undo.click());
  await page.mouse.move(900, 20);
  await page.getByTestId("fit").click();
  await page.getByTestId("canvas").focus();
});

// What is where

const middle = async (id: string): Promise<Point> => {
  const { x, y, w, h } = await boxOf(page, id);
  return { x: x + w / 2, y: y + h / 2 };
};
/** On the header of a card, beside its name. */
const grip = async (id: string): Promise<Point> => {
  const { x, y } = await boxOf(page, id);
  return { x: x + 22, y: y + 20 };
};
const port = async (id: string, side: "left" | "right"): Promise<Point> =>
  (await page.evaluate(([of, at]) => window.cleaveTest?.port(of, at) ?? null, [id, side] as const)) ?? { x: 0, y: 0 };
const course = (id: string): Promise<Point[]> => page.evaluate((of) => window.cleaveTest?.course(of) ?? [], id);
const camera = () => page.evaluate(() => window.cleaveTest?.camera() ?? { x: 0, y: 0, zoom: 0 });
const selection = () => page.evaluate(() => [...(window.cleaveTest?.selection() ?? [])]);
const all = <K extends "connection" | "service" | "operation" | "event">(kind: K) => page.evaluate((of) => window.cleaveTest?.all(of) ?? [], kind);
const record = async (id: string): Promise<Record<string, unknown>> => ((await page.evaluate((of) => window.cleaveTest?.record(of) ?? null, id))?.value ?? {}) as Record<string, unknown>;
const homeOf = async (id: string): Promise<unknown> => ((await record(id))["head"] as { home: unknown }).home;
/** As `kind from to`. */
const lines = async (): Promise<string[]> => (await all("connection")).flatMap((c) => (c.kind === "connection" ? `${c.value.kind} ${c.value.from} ${c.value.to}` : []));
const cursor = () => page.evaluate(() => [...document.querySelectorAll<HTMLElement>("[data-testid=canvas] canvas")].at(-1)?.style.cursor);

// What the hand does

interface Manner {
  held?: string;
  button?: "left" | "middle";
  /** Rests over the end as a hand does. */
  rest?: number;
}
async function press(from: Point, to: Point, { held, button = "left", rest = 0 }: Manner = {}): Promise<void> {
  if (held) await page.keyboard.down(held);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down({ button });
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  if (rest > 0) await page.waitForTimeout(rest);
}
async function drag(from: Point, to: Point, manner: Manner = {}): Promise<void> {
  await press(from, to, manner);
  await painted();
  await page.mouse.up(manner.button ? { button: manner.button } : {});
  if (manner.held) await page.keyboard.up(manner.held);
  await painted();
}
/** Two frames: the canvas works once per frame. */
const painted = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const menu = (words: string | RegExp) => page.getByTestId("menu").getByText(words).first();
const empty: () => Promise<Point> = async () => {
  const { x, y } = await boxOf(page, "service:post");
  return { x: x - 160, y: y + 160 };
};
const shifted = (p: Point, dx: number, dy: number): Point => ({ x: p.x + dx, y: p.y + dy });
const moved = async (id: string, does: () => Promise<unknown>): Promise<Point> => {
  const before = await boxOf(page, id);
  await edited(page, does);
  await painted();
  const after = await boxOf(page, id);
  return { x: Math.round(after.x - before.x), y: Math.round(after.y - before.y) };
};

test("wheel or two fingers pan, Shift wheel pans sideways", async () => {
  const at = await empty();
  const before = await camera();
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, 60);
  await painted();
  expect(await camera()).toMatchObject({ x: before.x, y: before.y + 60 / before.zoom });
  await page.keyboard.down("Shift");
  await page.mouse.wheel(0, 40);
  await page.keyboard.up("Shift");
  await painted();
  expect((await camera()).x).toBeCloseTo(before.x + 40 / before.zoom, 3);

  const fingers = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: Point[]) =>
    fingers.send("Input.dispatchTouchEvent", { type, touchPoints: points.map((p, id) => ({ ...p, id })) });
  const [a, b] = [shifted(at, -40, 0), shifted(at, 40, 0)];
  const still = await camera();
  await touch("touchStart", [a]);
  await touch("touchStart", [a, b]);
  await touch("touchMove", [shifted(a, 30, 50), shifted(b, 30, 50)]);
  await touch("touchEnd", []);
  await painted();
  const panned = await camera();
  expect(panned.x).toBeCloseTo(still.x - 30 / still.zoom, 0);
  expect(panned.y).toBeCloseTo(still.y - 50 / still.zoom, 0);
  expect(await selection()).toEqual([]);
  // Apart, the same two zoom.
  await touch("touchStart", [a]);
  await touch("touchStart", [a, b]);
  await touch("touchMove", [shifted(a, 20, 0), shifted(b, -20, 0)]);
  await touch("touchEnd", []);
  await painted();
  expect((await camera()).zoom).toBeCloseTo(panned.zoom / 2, 2);
});

test("Ctrl wheel and pinch zoom at the pointer, 5 to 400 %", async () => {
  const at = await grip("service:orders");
  await page.mouse.move(at.x, at.y);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 120);
  await painted();
  const near = await grip("service:orders");
  expect(Math.abs(near.x - at.x) + Math.abs(near.y - at.y)).toBeLessThan(14);
  for (let i = 0; i < 20; i += 1) await page.mouse.wheel(0, 400);
  await painted();
  expect((await camera()).zoom).toBeCloseTo(0.05);
  for (let i = 0; i < 20; i += 1) await page.mouse.wheel(0, -400);
  await painted();
  expect((await camera()).zoom).toBeCloseTo(4);
  await page.keyboard.up("Control");
});

test("Space drag, middle button drag and the hand tool pan", async () => {
  const at = await grip("service:orders");
  const to = shifted(at, 70, 30);
  await page.getByTestId("canvas").focus();
  for (const how of [{ held: "Space" }, { button: "middle" as const }, {}]) {
    const before = await camera();
    if (!("held" in how) && !("button" in how)) await page.keyboard.press("h");
    await drag(at, to, how);
    expect((await camera()).x).toBeCloseTo(before.x - 70 / before.zoom, 1);
    expect(await selection()).toEqual([]);
    await page.getByTestId("fit").click();
    await page.getByTestId("canvas").focus();
  }
});

test("click selects, Shift click adds or removes, Ctrl click goes into a row", async () => {
  const [orders, stock, row] = [await grip("service:orders"), await grip("service:stock"), await middle("operation:orders.find")];
  await page.mouse.click(orders.x, orders.y);
  await painted();
  expect(await selection()).toEqual(["service:orders"]);
  await page.keyboard.down("Shift");
  await page.mouse.click(stock.x, stock.y);
  await painted();
  expect(await selection()).toEqual(["service:orders", "service:stock"]);
  await page.mouse.click(orders.x, orders.y);
  await page.keyboard.up("Shift");
  await painted();
  expect(await selection()).toEqual(["service:stock"]);
  await page.keyboard.down("Control");
  await page.mouse.click(row.x, row.y);
  await page.keyboard.up("Control");
  await painted();
  expect(await selection()).toEqual(["operation:orders.find"]);
});

test("a drag from empty canvas is a marquee: touching leftwards, enclosing rightwards", async () => {
  const { x, y, w, h } = await boxOf(page, "service:post");
  const [above, inside, below] = [{ x: x - 30, y: y - 30 }, { x: x + w / 2, y: y + h - 10 }, { x: x + w + 30, y: y + h + 30 }];
  await drag(above, inside);
  expect(await selection()).toEqual([]);
  await drag(below, inside);
  expect(await selection()).toEqual(["service:post"]);
  await page.keyboard.press("Escape");
  await drag(above, below);
  expect(await selection()).toEqual(["service:post"]);
});

test("a double click on a name renames in place", async () => {
  const rename = async (at: Point, name: string) => {
    await page.mouse.dblclick(at.x, at.y);
    await page.getByTestId("rename").fill(name);
    await edited(page, () => page.keyboard.press("Enter"));
  };
  const card = await boxOf(page, "service:post");
  await rename({ x: card.x + 60, y: card.y + 20 }, "courier");
  await idOf(page, "service", "courier");
  const row = await boxOf(page, "operation:post.ship");
  await rename({ x: row.x + 80, y: row.y + row.h / 2 }, "send");
  await idOf(page, "operation", "send");
  const domain = await boxOf(page, "domain:sales");
  await rename({ x: domain.x + 14, y: domain.y - 12 }, "Shop");
  await idOf(page, "domain", "Shop");
  const note = await middle("note:Paidbycard");
  await rename(note, "Paid later");
  // The words on a connection are those of what it leads to.
  const [call] = (await all("connection")).flatMap((c) => (c.kind === "connection" && c.value.kind === "call" ? c.value.head.id : []));
  const at = await course(call ?? "");
  const first = at[0] ?? { x: 0, y: 0 };
  await page.mouse.click(first.x + 20, first.y);
  await painted();
  expect(await selection()).toEqual([call]);
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("t");
  const words = await labelOf(at);
  await rename(words, "hold");
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("t");
  await idOf(page, "operation", "hold");
});

/** The middle of the longest part, where the words of a connection are. */
async function labelOf(corners: readonly Point[]): Promise<Point> {
  let best = { length: -1, x: 0, y: 0 };
  for (let i = 1; i < corners.length; i += 1) {
    const [a, b] = [corners[i - 1]!, corners[i]!];
    const length = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    if (length > best.length) best = { length, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }
  return best;
}

test("a double click on a domain far out zooms into it", async () => {
  const at = await middle("service:orders");
  await page.mouse.move(at.x, at.y);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 700);
  await page.keyboard.up("Control");
  await painted();
  const far = await camera();
  expect(far.zoom).toBeLessThan(0.35);
  const domain = await boxOf(page, "domain:sales");
  await page.mouse.dblclick(domain.x + domain.w * 0.9, domain.y + domain.h * 0.9);
  await page.waitForFunction((zoom) => (window.cleaveTest?.camera().zoom ?? 0) > zoom * 2, far.zoom);
});

test("a double click on empty canvas opens the quick-create menu, also for a name that was typed", async () => {
  const at = await empty();
  await page.mouse.dblclick(at.x, at.y);
  await menu("Data store").waitFor();
  await page.keyboard.type("ledger");
  await edited(page, () => menu("Data store “ledger”").click());
  await boxOf(page, await idOf(page, "store", "ledger"));
  const domain = await boxOf(page, "domain:warehouse");
  await page.mouse.dblclick(domain.x + 20, domain.y + domain.h - 20);
  await edited(page, () => menu("Service").click());
  await page.getByTestId("rename").fill("shelves");
  await edited(page, () => page.keyboard.press("Enter"));
  expect(await homeOf(await idOf(page, "service", "shelves"))).toBe("domain:warehouse");
});

test("a drag from a port, or from the border with C held, draws a connection whose kind follows the source", async () => {
  const row = await boxOf(page, "operation:stock.level");
  await edited(page, async () => drag(await port("operation:orders.find", "right"), { x: row.x + 6, y: row.y + row.h / 2 }));
  expect(await lines()).toContain("call operation:orders.find operation:stock.level");
  await edited(page, async () => drag(await port("event:orders.Placed", "right"), await grip("service:stock")));
  expect(await lines()).toContain("subscribe service:stock event:orders.Placed");
  const bank = await boxOf(page, "external:bank");
  await page.getByTestId("canvas").focus();
  await edited(page, async () => drag({ x: bank.x + bank.w - 2, y: bank.y + 12 }, await middle("operation:post.ship"), { held: "c" }));
  expect(await lines()).toContain("use external:bank operation:post.ship");
});

test("dropped on a service, a connection asks for one of its operations, or makes a new one", async () => {
  await drag(await port("operation:orders.find", "right"), await grip("service:post"));
  await menu("ship").waitFor();
  await edited(page, () => menu("ship").click());
  expect(await lines()).toContain("call operation:orders.find operation:post.ship");
  await drag(await port("operation:orders.find", "right"), await grip("service:stock"));
  await edited(page, () => menu("New operation").click());
  await page.getByTestId("rename").fill("count");
  await edited(page, () => page.keyboard.press("Enter"));
  expect(await lines()).toContain(`call operation:orders.find ${await idOf(page, "operation", "count")}`);
});

test("dropped on empty canvas it offers new and existing ends, and Esc cancels the connection too", async () => {
  const before = await lines();
  await drag(await port("operation:orders.find", "right"), await empty());
  await menu("Operation on a new service").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("menu").waitFor({ state: "detached" });
  expect(await lines()).toEqual(before);
  await drag(await port("operation:orders.find", "right"), await empty());
  await page.keyboard.type("level");
  await edited(page, () => page.keyboard.press("Enter"));
  expect(await lines()).toContain("call operation:orders.find operation:stock.level");
  await drag(await port("operation:orders.find", "right"), await empty());
  await edited(page, () => menu("Event").click());
  await page.getByTestId("rename").fill("Found");
  await edited(page, () => page.keyboard.press("Enter"));
  const made = await idOf(page, "event", "Found");
  expect(await lines()).toContain(`publish operation:orders.find ${made}`);
});

test("a drag of the end of a connection reconnects it, and on empty canvas asks to delete it", async () => {
  const call = "call operation:orders.place operation:stock.reserve";
  expect(await lines()).toContain(call);
  const id = await idOfLine(call);
  const end = (await course(id)).at(-1)!;
  const row = await boxOf(page, "operation:stock.level");
  await edited(page, () => drag(shifted(end, -17, 0), { x: row.x + 6, y: row.y + row.h / 2 }));
  expect(await lines()).toContain("call operation:orders.place operation:stock.level");
  const again = (await course(await idOfLine("call operation:orders.place operation:stock.level"))).at(-1)!;
  await drag(shifted(again, -17, 0), await empty());
  await edited(page, () => menu("Delete this connection").click());
  expect((await lines()).some((line) => line.startsWith("call operation:orders.place"))).toBe(false);
});

const idOfLine = async (line: string): Promise<string> =>
  (await all("connection")).flatMap((c) => (c.kind === "connection" && `${c.value.kind} ${c.value.from} ${c.value.to}` === line ? c.value.head.id : []))[0] ?? "";

test("a drag of a straight part moves it, and a double click puts the routing back", async () => {
  const id = await idOfLine("use actor:shopper service:orders");
  const corners = await course(id);
  const at = await labelOf(corners);
  await edited(page, () => drag(at, shifted(at, 0, -70)));
  await painted();
  const bent = await course(id);
  expect(bent.some((p) => Math.abs(p.y - (at.y - 70)) < 14)).toBe(true);
  const along = bent.findIndex((p, i) => i > 0 && Math.abs(p.y - (at.y - 70)) < 14 && Math.abs((bent[i - 1] ?? p).y - p.y) < 1);
  const [c, d] = [bent[along - 1]!, bent[along]!];
  await edited(page, () => page.mouse.dblclick((c.x + d.x) / 2, c.y));
  await painted();
  expect(await course(id)).toEqual(corners);
});

test("a drag moves with guides and on the grid; Ctrl ignores both", async () => {
  const from = await grip("service:post");
  const { zoom } = await camera();
  // Four px beside the left edge of stock above it: the guide pulls them together.
  const off = await moved("service:post", () => drag(from, shifted(from, 44 * zoom, 0), { held: "Control" }));
  expect(off.x).toBe(Math.round(44 * zoom));
  const away = await grip("service:post");
  await edited(page, () => drag(away, shifted(away, -41 * zoom, 0)));
  await painted();
  expect((await boxOf(page, "service:post")).x).toBeCloseTo((await boxOf(page, "service:stock")).x, 0);
});

test("an Alt drag duplicates with the rows inside; connections stay with the original", async () => {
  const before = await lines();
  const from = await grip("service:post");
  await edited(page, () => drag(from, shifted(from, -260, 60), { held: "Alt" }));
  const copy = await idOf(page, "service", "post_2");
  await page.waitForFunction((id) => window.cleaveTest?.selection().includes(id) ?? false, copy);
  expect((await all("operation")).filter((op) => op.kind === "operation" && op.value.head.name === "ship").length).toBe(2);
  expect(await lines()).toEqual(before);
});

test("a Shift drag keeps to one axis, and on resize the ratio", async () => {
  const from = await grip("service:post");
  const by = await moved("service:post", () => drag(from, shifted(from, 25, 90), { held: "Shift" }));
  expect(by.x).toBe(0);
  expect(by.y).toBeGreaterThan(40);
  const title = await boxOf(page, "domain:sales");
  await page.mouse.click(title.x + 14, title.y - 12);
  await painted();
  const corner = { x: title.x + title.w, y: title.y + title.h };
  await edited(page, () => drag(corner, shifted(corner, 60, 0), { held: "Shift" }));
  await painted();
  const after = await boxOf(page, "domain:sales");
  expect(after.w).toBeGreaterThan(title.w + 30);
  expect(after.h / after.w).toBeCloseTo(title.h / title.w, 1);
});

test("a drag into a domain joins it after a moment over it; Ctrl prevents it", async () => {
  const domain = await boxOf(page, "domain:warehouse");
  const into = { x: domain.x + 30, y: domain.y + domain.h - 30 };
  const from = await grip("service:post");
  await edited(page, () => drag(from, into, { rest: 260 }));
  expect(await homeOf("service:post")).toBe("domain:warehouse");
  await edited(page, () => page.getByTestId("undo").click());
  await page.keyboard.down("Control");
  await edited(page, async () => drag(await grip("service:post"), into, { rest: 260 }));
  await page.keyboard.up("Control");
  expect(await homeOf("service:post")).toBe(null);
});

test("a drag of an operation to another service moves it with its connections, and previews the findings", async () => {
  const row = await boxOf(page, "operation:stock.level");
  const at = { x: row.x + 80, y: row.y + row.h / 2 };
  await page.keyboard.down("Control");
  await page.mouse.click(at.x, at.y);
  await page.keyboard.up("Control");
  await painted();
  const to = await grip("service:post");
  await press(at, to);
  await page.getByTestId("move-card").getByText("Move level to post").waitFor();
  await page.getByTestId("move-card").getByText(/finding|→|Ends/).first().waitFor();
  const bank = await middle("external:bank");
  await page.mouse.move(bank.x, bank.y, { steps: 4 });
  await painted();
  expect(await cursor()).toBe("no-drop");
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await painted();
  await edited(page, () => page.mouse.up());
  expect(await homeOf("operation:stock.level")).toBe(await homeOf("operation:post.ship"));
});

test("a drag from the palette places and renames at once", async () => {
  const from = (await page.getByTestId("palette-external").boundingBox())!;
  const to = await empty();
  await edited(page, () => drag({ x: from.x + 20, y: from.y + 12 }, to));
  await page.getByTestId("rename").fill("insurer");
  await edited(page, () => page.keyboard.press("Enter"));
  const box = await boxOf(page, await idOf(page, "external", "insurer"));
  expect(Math.abs(box.x + box.w / 2 - to.x)).toBeLessThan(15);
});

test("a right click offers the same actions as the palette for this element", async () => {
  const at = await grip("service:post");
  await page.mouse.click(at.x, at.y, { button: "right" });
  for (const words of ["Rename", "Add operation", "Duplicate", "Collapse or expand", "Lock or unlock", "Delete"]) await menu(words).waitFor();
  expect(await selection()).toEqual(["service:post"]);
  await page.keyboard.press("Escape");
  const domain = await boxOf(page, "domain:warehouse");
  await page.mouse.click(domain.x + 20, domain.y + domain.h - 20, { button: "right" });
  await edited(page, () => menu("Add service").click());
  await page.getByTestId("rename").waitFor();
  expect(await homeOf((await selection())[0] ?? "")).toBe("domain:warehouse");
});

test("a drag near the border pans, faster the nearer", async () => {
  const canvas = (await page.getByTestId("canvas").boundingBox())!;
  const from = await grip("service:post");
  const speedAt = async (inside: number): Promise<number> => {
    await press(from, { x: canvas.x + canvas.width - inside, y: from.y });
    const before = await camera();
    const frames = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let n = 0;
          const next = () => ((n += 1) === 12 ? done(n) : requestAnimationFrame(next));
          requestAnimationFrame(next);
        }),
    );
    const after = await camera();
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await page.getByTestId("fit").click();
    await painted();
    return (after.x - before.x) / frames;
  };
  const slow = await speedAt(30);
  const fast = await speedAt(4);
  expect(slow).toBeGreaterThan(0);
  expect(fast).toBeGreaterThan(slow * 2);
  expect(await speedAt(80)).toBe(0);
});

test("what is locked does not move, and the pointer says so", async () => {
  const at = await grip("service:post");
  await page.mouse.click(at.x, at.y, { button: "right" });
  await edited(page, () => menu("Lock or unlock").click());
  const before = await boxOf(page, "service:post");
  await press(at, shifted(at, 80, 0));
  await painted();
  expect(await cursor()).toBe("no-drop");
  await page.mouse.up();
  expect(await boxOf(page, "service:post")).toEqual(before);
});

test("while a connection is drawn, a card tells its effect, and Tab changes what it says", async () => {
  const row = await boxOf(page, "operation:orders.find");
  await press(await port("operation:stock.level", "left"), { x: row.x + row.w - 6, y: row.y + row.h / 2 });
  const card = page.getByTestId("link-card");
  await card.getByText("Call orders.find").waitFor();
  await card.getByText(/cycle/i).first().waitFor();
  expect(await page.getByTestId("step-drawn").count()).toBe(0);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  const event = await boxOf(page, "event:orders.Placed");
  await press(await port("operation:stock.level", "left"), { x: event.x + event.w - 20, y: event.y + event.h / 2 });
  await card.getByText("Subscribe to orders.Placed").waitFor();
  await page.keyboard.press("Tab");
  await card.getByText("Publish orders.Placed").waitFor();
  await edited(page, () => page.mouse.up());
  expect(await lines()).toContain("publish operation:stock.level event:orders.Placed");
});

test("a domain is collapsed to a card and opened again, and what is in it goes along", async () => {
  const first = (await page.evaluate(() => window.cleaveTest?.all("domain") ?? [])).flatMap((d) => (d.kind === "domain" && d.value.head.home === null ? d.value.head.id : []))[0] ?? "";
  const inside = (await all("service")).flatMap((s) => (s.kind === "service" && s.value.head.home === first ? s.value.head.id : []))[0] ?? "";
  const place = (id: string) => page.evaluate((of) => window.cleaveTest?.place(of) ?? null, id);
  const [domain, before] = [await boxOf(page, first), (await place(inside))!];
  const frame = (await place(first))!;
  await page.mouse.click(domain.x + 14, domain.y - 12);
  await page.getByTestId("toolbar-collapse").waitFor();
  await edited(page, () => page.getByTestId("toolbar-collapse").click());
  await painted();
  const card = (await place(first))!;
  expect(card.w).toBeLessThan(frame.w);
  expect(await place(inside)).toBe(null);
  const drawn = await boxOf(page, first);
  const from = { x: drawn.x + 22, y: drawn.y + 20 };
  await edited(page, () => drag(from, shifted(from, 0, 60)));
  await painted();
  const by = (await place(first))!.y - card.y;
  expect(by).toBeGreaterThan(0);
  const now = await boxOf(page, first);
  await page.mouse.click(now.x + 22, now.y + 20);
  await page.getByTestId("toolbar-collapse").waitFor();
  await edited(page, () => page.getByTestId("toolbar-collapse").click());
  await painted();
  expect((await place(inside))!.y - before.y).toBeCloseTo(by, 0);
  for (let i = 0; i < 3; i++) await edited(page, () => page.getByTestId("undo").click());
});

test("a setting swaps wheel and Ctrl wheel", async () => {
  const turn = async (held: boolean) => {
    const at = await empty();
    await page.mouse.move(at.x, at.y);
    if (held) await page.keyboard.down("Control");
    await page.mouse.wheel(0, 60);
    if (held) await page.keyboard.up("Control");
    await painted();
  };
  const choose = async (does: string) => {
    await page.keyboard.press("Control+,");
    await page.getByTestId("settings-canvas").click();
    await page.getByRole("radiogroup", { name: "The wheel" }).getByRole("radio", { name: does }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("radiogroup", { name: "The wheel" }).waitFor({ state: "detached" });
  };
  await choose("Zooms, pans with Ctrl");
  const before = await camera();
  await turn(false);
  const zoomed = await camera();
  expect(zoomed.zoom).toBeLessThan(before.zoom);
  await turn(true);
  const panned = await camera();
  expect(panned.zoom).toBe(zoomed.zoom);
  expect(panned.y).toBeGreaterThan(zoomed.y);
  await choose("Pans, zooms with Ctrl");
  await turn(false);
  expect((await camera()).zoom).toBe(panned.zoom);
});

test("the toolbar of the selection stands 14 above, and below near the top edge", async () => {
  const at = await grip("service:post");
  await page.mouse.click(at.x, at.y);
  const bar = page.getByRole("toolbar", { name: "Selection" });
  await bar.waitFor();
  const card = await boxOf(page, "service:post");
  const above = (await bar.boundingBox())!;
  expect(card.y - above.y - above.height).toBeCloseTo(14, 0);
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, card.y - 60);
  await page.waitForTimeout(300);
  const below = (await bar.boundingBox())!;
  const now = await boxOf(page, "service:post");
  expect(below.y - now.y - now.h).toBeCloseTo(14, 0);
});

test("nothing went wrong in the page", () => {
  expect(app.troubles).toEqual([]);
});
