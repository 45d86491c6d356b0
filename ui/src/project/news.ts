// What changed in the findings, in a few words.

import type { Finding } from "../wire";
import { cameAndWent } from "./came-and-went";
import { standingOf, tally } from "./findings";
import { counted } from "./kinds";

/** Infos come and go with every step of a drawing; only what counts is told. */
const counts = (finding: Finding): boolean => ["error", "warning"].includes(standingOf(finding));

function nothingLeft(findings: readonly Finding[]): boolean {
  const { error, warning } = tally(findings);
  return error + warning === 0;
}

/** `2 new problems`, `1 new problem: …`, `1 problem fewer`; empty where nothing changed. */
export function newsOf(before: readonly Finding[], after: readonly Finding[]): string {
  if (before === after) return "";
  const { came, went } = cameAndWent(before, after);
  // What says something else now has left and come again.
  const known = new Set(went.filter(counts).map((finding) => finding.fingerprint));
  const fresh = came.filter((finding) => counts(finding) && !known.delete(finding.fingerprint));
  const gone = known.size;
  const [only] = fresh;
  const news: string[] = [];
  if (fresh.length === 1 && only) news.push(`1 new problem: ${only.message}`);
  else if (fresh.length > 1) news.push(`${fresh.length} new problems`);
  if (gone > 0) news.push(nothingLeft(after) ? "No problems any more" : `${counted(gone, "problem")} fewer`);
  return news.join(". ");
}
