// The boundary to the layout engine: a graph as ELK's JSON goes in, the same graph with places comes out.

import type { ElkNode } from "elkjs/lib/elk-api.js";

export type { ElkNode, ElkExtendedEdge, ElkPort } from "elkjs/lib/elk-api.js";

export interface Engine {
  /** Answers with the graph and a place for every child. Fails with `Stopped` once it was stopped. */
  layout(graph: ElkNode): Promise<ElkNode>;
  /** How many graphs it works on at the same time. */
  readonly atOnce: number;
  /** Ends it at once, whatever it is doing. */
  stop(): void;
}

/** Someone did not want to wait any longer. */
export class Stopped extends Error {
  constructor() {
    super("Stopped");
  }
}

/** So many workers: the window keeps a core where there are more than two, and more than four help no more. */
export const workersFor = (cores: number): number => Math.max(2, Math.min(4, cores - 1));

/** ELK in workers of its own, loaded when it is first wanted. Each graph goes to the worker with least to do. */
export async function engineInWorkers(): Promise<Engine> {
  const [{ default: ELK }, { default: ElkWorker }] = await Promise.all([
    import("elkjs/lib/elk-api.js"),
    import("elkjs/lib/elk-worker.min.js?worker"),
  ]);
  let refuse: (reason: Stopped) => void = () => {};
  const stopped = new Promise<never>((_, reject) => (refuse = reject));
  stopped.catch(() => {});
  const started: { elk: InstanceType<typeof ELK>; asked: number }[] = [];
  const most = workersFor(globalThis.navigator?.hardwareConcurrency ?? 2);
  const free = () => {
    const least = started.reduce<(typeof started)[number] | null>((a, b) => (a && a.asked <= b.asked ? a : b), null);
    if (least && (least.asked === 0 || started.length === most)) return least;
    // The next worker starts when there is something for it to do.
    const fresh = { elk: new ELK({ workerFactory: () => new ElkWorker(), algorithms: ["layered"] }), asked: 0 };
    started.push(fresh);
    return fresh;
  };
  return {
    atOnce: most,
    layout: async (graph) => {
      const worker = free();
      worker.asked += 1;
      try {
        return await Promise.race([worker.elk.layout(graph), stopped]);
      } finally {
        worker.asked -= 1;
      }
    },
    stop: () => {
      for (const { elk } of started) elk.terminateWorker();
      refuse(new Stopped());
    },
  };
}
