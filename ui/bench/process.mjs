// What a browser costs the machine: processor time and memory of a process and everything it started, from /proc.

import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = 100;

/** Parent, processor time in ms and name of every process. */
function processes() {
  const all = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      all.set(Number(pid), {
        parent: Number(fields[1]),
        cpu: ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond,
        line: readFileSync(`/proc/${pid}/cmdline`, "utf8"),
      });
    } catch {
      // It ended meanwhile.
    }
  }
  return all;
}

function tree(all, root) {
  const found = [root];
  for (let i = 0; i < found.length; i += 1) for (const [pid, { parent }] of all) if (parent === found[i]) found.push(pid);
  return found;
}

/** Processor time of the tree below a process, in ms. */
export function cpuOf(root) {
  const all = processes();
  return tree(all, root).reduce((sum, pid) => sum + (all.get(pid)?.cpu ?? 0), 0);
}

/** Proportional set size of the largest page process of the tree, in MB. */
export function memoryOf(root) {
  const all = processes();
  const pages = tree(all, root).filter((pid) => /--type=renderer|WebKitWebProcess/.test(all.get(pid)?.line ?? ""));
  const sizes = pages.map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  });
  return Math.max(0, ...sizes);
}

/** Everything below a process, without itself. */
export const children = (root) => tree(processes(), root).slice(1);

/** Processor time of the main threads of all pages of the tree, in ms and exact. */
export function mainThreadOf(root) {
  const all = processes();
  const pages = tree(all, root).filter((pid) => /--type=renderer|WebKitWebProcess/.test(all.get(pid)?.line ?? ""));
  return pages.reduce((sum, pid) => {
    try {
      return sum + Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      return sum;
    }
  }, 0);
}
