/** A page of the site before VitePress renders it. */
export interface Page {
  /** Within the site, without an extension, like `operations/createFile`. */
  readonly path: string;
  readonly title: string;
  /** The name in the sidebar. */
  readonly label: string;
  /** The heading above it in the sidebar, and in the list of such pages. */
  readonly group: string;
  /** Its row in the list of such pages. */
  readonly row?: readonly string[];
  readonly description: string;
  /** More of VitePress's frontmatter. */
  readonly frontmatter: Readonly<Record<string, unknown>>;
  readonly markdown: string;
  /** What leads here where it stands in code style, such as `GET /server`, and the part of the page. */
  readonly names?: Readonly<Record<string, string>>;
  /** Addresses that the page had before. */
  readonly formerPaths?: readonly string[];
}

/** The pages by their groups, in the order of the first page of each. */
export function byGroup(pages: readonly Page[]): [string, Page[]][] {
  const groups = [...new Set(pages.map(({ group }) => group))];
  return groups.map((group) => [group, pages.filter((page) => page.group === group)]);
}

/** The file that VitePress reads. JSON is YAML, so it can be frontmatter. */
export function fileOf({ title, description, frontmatter, markdown }: Page): string {
  // VitePress puts the frontmatter into a <script>, which no text of it may end.
  const front = JSON.stringify({ title, description, ...frontmatter }).replaceAll("</", "<\u200b/");
  return `---\n${front}\n---\n\n${markdown}\n`;
}
