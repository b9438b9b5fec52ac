import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

import { checkRelease } from "../../scripts/release-check.js";
import { generatedFiles } from "./support/generated-files.js";
import { failureOf } from "../support/failure-of.js";
import { temporaryFolder, type TemporaryFolder } from "../pipeline/support/temporary-folder.js";
import { runScript } from "../pipeline/support/run-script.js";
import { tinyFiles } from "../pipeline/support/tiny-document.js";

const run = promisify(execFile);

const exported = { ".": { types: "./dist/src/index.d.ts" } };
const manifest = (version: string) => JSON.stringify({ name: "tiny", version, exports: exported });
const source =
  "export class TinyError extends Error {}\n" +
  "export function createTiny(options: { timeout?: number; retry?: boolean }): TinyError {\n" +
  "  return new TinyError(String(options.retry));\n}\n";
const manifests = (version: string) => ({
  "package.json": manifest(version),
  "package-lock.json": manifest(version),
});
const changelog = (version: string, text: string) =>
  `# Changelog\n\n## Unreleased\n\n## ${version}\n\n${text}\n\n## 0.0.9\n\n- Before.\n`;

const { "redocly.yaml": config, ...specFiles } = tinyFiles;
const inSpec = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`spec/${name}`, text]));

/** The spec with a name that may be null, which is a break for programs that read it. */
const nullable = {
  ...specFiles,
  "Pet.yaml": specFiles["Pet.yaml"].replace("{ type: string,", "{ type: [string, 'null'],"),
};

let first: Record<string, string>;
let second: Record<string, string>;

beforeAll(async () => {
  [first, second] = [
    await generatedFiles(specFiles, config),
    await generatedFiles(nullable, config),
  ];
}, 120_000);

function formatFailure(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error);
}

interface Repository extends TemporaryFolder {
  readonly git: (...args: string[]) => Promise<unknown>;
  readonly commit: (files: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Returns the problems of the release. A release that passes fails the test. */
  readonly refusal: () => Promise<string>;
}

/** Creates a repository with release 1.0.0 of the tiny document and a later commit. */
async function repository(next: Readonly<Record<string, string>>): Promise<Repository> {
  const folder = await temporaryFolder();
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", ...args], {
      cwd: folder.path,
    });
  const commit = async (files: Readonly<Record<string, string>>) => {
    await folder.write(files);
    await git("add", "-A");
    return git("commit", "-qm", "Change", "--allow-empty");
  };
  await git("init", "-q");
  await commit({
    ...{ "redocly.yaml": config, ...inSpec(specFiles), ...first },
    ...{ ...manifests("1.0.0"), "CHANGELOG.md": changelog("1.0.0", "- The first.") },
    "src/index.ts": source,
  });
  await git("tag", "v1.0.0");
  await commit(next);
  return {
    ...folder,
    ...{ git, commit },
    refusal: async () => formatFailure(await failureOf(checkRelease(folder.path))),
  };
}

const good = () => ({
  ...{ ...inSpec(nullable), ...second, ...manifests("2.0.0") },
  "CHANGELOG.md": changelog("2.0.0", "### Breaking\n\n- `Pet.name` may be `null`."),
});
const breaking = (text: string) => ({
  "CHANGELOG.md": changelog("2.0.0", `### Breaking\n\n- \`Pet.name\` may be \`null\`.\n${text}`),
});

describe("release:check", { timeout: 120_000 }, () => {
  it("accepts a complete release", async () => {
    await using released = await repository(good());

    const { code, stderr } = await runScript("release-check.ts", ["--folder", released.path]);

    expect(stderr).toContain("2.0.0 may be released, after v1.0.0");
    expect(code).toBe(0);
  });

  it.each([
    [
      "a version that is too low",
      { ...manifests("1.1.0"), "CHANGELOG.md": changelog("1.1.0", "- `Pet`") },
      "1.1.0 is too low after 1.0.0 (major: Pet.name allows more)",
    ],
    [
      "a version that is released",
      { ...manifests("1.0.0"), "CHANGELOG.md": changelog("1.0.0", "- `Pet`") },
      "The tag v1.0.0 exists",
    ],
    ["an invalid version", manifests("next"), 'The version "next" does not have three numbers'],
    [
      "a lock file of another version",
      { "package-lock.json": manifest("1.9.0") },
      "package-lock.json has version 1.9.0, and package.json has 2.0.0",
    ],
    ["a package.json with invalid JSON", { "package.json": "{" }, "package.json is not JSON"],
    [
      "a changelog without a section",
      { "CHANGELOG.md": changelog("1.9.0", "- `Pet`") },
      'has no text under "## 2.0.0"',
    ],
    [
      "an empty section",
      { "CHANGELOG.md": changelog("2.0.0", "") },
      'has no text under "## 2.0.0"',
    ],
    [
      "entries that are still under Unreleased",
      {
        "CHANGELOG.md": changelog("2.0.0", "- `Pet`").replace(
          "Unreleased\n",
          "Unreleased\n\n- More.\n",
        ),
      },
      'still has entries under "Unreleased"',
    ],
    [
      "a change that the changelog lacks",
      { "CHANGELOG.md": changelog("2.0.0", "### Breaking\n\n- `Pets` are nicer.") },
      "has no entry for a major change: Pet.name allows more.",
    ],
    [
      "a break that the changelog lists in another section",
      { "CHANGELOG.md": changelog("2.0.0", "- `Pet.name` may be `null`.") },
      'Add an entry under "### Breaking" of 2.0.0 with `Pet`',
    ],
    [
      "a removed class without an entry",
      {
        ...breaking(""),
        "src/index.ts": source.replace("export class", "class"),
      },
      "has no entry for a major change: TinyError is gone.",
    ],
    [
      "a removed option without an entry",
      {
        ...breaking(""),
        "src/index.ts": source.replace("; retry?: boolean", "").replace("options.retry", "options"),
      },
      "has no entry for a major change: createTiny(options).retry is gone.",
    ],
    [
      "a version that is too low for a change of an exported type",
      {
        ...{ ...inSpec(specFiles), ...manifests("1.1.0") },
        "CHANGELOG.md": changelog("1.1.0", "### Breaking\n\n- `createTiny` needs `retry`."),
        "src/index.ts": source.replace("retry?", "retry"),
      },
      "1.1.0 is too low after 1.0.0 (major: createTiny(options).retry is now required)",
    ],
    [
      "stale generated files",
      { "generated/schema.ts": "// Older.\n" },
      "generated/schema.ts is stale",
    ],
  ])("rejects %s", async (_, files, refusal) => {
    await using released = await repository({ ...good(), ...files });

    const refused = await released.refusal();

    expect(refused).toContain(refusal);
  });

  it("rejects uncommitted files", async () => {
    await using released = await repository(good());
    await released.write({ "notes.txt": "To do." });

    const refused = await released.refusal();

    expect(refused).toContain("notes.txt Files are not committed");
  });

  it("compares with the last release, not with a preview after it", async () => {
    await using released = await repository({ ...good(), ...manifests("1.1.0") });
    await released.git("tag", "v2.0.0-rc.1");

    expect(await released.refusal()).toContain("1.1.0 is too low after 1.0.0");
  });

  it("rejects a tag that is not a version", async () => {
    await using released = await repository(good());
    await released.git("tag", "v1.5");

    expect(await released.refusal()).toContain(
      "The tag v1.5 of the last release does not have three",
    );
  });

  it("rejects a shallow clone without tags, because the last release is unknown", async () => {
    await using released = await repository(good());
    await using clones = await temporaryFolder();
    const clone = clones.at("shallow");
    await run("git", ["clone", "-q", "--depth=1", "--no-tags", `file://${released.path}`, clone]);

    const refused = formatFailure(await failureOf(checkRelease(clone)));

    expect(refused).toContain("The clone is shallow and has no tag");
  });

  it("accepts a first release without a comparison", async () => {
    await using released = await repository(good());
    await released.git("tag", "-d", "v1.0.0");

    await expect(checkRelease(released.path)).resolves.toBeUndefined();
  });
});
