// Verbs that keep states of the design under a name. Saving itself is automatic.

import { faultOf } from "../host/host";
import { moment } from "../project/locale";
import type { MenuItem } from "./desk.svelte";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const isOpen = (b: Workbench): boolean => b.project.isOpen;

/** Keeps the design as it is under a name; answers with why not. */
export async function keepRevision(b: Workbench, name: string): Promise<ReturnType<typeof faultOf> | null> {
  try {
    await b.mustAsk("keep-revision", { name });
    b.desk.tell(`Saved as “${name}”`, { icon: "bookmark", tone: "good" });
    return null;
  } catch (thrown) {
    return faultOf(thrown);
  }
}

/** A name nobody has to think of: the next number. */
export async function nextRevision(b: Workbench): Promise<string> {
  const known = (await b.ask("revisions"))?.revisions ?? [];
  for (let n = known.length + 1; ; n++) if (!known.some(({ name }) => name === `Revision ${n}`)) return `Revision ${n}`;
}

async function chooseRevision(b: Workbench): Promise<void> {
  const found = await b.ask("revisions");
  if (!found) return;
  const items = found.revisions.toReversed().map(({ name, at, who }): MenuItem => {
    return { label: name, icon: "bookmark", hint: `${moment(new Date(at))}, ${who}`, run: () => void goBack(b, name) };
  });
  if (items.length === 0) return b.desk.tell("No revision is saved yet", { icon: "info" });
  const bar = document.querySelector("[data-testid=design-menu]")?.getBoundingClientRect();
  b.desk.menu = { at: { x: bar?.left ?? 60, y: (bar?.bottom ?? 44) + 4 }, items, filter: "Go back to", label: "Revisions" };
}

async function goBack(b: Workbench, name: string): Promise<void> {
  const { done, fault } = await b.project.restore(name);
  if (done) b.desk.tell(`The design is as it was in “${name}”`, { icon: "bookmark", undo: true });
  else if (fault) b.desk.tell(fault.message === "There is nothing to do" ? `The design is as it was in “${name}” already` : fault.message, { icon: "info" });
}

export const keeping: readonly Verb[] = [
  { id: "save-revision", name: "Save a revision…", part: "File", icon: "bookmark", keys: ["Ctrl S"], when: isOpen, run: (b) => (b.asking = "revision") },
  { id: "revisions", name: "Go back to a revision…", part: "File", icon: "history", when: isOpen, run: (b) => void chooseRevision(b) },
];
