import { basename, resolve } from "node:path";

import {
  type BaseResolver,
  bundle,
  createConfig,
  loadConfig,
  type Config,
  type Document,
  type Plugin,
} from "@redocly/openapi-core";

import { GenerationError, type Problem } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";
import { DocumentReader } from "./document-reader.js";
import { isUrl } from "./download.js";
import { fromRedocly, unreadable } from "./redocly-problem.js";
import { createSourceLocator, findReferenceCycles } from "./source-locator.js";
import { copyOf } from "./grammar.js";
import { compareNames } from "../operations/names.js";
import { isObject, noticeOf, specDocument, type SpecDocument } from "./spec-document.js";

/** Fixes the type of `deviceAuthorization` (OpenAPI 3.2). Without the fix, Redocly throws on scopes. */
const deviceFlow: Plugin = {
  id: "device-flow",
  typeExtension: {
    oas3: (types) => {
      const { DeviceAuthorization: flow } = types;
      if (flow === undefined) return types;
      const scopes = { type: "object", additionalProperties: { type: "string" } } as const;
      const properties = { ...flow.properties, scopes };
      return { ...types, DeviceAuthorization: { ...flow, properties } };
    },
  },
};

/**
 * Loads Redocly's configuration.
 *
 * @param file - the configuration file. The default has only the rules of the OpenAPI standard
 * @throws GenerationError
 */
export async function readConfig(file: string | undefined): Promise<Config> {
  const plugins: Plugin[] = [deviceFlow];
  if (file === undefined) return createConfig({ extends: ["spec"], plugins });
  const configPath = resolve(file);
  try {
    const config = await loadConfig({ configPath });
    config.plugins.push(...plugins);
    return config;
  } catch (error) {
    throw unreadable(configPath, error);
  }
}

/**
 * Whether a configuration is nothing but its file: it extends no other file, and has no plugins,
 * which are code.
 */
export function isWhole({ document }: Config): boolean {
  const text = JSON.stringify(document?.parsed ?? {});
  return !/"(plugins|apis|\$ref)":|"extends":(\[[^\]]*|")[^\]"]*[./\\]/.test(text);
}

/** Options for reading a document. */
export interface ReadOptions {
  /** Folders and URLs that references may lead into, in addition to the entry file's folder. */
  readonly allowed?: readonly string[] | undefined;
  /** Gets the digest of each file that is read. */
  readonly inputs?: Map<string, string> | undefined;
  /** Whether this is the project's own document, which is not changed. @default true */
  readonly isOurs?: boolean | undefined;
}

/** Returns the absolute path or the URL of the entry file. */
export function entryOf(file: string): string {
  return isUrl(file) ? new URL(file).href : resolve(file);
}

/**
 * Reads an OpenAPI document from one or more files. All references in the result are local.
 *
 * @throws GenerationError if a file is missing, a file is not YAML or JSON, or a reference has no
 * target
 */
export async function readSpec(
  file: string,
  config: Config,
  { allowed, inputs, isOurs = true }: ReadOptions = {},
): Promise<SpecDocument> {
  const entry = entryOf(file);
  const resolver = new DocumentReader(config.resolve, entry, { allowed, inputs });
  const source = await openDocument(entry, resolver);
  if (!isOurs) sortPaths(source);

  const { bundle: bundled, problems } = await bundle({
    doc: source,
    config,
    externalRefResolver: resolver,
  }).catch(async (error: unknown) => {
    throw await notReadable(entry, resolver, error);
  });
  const errors = problems.filter(({ severity, ignored }) => severity === "error" && !ignored);
  if (errors.length > 0) throw new GenerationError(errors.map(fromRedocly));

  const locate = await createSourceLocator(entry, resolver);
  const value: unknown = copyOf(bundled.parsed);
  const whole = isObject(value) ? value : {};
  return isOurs
    ? specDocument(whole, locate)
    : specDocument(whole, locate, noticeOf(basename(shownPath(entry)), whole));
}

/** Redocly numbers equal names in the order of the paths. That order must not affect the result. */
function sortPaths({ parsed }: Document): void {
  if (!isObject(parsed) || !isObject(parsed["paths"])) return;
  const sorted = Object.entries(parsed["paths"]).sort(([one], [other]) => compareNames(one, other));
  Object.assign(parsed, { paths: Object.fromEntries(sorted) });
}

/** Adds a place to an exception of Redocly, which throws without one on some invalid documents. */
export async function notReadable(
  entry: string,
  reader: BaseResolver,
  cause: unknown,
): Promise<GenerationError> {
  const circles = await findReferenceCycles(entry, reader);
  if (circles.length > 0) return new GenerationError(circles, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  const problem = {
    message: `cannot be read as one document: ${reason}.`,
    places: [shownPath(entry)],
    advice: "Run `npx @redocly/cli lint`. It shows the place of most mistakes.",
  };
  return new GenerationError([problem], { cause });
}

/**
 * Opens the entry file. Rejects documents that are not OpenAPI 3 with a clearer message than
 * Redocly's.
 *
 * @throws GenerationError
 */
export async function openDocument(entry: string, resolver: BaseResolver): Promise<Document> {
  let document;
  try {
    document = await resolver.resolveDocument(null, entry, true);
  } catch (error) {
    throw unreadable(entry, error);
  }
  if (document instanceof Error) throw unreadable(entry, document);
  const problem = refusal(document.parsed, shownPath(entry));
  if (problem === undefined) return document;
  throw new GenerationError([problem]);
}

/** Explains why the pipeline cannot read a document. Returns `undefined` if it can. */
function refusal(value: unknown, file: string): Problem | undefined {
  const { swagger, openapi } = isObject(value) ? value : {};
  if (swagger !== undefined) {
    return {
      message: "is a Swagger 2 document. Only OpenAPI 3.0, 3.1 and 3.2 are supported.",
      places: [`${file} #/swagger`],
      advice: `Convert it: npx swagger2openapi ${file} --outfile openapi.json`,
    };
  }
  if (typeof openapi === "number") {
    const message = `has the number ${openapi} as its version. It must be a string such as "3.1.0".`;
    return { message, places: [`${file} #/openapi`], advice: "Put it in quotes." };
  }
  if (typeof openapi === "string" && /^3\.[0-2](\.|$)/.test(openapi)) return undefined;
  const found = typeof openapi === "string" ? ` It has "${openapi}".` : "";
  return {
    message: `is not an OpenAPI document: it needs the member "openapi" with version 3.0, 3.1 or 3.2.${found}`,
    places: [file],
    advice: "Pass the entry file of an OpenAPI document.",
  };
}
