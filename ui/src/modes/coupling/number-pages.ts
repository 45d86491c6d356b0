// How each number is made, in the words of the engine, which the report has too.

import type { NumberPage } from "../../wire";

export type NumberPages = ReadonlyMap<string, NumberPage>;

export const pagesByKey = (pages: readonly NumberPage[]): NumberPages => new Map(pages.map((page) => [page.key, page]));

/** The key of the page of a field of the numbers. */
export const keyOf = (field: string): string => field.replaceAll("_", "-");

/** What a pointer is told: definition, convention, what is usual. Nothing before the pages are there. */
export function inBrief(page: NumberPage | undefined): string {
  if (!page) return "";
  const { definition, convention, band } = page;
  return [definition, convention, band && `Usual: ${band}.`].filter((part) => part !== "").join(" ");
}
