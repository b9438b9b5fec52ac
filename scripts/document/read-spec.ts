import { resolve } from "node:path";

import {
  BaseResolver,
  bundle,
  createConfig,
  loadConfig,
  type Config,
  type Document,
} from "@redocly/openapi-core";

import { GenerationError } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";
import { fromRedocly, unreadable } from "./redocly-problem.js";
import { createSourceLocator } from "./source-locator.js";
import { isObject, specDocument, type SpecDocument } from "./spec-document.js";

/**
 * Loads redocly's configuration.
 *
 * @param file - the configuration file; without one, redocly's strict recommendations hold
 * @throws GenerationError
 */
export async function readConfig(file: string | undefined): Promise<Config> {
  if (file === undefined) return createConfig({ extends: ["recommended-strict"] });
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
  const resolver = new BaseResolver(config.resolve);
  const source = await openDocument(entry, resolver);

  const { bundle: bundled, problems } = await bundle({
    doc: source,
    config,
    externalRefResolver: resolver,
  });
  const errors = problems.filter(({ severity, ignored }) => severity === "error" && !ignored);
  if (errors.length > 0) throw new GenerationError(errors.map(fromRedocly));

  const locate = await createSourceLocator(entry, resolver.getFiles());
  // Through JSON, parts that YAML aliases share become parts of their own, as in the written file.
  const value: unknown = JSON.parse(JSON.stringify(bundled.parsed));
  return specDocument(isObject(value) ? value : {}, locate);
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
  const version = isObject(document.parsed) ? document.parsed["openapi"] : undefined;
  if (typeof version === "string" && version.startsWith("3.")) return document;
  throw new GenerationError([
    {
      message: 'is not an OpenAPI 3 document: it has no member "openapi" with a version 3.x.',
      places: [shownPath(entry)],
      advice: "Give the entry file of the spec; convert Swagger 2 documents first.",
    },
  ]);
}
