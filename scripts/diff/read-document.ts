import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

import { GenerationError } from "../command/generation-error.js";
import { projectRoot } from "../command/project.js";
import { readConfig, readSpec } from "../document/read-spec.js";
import { specDocument, type SpecDocument } from "../document/spec-document.js";
import { download } from "./download.js";

const run = promisify(execFile);

/** The document as releases carry it. */
const released = "generated/openapi.json";

/** Runs git in a folder; what it prints, or `undefined` if it fails. */
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

/** The tag of the last release before HEAD, if any. A hyphen, as in v2.0.0-rc.1, marks a preview. */
export async function lastRelease(folder: string = projectRoot): Promise<string | undefined> {
  const release = ["--match", "v[0-9]*", "--exclude", "*-*"];
  return git(["describe", "--tags", "--abbrev=0", ...release], folder);
}

/**
 * Reads a document.
 *
 * @param given - a file, a URL, `-` for `input`, or a commit as git names it, with a colon and a
 *   path if the document is not generated/openapi.json
 * @param input - the standard input
 * @throws GenerationError if there is no document
 */
export async function readDocument(
  given: string,
  configFile: string,
  folder: string = projectRoot,
  input: AsyncIterable<string | Buffer> = process.stdin,
): Promise<SpecDocument> {
  const temporary = await mkdtemp(join(tmpdir(), "document-"));
  try {
    const file = await fetchFile(given, temporary, folder, input);
    const spec = await readSpec(file, await readConfig(configFile));
    // The notice in the generated document that it is generated.
    const document = Object.entries(spec.document).filter(([name]) => name !== "x-generated");
    return specDocument(Object.fromEntries(document), spec.locate);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function fetchFile(
  given: string,
  temporary: string,
  folder: string,
  input: AsyncIterable<string | Buffer>,
): Promise<string> {
  const isUrl = /^https?:\/\//i.test(given);
  if (given === "-" || isUrl) {
    const content = isUrl ? await download(given) : await text(input);
    const file = join(
      temporary,
      content.trimStart().startsWith("{") ? "openapi.json" : "openapi.yaml",
    );
    await writeFile(file, content);
    return file;
  }
  if (existsSync(given)) return given;
  const [commit = "", path = released] = given.split(/:(.*)/s);
  // The files beside it come along, since it may refer to them.
  if (await unpackCommit(commit, dirname(path), temporary, folder)) {
    if (existsSync(join(temporary, path))) return join(temporary, path);
  }
  const message = `is neither a file, nor a URL, nor a commit with ${path}.`;
  const advice = "Give a file, a URL, a tag or a commit. Fetch a commit first if it is not here.";
  throw new GenerationError([{ message, places: [given], advice }]);
}

/** Writes the files of a commit below a path to a folder; false if there are none. */
export async function unpackCommit(
  commit: string,
  path: string,
  target: string,
  folder: string,
): Promise<boolean> {
  // A name that begins with a hyphen would be an option to git.
  if (commit.startsWith("-")) return false;
  const archive = ["archive", "--output", join(target, "files.tar"), commit, "--", path];
  if ((await git(archive, folder)) === undefined) return false;
  await run("tar", ["-xf", "files.tar"], { cwd: target });
  return true;
}
