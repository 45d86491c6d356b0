// How fields find out, while someone types, whether what stands there would be taken.

/** Runs a commit without doing it; answers why it would be refused. */
export type Trial = (commit: () => Promise<string | null> | string | null) => Promise<string | null>;

/** The context in which fields try what is typed; without it they only say on commit. */
export const trialKey = Symbol("trial");
