// The host inside the desktop window: one command, one channel of events.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWindow } from "@tauri-apps/api/window";
import type { HostEvent, Reply, Request } from "../wire";
import { faultOf, isFault, Refused, type Host } from "./host";

/** Whether this page runs inside the desktop window. */
export const isDesktop = (): boolean => "__TAURI_INTERNALS__" in globalThis;

export function tauriHost(): Host {
  return {
    kind: "desktop",
    async send(request: Request): Promise<Reply> {
      try {
        return await invoke<Reply>("dispatch", { request });
      } catch (thrown) {
        throw new Refused(isFault(thrown) ? thrown : faultOf(thrown));
      }
    },
    listen(hear) {
      const stop = listen<HostEvent>("cleave", (event) => hear(event.payload));
      return () => void stop.then((end) => end());
    },
    fullScreen: {
      is: () => getCurrentWindow().isFullscreen(),
      set: (on) => getCurrentWindow().setFullscreen(on),
    },
    choose({ what, title, start }) {
      const options = { title, ...(start ? { defaultPath: start } : {}) };
      if (what === "save") return invoke<string | null>("plugin:dialog|save", { options });
      return invoke<string | null>("plugin:dialog|open", { options: { ...options, directory: what === "folder" } });
    },
  };
}
