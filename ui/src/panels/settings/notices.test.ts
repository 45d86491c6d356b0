import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readNotices } from "./notices";

const file = readFileSync(new URL("../../../../THIRD-PARTY.txt", import.meta.url), "utf8");
const notices = readNotices(file);

test("every package has its terms, and most bring their text", () => {
  expect(notices.length).toBeGreaterThan(300);
  expect(notices.every(({ terms }) => terms !== "")).toBe(true);
  expect(notices.filter(({ texts }) => texts.length > 0).length).toBeGreaterThan(notices.length * 0.8);
  expect(notices.find(({ name }) => name === "@fontsource-variable/inter")?.texts[0]).toContain("SIL Open Font License");
});

test("the notices name what the interface is made of now", () => {
  const lock = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as { dependencies: { [name: string]: string } };
  const missing = Object.entries(lock.dependencies).filter(([name, version]) => !notices.some((one) => one.name === name && one.version === version));
  expect(missing, "`cargo xtask notices` writes them anew").toEqual([]);
});
