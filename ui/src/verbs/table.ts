// Everything that can be done, in the order in which it is listed.

import { editing } from "./editing";
import { lensing } from "./lenses";
import { placing } from "./placing";
import { selecting } from "./selecting";
import type { Verb } from "./verb";
import { viewing } from "./viewing";
import { working } from "./working";

export const verbs: readonly Verb[] = [...working, ...editing, ...placing, ...selecting, ...viewing, ...lensing];

export const verbNamed = (id: string): Verb => {
  const verb = verbs.find((candidate) => candidate.id === id);
  if (!verb) throw new Error(`There is no verb ${id}`);
  return verb;
};

export const keysOf = (id: string): string | undefined => verbNamed(id).keys?.[0];
