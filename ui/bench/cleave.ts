// Cleave's own canvas: the class the app mounts, driven by pointer events where a hand would drag.

import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import type { Camera } from "../src/canvas/camera";
import { CanvasView } from "../src/canvas/canvas";
import { lightTheme } from "../src/canvas/theme";
import { run, sheetOf } from "./scenario";

const host = document.getElementById("host")!;
const [base, overlay] = [document.createElement("canvas"), document.createElement("canvas")];
host.append(base, overlay);
// Events made by a page have no pointer that could be captured.
overlay.setPointerCapture = () => undefined;
const view = new CanvasView({ host, base, overlay, theme: lightTheme, tell: () => undefined });
let from = { x: 0, y: 0 };
let eye: Camera = { x: 0, y: 0, zoom: 1 };

function event(kind: string, dx: number, dy: number): void {
  const [clientX, clientY] = [from.x + dx, from.y + dy];
  overlay.dispatchEvent(
    new PointerEvent(kind, { pointerId: 1, pointerType: "mouse", bubbles: true, clientX, clientY, button: kind === "pointermove" ? -1 : 0, buttons: kind === "pointerup" ? 0 : 1 }),
  );
}

void run({
  // From the records on, as when a design is opened.
  async open(_sheet, camera, snapshot) {
    // A sheet remembers the records it was made of, for making the next one; what the canvas is given here does not.
    view.setSheet({ ...sheetOf(snapshot) });
    view.setCamera(camera);
    for (let i = 0; i < 2; i += 1) await new Promise(requestAnimationFrame);
  },
  look(camera) {
    view.setCamera(camera);
  },
  grab(nodes, camera) {
    eye = camera;
    view.setSelection(nodes);
    const box = view.locate(nodes[0]!)!;
    // On the icon: neither a name that would be typed into nor a port.
    from = { x: box.x + 20 * eye.zoom, y: box.y + 16 * eye.zoom };
    event("pointermove", 0, 0);
    event("pointerdown", 0, 0);
    event("pointermove", 8, 8);
  },
  move(dx, dy) {
    event("pointermove", dx * eye.zoom, dy * eye.zoom);
  },
  drop() {
    event("pointerup", 0, 0);
    view.cancel();
  },
  rests: () => view.rests,
});
