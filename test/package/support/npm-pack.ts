import { run } from "./run.js";

/** The part of `npm pack --json` that is used here. */
export interface PackedPackage {
  /** The tarball's name. */
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the package in a folder. @throws with npm's output where it fails */
export async function npmPack(folder: string, flags: readonly string[]): Promise<PackedPackage> {
  const { stdout } = await run(folder, "npm", ["pack", "--json", ...flags]);
  return readPacked(stdout);
}

/**
 * Reads what `npm pack --json` printed: an array, or since npm 12 an object by the package's name.
 * What the package's own scripts print stands before it.
 */
export function readPacked(output: string): PackedPackage {
  const start = output.search(/^[[{]\W*$/m);
  // Safe: npm prints this on success.
  const packed = JSON.parse(output.slice(start)) as Record<string, PackedPackage>;
  const [first] = Object.values(packed);
  if (first === undefined) throw new Error(`npm packed nothing: ${output}`);
  return first;
}
