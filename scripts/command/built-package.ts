import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type * as Client from "datameta-client";
import type * as Testing from "datameta-client/testing";

import { build } from "../build.js";
import { projectRoot } from "./project.js";

/** Builds dist/, from the spec on. */
export function buildPackage(): Promise<void> {
  return build();
}

/** The built package, as npm would publish it. */
export async function importClient(): Promise<typeof Client> {
  // What was compiled of index.ts has the types of index.ts.
  return (await importBuilt("index.js")) as typeof Client;
}

/** The built `datameta-client/testing`. */
export async function importTesting(): Promise<typeof Testing> {
  // As above.
  return (await importBuilt("testing/index.js")) as typeof Testing;
}

/** By the place in dist/: the package's name would lead tsx to the sources. */
function importBuilt(file: string): Promise<unknown> {
  return import(pathToFileURL(join(projectRoot, "dist", "src", file)).href);
}
