import { expect, test } from "vitest";
import { usualPanes } from "./desk.svelte";
import { readLook } from "./remembering.svelte";

test("what another version kept is read as far as it fits", () => {
  const look = { panes: { left: 300, right: "wide", bottom: 1e9, minimap: false, taste: 1 }, camera: { x: 1, y: 2, zoom: 0.5 }, opened: ["a", 3], baseline: "main" };
  const read = readLook(look);
  expect(read.panes).toEqual({ ...usualPanes, left: 300, minimap: false });
  expect(read.camera).toEqual({ x: 1, y: 2, zoom: 0.5 });
  expect(read.opened).toEqual(["a"]);
  expect(read.baseline).toBe("main");
});

test("rubbish is as nothing", () => {
  for (const look of [undefined, null, 3, "x", { camera: { x: null, y: 0, zoom: 1 } }, { camera: [] }, { baseline: 3 }]) {
    expect(readLook(look)).toEqual({ panes: usualPanes, camera: null, opened: [], openCards: [], baseline: null });
  }
});
