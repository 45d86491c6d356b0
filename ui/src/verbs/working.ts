// Verbs about the design as a whole, the window and its modes.

import { copyPicture } from "./picturing";
import { toggleScreen } from "./presenting";
import { faultOf } from "../host/host";
import type { Verb } from "./verb";
import type { Workbench } from "./workbench.svelte";

const isOpen = (bench: Workbench): boolean => bench.project.isOpen;
const isDrawn = (bench: Workbench): boolean => bench.project.isOpen && bench.sheet.nodes.length + bench.sheet.domains.length > 0;

export const working: readonly Verb[] = [
  { id: "new", name: "New design…", part: "File", icon: "plus", keys: ["Ctrl N", "Ctrl Alt N"], run: (b) => (b.asking = "new") },
  { id: "open", name: "Open…", part: "File", icon: "folder-open", keys: ["Ctrl O"], run: (b) => (b.asking = "open") },
  { id: "recent", name: "Open recent…", part: "File", icon: "folder", run: (b) => void openRecent(b) },
  { id: "new-window", name: "New window", part: "File", icon: "square", keys: ["Ctrl Shift N", "Ctrl Alt Shift N"], when: (b) => b.host.shell !== undefined, run: (b) => void newWindow(b) },
  { id: "save-copy", name: "Save a copy…", part: "File", icon: "copy", keys: ["Ctrl Shift S"], when: isOpen, run: (b) => (b.asking = "save-copy") },
  {
    id: "report",
    name: "Export report…",
    part: "File",
    icon: "file-code",
    keys: ["Ctrl Shift E"],
    when: isOpen,
    run: (b) => (b.asking = "report"),
  },
  { id: "compare", name: "Compare with a revision…", part: "File", icon: "git-compare", when: isOpen, run: (b) => (b.asking = "compare") },
  { id: "export-picture", name: "Export picture…", part: "File", icon: "image", when: isDrawn, run: (b) => (b.asking = "picture") },
  { id: "copy-picture", name: "Copy as picture", part: "Edit", icon: "image", when: isDrawn, run: (b) => void copyPicture(b) },
  { id: "settings", name: "Settings…", part: "File", icon: "monitor", keys: ["Ctrl ,"], run: (b) => (b.asking = "settings") },
  { id: "close", name: "Close design", part: "File", icon: "log-out", when: isOpen, run: (b) => void b.close() },
  {
    id: "palette",
    name: "Search or run",
    part: "Go",
    icon: "search",
    keys: ["Ctrl K"],
    when: isOpen,
    hidden: true,
    run: (b) => (b.desk.palette = "all"),
  },
  { id: "find-element", name: "Go to an element…", part: "Go", icon: "search", keys: ["Ctrl P"], when: isOpen, run: (b) => (b.desk.palette = "elements") },
  { id: "run-action", name: "Run an action…", part: "Go", icon: "command", keys: ["Ctrl Shift P"], when: isOpen, run: (b) => (b.desk.palette = "actions") },
  { id: "design", name: "Design", part: "Go", icon: "waypoints", keys: ["Ctrl 1"], when: isOpen, run: (b) => (b.desk.mode = "design") },
  { id: "coupling", name: "Coupling", part: "Go", icon: "layout-grid", keys: ["Ctrl 2"], when: isOpen, run: (b) => (b.desk.mode = "coupling") },
  { id: "deploy", name: "Deploy & Generate", part: "Go", icon: "container", keys: ["Ctrl 3"], when: isOpen, run: (b) => (b.desk.mode = "deploy") },
  // What did not change is not written either way.
  { id: "generate", name: "Generate", part: "Generate", icon: "play", keys: ["Ctrl Enter", "Ctrl Shift Enter"], when: (b) => b.desk.generate !== null, run: (b) => b.desk.generate?.() },
  { id: "theme-light", name: "Light theme", part: "View", icon: "sun", run: (b) => b.setTheme("light") },
  { id: "theme-dark", name: "Dark theme", part: "View", icon: "moon", run: (b) => b.setTheme("dark") },
  { id: "theme-system", name: "Theme of the system", part: "View", icon: "monitor", run: (b) => b.setTheme("system") },
  { id: "shortcuts", name: "Keyboard shortcuts", part: "View", icon: "keyboard", keys: ["F1", "?"], run: (b) => (b.desk.shortcuts = true) },
  {
    id: "full-screen",
    name: "Full screen",
    part: "View",
    icon: "maximize",
    keys: ["F11"],
    run: (b) => void toggleScreen(b),
  },
];

async function newWindow(b: Workbench): Promise<void> {
  try {
    await b.host.shell?.open(null);
  } catch (thrown) {
    b.tellFault(faultOf(thrown));
  }
}

/** Designs that were open before, by name; typing narrows. */
async function openRecent(b: Workbench): Promise<void> {
  const welcome = await b.ask("hello");
  const recent = (welcome?.recent ?? []).filter(({ path }) => path !== b.project.path);
  if (recent.length === 0) return b.desk.tell("No other design was open before", { icon: "folder" });
  const items = recent.map(({ name, path }) => ({ label: name, hint: path, icon: "folder" as const, run: () => void b.openPath(path) }));
  const bar = document.querySelector("[data-testid=design-menu]")?.getBoundingClientRect();
  b.desk.menu = { at: { x: bar?.left ?? 40, y: (bar?.bottom ?? 40) + 4 }, items, filter: "Open", label: "Recent designs" };
}
