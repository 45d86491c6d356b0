// How the interface is served while developing and bundled for the desktop and for the server.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build, defineConfig, type Plugin } from "vite";

/** Builds src/picture.ts into dist/picture.js after the pages: one plain script, for an engine without a window. */
const picture = (): Plugin => ({
  name: "picture",
  apply: "build",
  async closeBundle() {
    await build({
      configFile: false,
      logLevel: "warn",
      publicDir: false,
      build: {
        target: "es2022",
        outDir: "dist",
        emptyOutDir: false,
        lib: { entry: "src/picture.ts", formats: ["iife"], name: "cleavePictureScript", fileName: () => "picture.js" },
      },
    });
  },
});

export default defineConfig({
  plugins: [svelte(), picture()],
  // Relative paths, because the same files are read from the app's own protocol and from a server.
  base: "./",
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: { target: "es2022", outDir: "dist", emptyOutDir: true },
  worker: { format: "es" },
});
