/** The parts of VitePress's types that we use. */
interface Renderer {
  render(source: string, env: Environment): string;
  readonly utils: { escapeHtml(text: string): string };
}
interface Environment {
  readonly frontmatter?: Readonly<Record<string, unknown>>;
}

/** A part of a page in the index: the text below one heading. */
interface Part {
  readonly text: string;
  readonly [field: string]: string;
}

/**
 * VitePress's index with one more field: the words of `search` in a page's frontmatter, which
 * `searchText` writes in double brackets. These functions also run in the browser, so they must not use
 * variables of this module.
 */
export const indexOptions = {
  fields: ["title", "titles", "text", "words"],
  storeFields: ["title", "titles"],
  extractField: (part: Part, field: string): string | undefined => {
    if (field === "words") return /\[\[(.*?)\]\]/.exec(part.text)?.[1] ?? "";
    return field === "text" ? part.text.replace(/\[\[.*?\]\]/, "") : part[field];
  },
};

export const searchOptions = {
  prefix: true,
  fuzzy: 0.15,
  combineWith: "AND" as const,
  boost: { words: 8, title: 6, titles: 1, text: 1 },
  // Pages for maintainers come last.
  boostDocument: (id: string) => (/guides\/(benchmarks|changes|maintaining)\b/.test(id) ? 0.3 : 1),
};

/**
 * Returns the text of a page for the index, with the title and the `search` words of its
 * frontmatter, and without the names of languages above its code. Operations and schemas are one
 * result each.
 */
export function searchText(source: string, env: Environment, md: Renderer): string {
  const html = md.render(source, env).replaceAll(/<span class="lang">[^<]*<\/span>/g, "");
  const { title, search, pageClass } = env.frontmatter ?? {};
  if (typeof title !== "string" || search === false) return "";
  const words = typeof search === "string" ? `<p>[[${md.utils.escapeHtml(search)}]]</p>` : "";
  const isOne = pageClass === "operation" || pageClass === "schema";
  return (isOne ? html.replaceAll(/<(\/?)h2\b/g, "<$1p") : html).replace(
    /(<h1[^>]*>).*?(<a .*?<\/h1>)/,
    (_, open: string, link: string) => `${open}${md.utils.escapeHtml(title)} ${link}${words}`,
  );
}
