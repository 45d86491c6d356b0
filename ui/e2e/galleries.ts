// The pages of elements and of states, which are no part of the app: built into a folder of their own, and served from it.
// Built, because what is compiled while a page asks for it makes the page wait, and load again where a package turns up late.
/// <reference types="node" />

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, preview } from "vite";

export interface Galleries {
  /** Where `elements.html` and `gallery.html` are; it ends with a slash. */
  url: string;
  end(): Promise<void>;
}

export async function galleries(): Promise<Galleries> {
  const root = resolve(import.meta.dirname, "..");
  const outDir = mkdtempSync(join(tmpdir(), "cleave-galleries-"));
  const input = ["elements.html", "gallery.html"].map((page) => join(root, page));
  const shared = { root, configFile: false, logLevel: "error" } as const;
  await build({ ...shared, plugins: [svelte()], worker: { format: "es" }, build: { target: "es2022", outDir, emptyOutDir: true, rolldownOptions: { input } } });
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, strictPort: false } });
  return {
    url: server.resolvedUrls?.local[0] ?? "",
    async end() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
