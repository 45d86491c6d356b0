// Unit tests run in plain Node: what they cover must not need a browser.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  // A busy machine is no failure.
  test: { environment: "node", include: ["src/**/*.test.ts"], testTimeout: 120_000 },
});
