import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { isObject } from "../document/spec-document.js";

/** A module that users of the package can import types from. */
export interface EntryPoint {
  /** The name of the report: `index` or the subpath. */
  readonly name: string;
  /** The absolute path of its declarations. */
  readonly declarations: string;
}

/** Returns all entries of `exports` in package.json that have types. */
export async function readEntryPoints(folder: string): Promise<EntryPoint[]> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const exported = isObject(manifest) ? manifest["exports"] : undefined;
  return Object.entries(isObject(exported) ? exported : {}).flatMap(([subpath, target]) => {
    const types = isObject(target) ? target["types"] : undefined;
    if (typeof types !== "string") return [];
    const name = subpath === "." ? "index" : subpath.slice(2).replaceAll("/", "-");
    return [{ name, declarations: join(folder, types) }];
  });
}
