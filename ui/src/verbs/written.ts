// Pictures and reports that were written: told, and opened with the system's own programs.

import { faultOf } from "../host/host";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

/** Says where it lies, and offers to go there where the window can. */
export function tellWritten(b: Workbench, what: string, path: string): void {
  b.desk.written = path;
  const offers = [
    { id: "open", label: "Open", run: () => void openWritten(b, false) },
    { id: "folder", label: "Show in folder", run: () => void openWritten(b, true) },
  ];
  b.desk.tell(`${what} written to ${path}`, { icon: "check", tone: "good", ...(b.host.shell ? { offers } : {}) });
}

async function openWritten(b: Workbench, folder: boolean): Promise<void> {
  if (b.desk.written === null) return;
  try {
    await b.host.shell?.openWritten(b.desk.written, folder);
  } catch (thrown) {
    b.tellFault(faultOf(thrown));
  }
}

const canOpen = (b: Workbench): boolean => b.host.shell !== undefined && b.desk.written !== null;

/** For later, when the message is gone. */
export const writtenVerbs: readonly Verb[] = [
  { id: "open-written", name: "Open the last export", part: "File", icon: "file-check-2", when: canOpen, run: (b) => void openWritten(b, false) },
  { id: "show-written", name: "Show the last export in its folder", part: "File", icon: "folder-open", when: canOpen, run: (b) => void openWritten(b, true) },
];
