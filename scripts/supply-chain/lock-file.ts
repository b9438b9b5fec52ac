import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { GenerationError } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";
import { isObject } from "../document/spec-document.js";

/** A package that the lock file names. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression; undefined where the package has none. */
  readonly licence: string | undefined;
  /** Whether users of the published package install it. */
  readonly runtime: boolean;
  readonly hasInstallScript: boolean;
  readonly integrity: string | undefined;
}

/**
 * Reads which packages `package-lock.json` installs, those for other platforms among them.
 *
 * @throws GenerationError where the file is missing or broken
 */
export async function readLockFile(folder: string): Promise<LockedPackage[]> {
  const path = join(folder, "package-lock.json");
  let lock: unknown;
  try {
    lock = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw unreadable(path, cause instanceof Error ? cause.message : String(cause));
  }
  if (!isObject(lock) || !isObject(lock["packages"])) throw unreadable(path, "it lists none");
  return Object.entries(lock["packages"])
    .filter(([place]) => place !== "")
    .map(([place, entry]) => {
      if (!isObject(entry)) throw unreadable(path, `${place} is no object`);
      const { name, version, license, integrity } = entry;
      const inside = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
      return {
        // An alias is installed under another name than its own.
        name: textOf(name) ?? inside,
        version: textOf(version) ?? "",
        licence: textOf(license),
        runtime: entry["dev"] !== true && entry["devOptional"] !== true,
        hasInstallScript: entry["hasInstallScript"] === true,
        integrity: textOf(integrity),
      };
    });
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function unreadable(path: string, why: string): GenerationError {
  return new GenerationError([
    {
      message: `does not say which packages are installed: ${why}.`,
      places: [shownPath(path)],
      advice: "Make it anew by `npm install`.",
    },
  ]);
}
