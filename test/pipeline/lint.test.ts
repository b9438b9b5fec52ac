import { relative } from "node:path";

import { describe, expect, it } from "vitest";

import { lintCommand, lintSpec } from "../../scripts/lint.js";
import { readConfig } from "../../scripts/document/read-spec.js";
import { callCommand } from "./support/call-command.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { tinyFiles } from "./support/tiny-document.js";

/** The tiny spec, without the summary on line 4 of paths.yaml. */
const unsummarized = {
  ...tinyFiles,
  "paths.yaml": tinyFiles["paths.yaml"].replace("    summary: List the pets\n", ""),
};

describe("the lint", () => {
  it("passes if it finds nothing", async () => {
    await using folder = await temporaryFolder(tinyFiles);
    const config = await readConfig(folder.at("redocly.yaml"));

    const result = await lintSpec(folder.at("openapi.yaml"), config);

    expect(result).toEqual({ problems: [], errors: 0, warnings: 0 });
  });

  it("fails with file, line, column, rule and message, also in a referenced file", async () => {
    await using folder = await temporaryFolder(unsummarized);
    const config = await readConfig(folder.at("redocly.yaml"));

    const lint = lintSpec(folder.at("openapi.yaml"), config);

    const place = relative(process.cwd(), folder.at("paths.yaml:2:3"));
    await expect(lint).rejects.toThrow(
      `${place} operation-summary: Operation object should contain \`summary\` field.`,
    );
  });

  it.each([
    ["strict", "warn", true],
    ["error", "warn", false],
    ["error", "error", true],
    ["warn", "error", false],
  ] as const)(
    "at level %s, with a rule of severity %s, fails: %s",
    async (level, severity, fails) => {
      await using folder = await temporaryFolder({
        ...unsummarized,
        "redocly.yaml": `rules: { operation-summary: ${severity} }\n`,
      });
      const config = await readConfig(folder.at("redocly.yaml"));

      const lint = lintSpec(folder.at("openapi.yaml"), config, level);

      if (fails) await expect(lint).rejects.toThrow("operation-summary");
      else
        await expect(lint).resolves.toMatchObject({
          problems: [expect.stringMatching(/operation-summary/)],
        });
    },
  );

  it("checks only the rules of the OpenAPI standard if there is no configuration", async () => {
    await using folder = await temporaryFolder(unsummarized);
    await using broken = await temporaryFolder({
      ...unsummarized,
      "openapi.yaml": tinyFiles["openapi.yaml"].replace("title: Tiny,", ""),
    });
    const config = await readConfig(undefined);

    await expect(lintSpec(folder.at("openapi.yaml"), config)).resolves.toMatchObject({ errors: 0 });
    await expect(lintSpec(broken.at("openapi.yaml"), config)).rejects.toThrow("title");
  });
});

describe("scripts/lint.ts", () => {
  it("prints the finding and exits with 1", async () => {
    await using folder = await temporaryFolder(unsummarized);

    const run = await callCommand(
      lintCommand,
      ...["--spec", folder.at("openapi.yaml"), "--config", folder.at("redocly.yaml")],
    );

    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/^✗ .*paths\.yaml:2:3 operation-summary: /);
  });

  it("rejects an unknown level with exit code 2", async () => {
    const run = await callCommand(lintCommand, "--lint", "sometimes");

    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--lint must be strict, error, warn, off; got "sometimes".');
  });
});
