import { symlink } from "node:fs/promises";
import { pathToFileURL } from "node:url";

import { describe, expect, it, vi } from "vitest";

import { projectRoot, runNode, type Run } from "./support/run-script.js";
import { temporaryFolder, type TemporaryFolder } from "./support/temporary-folder.js";

vi.setConfig({ testTimeout: 60_000 });

const module = pathToFileURL(`${projectRoot}/scripts/command/entry-point.ts`).href;
const errors = pathToFileURL(`${projectRoot}/scripts/command/generation-error.ts`).href;

/** A script of its own whose command does what the source says. */
async function script(source: string): Promise<TemporaryFolder> {
  return temporaryFolder({
    "package.json": '{ "type": "module" }',
    "script.ts": `
      import { parseArgs } from "node:util";
      import { UsageError, isEntryPoint, runCommand } from ${JSON.stringify(module)};
      import { GenerationError } from ${JSON.stringify(errors)};
      if (isEntryPoint(import.meta.url)) await runCommand(async () => { ${source} });
    `,
    "importer.ts": 'await import("./script.ts"); console.log("imported");',
  });
}

function run(file: string, ...args: string[]): Promise<Run> {
  return runNode(["--import", "tsx", file, ...args]);
}

describe("a command", () => {
  it.each([
    ["console.log('done')", 0, "done\n", ""],
    [
      "throw new UsageError('Too many.')",
      2,
      "",
      "✗ Too many.\n  Run the command with --help to see its options.\n",
    ],
    [
      "throw new GenerationError([{ message: 'is broken.', places: ['a.yaml:1:2'], advice: 'Mend it.' }])",
      1,
      "",
      "✗ a.yaml:1:2 is broken.\n  Mend it.\n",
    ],
  ])("%s ends with exit code %i", async (source, code, stdout, stderr) => {
    await using folder = await script(source);

    expect(await run(folder.at("script.ts"))).toEqual({ code, stdout, stderr });
  });

  it("that meets a defect shows where it happened", async () => {
    await using folder = await script("null.member");

    const { code, stderr } = await run(folder.at("script.ts"));

    expect(code).toBe(1);
    expect(stderr).toMatch(/^✗ TypeError: .*\n +at .*script\.ts/);
  });

  it("takes an unknown option for wrong usage", async () => {
    await using folder = await script("parseArgs({ options: {} })");

    const { code, stderr } = await run(folder.at("script.ts"), "--what");

    expect(code).toBe(2);
    expect(stderr).toContain("'--what'");
  });
});

describe("a module is the entry point", () => {
  it("when it was started through a link", async () => {
    await using folder = await script("console.log('ran')");
    await symlink(folder.at("script.ts"), folder.at("link.ts"));

    expect((await run(folder.at("link.ts"))).stdout).toBe("ran\n");
  });

  it("but not when another imports it", async () => {
    await using folder = await script("console.log('ran')");

    expect((await run(folder.at("importer.ts"))).stdout).toBe("imported\n");
  });
});
