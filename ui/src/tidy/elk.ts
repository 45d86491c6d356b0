// The boundary to the layout engine: a graph as ELK's JSON goes in, the same graph with places comes out.

import type { ElkNode } from "elkjs/lib/elk-api.js";

export type { ElkNode, ElkExtendedEdge, ElkPort } from "elkjs/lib/elk-api.js";

export interface Engine {
  /** Answers with the graph and a place for every child. Fails with `Stopped` once it was stopped. */
  layout(graph: ElkNode): Promise<ElkNode>;
  /** Ends it at once, whatever it is doing. */
  stop(): void;
}

/** Someone did not want to wait any longer. */
export class Stopped extends Error {
  constructor() {
    super("Stopped");
  }
}

/** ELK in a worker of its own, loaded when it is first wanted. */
export async function engineInWorker(): Promise<Engine> {
  const [{ default: ELK }, { default: ElkWorker }] = await Promise.all([
    import("elkjs/lib/elk-api.js"),
    import("elkjs/lib/elk-worker.min.js?worker"),
  ]);
  let refuse: (reason: Stopped) => void = () => {};
  const stopped = new Promise<never>((_, reject) => (refuse = reject));
  // Nobody may be waiting when it is stopped.
  stopped.catch(() => {});
  const elk = new ELK({ workerFactory: () => new ElkWorker(), algorithms: ["layered"] });
  return {
    layout: (graph) => Promise.race([elk.layout(graph), stopped]),
    stop: () => {
      elk.terminateWorker();
      refuse(new Stopped());
    },
  };
}
