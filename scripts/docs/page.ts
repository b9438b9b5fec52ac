/** A page of the site before VitePress renders it. */
export interface Page {
  /** Within the site, without an extension, like `operations/createFile`. */
  readonly path: string;
  readonly title: string;
  /** The name in the sidebar. */
  readonly label: string;
  readonly description: string;
  /** More of VitePress's frontmatter. */
  readonly frontmatter?: Readonly<Record<string, unknown>>;
  readonly markdown: string;
  /** Addresses that the page had before. */
  readonly formerPaths?: readonly string[];
}

/** Pages under one heading of a sidebar. */
export interface SidebarGroup {
  readonly text: string;
  readonly pages: readonly Page[];
}

/** The file that VitePress reads. JSON is YAML, so it can be frontmatter. */
export function fileOf({ title, description, frontmatter, markdown }: Page): string {
  const front = JSON.stringify({ title, description, ...frontmatter }, null, 2);
  return `---\n${front}\n---\n\n${markdown.trim()}\n`;
}
