/** What is used of VitePress's own types. */
interface Renderer {
  render(source: string, env: Environment): string;
  readonly utils: { escapeHtml(text: string): string };
}
interface Environment {
  readonly frontmatter?: Readonly<Record<string, unknown>>;
}

/** How the search ranks; its index is VitePress's own. The functions run in the browser. */
export const searchOptions = {
  prefix: true,
  fuzzy: 0.15,
  combineWith: "AND" as const,
  boost: { title: 6, titles: 1, text: 1 },
};

/** A page as the search sees it: with the words of its frontmatter's `search` in its title. */
export function searchText(source: string, env: Environment, md: Renderer): string {
  const html = md.render(source, env);
  const words: unknown = env.frontmatter?.["search"];
  if (words === false) return "";
  if (typeof words !== "string") return html;
  return html.replace(/(<h1[^>]*>)(.*?)(<a )/, (_, open: string, title: string, link: string) => {
    return `${open}${title} · ${md.utils.escapeHtml(words)} ${link}`;
  });
}
