import { readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkReports, makeReports } from "../../scripts/api-report.js";
import { changedLines } from "../../scripts/api-report/compare.js";
import { readEntryPoints } from "../../scripts/api-report/entry-points.js";
import { projectRoot } from "./support/run-script.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const manifest = {
  ...{ name: "pets", version: "1.0.0" },
  exports: {
    ".": { types: "./dist/src/index.d.ts", default: "./dist/src/index.js" },
    "./extra": { types: "./dist/src/extra.d.ts", default: "./dist/src/extra.js" },
    "./package.json": "./package.json",
  },
};

const declarations = {
  "package.json": JSON.stringify(manifest),
  "dist/generated/schema.d.ts": `/** A pet. */
export interface Pet {
    /** What it is called. */
    name: string;
}
export type Pets = Pet[];
`,
  "dist/src/index.d.ts": `import type { Pets } from "../generated/schema.js";
import type { Hidden } from "./hidden.js";
export type * from "../generated/schema.js";
/** Finds pets. */
export declare function findPets(options: Hidden): Promise<Pets>;
`,
  "dist/src/hidden.d.ts":
    "/** Options. */\nexport interface Hidden {\n    readonly limit: number;\n}\n",
  "dist/src/extra.d.ts": "/** More. */\nexport declare const extra: number;\n",
};

async function makePackage() {
  const folder = await temporaryFolder(declarations);
  await symlink(join(projectRoot, "node_modules"), folder.at("node_modules"), "junction");
  return folder;
}

describe("the API report", () => {
  it("has what each subpath exports and what stands behind it, and the schemas by name", async () => {
    await using folder = await makePackage();

    const [index, extra] = await makeReports(folder.path, folder.at("api"));

    expect(index?.path).toBe(folder.at("api", "index.api.md"));
    expect(index?.text).toContain("export function findPets(options: Hidden): Promise<Pets>;");
    expect(index?.text).toMatch(/^interface Hidden \{\n.*\n {4}readonly limit: number;$/m);
    expect(index?.text).toContain("export type {\n  Pet,\n  Pets,\n};");
    expect(index?.text).not.toMatch(/What it is called|name: string|Pet\[\]/);
    expect(extra?.text).toContain("export const extra: number;");
  }, 120_000);

  it("fails where a type is another than the one reported, with the lines that differ", async () => {
    await using folder = await temporaryFolder({
      "index.api.md": "limit: number;\nname: string;\n",
      "gone.api.md": "",
    });
    const path = folder.at("index.api.md");

    const check = checkReports([{ path, text: "limit?: bigint;\nname: string;\n" }], folder.path);

    await expect(check).rejects.toThrow(
      /index\.api\.md is not what the package exports:\n {2}- limit: number;\n {2}\+ limit\?: bigint;$/m,
    );
    await expect(check).rejects.toThrow(/gone\.api\.md is of no subpath.*\n.*npm run api:report/);
  });

  it("needs a build, and one without errors", async () => {
    await using folder = await makePackage();
    await folder.write({ "dist/src/extra.d.ts": "export declare const extra: Missing;\n" });
    const wrong = makeReports(folder.path, folder.at("api"));
    await expect(wrong).rejects.toThrow(/extra\.d\.ts:1 .*'Missing'/);
    await folder.write({
      "package.json": JSON.stringify(manifest).replace("src/extra.d.ts", "src/none.d.ts"),
    });

    const missing = makeReports(folder.path, folder.at("api"));

    await expect(missing).rejects.toThrow(/none\.d\.ts does not exist\.\n.*npm run build/);
  }, 120_000);

  it("is there for each subpath of this package", async () => {
    const entries = await readEntryPoints(projectRoot);

    const files = await readdir(join(projectRoot, "test", "package", "api"));

    expect(files.sort()).toEqual(entries.map(({ name }) => `${name}.api.md`).sort());
  });
});

describe("the comparison of two reports", () => {
  it("sees a line that stands twice, and none that only moved", () => {
    expect(changedLines("a\nb\nb\nc\n", "c\na\nb\nd\n")).toEqual(["- b", "+ d"]);
  });
});
