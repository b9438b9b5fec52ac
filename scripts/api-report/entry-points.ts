import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { isObject } from "../document/spec-document.js";

/** What a package's users can import types from. */
export interface EntryPoint {
  /** The name of its report: `index`, or the subpath. */
  readonly name: string;
  /** The full path of its declarations. */
  readonly declarations: string;
}

/** Every entry of `exports` in package.json that has types. */
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
