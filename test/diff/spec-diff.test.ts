import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";

import { readAccepted, separateAccepted } from "../../scripts/diff/accepted.js";
import { listChanges } from "../../scripts/diff/changes.js";
import { readDocument } from "../../scripts/diff/read-document.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";
import { runScript } from "../pipeline/support/run-script.js";
import { tinyFiles } from "../pipeline/support/tiny-document.js";
import { serve } from "../support/loopback.js";

/** Writes the tiny document, and a copy with an edit of one of its files. */
async function twoDocuments(file: keyof typeof tinyFiles, from: string, to: string) {
  const edited = { ...tinyFiles, [file]: tinyFiles[file].replace(from, to) };
  const folder = await temporaryFolder({
    ...Object.fromEntries(Object.entries(tinyFiles).map(([name, text]) => [`old/${name}`, text])),
    ...Object.fromEntries(Object.entries(edited).map(([name, text]) => [`new/${name}`, text])),
  });
  const [old, now] = [folder.at("old", "openapi.yaml"), folder.at("new", "openapi.yaml")];
  const config = folder.at("new", "redocly.yaml");
  return {
    ...{ folder, old, now, config },
    changes: async () =>
      listChanges(await readDocument(old, config), await readDocument(now, config)),
    run: (...more: string[]) =>
      runScript("spec-diff.ts", [
        ...["--against", old, "--spec", now, "--config", config],
        ...more,
      ]),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const nullableName = [
  "Pet.yaml",
  "  name: { type: string, description: What it listens to. }",
  "  name: { type: [string, 'null'], description: What it listens to. }",
] as const;

describe("spec:diff", { timeout: 120_000 }, () => {
  it("lists the class, line, sentence, action, types and methods of a change", async () => {
    await using documents = await twoDocuments(...nullableName);

    const changes = await documents.changes();

    expect(changes).toEqual([
      {
        class: "major",
        kind: "widened",
        subject: "Pet.name",
        pointer: "#/components/schemas/Pet/properties/name",
        place: expect.stringMatching(/new\/Pet\.yaml:5:3 #/) as unknown,
        sentence: "Pet.name allows more.",
        action: "Handle the new values.",
        before: "string",
        after: "string | null",
        operations: ["createPet", "listPets"],
        tags: ["untagged"],
      },
    ]);
  });

  it("prints only data on standard output, and fails from the class of --fail-on", async () => {
    await using documents = await twoDocuments(...nullableName);

    const { code, stdout, stderr } = await documents.run("--format", "json", "--fail-on", "major");

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ class: "major", changes: [{ kind: "widened" }] });
    expect(stderr).toContain("major: 1 change since");
  });

  it("leaves out accepted changes until their entry expires", async () => {
    await using documents = await twoDocuments(...nullableName);
    await documents.folder.write({
      "accepted.yaml":
        "- { reason: Nobody reads it., at: [Pet.*], until: 2999-12-31 }\n" +
        "- { reason: It was short., at: [Pet.*], until: 2001-01-01 }\n",
    });

    const entries = await readAccepted(documents.folder.at("accepted.yaml"));
    const { left, accepted, outdated } = separateAccepted(await documents.changes(), entries);

    expect(left).toEqual([]);
    expect([...accepted.keys()].map(({ reason }) => reason)).toEqual(["Nobody reads it."]);
    expect(outdated.map(({ reason }) => reason)).toEqual(["It was short."]);
  });

  it("finds no change if only the layout of the files differs", async () => {
    await using documents = await twoDocuments(
      "Pet.yaml",
      "required: [name]",
      "required:\n  - name",
    );

    expect(await documents.changes()).toEqual([]);
  });

  it("reads a document from a commit, a path in a commit, and a URL", async () => {
    await using documents = await twoDocuments(...nullableName);
    await using server = await serve((_, response) => void response.end('{ "openapi": "3.1.0" }'));

    const read = await Promise.all([
      readDocument("HEAD", documents.config),
      readDocument("HEAD:spec/openapi.yaml", documents.config),
      readDocument(`${server.origin}/openapi.json`, documents.config),
    ]);

    expect(read.map(({ document }) => document["openapi"])).toEqual(["3.1.0", "3.1.0", "3.1.0"]);
    expect(read[1].document).toEqual(read[0].document);
  });

  it("reads a document from standard input, as JSON or as YAML", async () => {
    await using documents = await twoDocuments(...nullableName);
    const json = JSON.stringify({ openapi: "3.1.0", info: { title: "Piped", version: "1" } });
    const yaml = 'openapi: 3.1.0\ninfo: { title: Piped, version: "1" }\n';

    const read = await Promise.all(
      [json, yaml].map((text) =>
        // In two chunks, as from a pipe.
        readDocument(
          "-",
          documents.config,
          documents.folder.path,
          Readable.from([Buffer.from(text.slice(0, 9)), Buffer.from(text.slice(9))]),
        ),
      ),
    );

    expect(read.map(({ document }) => document["info"])).toEqual([
      { title: "Piped", version: "1" },
      { title: "Piped", version: "1" },
    ]);
  });

  it("rejects an unknown file, and a commit that git would read as an option", async () => {
    await using documents = await twoDocuments(...nullableName);

    for (const source of ["no-such-commit", "--output=x", "HEAD:no/such/file.yaml"]) {
      await expect(readDocument(source, documents.config)).rejects.toThrow(
        "is neither a file, nor a URL, nor a commit",
      );
    }
  });

  it("rejects an unknown format and an unknown class", async () => {
    const [format, limit] = await Promise.all([
      runScript("spec-diff.ts", ["--format", "html"]),
      runScript("spec-diff.ts", ["--fail-on", "huge"]),
    ]);

    expect(format).toMatchObject({ code: 2, stdout: "" });
    expect(format.stderr).toContain("text, markdown, json, github");
    expect(limit).toMatchObject({ code: 2, stdout: "" });
  });
});
