import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkReports, makeReports } from "../../scripts/api-report.js";
import { changedLines } from "../../scripts/api-report/compare.js";
import { readEntryPoints } from "../../scripts/api-report/entry-points.js";
import { collapse, readExportedNames } from "../../scripts/api-report/generated-names.js";
import { projectRoot } from "./support/run-script.js";
import { temporaryFolder } from "./support/temporary-folder.js";

describe("the API report", () => {
  it("has only the names of schemas, after the other declarations", async () => {
    await using folder = await temporaryFolder({
      "schema.d.ts": "export interface Pet { name: string }\nexport type Pets = Pet[];\n",
    });
    const report = `## API Report

\`\`\`ts

// @public
export function findPets(options: Hidden): Promise<Pets>;

// @public (undocumented)
interface Hidden {
    // (undocumented)
    readonly limit: number;
}

// @public (undocumented)
export interface Pet {
    name: string;
}

// @public (undocumented)
export type Pets = Pet[];

\`\`\`
`;

    const collapsed = collapse(report, await readExportedNames(folder.at("schema.d.ts")));

    expect(collapsed).toContain("export function findPets(options: Hidden): Promise<Pets>;");
    expect(collapsed).toMatch(/^interface Hidden \{\n.*\n {4}readonly limit: number;$/m);
    expect(collapsed).toContain("export type {\n  Pet,\n  Pets,\n};");
    expect(collapsed).not.toMatch(/name: string|Pet\[\]/);
  });

  it("fails if a type differs from the reported one, and shows the changed lines", async () => {
    await using folder = await temporaryFolder({
      "index.api.md": "limit: number;\nname: string;\n",
      "gone.api.md": "",
    });
    const path = folder.at("index.api.md");

    const check = checkReports([{ path, text: "limit?: bigint;\nname: string;\n" }], folder.path);

    await expect(check).rejects.toThrow(
      /index\.api\.md is not what the package exports:\n {2}- limit: number;\n {2}\+ limit\?: bigint;$/m,
    );
    await expect(check).rejects.toThrow(
      /gone\.api\.md does not belong to a subpath.*\n.*npm run api:report/,
    );
  });

  it("fails without a build", async () => {
    const exports = { "./extra": { types: "./dist/src/none.d.ts" } };
    await using folder = await temporaryFolder({ "package.json": JSON.stringify({ exports }) });

    const missing = makeReports(folder.path, folder.at("api"));

    await expect(missing).rejects.toThrow(/none\.d\.ts does not exist\.\n.*npm run build/);
  });

  it("exists for each subpath of this package", async () => {
    const entries = await readEntryPoints(projectRoot);

    const files = await readdir(join(projectRoot, "test", "package", "api"));

    expect(files.sort()).toEqual(entries.map(({ name }) => `${name}.api.md`).sort());
  });
});

describe("the comparison of two reports", () => {
  it("reports the removal of one of two equal lines, but not a line that moved", () => {
    expect(changedLines("a\nb\nb\nc\n", "c\na\nb\nd\n")).toEqual(["- b", "+ d"]);
  });
});
