// The host behind `cleave serve`: requests by POST, events by server-sent events, both with the token of the URL.

import type { HostEvent, Reply, Request } from "../wire";
import { isFault, Refused, type Host } from "./host";

const unreachable = {
  code: "internal",
  message: "Cleave does not answer",
  hint: "The design on disk is safe. Start `cleave serve` again and reload this page",
} as const;

/** `page` is the address the interface was loaded from. */
export function httpHost(page: URL): Host {
  const token = page.searchParams.get("token") ?? "";
  // What this page did itself it learns from the reply, so it calls itself something and is not told again.
  const client = globalThis.crypto.randomUUID();
  const at = (path: string) => {
    const url = new URL(path, page);
    url.search = new URLSearchParams({ token, client }).toString();
    return url.toString();
  };
  return {
    kind: "browser",
    async send(request: Request): Promise<Reply> {
      const body = JSON.stringify(request);
      const headers = { "content-type": "application/json" };
      const response = await fetch(at("/api"), { method: "POST", headers, body }).catch(() => {
        throw new Refused(unreachable);
      });
      const answer: unknown = await response.json().catch(() => null);
      if (!response.ok || isFault(answer)) throw new Refused(isFault(answer) ? answer : unreachable);
      return answer as Reply;
    },
    listen(hear) {
      const source = new EventSource(at("/api/events"));
      source.onmessage = (message: MessageEvent<string>) => hear(JSON.parse(message.data) as HostEvent);
      return () => source.close();
    },
  };
}
