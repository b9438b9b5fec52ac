import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../scripts/command/project.js";

interface Rule {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** White space between two words, also across the lines of a comment. */
const gap = String.raw`\s+(?:(?:\*|\/\/|#)\s+)?`;
const phrase = (...words: string[]) => words.join(gap);
const rule = (pattern: string, instead: string): Rule => ({
  pattern: new RegExp(pattern, "gi"),
  instead,
});

const rules: readonly Rule[] = [
  rule(String.raw`\blest\b`, "so that … not"),
  rule(String.raw`\bdearer\b`, "slower, larger or more expensive"),
  rule(String.raw`\bmend(?:s|ed|ing)?\b`, "fix or normalize"),
  rule(String.raw`\bbesides?\b`, "next to, with or also"),
  rule(String.raw`\b(?:for|to)${gap}who\b`, "for people who"),
  // "If there is none" is a common phrase.
  rule(String.raw`(?<!\bthere${gap})\b${phrase("is", "none")}\b`, "is not"),
  rule(String.raw`@throws\b[^@]*?(?:\*\/|\bwhere\b)`, "@throws X if …"),
];

/** Lines that may contain such a word, such as a quotation. */
const exceptions: readonly {
  readonly file: string;
  readonly line: string;
  readonly reason: string;
}[] = [
  {
    file: "test/diff/pairs.test.ts",
    line: '"response: xml removed beside json": {',
    reason: "the name of a recorded pair",
  },
];

/** Generated files, recordings, and this list of words. */
const notOurs =
  /^(?:generated|test\/fixtures|test\/package\/api)\/|^test\/contract\/coverage|^test\/english\.test\.ts$|^LICENSE$|\.json$/;
const isText = /\.(?:[cm]?[jt]s|md|ya?ml|py|template|sh)$|^\.ci\//;

interface Finding {
  readonly line: number;
  readonly text: string;
  readonly instead: string;
}

/** Finds the words of the rules in a text. */
function findWords(text: string): Finding[] {
  return rules.flatMap(({ pattern, instead }) =>
    Array.from(text.matchAll(pattern)).flatMap(({ 0: match, index }) => {
      // The `@throws` rule also matches comments without the word, up to their end.
      if (match.endsWith("*/")) return [];
      const line = text.slice(0, index + match.length).split("\n").length;
      return [{ line, text: text.split("\n")[line - 1]?.trim() ?? "", instead }];
    }),
  );
}

async function listFiles(): Promise<string[]> {
  const git = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await promisify(execFile)("git", git, { cwd: projectRoot });
  return stdout.split("\n").filter((path) => isText.test(path) && !notOurs.test(path));
}

describe("the English of the project", () => {
  it("does not use the words in the list", async () => {
    const findings = await Promise.all(
      (await listFiles()).map(async (file) => {
        // A file that is deleted but not yet committed is still listed.
        const text = await readFile(join(projectRoot, file), "utf8").catch(() => "");
        return findWords(text)
          .filter(
            (found) => !exceptions.some((each) => each.file === file && each.line === found.text),
          )
          .map(({ line, text: place, instead }) => `${file}:${line} (write: ${instead}): ${place}`);
      }),
    );

    expect(findings.flat()).toEqual([]);
  });

  it.each([
    "wait, lest it fail",
    "the dearer way",
    "a person has to mend it",
    "stands beside the other",
    "and two files besides",
    "a page for\n * who reads it",
    "an error that is none",
    "an error that is\n// none",
    "@throws Error where\n * it fails",
    "@throws Error with\n * the output, where it fails",
  ])("finds the words in %j", (text) => {
    expect(findWords(text)).toHaveLength(1);
  });

  it.each([
    "the recommended rules",
    "`undefined` if there is none",
    "people who wait for a reply",
    "@throws Error if it fails */ a place where it works",
    "@throws Error\n * @example where",
  ])("accepts %j", (text) => {
    expect(findWords(text)).toEqual([]);
  });

  it("has a reason and a current line for each exception", async () => {
    for (const { file, line, reason } of exceptions) {
      const text = await readFile(join(projectRoot, file), "utf8");
      expect(reason).not.toBe("");
      expect(text.split("\n").map((each) => each.trim())).toContain(line);
    }
  });
});
