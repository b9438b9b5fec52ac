import { readFile } from "node:fs/promises";
import { runProgram, type ProgramRun } from "./run-program.js";

/** Runs an example of `spec/examples/`. Returns the lines that it printed. */
export async function runExample(name: string, run: ProgramRun): Promise<string[]> {
  const file = new URL(`../../../spec/examples/${name}.ts`, import.meta.url);
  return runProgram(name, await readFile(file, "utf8"), run);
}
