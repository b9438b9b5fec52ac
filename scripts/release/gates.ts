import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GenerationError, type Problem } from "../command/generation-error.js";
import { listChanges } from "../diff/changes.js";
import { classes, type ChangeClass } from "../diff/findings.js";
import { git, lastRelease, readDocument, unpackCommit } from "../diff/read-document.js";
import { isObject } from "../document/spec-document.js";
import { steps } from "../generate.js";
import { runPipeline } from "../pipeline.js";
import { namesIn, sectionOf } from "./changelog.js";
import { comparePublicTypes } from "./public-types.js";
import { isBefore, leastNext, parseVersion, type Version } from "./version.js";

/** The release that the gates check. */
export interface Candidate {
  /** The folder of the repository. */
  readonly folder: string;
  readonly version: string;
  /** The version in package-lock.json. */
  readonly lockedVersion: string;
  readonly changelog: string;
  /** The tag of the previous release, or `undefined` for the first. */
  readonly previous: string | undefined;
  /** The changes since then in the spec and in the exported types. */
  readonly changes: readonly ReleaseChange[];
}

/** A change that the changelog must mention. */
export interface ReleaseChange {
  readonly class: ChangeClass;
  readonly sentence: string;
  /** The changed methods or types. The changelog must mention one of them. */
  readonly names: readonly string[];
}

/** A check of a release. It returns the problems that it finds. */
export interface Gate {
  readonly name: string;
  readonly purpose: string;
  readonly check: (candidate: Candidate) => Promise<readonly Problem[]> | readonly Problem[];
}

/**
 * Reads the release in a folder.
 *
 * @throws GenerationError if a file is missing or cannot be read
 */
export async function readCandidate(folder: string): Promise<Candidate> {
  const [version, lockedVersion, changelog] = await Promise.all([
    readVersion(join(folder, "package.json")),
    readVersion(join(folder, "package-lock.json")),
    readText(join(folder, "CHANGELOG.md")),
  ]);
  const previous = await lastRelease(folder);
  const changes = previous === undefined ? [] : await changesSince(previous, folder);
  return { folder, version, lockedVersion, changelog, previous, changes };
}

async function changesSince(previous: string, folder: string): Promise<ReleaseChange[]> {
  const config = join(folder, "redocly.yaml");
  const spec = listChanges(
    await readDocument(previous, config, folder),
    await readDocument(join(folder, "spec", "openapi.yaml"), config),
  );
  const released = await mkdtemp(join(tmpdir(), "released-"));
  try {
    await unpackCommit(previous, ".", released, folder);
    await symlink(join(folder, "node_modules"), join(released, "node_modules"), "junction");
    const types = await comparePublicTypes(released, folder);
    return [
      ...spec.map(({ subject, operations, ...change }) => ({
        ...change,
        names: [
          ...subject.split(/[^\w$]+/).slice(0, 1),
          ...(operations.length === 1 ? operations : []),
        ],
      })),
      ...types.map(({ subject, ...change }) => ({
        ...change,
        names: [subject.split(/[(.]/)[0] ?? ""],
      })),
    ];
  } finally {
    await rm(released, { recursive: true, force: true });
  }
}

async function readVersion(file: string): Promise<string> {
  const text = await readText(file);
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? String(parsed["version"]) : "";
  } catch (cause) {
    const problem = { message: "is not JSON.", places: [file], advice: "Correct its syntax." };
    throw new GenerationError([problem], { cause });
  }
}

async function readText(file: string): Promise<string> {
  if (!existsSync(file)) {
    const advice = "Run the command where package.json is.";
    throw new GenerationError([{ message: "does not exist.", places: [file], advice }]);
  }
  return readFile(file, "utf8");
}

export const gates: readonly Gate[] = [
  {
    name: "history",
    purpose: "the clone has the tags of earlier releases",
    async check({ folder, previous }) {
      const isShallow = (await git(["rev-parse", "--is-shallow-repository"], folder)) === "true";
      if (!isShallow || previous !== undefined) return [];
      const message = "The clone is shallow and has no tag, so the last release is unknown.";
      return [{ message, places: [folder], advice: "Run `git fetch --unshallow --tags`." }];
    },
  },
  {
    name: "tree",
    purpose: "everything is committed",
    async check({ folder }) {
      const status = await git(["status", "--porcelain"], folder);
      if (status === "") return [];
      const message =
        status === undefined ? "This folder is not a git repository." : "Files are not committed:";
      const places =
        status === undefined ? [folder] : status.split("\n").map((line) => line.slice(3));
      return [{ message, places, advice: "Commit or stash them." }];
    },
  },
  {
    name: "generated",
    purpose: "generated/ is up to date with the spec",
    async check({ folder }) {
      try {
        await runPipeline(steps, {
          spec: join(folder, "spec", "openapi.yaml"),
          out: join(folder, "generated"),
          config: join(folder, "redocly.yaml"),
          check: true,
        });
        return [];
      } catch (error) {
        if (error instanceof GenerationError) return error.problems;
        throw error;
      }
    },
  },
  {
    name: "lock",
    purpose: "package-lock.json has the same version",
    check({ version, lockedVersion }) {
      if (lockedVersion === version) return [];
      const message = `has version ${lockedVersion}, and package.json has ${version}.`;
      return [{ message, places: ["package-lock.json"], advice: "Run `npm install`." }];
    },
  },
  { name: "version", purpose: "the version is high enough for the changes", check: checkVersion },
  {
    name: "tag",
    purpose: "the version is not released yet",
    async check({ folder, version }) {
      const tag = `v${version}`;
      if (!(await git(["tag", "--list", tag], folder))) return [];
      const message = `The tag ${tag} exists: the version is released.`;
      return [{ message, places: ["package.json"], advice: "Set a higher version." }];
    },
  },
  { name: "changelog", purpose: "the changelog mentions all changes", check: checkChangelog },
];

function checkVersion({ version, previous, changes }: Candidate): Problem[] {
  const places = ["package.json"];
  const next = parseVersion(version);
  if (next === undefined) {
    const message = `The version "${version}" does not have three numbers.`;
    return [{ message, places, advice: "Write a version such as 1.2.3." }];
  }
  if (previous === undefined) return [];
  const last = parseVersion(previous);
  if (last === undefined) {
    const message = `The tag ${previous} of the last release does not have three numbers.`;
    return [{ message, places: [previous], advice: "Delete the tag, or tag that release again." }];
  }
  const grade =
    [...classes].reverse().find((each) => changes.some((change) => change.class === each)) ??
    "patch";
  const least = leastNext(last, grade);
  if (!isBefore(next, least)) return [];
  const [reason] = changes.filter((change) => change.class === grade);
  const because = reason === undefined ? "" : ` (${grade}: ${reason.sentence.replace(/\.$/, "")})`;
  const message = `${version} is too low after ${print(last)}${because}.`;
  return [{ message, places, advice: `Set at least ${print(least)}.` }];
}

function print(version: Version): string {
  return version.join(".");
}

function checkChangelog({ version, changelog, changes }: Candidate): Problem[] {
  const places = ["CHANGELOG.md"];
  const unreleased = sectionOf(changelog, "Unreleased") ?? "";
  const section = sectionOf(changelog, version) ?? "";
  if (section === "") {
    const advice = 'Move what is under "Unreleased" there.';
    return [{ message: `has no text under "## ${version}".`, places, advice }];
  }
  const problems: Problem[] = [];
  if (unreleased !== "") {
    const advice = `Move it to "## ${version}".`;
    problems.push({ message: 'still has entries under "Unreleased".', places, advice });
  }
  const { breaking, other } = namesIn(section);
  for (const { class: grade, sentence, names } of changes) {
    const isBreak = grade === "major";
    if (grade === "patch" || names.some((name) => (isBreak ? breaking : other).has(name))) continue;
    const place = isBreak
      ? `under "### Breaking" of ${version}`
      : `of ${version}, not under "### Breaking"`;
    problems.push({
      message: `has no entry for a ${grade} change: ${sentence}`,
      places,
      advice: `Add an entry ${place} with ${names.map((name) => `\`${name}\``).join(" or ")}.`,
    });
  }
  return problems;
}
