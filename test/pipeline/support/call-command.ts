import { vi } from "vitest";
import type { Command } from "../../../scripts/command/entry-point.js";
import type { Run } from "./run-script.js";

/** Calls a command in this process. Returns its exit code and its output. */
export async function callCommand(command: Command, ...args: string[]): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  try {
    return { code: await command(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
