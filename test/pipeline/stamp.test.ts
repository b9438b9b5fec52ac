import { rm } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { generateCommandOf } from "../../scripts/command/generate-command.js";
import { digestTools, stampFolder } from "../../scripts/command/stamp.js";
import { steps } from "../../scripts/generate.js";
import { serve, text } from "../support/loopback.js";
import { callCommand } from "./support/call-command.js";
import { temporaryFolder, type TemporaryFolder } from "./support/temporary-folder.js";
import { tinyFiles } from "./support/tiny-document.js";

/** A user's project with a document, the generator's code and a library. */
function makeProject(): Promise<TemporaryFolder> {
  return temporaryFolder({
    ...tinyFiles,
    "generator/main.js": "1",
    "node_modules/.package-lock.json": "{}",
    "node_modules/typescript/package.json": `{ "version": "5.9.3" }`,
  });
}

/** Runs the command as it is published, and returns what it says at the end. */
async function generate(folder: TemporaryFolder, ...more: string[]): Promise<string> {
  const command = generateCommandOf({
    name: "generate",
    steps: () => Promise.resolve(steps),
    async stamps() {
      const tools = await digestTools(folder.at("generator"), folder.at("."), ["typescript"]);
      return { folder: stampFolder(folder.at(".")) ?? "", tools };
    },
  });
  const given = ["--spec", folder.at("openapi.yaml"), "--out", folder.at("out"), ...more];
  const { stderr } = await callCommand(command, ...given);
  return stderr;
}

const unchanged = /^✓ generate +4 outputs, nothing has changed {2}\d+ ms\n$/;

describe("a second run", () => {
  it("does nothing if nothing has changed, and keeps its knowledge out of the outputs", async () => {
    await using folder = await makeProject();
    const first = await generate(folder);
    const before = await folder.snapshot("out");

    const second = await generate(folder);

    expect(first).toMatch(/4 outputs, 4 written/);
    expect(second).toMatch(unchanged);
    expect(Object.keys(before).toSorted()).toEqual([
      ...["out/openapi.json", "out/operations.ts", "out/schema.ts", "out/schemas.ts"],
    ]);
    expect(await folder.snapshot("out")).toEqual(before);
    expect(await generate(folder, "--check")).toMatch(/^✓ check +4 outputs, nothing has changed/);
  });

  it.each<[what: string, change: (folder: TemporaryFolder) => Promise<unknown>]>([
    ["the document", (folder) => append(folder, "openapi.yaml")],
    ["a file that it refers to", (folder) => append(folder, "Pet.yaml")],
    ["an output", (folder) => append(folder, "out/schema.ts")],
    ["the generator's code", (folder) => append(folder, "generator/main.js")],
    ["an installed library", (folder) => append(folder, "node_modules/typescript/package.json")],
    ["npm's record of all of them", (folder) => append(folder, "node_modules/.package-lock.json")],
    ["an output, which is deleted", (folder) => rm(folder.at("out/operations.ts"))],
    ["a referenced file, which is deleted", (folder) => rm(folder.at("Pet.yaml"))],
  ])("notices a change of %s", async (_, change) => {
    await using folder = await makeProject();
    await generate(folder);
    const before = await folder.snapshot("out");

    await change(folder);
    const second = await generate(folder);

    expect(second).not.toMatch(/nothing has changed/);
    expect(second).toMatch(/^(✓ generate|✗ .*Pet\.yaml|✗ )/m);
    if (!second.includes("✗")) expect(await folder.snapshot("out")).toEqual(before);
  });

  it.each<[string, readonly string[]]>([
    ["--validators", ["--validators"]],
    ["--lint", ["--lint", "warn"]],
    ["--allow-ref", ["--allow-ref", "/"]],
    ["--config", ["--config", "redocly.yaml"]],
  ])("notices the option %s", async (_, options) => {
    await using folder = await makeProject();
    await generate(folder);
    const given = options.map((each) => (each.endsWith(".yaml") ? folder.at(each) : each));

    expect(await generate(folder, ...given)).not.toMatch(/nothing has changed/);
    expect(await generate(folder, ...given)).toMatch(/nothing has changed/);
    expect(await generate(folder)).not.toMatch(/nothing has changed/);
  });

  it("notices a change of the configuration, and does not trust one that is code", async () => {
    await using folder = await makeProject();
    const options = ["--config", folder.at("redocly.yaml")];
    await generate(folder, ...options);

    await append(folder, "redocly.yaml");
    expect(await generate(folder, ...options)).not.toMatch(/nothing has changed/);
    expect(await generate(folder, ...options)).toMatch(/nothing has changed/);

    await folder.write({
      "plugin.js": `export default () => ({ id: "own" });`,
      "redocly.yaml": "plugins: [./plugin.js]\n",
    });
    await generate(folder, ...options);
    expect(await generate(folder, ...options)).not.toMatch(/nothing has changed/);
  });

  it("repeats the warnings", async () => {
    await using folder = await makeProject();
    await folder.write({
      "paths.yaml": tinyFiles["paths.yaml"].replace("operationId: CreatePet", "operationId: then"),
    });
    const first = await generate(folder);

    const second = await generate(folder);

    const [warning = ""] = /^! warning .*$/m.exec(first) ?? [];
    expect(warning).toContain("is not a valid method name");
    expect(second).toMatch(/nothing has changed/);
    expect(second).toContain(warning);
  });

  it("reads a document from the network again", async () => {
    await using folder = await makeProject();
    const whole = `{ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": {} }`;
    await using server = await serve(text(200, "application/json", whole));
    const options = ["--spec", `${server.origin}/openapi.json`];
    await generate(folder, ...options);

    expect(await generate(folder, ...options)).toMatch(/✓ read /);
    expect(server.requests).toHaveLength(2);
  });
});

it("a project without node_modules has no place for a stamp", () => {
  expect(stampFolder("/")).toBeUndefined();
});

/** Adds a line that means nothing. */
async function append(folder: TemporaryFolder, file: string): Promise<void> {
  const before = await folder.read(file);
  const comment = /\.[jt]s$/.test(file) ? "//" : file.includes("node_modules") ? " " : "#";
  await folder.write({ [file]: `${before}\n${comment}\n` });
}
