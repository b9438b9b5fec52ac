import type { Options } from "minisearch";

/** A thing that can be found: a page, or a part of one. */
export interface SearchEntry {
  /** Its address, from the root of the site. */
  readonly id: string;
  readonly title: string;
  /** What code calls it, such as the name of a method. */
  readonly name: string;
  /** The page that it is a part of, or the part of the site. */
  readonly place: string;
  readonly text: string;
  readonly keywords: string;
}

/** How the index is made at build time and read in the browser: both must say the same. */
export const searchOptions: Options<SearchEntry> = {
  fields: ["name", "title", "keywords", "text"],
  storeFields: ["name", "title", "place", "text"],
  // getServerInfo is found by "server", too.
  tokenize: (text) =>
    text
      .split(/[^\p{Letter}\p{Number}]+/u)
      .flatMap((word) => [word, ...word.split(/(?<=[a-z])(?=[A-Z])/)])
      .filter((word, index, words) => word !== "" && words.indexOf(word) === index),
};
