// A `cleave serve` of its own with a large design, for the benchmarks of the app itself.

import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

const program = () => {
  const cleave = [process.env.CLEAVE_BIN, join(root, "target/release/cleave")].find((path) => path && existsSync(path));
  if (!cleave) throw new Error("There is no `cleave`: cargo build --release -p cleave-cli, or name it in CLEAVE_BIN");
  return cleave;
};

/** A copy of `design`, or a synthetic one of 2,800 services, in a home of its own. */
export function makeLarge(name, design) {
  const home = mkdtempSync(join(tmpdir(), `cleave-${name}-`));
  const file = join(home, "large.cleave");
  if (design) copyFileSync(design, file);
  else execFileSync(program(), ["new", file, "--synthetic", "services=2800,connections=9300,seed=1"]);
  return { file, home };
}

/** Serves such a design; answers with its address, home and process. */
export async function serveLarge(name, design) {
  const cleave = program();
  const { file, home } = makeLarge(name, design);
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_STATE_HOME: home };
  const ui = process.env.CLEAVE_UI ?? join(root, "ui/dist");
  const server = spawn(cleave, ["serve", file, "--listen", "127.0.0.1:0", "--ui", ui], { env, stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((answer) => {
    let said = "";
    server.stdout.on("data", (bytes) => {
      said += bytes;
      const found = /http:\/\/\S+/.exec(said)?.[0];
      if (found) answer(found);
    });
  });
  return { url, home, server };
}
