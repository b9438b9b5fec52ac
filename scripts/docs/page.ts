/** A page of the site before VitePress renders it. */
export interface Page {
  /** The path within the site, without an extension, such as `operations/createFile`. */
  readonly path: string;
  readonly title: string;
  /** The name in the sidebar. */
  readonly label: string;
  /** The heading above the page in the sidebar and in lists. */
  readonly group: string;
  /** The row of the page in a list of pages. */
  readonly row?: readonly string[];
  readonly description: string;
  /** Additional frontmatter for VitePress. */
  readonly frontmatter: Readonly<Record<string, unknown>>;
  readonly markdown: string;
  /** Code spans that the site links to this page, such as `GET /server`, with the anchor of each. */
  readonly names?: Readonly<Record<string, string>>;
  /** Old addresses of the page. */
  readonly formerPaths?: readonly string[];
}

/** Groups pages. The groups are in the order of their first pages. */
export function byGroup(pages: readonly Page[]): [string, Page[]][] {
  const groups = [...new Set(pages.map(({ group }) => group))];
  return groups.map((group) => [group, pages.filter((page) => page.group === group)]);
}

/** Returns the file that VitePress reads. The frontmatter is JSON, which is also YAML. */
export function fileOf({ title, description, frontmatter, markdown }: Page): string {
  // VitePress puts the frontmatter into a <script>, so no text may contain the end tag.
  const front = JSON.stringify({ title, description, ...frontmatter }).replaceAll("</", "<\u200b/");
  return `---\n${front}\n---\n\n${markdown}\n`;
}
