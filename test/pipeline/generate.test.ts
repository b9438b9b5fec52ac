import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { generateCommand, steps } from "../../scripts/generate.js";
import { lintCommand } from "../../scripts/lint.js";
import { operationsStep } from "../../scripts/operations.js";
import { runPipeline } from "../../scripts/pipeline.js";
import { shownPath } from "../../scripts/command/progress.js";
import { readConfig, readSpec } from "../../scripts/document/read-spec.js";
import { callCommand } from "./support/call-command.js";
import { runFormatted } from "./support/formatted.js";
import { projectRoot } from "./support/run-script.js";
import { temporaryFolder, type TemporaryFolder } from "./support/temporary-folder.js";
import { tinyFiles } from "./support/tiny-document.js";

// The commands run in this process, so their progress lines would mix with those of vitest.
beforeEach(() => void vi.spyOn(process.stderr, "write").mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

function optionsFor(folder: TemporaryFolder) {
  const config = folder.at("redocly.yaml");
  return { spec: folder.at("openapi.yaml"), config, out: folder.at("out") };
}

async function generate(folder: TemporaryFolder, check = false): Promise<void> {
  await runPipeline(steps, { ...optionsFor(folder), check, lint: "strict" });
}

function callGenerate(folder: TemporaryFolder) {
  const options = Object.entries(optionsFor(folder));
  const args = options.flatMap(([name, value]) => [`--${name}`, value]);
  return callCommand(generateCommand, ...args, "--lint", "strict", "--validators");
}

describe("npm run generate", () => {
  it("prints a line for each step with its file, its result and its time", async () => {
    await using folder = await temporaryFolder(tinyFiles);

    const { code, stdout, stderr } = await callGenerate(folder);

    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    const time = String.raw`[\d.]+ m?s`;
    for (const line of [
      String.raw`✓ lint +\S*openapi\.yaml  0 errors, 0 warnings  ${time}`,
      String.raw`✓ schema +\S*out/schema\.ts  1 schema  ${time}`,
      String.raw`✓ operations +\S*out/operations\.ts  2 operations  ${time}`,
      String.raw`✓ generate +${steps.length} outputs, ${steps.length} written  ${time}`,
    ]) {
      expect(stderr).toMatch(new RegExp(`^${line}$`, "m"));
    }
  });

  it("with --check passes after a run, and later lists every stale output and writes nothing", async () => {
    await using folder = await temporaryFolder(tinyFiles);
    await generate(folder);

    const current = generate(folder, true);
    await expect(current).resolves.toBeUndefined();
    await folder.write({
      "paths.yaml": tinyFiles["paths.yaml"].replace("List the pets", "List all pets"),
    });
    const before = await folder.snapshot();
    const stale = generate(folder, true);

    const places = ["openapi.json", "schema.ts", "operations.ts"].map((name) => [
      shownPath(folder.at("out", name)),
    ]);
    await expect(stale).rejects.toMatchObject({
      problems: places.map((each) => ({ places: each })),
    });
    await expect(stale).rejects.toThrow(
      "Generate again (here: `npm run generate`), and commit the result.",
    );
    expect(await folder.snapshot()).toEqual(before);
  });

  const failures: [what: string, files: Record<string, string>, message: RegExp][] = [
    [
      "a lint finding",
      { "paths.yaml": tinyFiles["paths.yaml"].replace("summary: Create a pet", "deprecated: 1") },
      /paths\.yaml:14:\d+ \S+: /,
    ],
    [
      "broken YAML",
      { "openapi.yaml": "openapi: [\n" },
      /openapi\.yaml:\d+:\d+ is not valid YAML: /,
    ],
    [
      "a collision",
      {
        "paths.yaml": tinyFiles["paths.yaml"].replace(
          "operationId: CreatePet",
          "operationId: CreatePet\n    x-method-name: listPets",
        ),
      },
      /method "listPets".*\n {2}at \S*paths\.yaml:3:5 #\/\S+\n {2}at \S*paths\.yaml:14:5 #\/\S+\n/,
    ],
  ];

  it.each(failures)("does not change the outputs after %s", async (_, files, message) => {
    await using folder = await temporaryFolder({ ...tinyFiles, "out/schema.ts": "// before\n" });
    await folder.write(files);

    await expect(generate(folder)).rejects.toThrow(message);
    expect(await folder.snapshot("out")).toEqual({ "out/schema.ts": "// before\n" });
  });

  it("fails with the path that it cannot write", async () => {
    await using folder = await temporaryFolder({ ...tinyFiles, out: "a file" });

    await expect(generate(folder)).rejects.toThrow(/out\/openapi\.json cannot be written \(\w+\)/);
  });

  it("fails with exit code 1 if the spec is missing", async () => {
    await using folder = await temporaryFolder({ "redocly.yaml": "rules: {}\n" });

    const { code, stderr } = await callGenerate(folder);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^✗ \S*openapi\.yaml does not exist\.$/m);
  });

  it("rejects an unknown option with exit code 2", async () => {
    const { code, stderr } = await callCommand(generateCommand, "--chekc");

    expect(code).toBe(2);
    expect(stderr).toContain("--chekc");
    expect(stderr).toContain("--help");
  });

  it.each([
    ["npm run generate", generateCommand],
    ["tsx scripts/lint.ts", lintCommand],
  ])("prints the usage of %s with --help", async (name, command) => {
    const { code, stdout, stderr } = await callCommand(command, "--help");

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: ${name} [^]*--spec FILE[^]*--help`));
  });
});

describe("the project's own spec", () => {
  const readOwn = async (specFolder: string) =>
    readSpec(join(specFolder, "openapi.yaml"), await readConfig(undefined));

  it("gets an entry for a new operation, without other changes", async () => {
    await using folder = await temporaryFolder();
    await cp(join(projectRoot, "spec"), folder.at("spec"), { recursive: true });
    const entry = folder.at("spec", "openapi.yaml");
    const added = `paths:
  /pets/{name}:
    delete:
      operationId: ForgetPet
      summary: Forget a pet
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      responses: { "204": { description: Forgotten } }
`;
    await writeFile(entry, (await readFile(entry, "utf8")).replace(/^paths:\n/m, added));

    const own = await readOwn(join(projectRoot, "spec"));
    const before = await runFormatted(operationsStep, own);
    const after = await runFormatted(operationsStep, await readOwn(folder.at("spec")));

    const newEntry = `
  /**
   * Forget a pet
   *
   * \`DELETE /pets/{name}\` · operationId \`ForgetPet\`
   */
  forgetPet: { route: "DELETE /pets/{name}", success: { 204: "empty" }, errors: [] },
`;
    expect(after.text).toContain(newEntry);
    expect(after.text.replace(newEntry, "")).toBe(before.text);
  });
});
