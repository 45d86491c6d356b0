// Nothing that stands somewhere moves by itself: a random walk through edits in the window, edits of another client, pastes,
// duplicates, texts that another program wrote, tidies of a part, undo and redo, in the real window on the real engine. After
// every step, whatever that step was not about stands where it stood. The seed is in the name of each test.
/// <reference types="node" />

import { writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Command, Id, Kind, Record as Entry, Reply, Request } from "../src/wire";
import { type Served, serve } from "./served";

let app: Served;
let page: Page;
beforeAll(async () => {
  app = await serve();
  page = app.page;
});
afterAll(async () => {
  await app.end();
});

/** Numbers that look random and are always the same. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

interface Seen {
  /** Where each card is drawn. */
  cards: { readonly [id: Id]: string };
  /** Where the design says that something stands. */
  said: { readonly [element: Id]: string };
  homes: { readonly [id: Id]: Id | null };
  kinds: { readonly [id: Id]: Kind };
  names: { readonly [id: Id]: string };
}

const look = (): Promise<Seen> =>
  page.evaluate(() => {
    const hook = window.cleaveTest!;
    const of = <T>(pairs: [string, T][]) => Object.fromEntries(pairs);
    const point = (p: { x: number; y: number }) => `${p.x}, ${p.y}`;
    const kinds = ["domain", "service", "api", "operation", "store", "event", "external", "actor", "note"] as const;
    const heads = kinds.flatMap((kind) => hook.all(kind).map((entry) => [(entry as Extract<Entry, { kind: "service" }>).value.head, kind] as const));
    return {
      cards: of(hook.stack().flatMap((id): [string, string][] => ((at) => (at ? [[id, point(at)]] : []))(hook.place(id)))),
      said: of(hook.all("placement").flatMap((entry): [string, string][] => (entry.kind === "placement" && entry.value.view === null && entry.value.at ? [[entry.value.element, point(entry.value.at)]] : []))),
      homes: of(heads.map(([head]): [string, string | null] => [head.id, head.home])),
      kinds: of(heads.map(([head, kind]): [string, Kind] => [head.id, kind])),
      names: of(heads.map(([head]): [string, string] => [head.id, head.name])),
    };
  });

/** Everything that moves with these: what is in them. */
function withAll(seen: Seen, ids: readonly Id[]): Set<Id> {
  const all = new Set(ids);
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    for (const [id, home] of Object.entries(seen.homes)) if (home !== null && all.has(home)) all.add(id);
  }
  return all;
}

/** Asks the engine as another window would. */
async function ask(request: Request): Promise<Reply | null> {
  const url = new URL("/api", app.url);
  url.search = new URLSearchParams({ token: new URL(app.url).searchParams.get("token") ?? "", client: "somebody-else" }).toString();
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request) });
  const answer = (await response.json()) as Reply | { code: string };
  return response.ok && "kind" in answer ? answer : null;
}

const step = () => page.evaluate(() => window.cleaveTest?.step() ?? 0);
const press = (key: string) => page.keyboard.press(key);
const settled = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Waits for the edit that this brings; false where it brings none. */
async function edits(does: () => Promise<unknown>): Promise<boolean> {
  const before = await step();
  await does();
  return page
    .waitForFunction((was) => (window.cleaveTest?.step() ?? 0) > was, before, { timeout: 6000, polling: 20 })
    .then(() => true, () => false);
}

async function apply(command: Command): Promise<boolean> {
  return edits(async () => {
    if (!(await ask({ kind: "apply", of: { command, gesture: null } }))) throw new Refused();
  }).catch((thrown: unknown) => {
    if (thrown instanceof Refused) return false;
    throw thrown;
  });
}
class Refused extends Error {}

/** Selects by the palette; false where another of the name came first. */
async function select(seen: Seen, id: Id): Promise<boolean> {
  await calm();
  await press("Control+p");
  await page.getByTestId("palette-input").fill(`#${seen.names[id]}`);
  await press("Enter");
  await page.getByTestId("palette").waitFor({ state: "detached" });
  await page.getByTestId("canvas").focus();
  return page.evaluate((of) => window.cleaveTest?.selection()[0] === of, id);
}

async function calm(): Promise<void> {
  await page.getByTestId("canvas").focus();
  await press("Escape");
  await press("Escape");
}

/** Takes the name that is asked for after something was made. */
const keepName = () => page.getByTestId("rename").waitFor({ timeout: 3000 }).then(() => press("Escape"), () => undefined);

const nobody: ReadonlySet<Id> = new Set();

/** One random step; answers with what it may move, or null where nothing was done. */
async function act(pick: (below: number) => number, nth: number, history: { done: ReadonlySet<Id>[]; undone: ReadonlySet<Id>[] }): Promise<{ what: string; moves: ReadonlySet<Id> | "all" } | null> {
  const seen = await look();
  const ids = Object.keys(seen.kinds);
  const some = (...kinds: Kind[]): Id | undefined => {
    const fitting = ids.filter((id) => kinds.includes(seen.kinds[id]!));
    return fitting[pick(Math.max(1, fitting.length))];
  };
  const card = (): Id | undefined => Object.keys(seen.cards)[pick(Object.keys(seen.cards).length)];
  const home = pick(2) ? (some("domain") ?? null) : null;
  const name = `made_${nth}`;
  const draft = (kind: Kind, of: Id | null) => ({ kind: "add", of: { draft: { kind, name, exact: false, home: of, fields: {} }, at: null } }) as unknown as Command;
  const did = async (what: string, does: Promise<boolean>, moves: ReadonlySet<Id> | "all" = nobody) => ((await does) ? { what, moves } : null);
  switch (pick(20)) {
    case 0:
      return did("another window adds a service", apply(draft("service", home)));
    case 1:
      return did("another window adds a store, an event or an external system", apply(draft((["store", "event", "external", "actor"] as const)[pick(4)]!, null)));
    case 2:
      return did("another window adds a domain", apply(draft("domain", home)));
    case 3: {
      const of = some("service");
      return of ? did("a card gets a row", apply(draft("event", of))) : null;
    }
    case 4: {
      const id = some("service", "domain", "external", "actor");
      return id ? did("another window renames", apply({ kind: "rename", of: { id, name: `renamed_to_something_much_longer_${nth}` } })) : null;
    }
    case 5: {
      const id = some("service", "external", "note", "event", "store", "domain");
      return id ? did(`another window deletes ${id}`, apply({ kind: "remove", of: { ids: [id] } })) : null;
    }
    case 6:
    case 7: {
      const [from, to] = [some("operation", "service"), some("operation", "service", "external")];
      return from && to ? did("another window connects", apply({ kind: "connect", of: { connection: "call", from, to, fields: {} } })) : null;
    }
    case 8: {
      const id = some("service", "domain");
      return id && id !== home ? did(`another window puts ${id} into ${home}`, apply({ kind: "rehome", of: { ids: [id], home } })) : null;
    }
    case 9: {
      const id = card();
      return id ? did("another window duplicates", apply({ kind: "duplicate", of: { ids: [id], by: { x: 40, y: 40 } } })) : null;
    }
    case 10: {
      // What another program wrote: the text of now, with an external system more.
      const reply = await ask({ kind: "text" });
      if (reply?.kind !== "text") return null;
      writeFileSync(app.design, reply.of.source.replace(/^place /m, `external written_${nth}\n\nplace `));
      await expect.poll(async () => ((await ask({ kind: "snapshot" })) as { of: { outside?: unknown } } | null)?.of.outside != null, { timeout: 15_000 }).toBe(true);
      // It is told to every window, as a design opened anew.
      await ask({ kind: "settle-outside", of: { theirs: true } });
      await page.waitForFunction((made) => window.cleaveTest?.find("external", made) != null, `written_${nth}`);
      return { what: "theirs is loaded", moves: nobody };
    }
    case 11: {
      const chosen = pick(2) ? some("domain") : undefined;
      if (chosen) await select(seen, chosen);
      else await calm();
      await press(["s", "x", "p", "g"][pick(4)]!);
      return did("something is placed", edits(() => press("Enter")).finally(keepName));
    }
    case 12: {
      const id = card();
      if (!id || !(await select(seen, id))) return null;
      return did("a copy is pasted", edits(async () => {
        await press("Control+c");
        await page.waitForFunction(() => document.querySelector("[data-testid=said]")?.textContent?.includes("Copied"), undefined, { timeout: 3000 }).catch(() => undefined);
        await press("Control+v");
      }));
    }
    case 13: {
      const id = some("service", "domain");
      if (!id || !(await select(seen, id))) return null;
      return did(`${id} is collapsed or expanded`, edits(() => press("Alt+c")));
    }
    case 14: {
      const id = card();
      if (!id || !(await select(seen, id))) return null;
      return did(`${id} is moved`, edits(() => press("Shift+ArrowDown")), withAll(seen, [id]));
    }
    case 15: {
      const id = some("domain");
      if (!id || !(await select(seen, id))) return null;
      return did(`${id} is tidied`, edits(() => press("Control+Shift+l")), withAll(seen, [id]));
    }
    case 16: {
      const id = some("service");
      if (!id || !(await select(seen, id))) return null;
      return did(`${id} is put in a domain of its own`, edits(() => press("Control+g")).finally(keepName));
    }
    case 17: {
      const id = some("service");
      if (!id || seen.homes[id] === null || !(await select(seen, id))) return null;
      return did(`${id} is taken out of its domain`, edits(() => press("Control+Shift+g")));
    }
    case 18:
    case 19: {
      await calm();
      const [key, from] = pick(3) ? (["Control+z", history.done] as const) : (["Control+y", history.undone] as const);
      if (from.length === 0) return null;
      // Pushes soon after one another are one step, so what one undo takes back may be two.
      const moves = new Set(from.slice(-2).flatMap((ids) => [...ids]));
      return did(key === "Control+z" ? "undo" : "redo", edits(() => press(key)), moves);
    }
    default:
      return null;
  }
}

const seeds = (process.env["CLEAVE_SEEDS"] ?? "7,2026,65537").split(",").map(Number);

test.each(seeds)("nothing moves that a step is not about: seed %i", async (seed) => {
  const pick = random(seed);
  await calm();
  await press("Shift+Digit1");
  await settled();
  /** Where everything stood when it was last drawn: what comes back stands there too. */
  const stood = new Map<Id, string>(Object.entries((await look()).cards));
  const history = { done: [] as ReadonlySet<Id>[], undone: [] as ReadonlySet<Id>[] };
  const told: string[] = [];
  let steps = 0;
  for (let nth = seed * 1000; steps < 45 && nth < seed * 1000 + 140; nth++) {
    const before = await look();
    const done = await act(pick, nth, history);
    if (!done) continue;
    steps += 1;
    told.push(done.what);
    await settled();
    const after = await look();
    const moves = done.moves === "all" ? new Set(Object.keys(after.kinds)) : done.moves;
    if (done.what === "undo") history.undone.push(history.done.pop() ?? nobody);
    else if (done.what === "redo") history.done.push(history.undone.pop() ?? nobody);
    else {
      history.done.push(moves);
      history.undone = [];
    }
    const wrong: string[] = [];
    for (const [id, at] of Object.entries(after.cards)) {
      const was = stood.get(id);
      if (was !== undefined && was !== at && !moves.has(id)) wrong.push(`${id}: ${was} → ${at}`);
      stood.set(id, at);
    }
    for (const id of moves) if (!(id in after.cards)) stood.delete(id);
    for (const [id, at] of Object.entries(before.said)) {
      const now = after.said[id];
      if (now !== undefined && now !== at && !moves.has(id)) wrong.push(`${id} is said to stand at ${now}, not at ${at}`);
    }
    expect({ after: told.slice(-12), wrong }).toEqual({ after: told.slice(-12), wrong: [] });
  }
  expect(steps).toBeGreaterThan(30);
}, 240_000);

test("tidying a domain moves nothing outside it, and undoing brings all back", async () => {
  const seen = await look();
  const id = Object.keys(seen.kinds).find((one) => seen.kinds[one] === "domain" && Object.values(seen.homes).filter((home) => home === one).length > 1);
  if (!id || !(await select(seen, id))) return;
  if (!(await edits(() => press("Control+Shift+l")))) return;
  const inside = withAll(seen, [id]);
  const after = await look();
  for (const [other, at] of Object.entries(seen.cards)) if (!inside.has(other)) expect([other, after.cards[other]]).toEqual([other, at]);
  await edits(() => press("Control+z"));
  await settled();
  expect((await look()).cards).toEqual(seen.cards);
});

test("nothing went wrong in the page", () => {
  expect(app.troubles.filter((one) => !one.includes("refused"))).toEqual([]);
});
