import MiniSearch from "minisearch";

import { textOfHtml } from "./html.js";
import type { Page } from "./page.js";
import { searchOptions, type SearchEntry } from "./search-entry.js";

const names = { guides: "Guide", reference: "Operation", package: "Package" };

/** How much of a text a result shows. */
const shownLength = 160;

/** The script that brings the search its index. As a script it also works from disk. */
export function renderSearchIndex(pages: readonly Page[]): string {
  const index = new MiniSearch(searchOptions);
  for (const page of pages) index.addAll(entriesOf(page));
  return `globalThis.searchIndex = ${JSON.stringify(JSON.stringify(index))};\n`;
}

/** A guide is found by its parts; the other pages as a whole. */
function entriesOf(page: Page): SearchEntry[] {
  const { path, title, label = "", description, section, keywords = "", html } = page;
  const isType = path.startsWith("reference/types/");
  const place = section === undefined ? "Start" : isType ? "Type" : names[section];
  const name = section === "guides" ? "" : label;
  const entry = { id: path, title, name, place, text: description, keywords };
  if (section !== "guides") return [entry];
  const [before = "", ...parts] = html.split(/(?=<h[23] id=")/);
  return [
    { ...entry, keywords: textOfHtml(before) },
    ...parts.map((part) => {
      const [, id = "", heading = ""] = /^<h\d id="([^"]+)">(.*?)<\/h\d>/s.exec(part) ?? [];
      const words = textOfHtml(part.replace(/^<h\d.*?<\/h\d>/s, ""));
      return {
        id: `${path}#${id}`,
        title: textOfHtml(heading),
        name: "",
        place: title,
        text: shorten(words),
        keywords: words,
      };
    }),
  ];
}

function shorten(text: string): string {
  if (text.length <= shownLength) return text;
  return `${text.slice(0, text.lastIndexOf(" ", shownLength))} …`;
}
