import { resolve } from "node:path";

import {
  type BaseResolver,
  bundle,
  createConfig,
  loadConfig,
  type Config,
  type Document,
} from "@redocly/openapi-core";

import { GenerationError, type Problem } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";
import { DocumentReader } from "./document-reader.js";
import { fromRedocly, unreadable } from "./redocly-problem.js";
import { createSourceLocator } from "./source-locator.js";
import { isObject, specDocument, type SpecDocument } from "./spec-document.js";

/**
 * Loads redocly's configuration.
 *
 * @param file - the configuration file; without one, what the standard itself demands
 * @throws GenerationError
 */
export async function readConfig(file: string | undefined): Promise<Config> {
  if (file === undefined) return createConfig({ extends: ["spec"] });
  const configPath = resolve(file);
  try {
    return await loadConfig({ configPath });
  } catch (error) {
    throw unreadable(configPath, error);
  }
}

/**
 * Reads an OpenAPI document, split or whole, into one value whose references are all its own.
 *
 * @throws GenerationError if a file is missing, is not YAML or JSON, or a reference leads nowhere
 */
export async function readSpec(file: string, config: Config): Promise<SpecDocument> {
  const entry = resolve(file);
  const resolver = new DocumentReader(config.resolve);
  const source = await openDocument(entry, resolver);

  const { bundle: bundled, problems } = await bundle({
    doc: source,
    config,
    externalRefResolver: resolver,
  }).catch((error: unknown) => {
    throw notBundled(entry, error);
  });
  const errors = problems.filter(({ severity, ignored }) => severity === "error" && !ignored);
  if (errors.length > 0) throw new GenerationError(errors.map(fromRedocly));

  const locate = await createSourceLocator(entry, resolver);
  // Through JSON, parts that YAML aliases share become parts of their own, as in the written file.
  const value: unknown = JSON.parse(JSON.stringify(bundled.parsed));
  return specDocument(isObject(value) ? value : {}, locate);
}

/** Redocly throws at what it did not think of, without a place. */
function notBundled(entry: string, cause: unknown): GenerationError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const problem = {
    message: `cannot be read as one document: ${said}.`,
    places: [shownPath(entry)],
    advice: "Look for references that lead back to themselves: npx redocly lint names the place.",
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
