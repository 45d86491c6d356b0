// Looks at designs one after the other, so that the start screen is there at once and fills as answers come.

import type { Fault, Glimpse } from "../../wire";

export type Seen = { glimpse: Glimpse } | { fault: Fault };

export interface Wanted {
  key: string;
  look: () => Promise<Seen>;
}

/** Tells each answer as it comes; answers with how to stop. */
export function lookAtAll(all: readonly Wanted[], tell: (key: string, seen: Seen) => void): () => void {
  let stopped = false;
  void (async () => {
    for (const { key, look } of all) {
      const seen = await look();
      if (stopped) return;
      tell(key, seen);
    }
  })();
  return () => (stopped = true);
}
