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
import { createSourceLocator, findCircles } from "./source-locator.js";
import { copyOf } from "./grammar.js";
import { compareNames } from "../operations/names.js";
import { isObject, noticeOf, specDocument, type SpecDocument } from "./spec-document.js";

/** Redocly throws at the flow `deviceAuthorization` of OpenAPI 3.2, since its scopes have a wrong type. */
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
 * Loads redocly's configuration.
 *
 * @param file - the configuration file; without one, what the standard itself demands
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

/** How a document is read. */
export interface ReadOptions {
  /** Folders and URLs below which references may lead, besides the folder of the entry file. */
  readonly allowed?: readonly string[] | undefined;
  /** Gets the digest of each file that is read. */
  readonly inputs?: Map<string, string> | undefined;
  /** Whether the document is this project's own, which is taken as it is written. @default true */
  readonly isOurs?: boolean | undefined;
}

/** The absolute path of the entry file, or its URL. */
export function entryOf(file: string): string {
  return isUrl(file) ? new URL(file).href : resolve(file);
}

/**
 * Reads an OpenAPI document, split or whole, into one value whose references are all its own.
 *
 * @throws GenerationError if a file is missing, is not YAML or JSON, or a reference leads nowhere
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

/** Redocly numbers names in the order of the paths, which must not matter. */
function sortPaths({ parsed }: Document): void {
  if (!isObject(parsed) || !isObject(parsed["paths"])) return;
  const sorted = Object.entries(parsed["paths"]).sort(([one], [other]) => compareNames(one, other));
  Object.assign(parsed, { paths: Object.fromEntries(sorted) });
}

/** Redocly throws at what it did not think of, without a place. */
export async function notReadable(
  entry: string,
  reader: BaseResolver,
  cause: unknown,
): Promise<GenerationError> {
  const circles = await findCircles(entry, reader);
  if (circles.length > 0) return new GenerationError(circles, { cause });
  const said = cause instanceof Error ? cause.message : String(cause);
  const problem = {
    message: `cannot be read as one document: ${said}.`,
    places: [shownPath(entry)],
    advice: "Lint it: npx redocly lint names the place of most mistakes.",
  };
  return new GenerationError([problem], { cause });
}

/**
 * Opens the entry file. What is not OpenAPI 3 is refused here, before redocly fails on it in its own
 * words.
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

/** Why a value is not a document that the pipeline reads. */
function refusal(value: unknown, file: string): Problem | undefined {
  const { swagger, openapi } = isObject(value) ? value : {};
  if (swagger !== undefined) {
    return {
      message: `is a Swagger document; only OpenAPI 3.0, 3.1 and 3.2 are read.`,
      places: [`${file} #/swagger`],
      advice: `Convert it: npx swagger2openapi ${file} --outfile openapi.json`,
    };
  }
  if (typeof openapi === "number") {
    const message = `has the number ${openapi} for its version, which must be a text such as "3.1.0".`;
    return { message, places: [`${file} #/openapi`], advice: "Put it in quotes." };
  }
  if (typeof openapi === "string" && /^3\.[0-2](\.|$)/.test(openapi)) return undefined;
  const found = typeof openapi === "string" ? `; it says "${openapi}"` : "";
  return {
    message: `is not an OpenAPI document: it has no member "openapi" with a version 3.0, 3.1 or 3.2${found}.`,
    places: [file],
    advice: "Give the entry file of the spec.",
  };
}
