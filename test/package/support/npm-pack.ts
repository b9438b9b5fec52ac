import { run } from "./run.js";

/** The part of the output of `npm pack --json` that we use. */
export interface PackedPackage {
  /** The tarball's name. */
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the package in a folder. @throws Error with npm's output if it fails */
export async function npmPack(folder: string, flags: readonly string[]): Promise<PackedPackage> {
  const { stdout } = await run(folder, "npm", ["pack", "--json", ...flags]);
  return readPacked(stdout);
}

/**
 * Reads the output of `npm pack --json`: an array or, since npm 12, an object by package name. It
 * comes after the output of the package's own scripts.
 */
export function readPacked(output: string): PackedPackage {
  const start = output.search(/^[[{]\W*$/m);
  // Safe: npm prints this on success.
  const packed = JSON.parse(output.slice(start)) as Record<string, PackedPackage>;
  const [first] = Object.values(packed);
  if (first === undefined) throw new Error(`npm packed nothing: ${output}`);
  return first;
}
