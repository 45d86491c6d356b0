// What nobody draws and somebody sends: the longest names there may be, in every script; hundreds of rows, a thousand lines at
// one card, deep nesting, places at the edge of the sheet. It opens, answers, can be worked with, and no text leaves its box.
// What is more than that is refused with the place where it stands.
// Long because: one list of what comes in, each with what is asked of all of it.
/// <reference types="node" />

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { edited, idOf, program, type Served, serve } from "./served";

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

/** As long as a name may be. */
const long = (part: string, most = 200): string => [...part.repeat(most)].slice(0, most).join("").trim();
const names: { readonly [what: string]: string } = {
  latin: long("Überlänge"),
  unbroken: long("W"),
  arabic: long("خدمة الطلبات "),
  hebrew: long("הזמנות "),
  combining: long("Z\u0351\u036b\u0343\u033b\u0326\u0345a\u0312\u0321\u0353l\u033f\u034e"),
  thai: long("ก็็็็็"),
  emoji: long("👩‍👩‍👧‍👦🛒"),
  chinese: long("订单服务"),
  image: "<img src=x onerror=window.__run=1>",
  script: "</script><script>window.__run=1</script>",
  style: "\"><style>*{display:none}</style>",
  braces: "{window.__run=1}${window.__run=1}",
};
const tenThousand = long("<b onclick=window.__run=1>Überlänge</b> طلب 🛒 ", 10_000);
const quoted = (text: string) => JSON.stringify(text);

const written = (): string =>
  [
    "cleave 1",
    `design ${quoted(names["latin"]!)} description=${quoted(tenThousand)}`,
    `domain ${quoted(names["arabic"]!)} description=${quoted(tenThousand)} {`,
    ...Object.entries(names).map(
      ([what, name], i) => `service ${quoted(name)} id="service:${what}" team=${quoted(long(name, 2_000))} description=${quoted(tenThousand)} {
        api ${quoted(name)} version="1.0" { query ${quoted(name)} path=${quoted(`/${long("things", 2_000)}`)} timeout="1s" }
        event ${quoted(name)}
        store ${quoted(name)} { entity ${quoted(name)} key=id { id uuid } }
      }
      place service:${what} x=${(i % 4) * 400} y=${Math.floor(i / 4) * 400}`.replace(/\n\s+place[^\n]*/, ""),
    ),
    "}",
    `external ${quoted(names["hebrew"]!)} kind=${quoted(tenThousand)}`,
    `actor ${quoted(names["emoji"]!)}`,
    `note ${quoted(tenThousand)}`,
    ...Object.keys(names).map((what, i) => `place service:${what} x=${(i % 4) * 400} y=${Math.floor(i / 4) * 400}`),
    "",
  ].join("\n");

const crowded = (): string => {
  const rows = Array.from({ length: 500 }, (_, i) => `        query read_${i} path="/things/${i}" timeout="1s"`);
  const others = Array.from({ length: 500 }, (_, i) => `service user_${i} {\n    calls hub.read_${i}\n    calls hub.read_${(i * 7) % 500 === i ? (i + 1) % 500 : (i * 7) % 500}\n}`);
  const places = Array.from({ length: 500 }, (_, i) => `place service:user_${i} x=${600 + (i % 25) * 260} y=${Math.floor(i / 25) * 140}`);
  return ["cleave 1", "design crowd", "service hub {", "    api hub {", ...rows, "    }", "}", ...others, "place service:hub x=0 y=0", ...places, ""].join("\n");
};

/** So many domains, each in the one before. */
const nested = (deep: number): string =>
  ["cleave 1", "design deep", ...Array.from({ length: deep }, (_, i) => `domain ring_${i}_${"of_a_long_name".repeat(6)} {`), "service inmost {", "}", ...Array.from({ length: deep }, () => "}"), ""].join("\n");

const scattered = (): string =>
  [
    "cleave 1",
    "design scattered",
    "domain tiny {",
    "}",
    ...["a", "b", "c", "d", "middle"].map((name) => `service ${name} {\n}`),
    "service caller {\n    calls a\n    calls d\n}",
    "place service:a x=-10000000 y=-10000000",
    "place service:b x=10000000 y=-10000000",
    "place service:c x=-10000000 y=10000000",
    "place service:d x=10000000 y=10000000",
    "place service:middle x=0 y=0",
    "place service:caller x=300 y=0",
    "place domain:tiny x=0 y=400 width=1 height=1",
    "",
  ].join("\n");

/** Text that reaches out of the part of the window it stands in, and panels that would have to be scrolled sideways. */
const spills = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wrong: string[] = [];
    const told = (element: Element, what: string) => wrong.push(`${what}: <${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent?.slice(0, 30)}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !node.textContent?.trim() || element.closest("script, style, svg, [aria-hidden=true] canvas, .sr, [data-testid=said]")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (text.width === 0 || getComputedStyle(element).visibility === "hidden") continue;
      let [left, right] = [text.left, text.right];
      let box = element as Element | null;
      const panel = element.closest("[data-area], [role=dialog], dialog, [role=tooltip], [data-testid=menu], [data-testid=toast]") ?? document.documentElement;
      for (; box && box !== panel.parentElement; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.overflowX === "visible" && style.clip === "auto" && style.clipPath === "none") continue;
        const edge = box.getBoundingClientRect();
        [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      }
      const bounds = panel.getBoundingClientRect();
      if (right > left && (right > bounds.right + 1 || left < bounds.left - 1)) told(element, "text beyond its panel");
      if (right > left && right > innerWidth + 1) told(element, "text beyond the window");
    }
    for (const box of document.querySelectorAll("*")) {
      const { overflowX } = getComputedStyle(box);
      const scrolls = overflowX === "auto" || overflowX === "scroll";
      if (scrolls && !box.matches("input, textarea, pre") && box.scrollWidth > box.clientWidth + 1) told(box, "scrolls sideways");
    }
    return wrong;
  });

const answers = (page: Page) => page.evaluate(() => new Promise<boolean>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));
const ran = (page: Page) => page.evaluate(() => "__run" in window || document.querySelectorAll("img[src=x]").length > 0);

async function select(page: Page, id: string): Promise<void> {
  const row = page.getByTestId(`outline-item-${id}`);
  const all = await page.evaluate((of) => window.cleaveTest?.record(of) !== null, id);
  expect(all, id).toBe(true);
  if ((await row.count()) === 0) {
    await press(page, "Control+f");
    const name = await page.evaluate((of) => (window.cleaveTest?.record(of) as { value: { head: { name: string } } } | null)?.value.head.name ?? "", id);
    await page.getByTestId("outline-search").fill(name.slice(0, 40));
  }
  await row.first().click();
  await page.waitForFunction((of) => window.cleaveTest?.selection()[0] === of, id);
}

/** Everything a hand does first: look around, select, rename, undo. */
async function work(app: Served, id: string): Promise<void> {
  const { page } = app;
  const box = (await page.getByTestId("canvas").boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.wheel(200, 120);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -400);
  await page.mouse.wheel(0, 900);
  await page.keyboard.up("Control");
  await answers(page);
  await page.getByTestId("canvas").focus();
  await press(page, "Shift+Digit1");
  await answers(page);
  await select(page, id);
  await page.getByTestId("canvas").focus();
  await press(page, "Shift+Digit2");
  await answers(page);
  await press(page, "F2");
  await page.getByTestId("rename").fill("renamed");
  await edited(page, () => press(page, "Enter"));
  expect(await page.evaluate((of) => (window.cleaveTest?.record(of) as { value: { head: { name: string } } } | null)?.value.head.name, id)).toBe("renamed");
  await edited(page, () => press(page, "Control+z"));
  await edited(page, () => press(page, "Shift+ArrowRight"));
  await edited(page, () => press(page, "Control+z"));
}

describe("names and texts", () => {
  let app: Served;
  beforeAll(async () => {
    app = await serve(undefined, { text: written(), shows: "service:latin" });
  }, 120_000);
  afterAll(() => app.end());

  test("open, and can be worked with; nothing in them runs", async () => {
    await app.picture("hostile-names");
    await work(app, "service:image");
    await work(app, "service:arabic");
    expect(await ran(app.page)).toBe(false);
  });

  test("stay in the outline, the inspector, the problems, the palette, menus and tooltips", async () => {
    const { page } = app;
    for (const what of Object.keys(names)) {
      await select(page, `service:${what}`);
      expect(await spills(page), what).toEqual([]);
    }
    await app.picture("hostile-inspector");
    await page.getByTestId("canvas").focus();
    await press(page, "Control+j");
    await page.getByTestId("problem-filter").waitFor();
    expect(await spills(page), "problems").toEqual([]);
    await app.picture("hostile-problems");
    await press(page, "Control+j", "Control+k");
    await page.getByTestId("palette-input").fill("#");
    await answers(page);
    expect(await spills(page), "palette").toEqual([]);
    await app.picture("hostile-palette");
    await press(page, "Escape");
    await page.getByTestId("canvas").focus();
    await press(page, "Shift+F10");
    await page.getByTestId("menu").waitFor();
    expect(await spills(page), "menu").toEqual([]);
    await press(page, "Escape");
    await press(page, "Delete");
    await page.getByTestId("toast").waitFor();
    expect(await spills(page), "toast").toEqual([]);
    await app.picture("hostile-toast");
    await edited(page, () => press(page, "Control+z"));
    await page.getByTestId("tab-deploy").click();
    await answers(page);
    expect(await spills(page), "deploy").toEqual([]);
    await page.getByTestId("tab-design").click();
    await page.getByTestId("canvas").waitFor();
    expect(await ran(page)).toBe(false);
  });

  test("stay in their boxes on the drawing, measured with the fonts of this browser", async () => {
    const svg = join(app.folder, "names.svg");
    execFileSync(program(), ["export", app.design, "--out", svg, "--ui", join(import.meta.dirname, "../dist")], { env: { ...process.env, HOME: app.folder } });
    const picture = readFileSync(svg, "utf8");
    expect(picture).not.toContain("<script");
    const other = await app.another();
    // With the fonts of the interface, which the page has.
    await other.evaluate(async (of) => {
      document.body.innerHTML = of;
      await document.fonts.ready;
    }, picture);
    await answers(other);
    const beyond = await other.evaluate(() => {
      const cards = [...document.querySelectorAll("rect")].map((rect) => rect.getBoundingClientRect()).filter((box) => box.width > 100);
      return [...document.querySelectorAll("text")].flatMap((text) => {
        const box = text.getBoundingClientRect();
        const middle = box.top + box.height / 2;
        // The smallest rectangle around its beginning is the box it stands in.
        const start = box.left + 1;
        const own = cards.filter((card) => card.left <= start && card.right >= start && card.top <= middle && card.bottom >= middle).sort((a, b) => a.width - b.width)[0];
        return own && box.right > own.right + 2 ? [`${text.textContent?.slice(0, 24)}: ${Math.round(box.right - own.right)} px too far`] : [];
      });
    });
    await other.close();
    expect(beyond).toEqual([]);
  });

  test("a name of 10 000 letters is refused where it is typed, and the old one stays", async () => {
    const { page } = app;
    await select(page, "service:unbroken");
    const field = page.getByTestId("inspector-name");
    await field.fill(tenThousand);
    await page.getByTestId("inspector").getByText("longer than 200 characters").waitFor();
    expect(await spills(page)).toEqual([]);
    await field.press("Escape");
    await page.getByTestId("canvas").focus();
    await press(page, "F2");
    await page.getByTestId("rename").fill(tenThousand);
    await press(page, "Enter");
    await page.getByText("longer than 200 characters").first().waitFor();
    await press(page, "Escape");
    expect(await page.evaluate(() => window.cleaveTest?.find("service", "W".repeat(200)))).toBe("service:unbroken");
  });

  test("nothing went wrong in the page", async () => {
    expect(await ran(app.page)).toBe(false);
    expect(app.troubles.filter((one) => !/^4\d\d: .*(longer than|There is nothing to do)/.test(one))).toEqual([]);
  });
});

describe("a crowd", () => {
  let app: Served;
  beforeAll(async () => {
    app = await serve(undefined, { text: crowded(), shows: "service:hub" });
  }, 120_000);
  afterAll(() => app.end());

  test("of 500 operations and 1 000 connections at one service opens and can be worked with", async () => {
    const { page } = app;
    await app.picture("hostile-crowd");
    expect(await page.evaluate(() => window.cleaveTest?.all("connection").length)).toBe(1000);
    await work(app, "service:hub");
    await app.picture("hostile-hub");
    expect(await spills(page)).toEqual([]);
    // All its rows are listed, and one of the last is found.
    await press(page, "Control+p");
    await page.getByTestId("palette-input").fill("#read_499");
    await press(page, "Enter");
    await page.waitForFunction(() => window.cleaveTest?.selection()[0] === "operation:hub.read_499");
    await answers(page);
    expect(app.troubles).toEqual([]);
  });
});

describe("deep and far", () => {
  test("sixteen domains inside one another, as deep as may be", async () => {
    const app = await serve(undefined, { text: nested(16), shows: "service:inmost" });
    try {
      await app.picture("hostile-nested");
      await work(app, "service:inmost");
      await app.page.getByTestId("canvas").focus();
      await press(app.page, "Shift+Digit1");
      await answers(app.page);
      await app.picture("hostile-nested-all");
      expect(await spills(app.page)).toEqual([]);
      expect(app.troubles).toEqual([]);
    } finally {
      await app.end();
    }
  });

  test("elements at the edge of the sheet, 28 000 km apart, and a domain of one pixel", async () => {
    const app = await serve(undefined, { text: scattered(), shows: "service:middle" });
    try {
      await work(app, "service:middle");
      await work(app, "service:a");
      await app.picture("hostile-far");
      await app.page.getByTestId("canvas").focus();
      await press(app.page, "Shift+Digit1");
      await answers(app.page);
      await app.picture("hostile-scattered");
      expect(app.troubles).toEqual([]);
    } finally {
      await app.end();
    }
  });
});

describe("what is more than may be is refused with where it stands, and what was open stays open", () => {
  let app: Served;
  beforeAll(async () => {
    app = await serve();
  });
  afterAll(() => app.end());

  const service = "cleave 1\ndesign broken\nservice orders {\n}\n";
  const refused: readonly [what: string, text: string, line: number, why: RegExp][] = [
    ["a place that is no number", `${service}place service:orders x=#nan y=0\n`, 5, /number|x/i],
    ["a place infinitely far away", `${service}place service:orders x=#inf y=0\n`, 5, /number|x/i],
    ["a place too far to the right", `${service}place service:orders x=1000000000 y=0\n`, 5, /10[ \u202f,.]?000[ \u202f,.]?000|far|between|beyond/i],
    ["a place too far up", `${service}place service:orders x=0 y=-1000000000\n`, 5, /10[ \u202f,.]?000[ \u202f,.]?000|far|between|beyond/i],
    ["a domain without size", "cleave 1\ndesign broken\ndomain sales {\n}\nplace domain:sales x=0 y=0 width=0 height=0\n", 5, /size|width|1/i],
    ["a name of 10 000 letters", `cleave 1\ndesign broken\nservice ${"x".repeat(10_000)} {\n}\n`, 3, /200/],
    ["a name that turns round what is around it", 'cleave 1\ndesign broken\nservice "orders\\u{202e}sredro" {\n}\n', 3, /control|unseen|reorder|character/i],
    ["fifty domains inside one another", nested(50), 3, /deep|level/i],
  ];
  test.each(refused)("%s", async (_what, text, line, why) => {
    const { page } = app;
    const path = join(app.folder, `refused-${line}-${text.length}.cleave.kdl`);
    writeFileSync(path, text);
    await page.getByTestId("canvas").focus();
    await press(page, "Control+o");
    const field = page.getByTestId("dialog-path");
    await field.fill(path);
    await field.press("Enter");
    const said = page.getByTestId("dialog").getByRole("alert");
    await said.waitFor();
    const words = (await said.textContent()) ?? "";
    expect(words).toMatch(why);
    // It says the file and the line, or for nesting one of its lines.
    expect(words).toMatch(/:\d+(:\d+)?|line \d+/i);
    if (!/fifty/.test(_what)) expect(words).toMatch(new RegExp(`:${line}(:|\\b)|line ${line}\\b`, "i"));
    expect(await spills(page)).toEqual([]);
    await app.picture(`refused-${line}-${text.length}`);
    await press(page, "Escape");
    await page.getByTestId("dialog").waitFor({ state: "detached" });
    expect(await idOf(page, "service", "orders")).toBe("service:orders");
    expect(await page.evaluate(() => document.title)).toContain("ecommerce");
  });
});
