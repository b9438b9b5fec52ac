import { spawnSync } from "node:child_process";
import { chmod, cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { checkCommand } from "../../scripts/check.js";
import { countTests, formatCounts, type CountedModule } from "../../scripts/check/test-counts.js";
import { callCommand } from "./support/call-command.js";
import { projectRoot } from "./support/run-script.js";
import { temporaryFolder } from "./support/temporary-folder.js";

type State = "passed" | "failed" | "skipped" | "pending";

const moduleOf = (states: readonly State[], ok = !states.includes("failed")): CountedModule => ({
  ok: () => ok,
  children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })) },
});

describe("the count of tests", () => {
  it.each([
    [
      "the tests of all files",
      [moduleOf(["passed", "passed", "skipped"]), moduleOf(["failed", "passed"])],
      false,
      "3 passed, 1 failed, 1 skipped",
    ],
    ["no skipped tests if there are none", [moduleOf(["passed"])], true, "1 passed, 0 failed"],
    [
      "a file that cannot be loaded as failed",
      [moduleOf(["passed"]), moduleOf([], false)],
      false,
      "1 passed, 1 failed",
    ],
    ["an unfinished test as failed", [moduleOf(["pending"])], false, "0 passed, 1 failed"],
    [
      "a failure outside the tests, such as too little coverage",
      [moduleOf(["passed"])],
      false,
      "1 passed, 1 failed",
    ],
    ["a run without tests as failed", [], true, "0 passed, 1 failed"],
  ])("counts %s", (_, modules, passed, wanted) => {
    expect(formatCounts(countTests(modules, passed))).toBe(wanted);
  });
});

describe("npm test and npm run test:full", () => {
  it("describe both lanes and their parts with --help", async () => {
    const { code, stdout } = await callCommand(checkCommand, "--help");

    expect(code).toBe(0);
    for (const part of ["format", "typecheck", "lint", "build", "test"]) {
      expect(stdout).toMatch(new RegExp(`^  ${part} `, "m"));
    }
  });

  it.each([[["--only", "everything"]], [["--full", "--only", "build"]]])(
    "reject a part that the lane does not have: %j",
    async (args) => {
      const { code, stderr } = await callCommand(checkCommand, ...args);

      expect(code).toBe(2);
      expect(stderr).toContain("--only must be one of lint, ");
    },
  );
});

describe(".ci/run", () => {
  /** Runs the script with a fake npm that runs these shell commands for the two lanes. */
  async function runLanes(first: string, second: string) {
    await using folder = await temporaryFolder({
      "bin/npm": `#!/bin/sh\nif [ "$1" = test ]; then ${first}; else ${second}; fi\n`,
    });
    await chmod(folder.at("bin", "npm"), 0o755);
    await mkdir(folder.at(".ci"));
    await cp(join(projectRoot, ".ci", "run"), folder.at(".ci", "run"));
    const env = { ...process.env, PATH: `${folder.at("bin")}:${process.env["PATH"] ?? ""}` };
    const run = spawnSync("bash", [folder.at(".ci", "run")], { env, encoding: "utf8" });
    return { code: run.status, last: run.stdout.trim().split("\n").at(-1) };
  }

  it.each([
    {
      when: "both pass",
      first: "echo 12 passed, 0 failed",
      second: "echo 3 passed, 0 failed, 1 skipped",
      wanted: { code: 0, last: "15 passed, 0 failed, 1 skipped" },
    },
    {
      when: "the first fails",
      first: "echo 11 passed, 1 failed; exit 1",
      second: "echo 3 passed, 0 failed",
      wanted: { code: 1, last: "14 passed, 1 failed" },
    },
    {
      when: "the second fails",
      first: "echo 12 passed, 0 failed",
      second: "echo 2 passed, 2 failed; exit 1",
      wanted: { code: 1, last: "14 passed, 2 failed" },
    },
    {
      when: "the first ends before it counts",
      first: "echo no npm; exit 1",
      second: "echo 3 passed, 0 failed",
      wanted: { code: 1, last: "3 passed, 1 failed" },
    },
  ])("counts the tests of both lanes if $when", async ({ first, second, wanted }) => {
    expect(await runLanes(first, second)).toEqual(wanted);
  });
});
