import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type * as Client from "datameta-client";
import type * as Testing from "datameta-client/testing";

import { build } from "../build.js";
import { projectRoot } from "./project.js";

/** Builds dist/, starting with the spec. */
export function buildPackage(): Promise<void> {
  return build();
}

/** Imports the built package, as npm would publish it. */
export async function importClient(): Promise<typeof Client> {
  // Safe: the compiled index.ts has the types of index.ts.
  return (await importBuilt("index.js")) as typeof Client;
}

/** Imports the built `datameta-client/testing`. */
export async function importTesting(): Promise<typeof Testing> {
  // Safe for the same reason.
  return (await importBuilt("testing/index.js")) as typeof Testing;
}

/** Uses the path in dist/, because tsx resolves the package's name to the sources. */
function importBuilt(file: string): Promise<unknown> {
  return import(pathToFileURL(join(projectRoot, "dist", "src", file)).href);
}
