// Makes the designs of the comparison with the command line and keeps what the interface would be told of them.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Services and connections of each. */
export const sizes = { small: [50, 90], large: [2800, 9300], huge: [10000, 30000] };

/** Writes `NAME.json` into the folder, where it is not there already. */
export async function make(cleave, name, folder) {
  const file = join(folder, `${name}.json`);
  if (existsSync(file)) return;
  const [services, connections] = sizes[name];
  const design = join(folder, `${name}.cleave`);
  if (!existsSync(design)) {
    execFileSync(cleave, ["new", design, "--synthetic", `services=${services},connections=${connections},seed=1`]);
  }
  const server = spawn(cleave, ["serve", design, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const url = await new Promise((answer, refuse) => {
      let said = "";
      server.stdout.on("data", (bytes) => {
        said += bytes;
        const found = /http:\/\/\S+/.exec(said)?.[0];
        if (found) answer(new URL(found));
      });
      server.on("exit", () => refuse(new Error(`cleave serve ended: ${said}`)));
    });
    const at = new URL("/api", url);
    at.search = `${url.search}&client=bench`;
    const response = await fetch(at, { method: "POST", headers: { "content-type": "application/json" }, body: '{"kind":"snapshot"}' });
    const { of } = await response.json();
    writeFileSync(file, JSON.stringify({ records: of.records, analysis: of.analysis }));
  } finally {
    server.kill("SIGKILL");
  }
}
