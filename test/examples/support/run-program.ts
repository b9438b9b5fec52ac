import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { vi } from "vitest";

const scratch = fileURLToPath(new URL("../../../.cache/programs/", import.meta.url));

export interface ProgramRun {
  /** Texts in the program that exist only on a real server, with their replacements. */
  readonly standIns: ReadonlyMap<string, string>;
  /** The environment variables that a reader would set. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Replaces the texts in a program.
 *
 * @throws Error if the program does not contain one of the texts
 */
export function substitute(
  name: string,
  shown: string,
  standIns: ReadonlyMap<string, string>,
): string {
  let program = shown;
  for (const [text, standIn] of standIns) {
    if (!shown.includes(text)) throw new Error(`${name} does not contain ${text}`);
    program = program.replaceAll(text, standIn);
  }
  return program;
}

/**
 * Runs a program from the documentation, with some texts replaced.
 *
 * @returns the printed lines
 */
export async function runProgram(
  name: string,
  shown: string,
  { standIns, env }: ProgramRun,
): Promise<string[]> {
  const program = substitute(name, shown, standIns);
  const folder = join(scratch, `${name}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  // Each run needs a new file, because a module that was imported before would not run again.
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
