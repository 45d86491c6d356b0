// The drawing as a picture: each form as a download, and on the clipboard.

import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve, type Served } from "./served";

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(async () => {
  expect(served.troubles).toEqual([]);
  await served.end();
});

/** By the palette, as the keyboard does. */
async function run(page: Page, action: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(action);
  await page.keyboard.press("Enter");
}

async function exported(choose: readonly string[]): Promise<{ name: string; bytes: Buffer }> {
  const { page } = served;
  await run(page, ">export picture");
  const dialog = page.getByTestId("dialog");
  await dialog.waitFor();
  for (const option of choose) await dialog.getByRole("radio", { name: option, exact: true }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("dialog-submit").click()]);
  await dialog.waitFor({ state: "detached" });
  await page.getByTestId("toast").filter({ hasText: file.suggestedFilename() }).waitFor();
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

const sizeOf = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];
const signature = "89504e470d0a1a0a";

describe("a picture of the design", () => {
  it("comes as SVG with every service as text", async () => {
    const { name, bytes } = await exported(["SVG"]);
    expect(name).toBe("shop.svg");
    const svg = bytes.toString("utf8");
    for (const service of ["catalog", "orders", "customers", "inventory", "shipping", "notifications", "payments"]) {
      expect(svg).toContain(`>${service}</text>`);
    }
    expect(svg).toContain(">sales</text>");
  });

  it("comes as PNG, as large as its scale says", async () => {
    const one = await exported(["PNG", "1×"]);
    const two = await exported(["PNG", "2×"]);
    expect(one.name).toBe("shop.png");
    expect(one.bytes.subarray(0, 8).toString("hex")).toBe(signature);
    const [w, h] = sizeOf(one.bytes);
    expect(w).toBeGreaterThan(600);
    expect(sizeOf(two.bytes)).toEqual([2 * w, 2 * h]);
  });

  it("comes as PDF whose text can be read", async () => {
    const { name, bytes } = await exported(["PDF", "Dark"]);
    expect(name).toBe("shop.pdf");
    expect(bytes.subarray(0, 7).toString("latin1")).toBe("%PDF-1.");
    const all = unpacked(bytes);
    expect(all).toContain("/FontFile");
    // The maps from glyphs back to letters.
    for (const letter of "catlogordes") expect(all.toLowerCase()).toContain(`<${letter.charCodeAt(0).toString(16).padStart(4, "0")}>`);
  });

  it("is of the selection where there is one", async () => {
    const { page } = served;
    const all = sizeOf((await exported(["PNG", "1×", "Light"])).bytes);
    await run(page, "orders");
    expect(await page.getByTestId("inspector-name").inputValue()).toBe("orders");
    const { bytes } = await exported(["SVG"]);
    expect(bytes.toString("utf8")).toContain(">orders</text>");
    expect(bytes.toString("utf8")).not.toContain(">catalog</text>");
    const part = sizeOf((await exported(["PNG", "1×", "Selection"])).bytes);
    expect(part[0]).toBeLessThan(all[0] / 2);
    const whole = sizeOf((await exported(["PNG", "1×", "Everything"])).bytes);
    expect(whole).toEqual(all);
  });

  it("can be copied", async () => {
    const { page } = served;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await run(page, ">copy as picture");
    await page.getByTestId("toast").filter({ hasText: "copied as a picture" }).waitFor();
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const blob = await item!.getType("image/png");
      return [...new Uint8Array(await blob.arrayBuffer()).slice(0, 8)];
    });
    expect(Buffer.from(copied).toString("hex")).toBe(signature);
  });
});

/** Everything in a PDF that can be read, streams unpacked. */
function unpacked(pdf: Buffer): string {
  let all = pdf.toString("latin1");
  for (let at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 7)) {
    try {
      all += inflateSync(pdf.subarray(at + 7), { finishFlush: 2 }).toString("latin1");
    } catch {
      // A stream that is not packed, or the end of one.
    }
  }
  return all;
}
