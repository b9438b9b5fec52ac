import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { build } from "../../scripts/build.js";
import { runScript } from "./support/run-script.js";
import { temporaryFolder } from "./support/temporary-folder.js";

// A process takes seconds to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

// Progress lines of calls within this process would mix with the test runner's own.
beforeEach(() => void vi.spyOn(process.stderr, "write").mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

const files = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      ...{ rootDir: ".", outDir: "dist", target: "ES2022", module: "NodeNext", types: [] },
      ...{ declaration: true, sourceMap: true, strict: true },
    },
    include: ["src"],
  }),
  "package.json": '{ "type": "module" }',
  "src/index.ts": "export const one: number = 1;\n",
  "dist/src/gone.js": "// of a source that is gone\n",
};

describe("the build", () => {
  it("leaves in dist/ what the sources give, and nothing of before", async () => {
    await using folder = await temporaryFolder(files);

    await build(folder.at("tsconfig.json"), folder.at("scratch"));

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

  it("leaves alone what else there is in dist/, such as the docs site", async () => {
    await using folder = await temporaryFolder({ ...files, "dist/site/index.html": "<p>docs</p>" });

    await build(folder.at("tsconfig.json"), folder.at("scratch"));

    expect(await folder.snapshot("dist/site")).toEqual({ "dist/site/index.html": "<p>docs</p>" });
  });

  it("leaves dist/ as it was after an error, which it names with its place", async () => {
    await using folder = await temporaryFolder({
      ...files,
      "src/index.ts": '\nexport const one: number = "1";\n',
    });

    const building = build(folder.at("tsconfig.json"), folder.at("scratch"));

    await expect(building).rejects.toThrow(/src\/index\.ts:2:14 TS2322: Type 'string'/);
    expect(await folder.snapshot("dist")).toEqual({
      "dist/src/gone.js": files["dist/src/gone.js"],
    });
  });

  it("says what is wrong with its configuration", async () => {
    await using folder = await temporaryFolder({ "tsconfig.json": '{ "include": ["src"] }' });

    await expect(build(folder.at("tsconfig.json"), folder.at("scratch"))).rejects.toThrow(
      /tsconfig\.json has no outDir/,
    );
    await expect(build(folder.at("none.json"), folder.at("scratch"))).rejects.toThrow(
      /TS5083|none/,
    );
  });
});

it("scripts/build.ts explains itself under --help", async () => {
  const { code, stdout } = await runScript("build.ts", ["--help"]);

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: npm run build/);
});
