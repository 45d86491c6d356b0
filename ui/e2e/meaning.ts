// What a design that was drawn says, to be compared with what another says: its canonical text without what is free.
/// <reference types="node" />

import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Id } from "../src/wire";
import { program } from "./served";

/** A text in canonical form, without comments and without where things stand. */
export function meaning(folder: string, text: string): string {
  const [as, in_, out] = ["said.cleave.kdl", "said.cleave", "canonical.cleave.kdl"].map((name) => join(folder, name)) as [string, string, string];
  for (const old of [in_, out]) rmSync(old, { force: true });
  writeFileSync(as, text.split("\n").filter((line) => !line.startsWith("place ")).join("\n"));
  execFileSync(program(), ["convert", as, in_]);
  execFileSync(program(), ["convert", in_, out]);
  return readFileSync(out, "utf8").split("\n").filter((line) => !line.trimStart().startsWith("//")).join("\n").trim();
}

/**
 * The text of `built.cleave` in that folder as the sample would say it: an id goes on as it was when the name changes,
 * while those of the sample follow from the names. `about` are the ids that notes point at, with those that were made.
 */
export function built(folder: string, about: readonly (readonly [Id, Id])[], keep: string): string {
  const into = join(folder, "built.cleave.kdl");
  execFileSync(program(), ["convert", join(folder, "built.cleave"), into]);
  const kept = process.env["CLEAVE_ARTEFACTS"];
  if (kept) copyFileSync(into, join(kept, `${keep}.cleave.kdl`));
  let text = readFileSync(into, "utf8").replace(/ id="[^"]*"/g, "");
  for (const [is, made] of about) text = text.replace(`about="${made}"`, `about=${is}`);
  return text;
}
