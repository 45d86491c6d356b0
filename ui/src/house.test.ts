/// <reference types="node" />
// The rules of the house, for the interface: who may know whom, and how large a file may grow.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname);

interface Source {
  path: string;
  text: string;
  /** The text without comments, and for components only their script and markup. */
  code: string;
}

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

const sources: Source[] = [...walk(root)]
  .filter((path) => /\.(ts|svelte)$/.test(path))
  .map((path) => {
    const text = readFileSync(path, "utf8");
    const code = text
      .replace(/<style>[\s\S]*<\/style>/g, "")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/(^|\s)\/\/.*$/gm, "");
    return { path: relative(root, path).replaceAll("\\", "/"), text, code };
  })
  .filter(({ path }) => path !== "house.test.ts");

const imports = (code: string): string[] =>
  [...code.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap((match) => match[1] ?? []);

const importing = (what: RegExp): string[] =>
  sources.filter(({ code }) => imports(code).some((from) => what.test(from))).map(({ path }) => path);

const saying = (what: RegExp): string[] => sources.filter(({ code }) => what.test(code)).map(({ path }) => path);

test("the sources are found", () => {
  expect(sources.length).toBeGreaterThan(100);
});

test("only host/tauri.ts knows Tauri", () => {
  expect(importing(/^@tauri-apps\//)).toEqual(["host/tauri.ts"]);
});

test("only host/ speaks to the outside", () => {
  const outside = saying(/\bfetch\(|\binvoke\b|\bWebSocket\b|\bEventSource\b|\bXMLHttpRequest\b|\bsendBeacon\b/);
  expect(outside.filter((path) => !path.startsWith("host/"))).toEqual([]);
});

test("raw pointer events are heard in one file of the canvas", () => {
  const hearing = saying(/"pointer(down|move|up|cancel|enter|leave)"|onpointer(down|move|up|cancel|enter|leave)/);
  // The gallery is a page for those who work on the canvas; it is not part of the app.
  const inApp = hearing.filter((path) => !path.endsWith(".test.ts") && path !== "gallery.ts");
  expect(inApp).toEqual(["canvas/pointer.ts"]);
});

test("Svelte is known to .svelte and .svelte.ts files, and to main.ts that starts it", () => {
  const knowing = importing(/^(svelte|bits-ui|paneforge|@lucide\/svelte)(\/|$)/);
  expect(knowing.filter((path) => !/\.svelte(\.ts)?$/.test(path) && path !== "main.ts")).toEqual([]);
});

test("the canvas is free of any framework and knows nothing of the engine", () => {
  const canvas = sources.filter(({ path }) => path.startsWith("canvas/"));
  const strangers = canvas.filter(({ path, code }) => path.endsWith(".svelte.ts") || imports(code).some((from) => /svelte|\.\.\/(wire|host|project|panels|modes|verbs|controls)/.test(from)));
  expect(strangers.map(({ path }) => path)).toEqual([]);
});

test("controls know nothing of Cleave, and the mirror nothing of panels", () => {
  const crossing = (folder: string, to: RegExp) =>
    sources.filter(({ path, code }) => path.startsWith(folder) && imports(code).some((from) => to.test(from))).map(({ path }) => path);
  expect(crossing("controls/", /\.\.\/(wire|host|project|panels|modes|verbs|canvas)/)).toEqual([]);
  expect(crossing("project/", /\.\.\/(panels|modes|verbs)/)).toEqual([]);
  expect(crossing("host/", /\.\.\/(project|panels|modes|verbs|controls|canvas)/)).toEqual([]);
  expect(crossing("wire/", /\.\.\//)).toEqual([]);
});

test("no file is longer than it may be without saying why", () => {
  const tooLong = sources.filter(({ path, text }) => {
    const most = path.endsWith(".svelte") ? 250 : 300;
    return text.split("\n").length - 1 > most && !/Long because: \S/.test(text.slice(0, 1200));
  });
  expect(tooLong.map(({ path, text }) => `${path}: ${text.split("\n").length}`)).toEqual([]);
});

test("every file begins by saying what it is for", () => {
  const mute = sources.filter(({ path, text }) => {
    if (path.startsWith("wire/") || path.endsWith(".test.ts")) return false;
    return path.endsWith(".svelte") ? !/<script[^>]*>\s*\/\//.test(text) : !text.startsWith("//");
  });
  expect(mute.map(({ path }) => path)).toEqual([]);
});

test("no name hides what is in it", () => {
  const empty = /(^|\/)(utils?|helpers?|common|misc|shared|manager|stuff)(\/|\.)/i;
  expect(sources.map(({ path }) => path).filter((path) => empty.test(path))).toEqual([]);
});
