import { realpathSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";

import {
  BaseResolver,
  ResolveError,
  Source,
  YamlParseError,
  type Config,
  type Document,
} from "@redocly/openapi-core";

import { shownPath } from "../command/progress.js";
import { digestText } from "../command/stamp.js";
import { download, isUrl } from "./download.js";
import { checkExtent } from "./extent.js";

/** What a reader may read, and what it is to remember of it. */
export interface ReaderOptions {
  /** More folders and URLs, below which references may lead. */
  readonly allowed?: readonly string[] | undefined;
  /** Gets the digest of each file that is read, by its path or URL. */
  readonly inputs?: Map<string, string> | undefined;
}

/**
 * Redocly's reader of files, which takes JSON for YAML, and is four times as quick for JSON. It reads
 * nothing outside the folder of the entry file and nothing from the network, unless that is allowed:
 * a document of others must not choose what is read here.
 */
export class DocumentReader extends BaseResolver {
  readonly #entry: string;
  readonly #allowed: readonly string[];
  readonly #inputs: Map<string, string> | undefined;

  /** @param entry - the absolute path, or the URL, of the document's entry file */
  constructor(
    config: Config["resolve"] | undefined,
    entry: string,
    { allowed = [], inputs }: ReaderOptions = {},
  ) {
    super(config);
    this.#entry = entry;
    this.#inputs = inputs;
    this.#allowed = allowed.map((each) => (isUrl(each) ? new URL(each).href : resolve(each)));
  }

  override async loadExternalRef(reference: string): Promise<Source> {
    if (reference !== this.#entry) this.#check(reference);
    const source = await this.#load(reference);
    const digest = digestText(source.body);
    const known = this.#inputs?.get(reference) ?? digest;
    // The lint reads the same files as the steps, but earlier.
    this.#inputs?.set(reference, known === digest ? digest : "changed");
    return source;
  }

  async #load(reference: string): Promise<Source> {
    if (!isUrl(reference)) return super.loadExternalRef(reference);
    try {
      const { text, type } = await download(reference, reference === this.#entry);
      return new Source(reference, text, type);
    } catch (error) {
      throw new ResolveError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #check(reference: string): void {
    const folder = isUrl(this.#entry) ? [] : [dirname(this.#entry)];
    const isInside = [...folder, ...this.#allowed].some((place) =>
      isUrl(place) ? isBelowUrl(reference, place) : isBelow(reference, place),
    );
    if (isInside) return;
    const shown = isUrl(reference) ? "on the network" : "outside the folder of the document";
    throw new ResolveError(
      new Error(
        `${shownPath(reference)} is ${shown}, and is not read. ` +
          "Allow it by --allow-ref if you trust the document.",
      ),
    );
  }

  override parseDocument(source: Source, isRoot = false): Document {
    const document = parseJson(source) ?? super.parseDocument(source, isRoot);
    try {
      checkExtent(document.parsed);
    } catch (error) {
      // Redocly's class for what is wrong with the text of a file.
      throw new YamlParseError(error instanceof Error ? error : new Error(String(error)), source);
    }
    return document;
  }
}

/** Whether a file lies below a folder. Links in the way are followed. */
function isBelow(file: string, folder: string): boolean {
  // `file:` and `data:` are no paths.
  if (/^[a-z][a-z\d+.-]+:/i.test(file) || !resolve(file).startsWith(withEnd(folder, sep)))
    return false;
  try {
    return realpathSync(file).startsWith(withEnd(realpathSync(folder), sep));
  } catch {
    // Redocly says that it is missing.
    return true;
  }
}

function isBelowUrl(reference: string, base: string): boolean {
  if (!isUrl(reference)) return false;
  const { href } = new URL(reference);
  return href === base || href.startsWith(withEnd(base, "/"));
}

function withEnd(path: string, end: string): string {
  return path.endsWith(end) ? path : path + end;
}

/** Undefined for what is no JSON: redocly says where it breaks, or has another way to read it. */
function parseJson(source: Source): Document | undefined {
  if (!/^[^?#]*\.json$/i.test(source.absoluteRef)) return undefined;
  try {
    return { source, parsed: JSON.parse(source.body) as unknown };
  } catch {
    return undefined;
  }
}
