import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Io } from "../io.js";

/** The settings in the file of the Python command line. */
export interface DmConfig {
  readonly path: string;
  readonly url?: string;
  readonly token?: string;
}

/**
 * The file of `dmclient` in the home folder. Its documentation and its code use different names.
 */
const names = [".dmconfig.yaml", ".dmclient.yaml"];

/** Reads the settings that `dmclient` uses, if there are any. */
export async function readDmConfig({ home }: Io): Promise<DmConfig | undefined> {
  if (home === undefined) return undefined;
  for (const name of names) {
    const path = join(home, name);
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const [url, token] = [valueOf(text, "url"), valueOf(text, "token")];
    return { path, ...(url !== "" && { url }), ...(token !== "" && { token }) };
  }
  return undefined;
}

/** Reads a text at the top level of the YAML file. `dmclient` reads nothing else. */
function valueOf(text: string, name: string): string {
  const pattern = `^["']?${name}["']?[ \\t]*:[ \\t]+(?:"([^"\\r\\n]*)"|'([^'\\r\\n]*)'|([^\\s#"'[{|>][^\\r\\n]*?))[ \\t]*(?:[ \\t]#.*)?\\r?$`;
  const match = new RegExp(pattern, "m").exec(text.replace(/^\uFEFF/, ""));
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? "";
}
