import { describe, expect, it } from "vitest";

import { temporaryFolder } from "../pipeline/support/temporary-folder.js";
import { runScript } from "../pipeline/support/run-script.js";
import { tinyFiles } from "../pipeline/support/tiny-document.js";

/** The tiny document, and the same after an edit of one of its files. */
async function twoDocuments(file: keyof typeof tinyFiles, from: string, to: string) {
  const edited = { ...tinyFiles, [file]: tinyFiles[file].replace(from, to) };
  const folder = await temporaryFolder({
    ...Object.fromEntries(Object.entries(tinyFiles).map(([name, text]) => [`old/${name}`, text])),
    ...Object.fromEntries(Object.entries(edited).map(([name, text]) => [`new/${name}`, text])),
  });
  const diff = (...more: string[]) =>
    runScript("spec-diff.ts", [
      ...[
        "--against",
        folder.at("old", "openapi.yaml"),
        "--spec",
        folder.at("new", "openapi.yaml"),
      ],
      ...["--config", folder.at("new", "redocly.yaml"), ...more],
    ]);
  return { diff, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

const requireAge = ["Pet.yaml", "required: [name]", "required: [name, age]"] as const;

/** Processes of their own: a busy machine takes a while to start them. */
describe("spec:diff", { timeout: 60_000 }, () => {
  it("names class, place, reason and what to do, for each operation that a change concerns", async () => {
    await using documents = await twoDocuments(
      "Pet.yaml",
      "  name: { type: string, description: What it listens to. }",
      "  name: { type: [string, 'null'], description: What it listens to. }",
    );

    const { code, stdout, stderr } = await documents.diff("--format", "json");

    expect(code).toBe(0);
    expect(stderr).toContain("major: 1 change");
    expect(JSON.parse(stdout)).toMatchObject({
      class: "major",
      changes: [
        {
          class: "major",
          kind: "null-added",
          pointer: "#/components/schemas/Pet/properties/name",
          place: expect.stringMatching(/new\/Pet\.yaml:5:3$/) as unknown,
          reason: "property `name` may be `null`",
          advice: "Handle `null` where it is read.",
          operations: ["createPet", "listPets"],
          positions: ["request", "response"],
        },
      ],
    });
  });

  it("prints a table for a pull request, words alone folded away", async () => {
    await using documents = await twoDocuments(
      "paths.yaml",
      "summary: List the pets",
      "summary: List | pets",
    );

    const { stdout } = await documents.diff("--format", "markdown");

    expect(stdout).toContain("**patch: 1 change against");
    expect(stdout).toContain("<details><summary>1 change of class patch</summary>");
    expect(stdout).toMatch(/\| `summary` says it in other words\. \| `.*paths\.yaml:4:5`/);
  });

  it("prints each change as a few lines of text by default", async () => {
    await using documents = await twoDocuments(...requireAge);

    const { stdout } = await documents.diff();

    expect(stdout).toMatch(/^major {2}.*new\/Pet\.yaml/);
    expect(stdout).toContain("To do: Send it always.");
  });

  it("says that there is no change where only the files are laid out otherwise", async () => {
    await using documents = await twoDocuments(
      "Pet.yaml",
      "required: [name]",
      "required:\n  - name",
    );

    const { stdout } = await documents.diff();

    expect(stdout).toMatch(/^no change against /);
  });

  it("refuses what is neither a file nor a commit, and a format that it does not know", async () => {
    const [missing, option, format] = await Promise.all([
      runScript("spec-diff.ts", ["--against", "no-such-commit"]),
      runScript("spec-diff.ts", ["--against=--output=x"]),
      runScript("spec-diff.ts", ["--format", "html"]),
    ]);

    expect(missing).toMatchObject({ code: 1, stdout: "" });
    expect(missing.stderr).toContain("no-such-commit is neither a file nor a commit");
    expect(option).toMatchObject({ code: 1, stdout: "" });
    expect(format).toMatchObject({ code: 2, stdout: "" });
    expect(format.stderr).toContain("text, markdown, json");
  });
});
