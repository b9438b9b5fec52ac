import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { vi } from "vitest";

const scratch = fileURLToPath(new URL("../../../.cache/programs/", import.meta.url));

export interface ProgramRun {
  /** What stands in the text for things that only a real server has, and what there is instead. */
  readonly standIns: ReadonlyMap<string, string>;
  /** The environment that a reader would set. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The program as it is shown, but for the stand-ins.
 *
 * @throws Error if the text lacks one of the stand-ins: then it is not what was meant to run
 */
export function substitute(
  name: string,
  shown: string,
  standIns: ReadonlyMap<string, string>,
): string {
  let program = shown;
  for (const [text, standIn] of standIns) {
    if (!shown.includes(text)) throw new Error(`${name} does not say ${text}`);
    program = program.replaceAll(text, standIn);
  }
  return program;
}

/**
 * Runs a program as it is shown, but for the stand-ins.
 *
 * @returns the lines that it printed
 */
export async function runProgram(
  name: string,
  shown: string,
  { standIns, env }: ProgramRun,
): Promise<string[]> {
  const program = substitute(name, shown, standIns);
  const folder = join(scratch, `${name}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  // Each run is a module of its own: one that was imported before would not run again.
  const file = join(folder, `program-${Date.now()}.ts`);
  await writeFile(file, program);

  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...values) => {
    lines.push(values.map(String).join(" "));
  });
  for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value);
  try {
    await import(pathToFileURL(file).href);
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  }
  return lines;
}
