// React Flow with the same nodes, groups and connections, drawing only what is visible.

import "@xyflow/react/dist/style.css";
import { type Edge, Handle, type Node, type NodeProps, Position, ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { createElement as h, memo, useState } from "react";
import { createRoot } from "react-dom/client";
import { anatomyOf } from "../src/canvas/anatomy";
import type { Camera } from "../src/canvas/camera";
import type { Sheet } from "../src/canvas/sheet";
import { run } from "./scenario";

interface CardData extends Record<string, unknown> {
  name: string;
  subtitle: string;
  rows: readonly string[];
}

const Card = memo(({ data }: NodeProps<Node<CardData>>) =>
  h(
    "div",
    { style: { width: 196, border: "1px solid #999", borderRadius: 10, background: "#fff", font: "13px Inter, sans-serif", padding: 8, boxSizing: "border-box" } },
    h(Handle, { type: "target", position: Position.Left }),
    h("b", null, data.name),
    h("div", { style: { fontSize: 10.5 } }, data.subtitle),
    ...data.rows.map((row, i) => h("div", { key: i, style: { height: 24, fontSize: 11 } }, row)),
    h(Handle, { type: "source", position: Position.Right }),
  ),
);
const Group = memo(({ data }: NodeProps<Node<CardData>>) =>
  h("div", { style: { width: "100%", height: "100%", border: "1px solid #aac", borderRadius: 16, background: "#e8ecf455", font: "13px Inter, sans-serif" } }, data.name),
);
const nodeTypes = { card: Card, group: Group };

let flow: ReactFlowInstance<Node<CardData>> | null = null;
let setNodes: (change: (nodes: Node<CardData>[]) => Node<CardData>[]) => void = () => undefined;
let held = new Map<string, { x: number; y: number }>();

function App({ nodes: first, edges, camera }: { nodes: Node<CardData>[]; edges: Edge[]; camera: Camera }) {
  const [nodes, change] = useState(first);
  setNodes = change;
  return h(ReactFlow<Node<CardData>>, {
    nodes,
    edges,
    nodeTypes,
    onlyRenderVisibleElements: true,
    minZoom: 0.01,
    maxZoom: 4,
    defaultViewport: viewport(camera),
    onInit: (instance) => (flow = instance),
  });
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
      data: { name: n.name, subtitle: n.subtitle ?? "", rows: (n.rows ?? []).map((row) => `${row.verb ?? ""} ${row.text}`) },
    };
  });
  const edges = sheet.connections.map((c): Edge => ({
    id: c.id,
    source: home.get(c.from) ?? c.from,
    target: home.get(c.to) ?? c.to,
    type: "smoothstep",
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
  grab(nodes) {
    held = new Map(nodes.map((id) => [id, flow!.getNode(id)!.position]));
  },
  move(dx, dy) {
    setNodes((all) =>
      all.map((n) => {
        const at = held.get(n.id);
        return at ? { ...n, position: { x: at.x + dx, y: at.y + dy } } : n;
      }),
    );
  },
  drop() {
    this.move(0, 0);
  },
});
