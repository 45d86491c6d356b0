// Everything that can be done, in the order in which it is listed.

import { areas } from "./areas";
import { editing } from "./editing";
import { playingFlows } from "./flow-verbs";
import { clipboard } from "./clipboard";
import { judgingVerbs } from "./judging-verbs";
import { keeping } from "./keeping";
import { keymap } from "./keymap.svelte";
import { lensing } from "./lenses";
import { placing } from "./placing";
import { presentingVerbs } from "./presenting";
import { rehoming } from "./rehoming";
import { selecting } from "./selecting";
import type { Verb } from "./verb";
import { seeingViews } from "./view-verbs";
import { viewing } from "./viewing";
import { working } from "./working";
import { writtenVerbs } from "./written";

export const verbs: readonly Verb[] = [...playingFlows, ...presentingVerbs, ...working, ...writtenVerbs, ...keeping, ...clipboard, ...editing, ...rehoming, ...placing, ...selecting, ...viewing, ...areas, ...lensing, ...seeingViews, ...judgingVerbs];

const byId = new Map(verbs.map((verb) => [verb.id, verb]));

export const verbNamed = (id: string): Verb => {
  const verb = byId.get(id);
  if (!verb) throw new Error(`There is no verb ${id}`);
  return verb;
};

/** The first of its keys here and now, as it is shown. */
export const keysOf = (id: string): string | undefined => keymap.shown(verbNamed(id));
