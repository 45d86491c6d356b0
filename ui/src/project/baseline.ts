// The state of a design that others are measured against: what was found there already, and the course of a number.

import type { Difference, Finding } from "../wire";

/** The fingerprints of what a baseline had, worked out from what differs now. */
export function knownOf(findings: readonly Finding[], difference: Difference): ReadonlySet<string> {
  const fresh = new Set(difference.new.map(({ fingerprint }) => fingerprint));
  const known = findings.map(({ fingerprint }) => fingerprint).filter((print) => !fresh.has(print));
  return new Set([...known, ...difference.fixed.map(({ fingerprint }) => fingerprint)]);
}

/** What is not in the baseline and not accepted. */
export const isNew = (known: ReadonlySet<string> | null, finding: Finding): boolean =>
  known !== null && !finding.waived && !known.has(finding.fingerprint);

/** "Passed" or "Failed", as the gate of `cleave diff` does. */
export const passed = ({ new: fresh, worsened, gates }: Difference): boolean =>
  !fresh.some(({ severity }) => severity === "error") &&
  !worsened.some(({ now }) => now.severity === "error") &&
  gates.every((gate) => gate.passed);

/** A line through values as a path in a box, with its last point; null where fewer than two values are known. */
export function course(values: readonly (number | null)[], w: number, h: number): { d: string; end: { x: number; y: number } } | null {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const points = values.flatMap((value, i) =>
    value === null ? [] : [{ x: 3 + ((w - 6) * i) / (values.length - 1), y: h - 3 - ((value - low) / span) * (h - 6) }],
  );
  const d = points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return { d, end: points.at(-1)! };
}
