// Addresses of fonts, as a worker understands them.

import { expect, test } from "vitest";
import { absolute } from "./worker-fonts";

test("addresses beside the style sheet become whole ones", () => {
  const base = "tauri://localhost/assets/index.css";
  expect(absolute('url("./inter.woff2") format("woff2-variations")', base)).toBe('url("tauri://localhost/assets/inter.woff2") format("woff2-variations")');
  expect(absolute("url(a.woff2), url('../b.woff2')", "http://x/assets/i.css")).toBe('url("http://x/assets/a.woff2"), url("http://x/b.woff2")');
  expect(absolute("url(data:font/woff2;base64,AAAA)", "http://x/")).toBe('url("data:font/woff2;base64,AAAA")');
});
