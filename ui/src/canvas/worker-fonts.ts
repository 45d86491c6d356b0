// The fonts of the page, told to a worker: it sees none of them by itself.

/** A font face as a style sheet declares it. */
export interface Face {
  family: string;
  /** Like `url(…) format(…)`, with whole addresses. */
  source: string;
  descriptors: { style: string; weight: string; unicodeRange: string };
}

/** Which of the faces of a family the page has loaded. */
export interface LoadedFace {
  family: string;
  unicodeRange: string;
}

/** All faces the style sheets declare. Sheets of other origins may not be read, and declare none of ours. */
export function declaredFaces(document: Document): Face[] {
  const out: Face[] = [];
  for (const sheet of document.styleSheets) {
    let rules: CSSRuleList;
    try {
      rules = sheet.cssRules;
    } catch {
      continue;
    }
    for (const rule of rules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const said = (name: string, otherwise: string): string => rule.style.getPropertyValue(name).trim() || otherwise;
      out.push({
        family: unquoted(said("font-family", "")),
        source: absolute(said("src", ""), sheet.href ?? document.baseURI),
        descriptors: { style: said("font-style", "normal"), weight: said("font-weight", "normal"), unicodeRange: said("unicode-range", "U+0-10FFFF") },
      });
    }
  }
  return out;
}

export function loadedFaces(fonts: FontFaceSet): LoadedFace[] {
  const out: LoadedFace[] = [];
  fonts.forEach((face) => {
    if (face.status === "loaded") out.push({ family: unquoted(face.family), unicodeRange: face.unicodeRange });
  });
  return out;
}

const unquoted = (family: string): string => family.replace(/^["']|["']$/g, "");

/** Addresses relative to the style sheet mean something else in a worker. */
export const absolute = (source: string, base: string): string =>
  source.replace(/url\(\s*(["']?)(.*?)\1\s*\)/g, (_, _quote, address: string) => `url("${new URL(address, base).href}")`);
