import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Io } from "../io.js";

/** What the Python command's file says. */
export interface DmConfig {
  readonly path: string;
  readonly url?: string;
  readonly token?: string;
}

/** The file of `dmclient` in the home folder: its documentation has one name, its code another. */
const names = [".dmconfig.yaml", ".dmclient.yaml"];

/** Reads the settings that `dmclient` uses, if there are any. */
export async function readDmConfig({ home }: Io): Promise<DmConfig | undefined> {
  if (home === undefined) return undefined;
  for (const name of names) {
    const path = join(home, name);
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const { parse } = await import("yaml");
    const content = tryParse(parse, text);
    const { url, token } = content;
    return {
      path,
      ...(typeof url === "string" && url !== "" && { url }),
      ...(typeof token === "string" && token !== "" && { token }),
    };
  }
  return undefined;
}

function tryParse(parse: (text: string) => unknown, text: string): Record<string, unknown> {
  try {
    const content = parse(text);
    // Safe: a YAML mapping is a plain object.
    return typeof content === "object" && content !== null
      ? (content as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
