import { describe, expect, it, vi } from "vitest";

import { runStages, type Stage } from "../../scripts/check/stages.js";
import { temporaryFolder } from "./support/temporary-folder.js";

// A process takes seconds to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const stage = (name: string, ...sources: string[]): Stage => ({
  name,
  purpose: "",
  programs: sources.map((source) => ["-e", source]),
});

/** Runs the stages. Returns whether they passed, and their stderr without the times. */
async function run(...stages: Stage[]): Promise<{ passed: boolean; stderr: string }> {
  let stderr = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text).replace(/[\d.]+ m?s$/m, "TIME");
    return true;
  });
  try {
    return { passed: await runStages(stages), stderr };
  } finally {
    spy.mockRestore();
  }
}

describe("the stages of a lane", () => {
  it("print only one line each if they pass", async () => {
    const { passed, stderr } = await run(
      ...["a", "b", "c"].map((name) => stage(name, "console.log('noise')")),
    );

    expect(passed).toBe(true);
    expect(stderr.split("\n").sort()).toEqual(
      ["", ...["a", "b", "c"].map((name) => `✓ ${name.padEnd(18)}  TIME`)].sort(),
    );
  });

  it("stop at the first program that fails, and show the output of its stage", async () => {
    const { passed, stderr } = await run(
      stage(
        "three",
        "console.log(1)",
        "console.error(2); process.exitCode = 3",
        "console.log('never')",
      ),
    );

    expect(passed).toBe(false);
    expect(stderr).toBe(`✗ ${"three".padEnd(18)}  TIME\n\n1\n2\n\n`);
  });

  it("stop when one fails: running stages are killed, and others do not start", async () => {
    await using folder = await temporaryFolder();
    const mark = JSON.stringify(folder.at("started"));

    const { passed, stderr } = await run(
      stage("endless", "setInterval(() => {}, 1000)"),
      stage("bad", "console.log('what was wrong'); process.exitCode = 1"),
      stage("later", `require("node:fs").writeFileSync(${mark}, "")`),
    );

    expect(passed).toBe(false);
    expect(stderr).toBe(`✗ ${"bad".padEnd(18)}  TIME\n\nwhat was wrong\n\n`);
    expect(await folder.snapshot()).toEqual({});
  });
});
