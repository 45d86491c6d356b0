// What looks for something in a drawing that is still being made waits for it.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CanvasView } from "./canvas";
import { crowd } from "./crowd.fixture";
import type { Sheet } from "./sheet";
import { lightTheme } from "./theme";

const size = { w: 1400, h: 860 };

/** As much of an element as the canvas needs, where every drawing is forgotten. */
function element(): HTMLCanvasElement {
  const ownerDocument = Object.assign(new EventTarget(), { createElement: element });
  const made = Object.assign(new EventTarget(), { style: {}, clientWidth: size.w, clientHeight: size.h, ownerDocument });
  const context = new Proxy({ canvas: made } as Record<string, unknown>, { get: (kept, name: string) => kept[name] ?? (() => undefined) });
  return Object.assign(made, { getContext: () => context }) as unknown as HTMLCanvasElement;
}

let view: CanvasView;

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", class { observe(): void {} disconnect(): void {} });
  // There is no canvas that could be timed, and no frame ever comes.
  vi.stubGlobal("document", { createElement: () => ({ getContext: () => null }) });
  vi.stubGlobal("requestAnimationFrame", () => 0);
  vi.stubGlobal("cancelAnimationFrame", () => undefined);
  view = new CanvasView({ host: element(), base: element(), overlay: element(), theme: lightTheme, tell: () => undefined });
  view.setSettings({ reducedMotion: true });
});

afterEach(() => {
  view.destroy();
  vi.unstubAllGlobals();
});

const large = crowd(24, 40, 0.5);
const { id } = large.nodes[0]!;
/** The same elements, all of them far away. */
const arranged = (by: number): Sheet => ({ ...large, nodes: large.nodes.map((n) => ({ ...n, x: n.x + by })) });

test.each([
  ["fit", (v: CanvasView): void => v.fit()],
  ["fitTo", (v: CanvasView): void => v.fitTo([id])],
  ["reveal", (v: CanvasView): void => v.reveal(id)],
])("%s sees a large drawing that is arranged anew as it will be", async (_name, look) => {
  view.setSheet(large);
  view.setSheet(arranged(90_000));
  const last = arranged(200_000);
  const before = view.camera;
  look(view);
  // It is made beside the one that shows, and another may come before it is there.
  view.setSheet(last);
  expect(view.camera).toEqual(before);
  await vi.waitFor(() => expect(view.camera).not.toEqual(before), { timeout: 20_000, interval: 5 });
  const { x, y, w, h } = view.locate(id)!;
  expect(view.placeOf(id)!.x).toBe(last.nodes[0]!.x);
  expect(x >= 0 && y >= 0 && x + w <= size.w && y + h <= size.h).toBe(true);
});
