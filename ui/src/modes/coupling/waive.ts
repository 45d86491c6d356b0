// What a waiver says before it is given: a reason, who answers for it, until when, perhaps a decision record.

import type { Command, Finding, Waiver } from "../../wire";
import type { Drawing } from "../../project/drawing";

export interface Waiving {
  reason: string;
  owner: string;
  /** `YYYY-MM-DD`. */
  expires: string;
  adr: string;
}

/** The day in the local calendar, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** What is still missing, in words; null where it can be given. */
export function missingOf({ reason, owner, expires }: Waiving, today: string): string | null {
  if (reason.trim() === "") return "A waiver needs a reason";
  if (owner.trim() === "") return "A waiver needs somebody who answers for it";
  if (!isDay(expires)) return "A waiver needs a day on which it ends";
  if (expires <= today) return "The day it ends is not in the future";
  return null;
}

/** Accepts this one finding with the evidence it has now; more evidence opens it again. */
export function waiverFor(finding: Finding, { reason, owner, expires, adr }: Waiving, today: string): Command {
  const fields = {
    rule: finding.rule,
    fingerprint: finding.fingerprint,
    reason: reason.trim(),
    owner: owner.trim(),
    expires,
    adr: adr.trim() === "" ? null : adr.trim(),
    granted: today,
    evidence: finding.evidence.length,
  };
  return { kind: "add", of: { draft: { kind: "waiver", name: "", exact: false, home: null, fields }, at: null } };
}

/** The waiver that names this finding. */
export const waiverOf = (drawing: Drawing, finding: Finding): Waiver | null =>
  drawing.of("waiver").find(({ value }) => value.rule === finding.rule && value.fingerprint === finding.fingerprint)?.value ?? null;

/** Who may answer for it: the teams of the design and who answers for other waivers. */
export function ownersOf(drawing: Drawing): string[] {
  const teams = drawing.of("service").map(({ value }) => value.team);
  const others = drawing.of("waiver").map(({ value }) => value.owner);
  return [...new Set([...others, ...teams].filter((name) => name !== null && name !== ""))].toSorted() as string[];
}
