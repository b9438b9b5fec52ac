import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { build } from "../../scripts/build.js";
import { compile } from "../../scripts/build/compile.js";
import { defineCommand } from "../../scripts/command/entry-point.js";
import { callCommand } from "../pipeline/support/call-command.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";
import { tinyFiles } from "../pipeline/support/tiny-document.js";

// On a busy machine, the compiler takes seconds.
vi.setConfig({ testTimeout: 60_000 });

// Hides progress lines, which would mix with the output of the test runner.
beforeEach(() => void vi.spyOn(process.stderr, "write").mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

const files = {
  "tsconfig.build.json": JSON.stringify({
    compilerOptions: {
      ...{ rootDir: ".", outDir: "dist", target: "ES2022", module: "NodeNext", types: [] },
      ...{ declaration: true, sourceMap: true, strict: true },
    },
    include: ["src"],
  }),
  "package.json": '{ "type": "module" }',
  "src/index.ts": "export const one: number = 1;\n",
  "dist/src/gone.js": "// from a deleted source\n",
};

const { "redocly.yaml": config, ...document } = tinyFiles;

/** A project with the same layout, whose source re-exports a type of the document. */
const project = {
  ...files,
  ...Object.fromEntries(Object.entries(document).map(([name, text]) => [`spec/${name}`, text])),
  "redocly.yaml": config,
  "src/index.ts": 'export type { Pet } from "../generated/schema.js";\n',
  "generated/schema.ts": "// before\n",
};

const withAge = {
  "spec/Pet.yaml": `${tinyFiles["Pet.yaml"]}  age: { type: integer, description: In years. }\n`,
};

describe("the build", () => {
  it("adds a property of the document to the declarations", async () => {
    await using folder = await temporaryFolder({ ...project, ...withAge });

    await build({ root: folder.path });

    expect(await folder.read("generated/schema.ts")).toContain("age?: number;");
    expect(await folder.read("dist/generated/schema.d.ts")).toContain("age?: number;");
    expect(await folder.read("dist/src/index.d.ts")).toContain("Pet");
  });

  it("does nothing without changes, and builds after each change", async () => {
    await using folder = await temporaryFolder(project);
    const buildIn = () => callCommand(defineCommand("", {}, () => build({ root: folder.path })));

    expect((await buildIn()).stderr).toMatch(/^✓ compile /m);
    expect((await buildIn()).stderr).toMatch(/^✓ build .* nothing has changed .*\n$/);
    for (const change of [{ "dist/src/index.js": "" }, { ...withAge, "generated/schema.ts": "" }]) {
      await folder.write(change);
      expect((await buildIn()).stderr).toMatch(/^✓ compile /m);
    }
    expect((await buildIn()).stderr).not.toContain("compile");
    expect(await folder.read("dist/generated/schema.d.ts")).toContain("age?: number;");
  });

  it.each([
    ["that cannot be read", { "spec/Pet.yaml": "type: [" }, /Pet\.yaml:1:8 /],
    [
      "with a lint finding",
      { "spec/paths.yaml": tinyFiles["paths.yaml"].replace("summary: List", "x-summary: List") },
      /paths\.yaml:2:3 operation-summary: /,
    ],
  ])("stops at a document %s and changes nothing", async (_, broken, message) => {
    await using folder = await temporaryFolder({ ...project, ...broken });
    const before = await folder.snapshot();

    await expect(build({ root: folder.path })).rejects.toThrow(message);
    expect(await folder.snapshot()).toEqual(before);
  });

  it("stops at a compiler error, names its place and does not change dist/", async () => {
    await using folder = await temporaryFolder({
      ...project,
      "src/index.ts": 'export type { Cat } from "../generated/schema.js";\n',
    });
    const before = await folder.snapshot("dist");

    const building = build({ root: folder.path });

    await expect(building).rejects.toThrow(/src\/index\.ts:1:15 TS2305: .*'Cat'/);
    expect(await folder.snapshot("dist")).toEqual(before);
  });

  it("fails with --check if generated/ is stale, and writes nothing", async () => {
    await using folder = await temporaryFolder(project);
    const before = await folder.snapshot();

    const building = build({ root: folder.path, check: true });

    await expect(building).rejects.toThrow("schema.ts is stale.");
    expect(await folder.snapshot()).toEqual(before);
  });
});

describe("compiling", () => {
  it("replaces the compiled files in dist/", async () => {
    await using folder = await temporaryFolder(files);

    await compile(folder.at("tsconfig.build.json"), folder.at("scratch"));

    const dist = await folder.snapshot("dist");
    expect(Object.keys(dist).sort()).toEqual([
      "dist/src/index.d.ts",
      "dist/src/index.js",
      "dist/src/index.js.map",
    ]);
    expect(dist["dist/src/index.js"]).toContain("export const one = 1;");
    expect(JSON.parse(dist["dist/src/index.js.map"] ?? "")).toMatchObject({
      sources: ["../../src/index.ts"],
    });
  });

  it("keeps other folders in dist/, such as the docs site", async () => {
    await using folder = await temporaryFolder({ ...files, "dist/site/index.html": "<p>docs</p>" });

    await compile(folder.at("tsconfig.build.json"), folder.at("scratch"));

    expect(await folder.snapshot("dist/site")).toEqual({ "dist/site/index.html": "<p>docs</p>" });
  });

  it("reports an invalid configuration", async () => {
    await using folder = await temporaryFolder({ "tsconfig.build.json": '{ "include": ["src"] }' });

    await expect(compile(folder.at("tsconfig.build.json"), folder.at("scratch"))).rejects.toThrow(
      /tsconfig\.build\.json has no outDir/,
    );
    await expect(compile(folder.at("none.json"), folder.at("scratch"))).rejects.toThrow(
      /TS5083|none/,
    );
  });
});
