import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, vi } from "vitest";

import { generateCommand } from "../../scripts/generate.js";
import { callCommand } from "../pipeline/support/call-command.js";
import { projectRoot, runNode, runScript } from "../pipeline/support/run-script.js";
import { temporaryFolder, type TemporaryFolder } from "../pipeline/support/temporary-folder.js";
import { tinyFiles } from "../pipeline/support/tiny-document.js";

// On a busy machine, a process takes seconds to start.
vi.setConfig({ testTimeout: 60_000 });

const generateOptions = (folder: TemporaryFolder) => [
  ...["--spec", folder.at("openapi.yaml"), "--config", folder.at("redocly.yaml")],
  ...["--out", folder.at("out"), "--validators"],
];

describe("a command in a separate process", () => {
  it("generates the same bytes with any locale, time zone and folder", async () => {
    await using one = await temporaryFolder(tinyFiles);
    await using other = await temporaryFolder(tinyFiles);

    await callCommand(generateCommand, ...generateOptions(one));
    const run = await runScript("generate.ts", generateOptions(other), {
      LC_ALL: "tr_TR.UTF-8",
      TZ: "Asia/Tokyo",
    });

    expect(run).toMatchObject({ code: 0, stdout: "" });
    expect(run.stderr).toMatch(/^✓ generate /m);
    const texts = await one.snapshot("out");
    expect(Object.keys(texts)).toHaveLength(6);
    expect(await other.snapshot("out")).toEqual(texts);
    expect(Object.values(texts).join("")).not.toContain(one.path);
  });

  it("generates the same types if NODE_ENV is development, which makes TypeScript check them", async () => {
    const document = {
      ...{ openapi: "3.1.0", info: { title: "Tiny", version: "1" }, paths: {} },
      components: {
        schemas: {
          Kind: { enum: ["süß", 'a"b', 1, null] },
          Pet: {
            properties: { kind: { $ref: "#/components/schemas/Kind" }, size: { const: "x" } },
          },
        },
      },
    };
    await using folder = await temporaryFolder({ "openapi.json": JSON.stringify(document) });
    const generate = async (out: string, environment: Record<string, string>) => {
      const options = ["--spec", folder.at("openapi.json"), "--out", folder.at(out)];
      const { code, stderr } = await runScript("generate.ts", options, environment);
      expect(code, stderr).toBe(0);
      return await readFile(folder.at(join(out, "schema.ts")), "utf8");
    };

    const schema = await generate("development", { NODE_ENV: "development" });

    expect(schema).toContain('"süß" | "a\\"b" | 1 | null');
    expect(await generate("production", { NODE_ENV: "production" })).toBe(schema);
  });

  it.each([
    ["lint.ts", ["--spec", "missing.yaml"], 1, "✗ missing.yaml does not exist."],
    ["build.ts", ["--chekc"], 2, "'--chekc'"],
    ["api-report.ts", ["--chekc"], 2, "'--chekc'"],
    ["check.ts", ["--only", "everything"], 2, "--only must be one of lint, "],
  ])(
    "%s %j exits with code %i and prints its message to stderr",
    async (script, args, code, text) => {
      const run = await runScript(script, args);

      expect(run).toMatchObject({ code, stdout: "" });
      expect(run.stderr).toContain(text);
    },
  );
});

describe("a script", () => {
  const entryPoint = pathToFileURL(join(projectRoot, "scripts/command/entry-point.ts")).href;

  it("runs if it is started through a link, but not if another module imports it", async () => {
    await using folder = await temporaryFolder({
      "package.json": '{ "type": "module" }',
      "script.ts": `
        import { isEntryPoint, runPlainCommand } from ${JSON.stringify(entryPoint)};
        if (isEntryPoint(import.meta.url)) {
          await runPlainCommand("", async () => console.log("ran"));
        }
      `,
      "importer.ts": 'await import("./script.ts"); console.log("imported");',
    });
    await symlink(folder.at("script.ts"), folder.at("link.ts"));
    const run = (file: string) => runNode(["--import", "tsx", folder.at(file)]);

    expect(await run("link.ts")).toMatchObject({ code: 0, stdout: "ran\n" });
    expect(await run("importer.ts")).toMatchObject({ code: 0, stdout: "imported\n" });
  });
});
