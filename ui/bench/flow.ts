// React Flow with the same nodes, groups and connections, drawing only what is visible: every row has its handles, every
// connection ends at its row with the colour, the pattern and the arrow of its kind, and the same hand drags.

import "@xyflow/react/dist/style.css";
import { applyNodeChanges, type Edge, Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { createElement as h, memo, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { anatomyOf } from "../src/canvas/anatomy";
import type { Camera } from "../src/canvas/camera";
import type { Sheet, SheetConnection, SheetRow } from "../src/canvas/sheet";
import { lightTheme } from "../src/canvas/theme";
import { run } from "./scenario";

interface CardData extends Record<string, unknown> {
  name: string;
  subtitle: string;
  rows: readonly SheetRow[];
}

/** Where connections start and end, of a card or of one of its rows. */
const ends = (id?: string) => [h(Handle, { key: "in", type: "target", position: Position.Left, id }), h(Handle, { key: "out", type: "source", position: Position.Right, id })];

const Card = memo(({ data }: NodeProps<Node<CardData>>) =>
  h(
    "div",
    { style: { width: 196, border: "1px solid #999", borderRadius: 10, background: "#fff", font: "13px Inter, sans-serif", padding: 8, boxSizing: "border-box" } },
    ...ends(),
    h("b", null, data.name),
    h("div", { style: { fontSize: 10.5 } }, data.subtitle),
    ...data.rows.map((row) => h("div", { key: row.id, style: { position: "relative", height: 24, fontSize: 11 } }, ...ends(row.id), row.verb && h("b", null, row.verb, " "), row.text)),
  ),
);
const Group = memo(({ data }: NodeProps<Node<CardData>>) =>
  h("div", { style: { width: "100%", height: "100%", border: "1px solid #aac", borderRadius: 16, background: "#e8ecf455", font: "13px Inter, sans-serif" } }, data.name),
);
const nodeTypes = { card: Card, group: Group };

let flow: ReactFlowInstance<Node<CardData>> | null = null;
let setNodes: (change: (nodes: Node<CardData>[]) => Node<CardData>[]) => void = () => undefined;
let hand = { x: 0, y: 0 };
let zoom = 1;

function App({ nodes: first, edges, camera }: { nodes: Node<CardData>[]; edges: Edge[]; camera: Camera }) {
  const [nodes, change] = useState(first);
  setNodes = change;
  return h(ReactFlow<Node<CardData>>, {
    nodes,
    edges,
    nodeTypes,
    onNodesChange: (changes) => change((all) => applyNodeChanges(changes, all)),
    onlyRenderVisibleElements: true,
    minZoom: 0.01,
    maxZoom: 4,
    defaultViewport: viewport(camera),
    onInit: (instance) => (flow = instance),
  });
}

function event(kind: string, at: EventTarget, dx: number, dy: number): void {
  const [clientX, clientY] = [hand.x + dx, hand.y + dy];
  at.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, view: window, clientX, clientY, button: 0, buttons: kind === "mouseup" ? 0 : 1 }));
}

/** Colour, pattern and arrow of a kind, as our own canvas has them. */
function strokeOf({ kind }: SheetConnection): Partial<Edge> {
  const { call, event, data } = lightTheme;
  if (kind === "publish" || kind === "subscribe") return { style: { stroke: event, strokeDasharray: "6 4" }, markerEnd: { type: MarkerType.Arrow, color: event } };
  if (kind === "read" || kind === "write") return { style: { stroke: data, strokeDasharray: "0 4.4", strokeLinecap: "round" } };
  return { style: { stroke: call }, markerEnd: { type: MarkerType.ArrowClosed, color: call } };
}

const viewport = (c: Camera) => ({ x: -c.x * c.zoom, y: -c.y * c.zoom, zoom: c.zoom });

function graph(sheet: Sheet): { nodes: Node<CardData>[]; edges: Edge[] } {
  const home = new Map<string, string>();
  const groups = sheet.domains.map((d): Node<CardData> => ({
    id: d.id,
    type: "group",
    position: { x: d.frame?.x ?? 0, y: d.frame?.y ?? 0 },
    width: d.frame?.w ?? 228,
    height: d.frame?.h ?? 120,
    data: { name: d.name, subtitle: "", rows: [] },
    zIndex: -1,
  }));
  const cards = sheet.nodes.map((n): Node<CardData> => {
    for (const row of n.rows ?? []) home.set(row.id, n.id);
    const { w, h: high } = anatomyOf(n);
    return {
      id: n.id,
      type: "card",
      position: { x: n.x, y: n.y },
      width: w,
      height: high,
      data: { name: n.name, subtitle: n.subtitle ?? "", rows: n.rows ?? [] },
    };
  });
  const edges = sheet.connections.map((c): Edge => ({
    id: c.id,
    source: home.get(c.from) ?? c.from,
    target: home.get(c.to) ?? c.to,
    // Null is the card itself.
    sourceHandle: home.has(c.from) ? c.from : null,
    targetHandle: home.has(c.to) ? c.to : null,
    type: "smoothstep",
    ...strokeOf(c),
  }));
  return { nodes: [...groups, ...cards], edges };
}

void run({
  async open(sheet, camera) {
    createRoot(document.getElementById("host")!).render(h(App, { ...graph(sheet), camera }));
    while (!document.querySelector(".react-flow__node")) await new Promise(requestAnimationFrame);
    for (let i = 0; i < 2; i += 1) await new Promise(requestAnimationFrame);
  },
  look(camera) {
    void flow?.setViewport(viewport(camera));
  },
  grab(nodes, camera) {
    zoom = camera.zoom;
    const taken = new Set(nodes);
    flushSync(() => setNodes((all) => all.map((n) => (taken.has(n.id) ? { ...n, selected: true } : n))));
    const card = document.querySelector(`[data-id="${nodes[0]}"]`)!;
    const box = card.getBoundingClientRect();
    hand = { x: box.left + 20 * zoom, y: box.top + 16 * zoom };
    event("mousedown", card, 0, 0);
    event("mousemove", window, 8, 8);
  },
  move(dx, dy) {
    event("mousemove", window, dx * zoom, dy * zoom);
  },
  drop() {
    event("mouseup", window, 0, 0);
  },
});
