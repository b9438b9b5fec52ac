import { describe, expect, it } from "vitest";

import { UsageError, checkNames, defineCommand } from "../../scripts/command/entry-point.js";
import { GenerationError } from "../../scripts/command/generation-error.js";
import { callCommand } from "./support/call-command.js";

const usage = "Usage: example\n";

function commandThat(run: () => Promise<number>) {
  return defineCommand(usage, { name: { type: "string" } }, run);
}

const failsWith = (error: Error) => commandThat(() => Promise.reject(error));

describe("a command", () => {
  it.each([
    ["succeeds", commandThat(() => Promise.resolve(0)), 0, ""],
    ["returns an exit code", commandThat(() => Promise.resolve(3)), 3, ""],
    [
      "gets invalid arguments",
      failsWith(new UsageError("Too many.")),
      2,
      "✗ Too many.\n  Run the command with --help to see its options.\n",
    ],
    [
      "finds a problem",
      failsWith(
        new GenerationError([{ message: "is broken.", places: ["a.yaml:1:2"], advice: "Fix it." }]),
      ),
      1,
      "✗ a.yaml:1:2 is broken.\n  Fix it.\n",
    ],
  ])("that %s ends with the right exit code and message", async (_, command, code, stderr) => {
    expect(await callCommand(command)).toEqual({ code, stdout: "", stderr });
  });

  it("shows the stack of an unexpected error", async () => {
    const { code, stderr } = await callCommand(failsWith(new TypeError("not a function")));

    expect(code).toBe(1);
    expect(stderr).toMatch(/^✗ TypeError: not a function\n +at .*entry-point\.test/);
  });

  it("rejects an unknown option as invalid usage", async () => {
    const { code, stderr } = await callCommand(
      commandThat(() => Promise.resolve(0)),
      "--what",
    );

    expect(code).toBe(2);
    expect(stderr).toContain("'--what'");
  });

  it("only prints its usage with --help", async () => {
    const command = failsWith(new Error("It ran."));

    expect(await callCommand(command, "--help")).toEqual({ code: 0, stdout: usage, stderr: "" });
  });

  it("gets the values of its options", async () => {
    const command = defineCommand(usage, { name: { type: "string" } }, ({ name }) => {
      process.stdout.write(`Hello ${name ?? ""}`);
      return Promise.resolve();
    });

    expect(await callCommand(command, "--name", "Ada")).toMatchObject({ stdout: "Hello Ada" });
  });

  it("can reject unknown values of an option", () => {
    expect(() => checkNames("--only", ["a", "c"], ["a", "b"])).toThrow(
      new UsageError('--only must be one of a, b; got "c".'),
    );
  });
});
