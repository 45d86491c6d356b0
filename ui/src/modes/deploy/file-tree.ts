// Planned files as the rows of a tree. Folders with a single folder in them are one row.

import type { PlannedFile, Status } from "../../wire";

export interface FileRow {
  path: string;
  name: string;
  level: number;
  file: PlannedFile | null;
  open: boolean;
  /** How many files are in the folder. */
  count: number;
}

interface Folder {
  path: string;
  name: string;
  folders: Map<string, Folder>;
  files: PlannedFile[];
  count: number;
  /** Something in it would be touched. */
  busy: boolean;
}

const folder = (path: string, name: string): Folder => ({ path, name, folders: new Map(), files: [], count: 0, busy: false });

function treeOf(files: readonly PlannedFile[]): Folder {
  const root = folder("", "");
  for (const file of files) {
    const parts = file.path.split("/");
    let at = root;
    at.count += 1;
    for (const part of parts.slice(0, -1)) {
      const path = at.path === "" ? part : `${at.path}/${part}`;
      const next = at.folders.get(part) ?? folder(path, part);
      at.folders.set(part, next);
      next.count += 1;
      if (file.status !== "unchanged") next.busy = true;
      at = next;
    }
    at.files.push(file);
  }
  return root;
}

/** The rows that show. A folder is open as it was left, else where something in it would be touched. */
export function fileRows(files: readonly PlannedFile[], toggled: ReadonlyMap<string, boolean>, statuses: ReadonlySet<Status> | null): FileRow[] {
  const rows: FileRow[] = [];
  const wanted = statuses ? files.filter((file) => statuses.has(file.status)) : files;
  const add = (of: Folder, level: number) => {
    for (const child of [...of.folders.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      let [inner, name] = [child, child.name];
      while (inner.files.length === 0 && inner.folders.size === 1) {
        inner = [...inner.folders.values()][0] ?? inner;
        name += `/${inner.name}`;
      }
      const open = toggled.get(inner.path) ?? (statuses !== null || (inner.busy && files.length < 60));
      rows.push({ path: inner.path, name, level, file: null, open, count: inner.count });
      if (open) add(inner, level + 1);
    }
    for (const file of [...of.files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
      rows.push({ path: file.path, name: file.path.slice(file.path.lastIndexOf("/") + 1), level, file, open: false, count: 0 });
    }
  };
  add(treeOf(wanted), 1);
  return rows;
}
