// Which keys run which verb: those of the table, or those this user chose instead.

import { isKeptByBrowsers, matches, type Pressed, shown } from "./keys";
import type { Verb } from "./verb";

/** Keys by verb; an empty list leaves a verb without keys. */
export type Chosen = { readonly [verb: string]: readonly string[] };

type Keyed = Pick<Verb, "id" | "keys">;

class Keymap {
  chosen = $state.raw<Chosen>({});
  /** In a browser some keys never reach the page. */
  inBrowser = $state(false);

  /** Every key of a verb that can be pressed here. */
  of(verb: Keyed): readonly string[] {
    const keys = this.chosen[verb.id] ?? verb.keys ?? [];
    return this.inBrowser ? keys.filter((one) => !isKeptByBrowsers(one)) : keys;
  }

  /** The first, as it is shown. */
  shown(verb: Keyed): string | undefined {
    const [first] = this.of(verb);
    return first === undefined ? undefined : shown(first);
  }

  isPressed(verb: Keyed, event: Pressed): boolean {
    return this.of(verb).some((keys) => matches(keys, event));
  }
}

/** One for the window; the workbench fills it from the settings. */
export const keymap = new Keymap();

export interface Conflict {
  keys: string;
  /** In the order of the table: the first runs where both could. */
  verbs: readonly Verb[];
}

/** Where a chosen key is that of another verb too. Keys that the table itself shares never meet. */
export function conflicts(verbs: readonly Verb[], chosen: Chosen): Conflict[] {
  const by = new Map<string, Verb[]>();
  for (const verb of verbs) {
    for (const keys of new Set(chosen[verb.id] ?? verb.keys ?? [])) {
      const others = by.get(keys);
      if (others) others.push(verb);
      else by.set(keys, [verb]);
    }
  }
  const shared = (keys: string, verb: Verb) => verb.keys?.includes(keys) ?? false;
  return [...by]
    .filter(([keys, all]) => all.length > 1 && !all.every((verb) => shared(keys, verb)))
    .map(([keys, all]) => ({ keys, verbs: all }));
}

/** The choice with these keys for a verb; the table's own are no choice. */
export function choose(chosen: Chosen, verb: Verb, keys: readonly string[]): Chosen {
  const { [verb.id]: _, ...others } = chosen;
  const usual = verb.keys ?? [];
  const same = usual.length === keys.length && usual.every((one, i) => one === keys[i]);
  return same ? others : { ...others, [verb.id]: [...keys] };
}
