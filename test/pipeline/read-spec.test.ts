import { relative } from "node:path";

import { describe, expect, it } from "vitest";

import { readConfig, readSpec } from "../../scripts/document/read-spec.js";
import { listOperations } from "../../scripts/operations.js";
import type { SpecDocument } from "../../scripts/document/spec-document.js";
import { temporaryFolder, type TemporaryFolder } from "./support/temporary-folder.js";
import { tinyFiles } from "./support/tiny-document.js";

async function read(folder: TemporaryFolder, entry = "openapi.yaml"): Promise<SpecDocument> {
  return readSpec(folder.at(entry), await readConfig(folder.at("redocly.yaml")));
}

const shown = (folder: TemporaryFolder, name: string): string =>
  relative(process.cwd(), folder.at(name));

describe("a split document", () => {
  it("becomes one document with only local references", async () => {
    await using folder = await temporaryFolder(tinyFiles);

    const { document } = await read(folder);

    const references = JSON.stringify(document).match(/"\$ref":"[^"]*"/g) ?? [];
    expect(new Set(references)).toEqual(new Set(['"$ref":"#/components/schemas/Pet"']));
  });

  it.each([
    ["#/paths/~1pets/post", "paths.yaml:12:3"],
    ["#/paths/~1pets/post/operationId", "paths.yaml:13:5"],
    ["#/components/schemas/Pet/properties/name", "Pet.yaml:5:3"],
    ["#/info/title", "openapi.yaml:2:9"],
  ])("finds the source line of %s", async (pointer, place) => {
    await using folder = await temporaryFolder(tinyFiles);

    const { locate } = await read(folder);

    expect(locate(pointer)).toBe(`${shown(folder, place)} ${pointer}`);
  });

  it("returns the pointer if the line is unknown", async () => {
    await using folder = await temporaryFolder(tinyFiles);

    const { locate } = await read(folder);

    expect(locate("#/components/schemas/None")).toBe("#/components/schemas/None");
  });

  it("reports an equal name with the lines in both files", async () => {
    await using folder = await temporaryFolder(tinyFiles);
    await folder.write({
      "paths.yaml": tinyFiles["paths.yaml"].replace("CreatePet", "listPets"),
    });
    const spec = await read(folder);

    expect(() => listOperations(spec)).toThrow(
      `GET /pets and POST /pets.\n  at ${shown(folder, "paths.yaml:3:5")} #/paths/~1pets/get/operationId\n  at ${shown(folder, "paths.yaml:13:5")} #/paths/~1pets/post/operationId\n`,
    );
  });
});

describe("an error has a place and advice for", () => {
  it("a missing file", async () => {
    await using folder = await temporaryFolder(tinyFiles);

    await expect(read(folder, "none.yaml")).rejects.toThrow(
      `${shown(folder, "none.yaml")} does not exist.\n  Check the path of the file`,
    );
  });

  it("broken YAML", async () => {
    await using folder = await temporaryFolder(tinyFiles);
    await folder.write({ "openapi.yaml": "openapi: 3.1.0\npaths: {\n  a: [}\n" });

    await expect(read(folder)).rejects.toThrow(
      new RegExp(`${shown(folder, "openapi.yaml")}:\\d+:\\d+ is not valid YAML: `),
    );
  });

  it("broken YAML in a referenced file", async () => {
    await using folder = await temporaryFolder(tinyFiles);
    await folder.write({ "Pet.yaml": "type: object\nproperties: {\n  a: [}\n" });

    await expect(read(folder)).rejects.toThrow(shown(folder, "Pet.yaml"));
  });

  it("a reference without a target", async () => {
    await using folder = await temporaryFolder(tinyFiles);
    await folder.write({ "paths.yaml": tinyFiles["paths.yaml"].replace("Pet.yaml", "Cat.yaml") });

    await expect(read(folder)).rejects.toThrow(shown(folder, "paths.yaml:10:43"));
  });

  it.each([
    ["openapi: 4.0.0\n", 'is not an OpenAPI document: it needs the member "openapi"'],
    ["openapi: 3.3.0\n", 'with version 3.0, 3.1 or 3.2. It has "3.3.0".'],
    ["openapi: 3.1\n", "has the number 3.1 as its version"],
    ["- 1\n", "is not an OpenAPI document"],
    ["text\n", "is not an OpenAPI document"],
    ["", "is not an OpenAPI document"],
    ["swagger: '2.0'\n", "npx swagger2openapi"],
  ])("%j, which is not OpenAPI 3", async (text, message) => {
    await using folder = await temporaryFolder({ ...tinyFiles, "openapi.yaml": text });

    await expect(read(folder)).rejects.toMatchObject({
      name: "GenerationError",
      message: expect.stringContaining(message) as string,
    });
  });

  it("a missing configuration", async () => {
    await using folder = await temporaryFolder({});

    await expect(readConfig(folder.at("redocly.yaml"))).rejects.toThrow("does not exist");
  });
});
