// Going through the webshop without a pointer, and where names stand.

import { describe, expect, it } from "vitest";
import { Scene } from "./scene";
import { textPlace } from "./text-place";
import { next, readingOrder, towards } from "./walk";
import { webshop } from "./webshop.fixture";

const scene = new Scene(webshop);

describe("walking", () => {
  it("reads from the upper left to the lower right, each element once", () => {
    const order = readingOrder(scene);
    expect(order.slice(0, 2)).toEqual(["catalog", "inventory"]);
    expect(new Set(order).size).toBe(webshop.nodes.length);
  });

  it("leaves beyond the last element", () => {
    const order = readingOrder(scene);
    expect(next(scene, null, 1)).toBe(order[0]);
    expect(next(scene, order[order.length - 1]!, 1)).toBeNull();
    expect(next(scene, order[0]!, -1)).toBeNull();
  });

  it("goes to the connected or nearest element in a direction", () => {
    expect(towards(scene, "orders", "right")).toBe("inventory");
    expect(towards(scene, "inventory", "down")).toBe("shipping");
    expect(towards(scene, "shopper", "left")).toBeNull();
  });

  it("goes from row to row inside a card, and on from the last", () => {
    const rows = webshop.nodes.find(({ id }) => id === "orders")!.rows!.map(({ id }) => id);
    const last = rows.at(-1)!;
    expect(towards(scene, rows[0]!, "down")).toBe(rows[1]);
    expect(towards(scene, rows[1]!, "up")).toBe(rows[0]);
    expect(towards(scene, last, "down")).toBe("payments");
    expect(next(scene, rows[0]!, 1)).toBe(rows[1]);
    expect(next(scene, rows[0]!, -1)).toBe("orders");
    const order = readingOrder(scene);
    expect(next(scene, last, 1)).toBe(order[order.indexOf("orders") + 1]);
  });

  it("follows a row's own connection", () => {
    const line = webshop.connections.find(({ from, to }) => scene.homeOf(from) && scene.homeOf(to))!;
    const [a, b] = [scene.place(line.from)!, scene.place(line.to)!];
    expect(towards(scene, line.from, b.x > a.x ? "right" : "left")).toBe(line.to);
  });
});

describe("names", () => {
  it("have a place in every kind of element", () => {
    for (const id of [...webshop.nodes.map((n) => n.id), "orders.get", "orders.api", "domain.sales"]) {
      expect([id, textPlace(scene, id) !== null]).toEqual([id, true]);
    }
    expect(textPlace(scene, "nothing")).toBeNull();
  });

  it("stand inside their card, a path in its font", () => {
    const { rect, font } = textPlace(scene, "orders.get")!;
    const { box } = scene.node("orders")!;
    expect(rect.x).toBeGreaterThan(box.x);
    expect(rect.x + rect.w).toBeLessThanOrEqual(box.x + box.w);
    expect(font.family).toBe("mono");
  });
});
