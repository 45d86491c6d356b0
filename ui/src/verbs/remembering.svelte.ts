// How the window looked at each design, so that it looks the same the next time: panes, camera, open rows.

import type { Id, Snapshot } from "../wire";
import { usualPanes } from "./desk.svelte";
import type { Workbench } from "./workbench.svelte";

/** What is kept; whatever was kept by another version is read as far as it fits. */
interface Kept {
  panes: typeof usualPanes;
  camera: { x: number; y: number; zoom: number } | null;
  opened: readonly Id[];
  openCards: readonly Id[];
  /** The revision against which findings are new. */
  baseline: string | null;
}

const pause = 700;
/** So many open rows are kept; a design may have thousands. */
const most = 500;

const isObject = (value: unknown): value is { [key: string]: unknown } => typeof value === "object" && value !== null;
const ids = (value: unknown): Id[] => (Array.isArray(value) ? value.filter((id): id is Id => typeof id === "string") : []);

/** Reads what was kept; whatever does not fit is as usual. */
export function readLook(look: unknown): Kept {
  const kept = isObject(look) ? look : {};
  const panes: { [pane: string]: unknown } = { ...usualPanes };
  const said = isObject(kept["panes"]) ? kept["panes"] : {};
  for (const [name, usual] of Object.entries(usualPanes)) {
    const value = said[name];
    if (typeof value === typeof usual && (typeof value !== "number" || (value >= 100 && value <= 2000))) panes[name] = value;
  }
  const camera = kept["camera"];
  const fits = isObject(camera) && [camera["x"], camera["y"], camera["zoom"]].every(Number.isFinite);
  return {
    panes: panes as unknown as typeof usualPanes,
    camera: fits ? (camera as { x: number; y: number; zoom: number }) : null,
    opened: ids(kept["opened"]),
    openCards: ids(kept["openCards"]),
    baseline: typeof kept["baseline"] === "string" ? kept["baseline"] : null,
  };
}

export class Remembering {
  private readonly bench: Workbench;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = "";
  /** Where the camera is, also while the canvas is not shown. */
  camera: Kept["camera"] = null;

  constructor(bench: Workbench) {
    this.bench = bench;
  }

  /** Takes up what was kept. */
  recall(snapshot: Snapshot): void {
    const { desk, project } = this.bench;
    const kept = readLook(snapshot.look);
    desk.panes = kept.panes;
    for (const [set, open] of [[desk.opened, kept.opened], [desk.openCards, kept.openCards]] as const) {
      set.clear();
      for (const id of open) if (project.drawing.get(id)) set.add(id);
    }
    this.camera = kept.camera;
    void this.bench.comparing.recall(kept.baseline);
    this.last = JSON.stringify(this.kept());
  }

  /** Something may look different now; what is the same is not written. */
  noted(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), pause);
  }

  private kept(): Kept {
    const { desk } = this.bench;
    const { camera } = this;
    return { panes: { ...desk.panes }, camera, opened: [...desk.opened].slice(0, most), openCards: [...desk.openCards].slice(0, most), baseline: this.bench.comparing.baseline };
  }

  private keep(): void {
    const { project, host } = this.bench;
    if (!project.isOpen) return;
    const look = this.kept();
    const text = JSON.stringify(look);
    if (text === this.last) return;
    this.last = text;
    // Nobody needs to know where this fails: the next start only looks as usual.
    host.send({ kind: "remember-look", of: { look } }).catch(() => undefined);
  }
}
