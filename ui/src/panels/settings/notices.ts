// What Cleave is made of besides its own code, read from the file that goes with every copy.

export interface Notice {
  name: string;
  version: string;
  terms: string;
  home: string;
  /** Licence texts, as their authors wrote them. */
  texts: readonly string[];
}

/** Reads THIRD-PARTY.txt: a line for each package, then every text under its number. */
export function readNotices(file: string): Notice[] {
  const parts = file.split(/^======== \[(\d+)\] ========$/m);
  const texts = new Map<string, string>();
  for (let at = 1; at + 1 < parts.length; at += 2) texts.set(parts[at] ?? "", (parts[at + 1] ?? "").trim());
  return (parts[0] ?? "").split("\n").flatMap((line) => {
    const [what = "", terms = "", home = "", refers = ""] = line.split(" | ");
    const [, name, version] = /^(?:crate|npm) (\S+) (\S+)$/.exec(what) ?? [];
    if (name === undefined || version === undefined) return [];
    return [{ name, version, terms, home, texts: [...refers.matchAll(/\[(\d+)\]/g)].flatMap(([, nth = ""]) => texts.get(nth) ?? []) }];
  });
}
