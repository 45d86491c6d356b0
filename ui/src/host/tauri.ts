// The host inside the desktop window: one command, one channel of events, and what a window of its own can do.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { getCurrentWindow, ProgressBarStatus, UserAttentionType } from "@tauri-apps/api/window";
import type { HostEvent, Reply, Request } from "../wire";
import { faultOf, isFault, Refused, type Host, type Shell } from "./host";

/** Whether this page runs inside the desktop window. */
export const isDesktop = (): boolean => "__TAURI_INTERNALS__" in globalThis;

const refused = (thrown: unknown): Refused => new Refused(isFault(thrown) ? thrown : faultOf(thrown));

export function tauriHost(): Host {
  return {
    kind: "desktop",
    shell: tauriShell(),
    async send(request: Request): Promise<Reply> {
      try {
        return await invoke<Reply>("dispatch", { request });
      } catch (thrown) {
        throw refused(thrown);
      }
    },
    listen: (hear) => stopping(getCurrentWindow().listen<HostEvent>("cleave", (event) => hear(event.payload))),
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

function tauriShell(): Shell {
  const here = getCurrentWindow();
  const agent = navigator.userAgent;
  return {
    system: /Mac/.test(agent) ? "macos" : /Windows/.test(agent) ? "windows" : "linux",
    async open(path) {
      try {
        await invoke("open_window", { path });
      } catch (thrown) {
        throw refused(thrown);
      }
    },
    async openWritten(path, folder) {
      try {
        await invoke("open_written", { path, folder });
      } catch (thrown) {
        throw refused(thrown);
      }
    },
    minimize: () => void here.minimize(),
    toggleMaximize: () => void here.toggleMaximize(),
    close: () => void here.close(),
    dropped: (hear) => stopping(getCurrentWebview().onDragDropEvent(({ payload }) => payload.type === "drop" && hear(payload.paths))),
    chosen: (hear) => stopping(listen<string>("cleave-menu", ({ payload }) => hear(payload), { target: here.label })),
    progress(share) {
      const status = share === null ? ProgressBarStatus.None : ProgressBarStatus.Normal;
      // A taskbar without progress is no reason to say anything.
      here.setProgressBar({ status, progress: Math.round((share ?? 0) * 100) }).catch(() => undefined);
    },
    notice() {
      if (!document.hasFocus()) here.requestUserAttention(UserAttentionType.Informational).catch(() => undefined);
    },
  };
}

const stopping =
  (listening: Promise<() => void>): (() => void) =>
    () => void listening.then((end) => end());
