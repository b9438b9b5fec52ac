import { posix } from "node:path";

/** The parts of the site. */
export type Section = "guides" | "reference" | "package";

/** A heading of a page, as its table of contents and the search know it. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** A page of the site, without what all pages share. */
export interface Page {
  /** From the root of the site, like `guides/errors.html`. */
  readonly path: string;
  readonly title: string;
  /** One sentence, for search engines and for the search of the site. */
  readonly description: string;
  /** None for the start page. */
  readonly section?: Section;
  /** Its name in the navigation, where that differs from the title. */
  readonly label?: string;
  /** What stands above the aside where the screen is narrow; the content begins with it. */
  readonly intro?: string;
  /** The content, from `h1` on unless there is an intro. */
  readonly html: string;
  readonly headings: readonly Heading[];
  /** What stands beside the content on wide screens. */
  readonly aside?: string;
  /** More words to be found by. */
  readonly keywords?: string;
}

/** Where a page is, seen from another: so that the site works below any address, and from disk. */
export function linkBetween(from: string, to: string): string {
  const [path = "", fragment] = to.split("#");
  const link = path === from ? "" : posix.relative(posix.dirname(from), path);
  return fragment === undefined ? link : `${link}#${fragment}`;
}
