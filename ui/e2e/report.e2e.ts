// The coupling report as a team gets it: a file that opens from disk in Chromium, asks nobody for anything, runs nothing, can be
// read by everyone, has anchors that lead somewhere, and prints. In every form hostile names stay text.
/// <reference types="node" />

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violations } from "./readable";
import { chromiumPath, program, sample } from "./served";

const root = resolve(import.meta.dirname, "../..");
const dist = join(root, "ui/dist");
const folder = mkdtempSync(join(tmpdir(), "cleave-report-"));
let browser: Browser;
beforeAll(async () => {
  const executablePath = chromiumPath();
  browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const hostile = {
  script: "</title></style></svg></script><script>alert(1)</script>",
  quotes: "\"'`&<!--]]>",
  lines: "a\nb\r\n| c | # d",
  rtl: "\u202eخدمة\u2066",
  emoji: "👩‍👩‍👧‍👦 Z\u0351\u036b\u0343",
};
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u202a-\u202e\u2066-\u2069]/g, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`);

/** Each name at a service that is in a circle with the next, at its team, at a store that all write, and at an event. */
const hostileDesign = (): string => {
  const names = Object.values(hostile);
  // Names are one line; what cannot be one goes where text may have lines.
  const plain = names.map((name) => name.replace(/[\r\n]+/g, " ").replace(/[\u202a-\u202e\u2066-\u2069]/g, ""));
  const services = plain.map(
    (name, i) => `service ${quoted(name)} id="service:s${i}" team=${quoted(names[i]!.replace(/[\r\n]+/g, " "))} description=${quoted(names[i]!)} links="a <javascript:alert(1)>" {
      event ${quoted(name)}
      calls ${quoted(plain[(i + 1) % plain.length]!)}
      writes ${quoted("<b>loose</b>")}
    }`,
  );
  return ["cleave 1", `design ${quoted(plain[0]!)}`, ...services, `store ${quoted("<b>loose</b>")}`, `topology ${quoted(plain[1]!)} { deployable ${quoted(plain[0]!)} "*" }`].join("\n");
};

/** Ids of a neutral graph may be made of any characters; each is a service in a circle with the next, a team, a domain and a tag. */
const hostileGraph = (): string => {
  const names = [...Object.values(hostile), "=cmd()\t\u0000\u001b[31m\uffff", "javascript:alert(1)", "[x](javascript:alert(1))"];
  const next = (at: number): string => names[(at + 1) % names.length]!;
  return JSON.stringify({
    id: hostile.lines,
    nodes: names.map((id, at) => ({ id, kind: "service", team: id, boundary: next(at), layer: id, tags: [id] })),
    edges: names.map((from, at) => ({ from, to: next(at), kind: "sync" })),
    config: { layers: names, forbidden: [{ from: "<i>nobody</i>", to: "service" }] },
  });
};

function written(design: string, name: string, ...more: string[]): string {
  const out = join(folder, name);
  execFileSync(program(), ["report", design, "--out", out, "--today", "2026-11-23", ...(existsSync(dist) ? ["--ui", dist] : []), ...more], { stdio: ["ignore", "ignore", "pipe"] });
  return out;
}

/** The page from disk, and everything it did that it should not. */
async function opened(file: string, bypassCSP = false): Promise<{ page: Page; asked: string[]; troubles: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1240, height: 900 }, bypassCSP });
  const page = await context.newPage();
  const asked: string[] = [];
  const troubles: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("dialog", (dialog) => troubles.push(dialog.message()));
  await page.goto(pathToFileURL(file).href);
  return { page, asked, troubles };
}

const designs: readonly { name: string; make: () => string; baseline?: () => string; more?: readonly string[] }[] = [
  { name: "e-commerce", make: () => sample },
  { name: "social network", make: () => join(root, "samples/social-network/social-network.cleave.kdl") },
  {
    name: "e-commerce with a circle, against the sample",
    make: () => {
      const file = join(folder, "worse.cleave.kdl");
      writeFileSync(file, readFileSync(sample, "utf8").replace(/(service inventory [^{]*\{)/, "$1\n        calls orders.get_order\n        reads customers.customers\n"));
      return file;
    },
    baseline: () => sample,
  },
  {
    name: "hostile names",
    make: () => {
      const file = join(folder, "hostile.cleave.kdl");
      writeFileSync(file, hostileDesign());
      return file;
    },
    baseline: () => {
      const file = join(folder, "nothing.cleave.kdl");
      writeFileSync(file, "cleave 1\ndesign nothing\n");
      return file;
    },
  },
  {
    name: "hostile ids of a neutral graph",
    make: () => {
      const file = join(folder, "hostile.graph.json");
      writeFileSync(file, hostileGraph());
      return file;
    },
    more: ["--from", "graph-json"],
  },
  {
    name: "an empty design",
    make: () => {
      const file = join(folder, "empty.cleave.kdl");
      writeFileSync(file, "cleave 1\ndesign empty\n");
      return file;
    },
  },
];

describe.each(designs)("the page of $name", ({ name, make, baseline, more = [] }) => {
  let file: string;
  beforeAll(() => {
    file = written(make(), `${name}.html`, ...(baseline ? ["--baseline", baseline()] : []), ...more);
  });

  test("asks nobody and runs nothing", async () => {
    const { page, asked, troubles } = await opened(file);
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(troubles).toEqual([]);
    expect(await page.locator("script, iframe, object, embed, img, link, [onload], [onerror], [onclick]").count()).toBe(0);
    const odd = await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href")!).filter((href) => !/^(#|https?:)/.test(href)));
    expect(odd).toEqual([]);
    await page.context().close();
  });

  test("can be read by everyone", async () => {
    const { page } = await opened(file, true);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  test("has anchors that lead somewhere, each once", async () => {
    const { page } = await opened(file, true);
    const { lost, twice, headings } = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((at) => at.id);
      const targets = [...document.querySelectorAll<HTMLAnchorElement>("a[href^='#']")].map((a) => a.getAttribute("href")!.slice(1));
      return {
        lost: targets.filter((target) => !ids.includes(target)),
        twice: ids.filter((id, at) => ids.indexOf(id) !== at),
        headings: [...document.querySelectorAll("h2")].map((at) => at.textContent),
      };
    });
    expect(lost).toEqual([]);
    expect(twice).toEqual([]);
    expect(headings).toEqual(["Summary", "Decisions for the meeting", "System map", "Findings", "Metrics", "Structure", "Deployment", "Boundaries", "Waived", "Coverage", "Sign-off", "How these numbers are made"]);
    await page.context().close();
  });

  test("keeps what it shows within its width, and prints", async () => {
    const { page } = await opened(file, true);
    for (const width of [1240, 700]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    }
    await page.emulateMedia({ media: "print" });
    const { broken, nav } = await page.evaluate(() => ({
      // What must not break across pages is no higher than a page of A4 within its margins.
      broken: [...document.querySelectorAll("figure, .drawn")].filter((at) => at.getBoundingClientRect().height > 265 * (96 / 25.4)).length,
      nav: getComputedStyle(document.querySelector("nav")!).display,
    }));
    expect({ broken, nav }).toEqual({ broken: 0, nav: "none" });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const keep = process.env["CLEAVE_KEEP_REPORT"];
    if (keep) writeFileSync(join(keep, `${name}.pdf`), pdf);
    await page.context().close();
  });

  test("is the same each time", () => {
    const again = written(make(), "again.html", ...(baseline ? ["--baseline", baseline()] : []), ...more);
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
  });
});

test("a map is drawn, and a finding's picture shows only what is involved", async () => {
  const { page } = await opened(written(designs[2]!.make(), "map.html", "--baseline", sample));
  expect(await page.locator("#map svg text", { hasText: /^orders$/ }).count()).toBeGreaterThan(0);
  const circle = page.locator("article", { hasText: "orders and inventory call each other" }).first();
  expect(await circle.locator(".picture title").allTextContents()).toEqual(["orders", "inventory"]);
  expect(await page.locator("#summary").textContent()).toContain("1 new error");
  await page.context().close();
});

describe("hostile names in the other forms", () => {
  const made = (name: string): string => readFileSync(written(designs[3]!.make(), name, "--baseline", designs[3]!.baseline!()), "utf8");

  test("JUnit is XML, with the names as text", async () => {
    const xml = made("hostile.xml");
    const page = await browser.newPage();
    const read = await page.evaluate((text) => {
      const read = new DOMParser().parseFromString(text, "application/xml");
      return { wrong: read.querySelectorAll("parsererror").length, kinds: [...new Set([...read.querySelectorAll("*")].map((at) => at.nodeName))].sort(), failures: read.querySelectorAll("failure").length };
    }, xml);
    expect(read.wrong).toBe(0);
    expect(read.kinds.filter((kind) => !["failure", "skipped", "system-out", "testcase", "testsuite", "testsuites"].includes(kind))).toEqual([]);
    expect(read.failures).toBeGreaterThan(0);
    await page.close();
  });

  test("SARIF and JSON are JSON, and SARIF says what is new", () => {
    const log = JSON.parse(made("hostile.sarif")) as { runs: { results: { baselineState: string; message: { text: string } }[] }[] };
    expect(new Set(log.runs[0]!.results.map((result) => result.baselineState))).toEqual(new Set(["new"]));
    expect(log.runs[0]!.results.some((result) => result.message.text.includes("<script>alert(1)</script>"))).toBe(true);
    const check = JSON.parse(made("hostile.json")) as { difference: { new: unknown[] } };
    expect(check.difference.new.length).toBe(log.runs[0]!.results.length);
  });

  test("CSV has as many cells in each line, and Markdown no HTML and no more headings than findings", () => {
    const lines = made("hostile.csv").trimEnd().split("\r\n");
    const cells = (line: string): number => [...line.matchAll(/"(?:[^"]|"")*"(?:,|$)/g)].length;
    expect(new Set(lines.map(cells))).toEqual(new Set([10]));
    const text = made("hostile.md");
    const outside = text.replace(/```mermaid[^]*?```/g, "").replace(/<\/?sub>/g, "");
    expect(outside).not.toMatch(/(?<!\\)<[a-z/!]/i);
    expect([...outside.matchAll(/^#{1,2} /gm)].length).toBeLessThanOrEqual(6);
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });
});

test("a revision of the project itself is a baseline, and tells the edit", () => {
  const project = join(folder, "shop.cleave");
  const text = join(folder, "shop.cleave.kdl");
  cpSync(sample, text);
  execFileSync(program(), ["convert", text, project]);
  // Without a revision of that name it says so and writes nothing.
  expect(() => written(project, "none.html", "--baseline", "@main")).toThrow(/main/);
  expect(existsSync(join(folder, "none.html"))).toBe(false);
});
