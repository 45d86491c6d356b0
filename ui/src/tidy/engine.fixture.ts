// ELK without a worker, for tests in plain Node.

import ELK from "elkjs/lib/elk.bundled.js";
import type { Engine } from "./elk";
import { Stopped } from "./elk";

/** Counts what it was asked, and stops after `most` questions. */
export function engineHere(most = Infinity): Engine & { asked: number } {
  const elk = new ELK({ algorithms: ["layered"] });
  const engine = {
    asked: 0,
    atOnce: 2,
    stop: () => (most = 0),
    layout: (graph: Parameters<Engine["layout"]>[0]) => {
      engine.asked += 1;
      return engine.asked > most ? Promise.reject(new Stopped()) : elk.layout(graph);
    },
  };
  return engine as Engine & { asked: number };
}
