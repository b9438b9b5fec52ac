import { describe, expect, it, vi } from "vitest";

import { runStage, runStages, type Stage } from "../../scripts/command/stages.js";
import { temporaryFolder } from "./support/temporary-folder.js";

vi.setConfig({ testTimeout: 60_000 });

const stage = (name: string, ...sources: string[]): Stage => ({
  name,
  purpose: "",
  programs: sources.map((source) => ["-e", source]),
});

/** Everything that is written to stderr while the work is done. */
async function stderrOf(work: () => Promise<unknown>): Promise<string> {
  let text = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return text;
}

describe("a stage", () => {
  it("ends with its first program that fails, and keeps what all of them said", async () => {
    let outcome;

    const stderr = await stderrOf(async () => {
      outcome = await runStage(
        stage(
          "three",
          "console.log(1)",
          "console.error(2); process.exitCode = 3",
          "console.log('never')",
        ),
        "kept",
      );
    });

    expect(outcome).toEqual({ passed: false, output: "1\n2\n" });
    expect(stderr).toMatch(/^✗ three/);
  });
});

describe("stages side by side", () => {
  it("pass in silence but for a line each", async () => {
    let passed = false;

    const stderr = await stderrOf(async () => {
      passed = await runStages(["a", "b", "c"].map((name) => stage(name, "console.log('noise')")));
    });

    expect(passed).toBe(true);
    expect(
      stderr
        .replaceAll(/[\d.]+ m?s/g, "TIME")
        .split("\n")
        .sort(),
    ).toEqual(["", ...["a", "b", "c"].map((name) => `✓ ${name.padEnd(18)}  TIME`)]);
  });

  it("show the output of the one that fails, end the other and start no more", async () => {
    await using folder = await temporaryFolder();
    const mark = JSON.stringify(folder.at("started"));
    let passed = true;

    const stderr = await stderrOf(async () => {
      passed = await runStages([
        stage("endless", "setInterval(() => {}, 1000)"),
        stage("bad", "console.log('what was wrong'); process.exitCode = 1"),
        stage("later", `require("node:fs").writeFileSync(${mark}, "")`),
      ]);
    });

    expect(passed).toBe(false);
    expect(stderr).toMatch(/^✗ bad +\d.*\n\nwhat was wrong\n\n$/);
    expect(await folder.snapshot()).toEqual({});
  });
});
