// A host that answers from a table, for tests and for drawing the interface without an engine.

import type { HostEvent, Reply, Request } from "../wire";
import { Refused, type Host, type RequestKind } from "./host";

type Script = { [K in RequestKind]?: (request: Extract<Request, { kind: K }>) => Reply | Promise<Reply> };

export interface ScriptedHost extends Host {
  /** Everything that was asked, in order. */
  readonly asked: readonly Request[];
  /** Lets something happen elsewhere. */
  tell(event: HostEvent): void;
}

export function scriptedHost(script: Script): ScriptedHost {
  const asked: Request[] = [];
  const hearers = new Set<(event: HostEvent) => void>();
  return {
    kind: "browser",
    asked,
    tell: (event) => hearers.forEach((hear) => hear(event)),
    async send(request) {
      asked.push(request);
      const answer = script[request.kind] as ((request: Request) => Reply | Promise<Reply>) | undefined;
      if (answer) return answer(request);
      throw new Refused({ code: "bad-request", message: `Nobody wrote an answer to ${request.kind}`, hint: null });
    },
    listen(hear) {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
  };
}
