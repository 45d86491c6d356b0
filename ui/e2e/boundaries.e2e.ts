// Suggested boundaries in the Coupling mode: found, explained, applied, undone.

import { expect, test } from "vitest";
import { violations } from "./readable";
import { edited, serve } from "./served";

/** Two circles of three services; `billing` is drawn in the wrong one. */
const astray = (() => {
  const calls: { readonly [service: string]: readonly string[] } = { catalog: ["orders"], orders: ["customers"], customers: ["catalog"], shipping: ["stock"], stock: ["billing"], billing: ["shipping"] };
  const service = (name: string) => `service ${name} { api "${name} API" { query ask { ${calls[name]?.map((to) => `calls ${to}.ask`).join("; ")} } } }`;
  const domain = (name: string, of: readonly string[]) => `domain ${name} {\n${of.map(service).join("\n")}\n}`;
  return `cleave 1\ndesign Astray\n${domain("Sales", ["catalog", "orders", "customers", "billing"])}\n${domain("Fulfilment", ["shipping", "stock"])}\n`;
})();

test("a service in the wrong domain is suggested to move, with reasons; it is moved and moved back", async () => {
  const own = await serve(undefined, { text: astray, shows: "service:billing" });
  const { page } = own;
  page.setDefaultTimeout(15_000);
  try {
    await page.keyboard.press("Control+2");
    await page.getByTestId("matrix-says").waitFor();
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill(">Suggested boundaries");
    await page.keyboard.press("Enter");
    await page.getByTestId("boundaries-verdict").filter({ hasText: "1 service would stand elsewhere" }).waitFor();
    expect(await page.getByTestId("boundaries-best").textContent()).toBe("0.50");
    const move = page.getByTestId("move-billing");
    expect(await move.textContent()).toMatch(/Sales → Fulfilment.*calls shipping; is called by stock; shares no connection with the rest of Sales/s);
    expect(await page.getByTestId("boundaries-own").textContent()).toBe("0.11");
    expect(await violations(page)).toEqual([]);
    await own.picture("boundaries");
    await edited(page, () => page.getByTestId("apply-move-billing").click());
    await page.getByTestId("toast").filter({ hasText: "Moved billing to Fulfilment" }).waitFor();
    await page.getByTestId("boundaries-verdict").filter({ hasText: "No better division" }).waitFor();
    expect(await page.getByTestId("boundaries-own").textContent()).toBe("0.50");
    await edited(page, () => page.getByTestId("toast").getByRole("button", { name: "Undo" }).click());
    await move.waitFor();
    expect(await page.getByTestId("boundaries-own").textContent()).toBe("0.11");
    expect(own.troubles).toEqual([]);
  } finally {
    await own.end();
  }
});

/** Two circles of four services; one of each is drawn in the other's domain. */
const crossed = (() => {
  const circles = [["catalog", "orders", "customers", "prices"], ["shipping", "stock", "billing", "returns"]] as const;
  const service = (name: string, to: string) => `service ${name} { api "${name} API" { query ask { calls ${to}.ask } } }`;
  const drawn = circles.map((circle) => circle.map((name, i) => service(name, circle[(i + 1) % 4]!)));
  const [sales, depot] = [drawn[0]!, drawn[1]!];
  return `cleave 1\ndesign Crossed\ndomain Sales {\n${[...sales.slice(0, 3), depot[3]].join("\n")}\n}\ndomain Depot {\n${[...depot.slice(0, 3), sales[3]].join("\n")}\n}\n`;
})();

test("all suggested moves are applied as one step with its own name, and undone as one", async () => {
  const own = await serve(undefined, { text: crossed, shows: "service:prices" });
  const { page } = own;
  page.setDefaultTimeout(15_000);
  try {
    await page.keyboard.press("Control+2");
    await page.getByTestId("matrix-says").waitFor();
    await page.getByTestId("boundaries").scrollIntoViewIfNeeded();
    await page.getByTestId("boundaries-verdict").filter({ hasText: "2 services would stand elsewhere" }).waitFor();
    await page.getByTestId("move-prices").waitFor();
    await page.getByTestId("move-returns").waitFor();
    const before = await page.getByTestId("boundaries-own").textContent();
    await edited(page, () => page.getByTestId("apply-boundaries").click());
    await page.getByTestId("toast").filter({ hasText: "Moved 2 services" }).waitFor();
    await page.getByTestId("boundaries-verdict").filter({ hasText: "No better division" }).waitFor();
    expect(await page.getByTestId("boundaries-own").textContent()).toBe("0.50");
    expect(await page.getByTestId("undo").getAttribute("aria-label")).toBe("Undo: Apply suggested boundaries");
    await edited(page, () => page.getByTestId("undo").click());
    await page.getByTestId("move-returns").waitFor();
    expect(await page.getByTestId("boundaries-own").textContent()).toBe(before);
    expect(own.troubles).toEqual([]);
  } finally {
    await own.end();
  }
});
