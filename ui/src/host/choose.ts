// Finds out where the interface runs.

import type { Host } from "./host";
import { httpHost } from "./http";
import { isDesktop, tauriHost } from "./tauri";

export const hostOfThisPage = (): Host =>
  isDesktop() ? tauriHost() : httpHost(new URL(globalThis.location.href));
