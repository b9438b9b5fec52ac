import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { vi } from "vitest";

const folder = fileURLToPath(new URL("../../../spec/examples/", import.meta.url));
const scratch = fileURLToPath(new URL("../../../.cache/examples/", import.meta.url));

export interface ExampleRun {
  /** What stands in the text for things that only a real server has, and what there is instead. */
  readonly standIns: ReadonlyMap<string, string>;
  /** The environment that a reader would set. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs an example, as it is shown but for the stand-ins.
 *
 * @returns the lines that it printed
 * @throws Error if the text lacks one of the stand-ins: then it is not what was meant to run
 */
export async function runExample(name: string, { standIns, env }: ExampleRun): Promise<string[]> {
  const shown = await readFile(join(folder, `${name}.ts`), "utf8");
  let program = shown;
  for (const [text, standIn] of standIns) {
    if (!shown.includes(text)) throw new Error(`${name}.ts does not say ${text}`);
    program = program.replaceAll(text, standIn);
  }
  const place = join(scratch, `${name}-${process.pid}`);
  await mkdir(place, { recursive: true });
  const file = join(place, `${name}.ts`);
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
    await rm(place, { recursive: true });
  }
  return lines;
}
