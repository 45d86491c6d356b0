// A page for looking at the canvas by itself: every element and state, in both themes, without the app.
//
// gallery.html?theme=dark&zoom=0.92&select=orders.place&scene=large

import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import { CanvasView } from "./canvas/canvas";
import { crowd } from "./canvas/crowd.fixture";
import { elements } from "./canvas/elements.fixture";
import { emptySheet, type Sheet, type SheetNode } from "./canvas/sheet";
import { darkTheme, lightTheme } from "./canvas/theme";
import { webshop } from "./canvas/webshop.fixture";

const asked = new URLSearchParams(location.search);
const scenes: Record<string, () => Sheet> = {
  webshop: () => webshop,
  elements: () => elements,
  empty: () => emptySheet,
  large: () => crowd(14, 22),
  huge: () => crowd(60, 47, 3.3),
};
const host = document.querySelector<HTMLElement>("#canvas")!;
const theme = asked.get("theme") === "dark" ? darkTheme : lightTheme;
document.body.style.background = theme.canvas;
document.body.style.color = theme.ink;

const view = new CanvasView({
  host,
  base: host.querySelector<HTMLCanvasElement>(".base")!,
  overlay: host.querySelector<HTMLCanvasElement>(".overlay")!,
  theme,
  tell: (intent) => {
    if (intent.do !== "hover" && intent.do !== "camera") log(JSON.stringify(intent));
    if (intent.do === "move") move(intent.ids, intent.dx, intent.dy);
  },
});

const words = document.querySelector<HTMLElement>("#said")!;
function log(text: string): void {
  words.textContent = text;
}

/** The one edit this page knows, so that routing can be watched. */
function move(ids: readonly string[], dx: number, dy: number): void {
  const moves = (n: SheetNode): boolean => ids.includes(n.id) || (n.domain !== null && ids.includes(n.domain));
  sheet = { ...sheet, nodes: sheet.nodes.map((n) => (moves(n) ? { ...n, x: n.x + dx, y: n.y + dy } : n)) };
  view.setSheet(sheet);
}

let sheet = (scenes[asked.get("scene") ?? "webshop"] ?? scenes.webshop!)();
await document.fonts.load('600 13px "Inter Variable"');
await document.fonts.load('450 11px "JetBrains Mono Variable"');
const start = performance.now();
view.setSheet(sheet);
log(
  `${sheet.nodes.length} nodes, ${sheet.connections.length} connections, ${Math.round(performance.now() - start)} ms`,
);
const minimap = document.querySelector<HTMLCanvasElement>("#minimap")!;
minimap.addEventListener("pointerdown", (e) => view.lookFromMinimap({ x: e.offsetX, y: e.offsetY }));
if (asked.has("minimap")) {
  minimap.hidden = false;
  minimap.style.background = theme.raised;
  view.setMinimap(minimap);
}
const zoom = Number(asked.get("zoom"));
if (zoom > 0) view.setCamera({ x: Number(asked.get("x") ?? 0), y: Number(asked.get("y") ?? 0), zoom });
else view.fit("jump");
if (asked.has("select")) view.setSelection(asked.get("select")!.split(","));
if (asked.has("focus")) {
  const steps = asked.get("focus")!.split(",");
  const ends = sheet.connections.filter((c) => steps.includes(c.id)).flatMap((c) => [c.from, c.to]);
  const ids = ends.map((end) => sheet.nodes.find((n) => n.id === end || n.rows?.some((r) => r.id === end))!.id);
  view.setFocus({ ids, steps });
}
view.setSettings({ names: asked.has("names") });
// For scripts that look at this page.
Object.assign(globalThis, { view, sheet });
