// What every page of the comparison does, and how it counts its own frames.

import { fitted, type Camera } from "../src/canvas/camera";
import type { Rect } from "../src/canvas/geometry";
import type { Sheet } from "../src/canvas/sheet";
import { recordsOf } from "../src/project/apply-change";
import { Drawing } from "../src/project/drawing";
import { toSheet } from "../src/project/to-sheet";
import type { Snapshot } from "../src/wire";

/** The sheet of a design, made as the app makes it. */
export const sheetOf = ({ records, analysis }: Snapshot): Sheet =>
  toSheet(new Drawing(recordsOf(records)), analysis, { open: new Set() }, null);

/** What a candidate has to be able to do. */
export interface Candidate {
  /** Shows the sheet; done when its second frame is painted. */
  open(sheet: Sheet, camera: Camera, snapshot: Snapshot): Promise<void>;
  look(camera: Camera): void;
  /** Takes hold of nodes; `move` then says how far they are from where they were. */
  grab(nodes: readonly string[], camera: Camera): void;
  move(dx: number, dy: number): void;
  drop(): void;
  /** Nothing is left that it does by itself. */
  rests?(): boolean;
}

export interface Measured {
  wall: number[];
  script: number[];
}

export type Scenario = "pan fit" | "pan 40 %" | "pan 100 %" | "zoom" | "drag hub" | "drag domain";

declare global {
  interface Window {
    bench: {
      /** Ms of the clock until the second frame is painted. */
      open(): Promise<number>;
      prepare(scenario: Scenario): Promise<void>;
      measure(frames: number): Promise<Measured>;
      finish(): Promise<void>;
    };
  }
}

const frame = (): Promise<number> => new Promise((answer) => requestAnimationFrame(answer));

/** Adds up how long callbacks of animation frames run, whoever asked for them. */
function watched(): { spent: number; last: number } {
  const clock = { spent: 0, last: performance.now() };
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (callback) =>
    ask((time) => {
      const start = performance.now();
      callback(time);
      clock.last = performance.now();
      clock.spent += clock.last - start;
    });
  return clock;
}

/** Waits until nobody has asked for a frame for a while, and the candidate says that it rests. */
async function settled(clock: { last: number }, rests: () => boolean): Promise<void> {
  // What was just asked for begins with the next frame.
  for (let i = 0; i < 2; i += 1) await frame();
  const until = performance.now() + 25_000;
  while (performance.now() < until && (performance.now() - clock.last < 600 || !rests())) {
    await new Promise((done) => setTimeout(done, 100));
  }
}

const bounds = (sheet: Sheet): Rect => {
  const frames = sheet.domains.flatMap((d) => (d.frame ? [d.frame] : []));
  const x = Math.min(...frames.map((f) => f.x));
  const y = Math.min(...frames.map((f) => f.y));
  return { x, y, w: Math.max(...frames.map((f) => f.x + f.w)) - x, h: Math.max(...frames.map((f) => f.y + f.h)) - y };
};

/** What the scenarios take hold of: the element with most connections, and the domain it is in. */
function findings(sheet: Sheet): { hub: { id: string; x: number; y: number }; members: string[]; frame: Rect } {
  const home = new Map(sheet.nodes.flatMap((n) => [[n.id, n] as const, ...(n.rows ?? []).map((row) => [row.id, n] as const)]));
  const counts = new Map<(typeof sheet.nodes)[number], number>();
  for (const { from, to } of sheet.connections) {
    for (const end of [from, to]) {
      const node = home.get(end);
      if (node?.domain) counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  const hub = [...counts].sort((a, b) => b[1] - a[1])[0]![0];
  const members = sheet.nodes.filter((n) => n.domain === hub.domain).map((n) => n.id);
  return { hub: { id: hub.id, x: hub.x, y: hub.y }, members, frame: sheet.domains.find((d) => d.id === hub.domain)!.frame! };
}

export async function run(candidate: Candidate): Promise<void> {
  const clock = watched();
  const name = new URLSearchParams(location.search).get("sheet") ?? "";
  let snapshot: Snapshot | null = (await (await fetch(`/data/${name}.json`)).json()) as Snapshot;
  let sheet: Sheet | null = sheetOf(snapshot);
  await document.fonts.ready;
  const size = { w: innerWidth, h: innerHeight };
  const whole = fitted(bounds(sheet), size);
  const { hub, members, frame: frameOf } = findings(sheet);
  const at = (x: number, y: number, zoom: number): Camera => ({ x: x - size.w / 2 / zoom, y: y - size.h / 2 / zoom, zoom });
  const middle = (zoom: number): Camera => at(hub.x + 600, hub.y + 400, zoom);

  let act: (i: number) => void = () => undefined;
  const pan = (camera: Camera): void => {
    candidate.look(camera);
    // There and back again, as a hand looks around.
    act = (i) => {
      const far = 30 - Math.abs((i % 60) - 30);
      candidate.look({ ...camera, x: camera.x + (far * 9) / camera.zoom, y: camera.y + (far * 4) / camera.zoom });
    };
  };
  window.bench = {
    async open() {
      const start = performance.now();
      await candidate.open(sheet!, whole, snapshot!);
      // From here on the page holds what the candidate holds, and no records beside it.
      sheet = snapshot = null;
      return performance.now() - start;
    },
    async prepare(scenario) {
      if (scenario === "pan fit") pan(whole);
      else if (scenario === "pan 40 %") pan(middle(0.4));
      else if (scenario === "pan 100 %") pan(middle(1));
      else if (scenario === "zoom") {
        candidate.look(whole);
        act = (i) => {
          // To 150 % and back in 40 frames, much faster than a hand.
          const t = (i % 40) / 20;
          const along = t < 1 ? t : 2 - t;
          const zoom = whole.zoom * (1.5 / whole.zoom) ** along;
          candidate.look(at(hub.x + 100, hub.y + 100, zoom));
        };
      } else {
        const camera = scenario === "drag hub" ? at(hub.x + 100, hub.y + 100, 0.7) : at(frameOf.x + frameOf.w / 2, frameOf.y + frameOf.h / 2, Math.min(0.4, (size.h / frameOf.h) * 0.8));
        candidate.look(camera);
        await settled(clock, () => candidate.rests?.() ?? true);
        const ids = scenario === "drag hub" ? [hub.id] : members;
        candidate.grab(ids, camera);
        act = (i) => candidate.move((Math.sin(i / 6) * 120) / camera.zoom, (Math.cos(i / 6) * 60) / camera.zoom);
        act(1);
      }
      await settled(clock, () => candidate.rests?.() ?? true);
    },
    async measure(frames) {
      const out: Measured = { wall: [], script: [] };
      let last = await frame();
      for (let i = 1; i <= frames; i += 1) {
        const before = clock.spent;
        const began = performance.now();
        act(i);
        const acting = performance.now() - began;
        const now = await frame();
        out.wall.push(now - last);
        out.script.push(acting + clock.spent - before);
        last = now;
      }
      return out;
    },
    async finish() {
      candidate.drop();
      await settled(clock, () => candidate.rests?.() ?? true);
    },
  };
}
