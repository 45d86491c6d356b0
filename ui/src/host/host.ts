// The only door out of the interface: one question, one answer, and what happens by itself.

import type { Fault, HostEvent, Reply, Request } from "../wire";

export type ReplyKind = Reply["kind"];

/** Which reply answers which request. Anything else is a fault of the host. */
interface Answers {
  hello: "welcome";
  new: "opened";
  open: "opened";
  "open-read-only": "opened";
  "open-sample": "opened";
  glimpse: "glimpse";
  "glimpse-sample": "glimpse";
  save: "done";
  "save-copy": "written";
  "settle-outside": "opened";
  "remember-look": "done";
  close: "done";
  snapshot: "opened";
  apply: "applied";
  undo: "applied";
  redo: "applied";
  affordances: "affordances";
  preview: "preview";
  predict: "predictions";
  advise: "advice";
  coupling: "coupling";
  boundaries: "boundaries";
  fixes: "fixes";
  "rule-page": "rule-page";
  numbers: "numbers";
  text: "text";
  copy: "text";
  fragment: "fragment";
  revisions: "revisions";
  "keep-revision": "done";
  restore: "applied";
  plan: "plan";
  "file-diff": "file-diff";
  generate: "generated";
  report: "written";
  compare: "comparison";
  picture: "picture";
  remember: "done";
}

export type RequestKind = Request["kind"];
type RequestOf<K extends RequestKind> = Extract<Request, { kind: K }>;
export type Ask<K extends RequestKind> = RequestOf<K> extends { of: infer Of } ? Of : undefined;
type ReplyOf<K extends ReplyKind> = Extract<Reply, { kind: K }>;
export type AnswerTo<K extends RequestKind> = ReplyOf<Answers[K]> extends { of: infer Of } ? Of : undefined;

export interface Host {
  /** `desktop` or `browser`. */
  readonly kind: "desktop" | "browser";
  /** Rejects with a [`Refused`] and nothing else. */
  send(request: Request): Promise<Reply>;
  /** Hears everything that happens elsewhere; answers with how to stop. */
  listen(hear: (event: HostEvent) => void): () => void;
  /** The window as large as the screen, where the host and not the page decides that. */
  readonly fullScreen?: { is(): Promise<boolean>; set(on: boolean): Promise<void> };
  /** The window, where the page has one of its own. */
  readonly shell?: Shell;
  /** Lets a person choose a file or folder with the system's own dialog, where there is one. */
  readonly choose?: (what: Choice) => Promise<string | null>;
}

/** What a window of its own can do, which a page in a browser cannot. */
export interface Shell {
  readonly system: "macos" | "windows" | "linux";
  /** Opens another window, with a design where one is named; rejects with a [`Refused`]. */
  open(path: string | null): Promise<void>;
  /** Opens a picture or report that was written, or its folder, with the system's program; rejects with a [`Refused`]. */
  openWritten(path: string, folder: boolean): Promise<void>;
  minimize(): void;
  toggleMaximize(): void;
  close(): void;
  /** Hears of files that are dropped onto the window; answers with how to stop. */
  dropped(hear: (paths: readonly string[]) => void): () => void;
  /** Hears which action was chosen in the system's menu bar; answers with how to stop. */
  chosen(hear: (verb: string) => void): () => void;
  /** Shows how far a long work is on the taskbar, 0 to 1; null where none is done. */
  progress(share: number | null): void;
  /** Asks to be looked at, where the window is not in front. */
  notice(): void;
}

export interface Choice {
  what: "open" | "save" | "folder";
  title: string;
  /** Where the dialog begins, or the name it proposes. */
  start?: string;
}

/** A fault as something that can be thrown. */
export class Refused extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.name = "Refused";
    this.fault = fault;
  }
}

/** What is known of something that was thrown, in the words of a fault. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof Refused) return thrown.fault;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, hint: null };
}

export const isFault = (value: unknown): value is Fault =>
  typeof value === "object" && value !== null && "code" in value && "message" in value;

/** Asks one question and takes the answer apart. */
export async function ask<K extends RequestKind>(
  host: Host,
  kind: K,
  ...of: Ask<K> extends undefined ? [] : [Ask<K>]
): Promise<AnswerTo<K>> {
  const reply = await host.send({ kind, ...(of.length > 0 ? { of: of[0] } : {}) } as Request);
  return ("of" in reply ? reply.of : undefined) as AnswerTo<K>;
}
