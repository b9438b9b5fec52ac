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

/** The document's path in a release. */
const released = "generated/openapi.json";

/** Runs git in a folder. Returns its output, or `undefined` if it fails. */
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

/** Returns the tag of the last release before HEAD. Tags with a hyphen (v2.0.0-rc.1) are skipped. */
export async function lastRelease(folder: string = projectRoot): Promise<string | undefined> {
  const release = ["--match", "v[0-9]*", "--exclude", "*-*"];
  return git(["describe", "--tags", "--abbrev=0", ...release], folder);
}

/**
 * Reads a document.
 *
 * @param source - a file, a URL, `-` for `input`, or a commit. COMMIT:PATH reads another file than
 *   generated/openapi.json.
 * @param input - the standard input
 * @throws GenerationError if the document is not found
 */
export async function readDocument(
  source: string,
  configFile: string,
  folder: string = projectRoot,
  input: AsyncIterable<string | Buffer> = process.stdin,
): Promise<SpecDocument> {
  const temporary = await mkdtemp(join(tmpdir(), "document-"));
  try {
    const file = await fetchFile(source, temporary, folder, input);
    const spec = await readSpec(file, await readConfig(configFile));
    // `x-generated` is a notice that only the generated document has.
    const document = Object.entries(spec.document).filter(([name]) => name !== "x-generated");
    return specDocument(Object.fromEntries(document), spec.locate);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function fetchFile(
  source: string,
  temporary: string,
  folder: string,
  input: AsyncIterable<string | Buffer>,
): Promise<string> {
  const isUrl = /^https?:\/\//i.test(source);
  if (source === "-" || isUrl) {
    const content = isUrl ? await download(source) : await text(input);
    const file = join(
      temporary,
      content.trimStart().startsWith("{") ? "openapi.json" : "openapi.yaml",
    );
    await writeFile(file, content);
    return file;
  }
  if (existsSync(source)) return source;
  const [commit = "", path = released] = source.split(/:(.*)/s);
  // The whole folder is unpacked because the document may refer to other files there.
  if (await unpackCommit(commit, dirname(path), temporary, folder)) {
    if (existsSync(join(temporary, path))) return join(temporary, path);
  }
  const message = `is neither a file, nor a URL, nor a commit with ${path}.`;
  const advice =
    "Pass a file, a URL, a tag or a commit. If the commit is missing here, fetch it first.";
  throw new GenerationError([{ message, places: [source], advice }]);
}

/** Unpacks the files of a commit below a path into a folder. Returns false if there are none. */
export async function unpackCommit(
  commit: string,
  path: string,
  target: string,
  folder: string,
): Promise<boolean> {
  // git would read a name with a leading hyphen as an option.
  if (commit.startsWith("-")) return false;
  const archive = ["archive", "--output", join(target, "files.tar"), commit, "--", path];
  if ((await git(archive, folder)) === undefined) return false;
  await run("tar", ["-xf", "files.tar"], { cwd: target });
  return true;
}
