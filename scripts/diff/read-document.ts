import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

import { GenerationError } from "../command/generation-error.js";
import { projectRoot } from "../command/project.js";
import { readConfig, readSpec } from "../document/read-spec.js";
import {
  isObject,
  specDocument,
  type JsonObject,
  type SpecDocument,
} from "../document/spec-document.js";

const run = promisify(execFile);

/** The document as releases carry it. */
const released = "generated/openapi.json";

/** Runs git in a folder; what it prints, or `undefined` where it fails. */
export async function git(
  args: readonly string[],
  folder: string = projectRoot,
): Promise<string | undefined> {
  try {
    const { stdout } = await run("git", [...args], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trimEnd();
  } catch {
    return undefined;
  }
}

/**
 * The tag of the last release that HEAD comes from; `undefined` before the first. What has a hyphen,
 * like v2.0.0-rc.1, is a preview.
 */
export async function lastRelease(folder: string = projectRoot): Promise<string | undefined> {
  const release = ["--match", "v[0-9]*", "--exclude", "*-*"];
  return git(["describe", "--tags", "--abbrev=0", ...release], folder);
}

/**
 * Reads a document by the name of a file, or as a commit has it.
 *
 * @param given - a file, or anything that git takes for a commit
 * @throws GenerationError
 */
export async function readDocument(
  given: string,
  configFile: string,
  folder: string = projectRoot,
): Promise<SpecDocument> {
  if (existsSync(given)) {
    const spec = await readSpec(given, await readConfig(configFile));
    return { ...spec, document: withoutNotice(spec.document) };
  }
  // A name that begins with a hyphen would be an option to git.
  const text = given.startsWith("-")
    ? undefined
    : await git(["show", `${given}:${released}`], folder);
  if (text === undefined) {
    throw new GenerationError([
      {
        message: `is neither a file nor a commit with ${released}.`,
        places: [given],
        advice: "Give a file, a tag, a branch or a commit; fetch it first if it is not here.",
      },
    ]);
  }
  const value: unknown = JSON.parse(text);
  return specDocument(withoutNotice(isObject(value) ? value : {}));
}

/** The notice in the generated document that it is generated. */
function withoutNotice(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== "x-generated"));
}
