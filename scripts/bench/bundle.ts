import { dirname } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { build, type BuildOptions, type Metafile } from "esbuild";

/** What a bundle weighs. */
export interface Weight {
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** A bundle as a browser would load it, and what it is made of. */
export interface Bundle {
  readonly weight: Weight;
  readonly code: Buffer;
  readonly metafile: Metafile;
}

/** The program that is weighed: it makes the four calls of an app, and nothing else of it is left. */
const program = (file: string): string => `
import { fourCalls } from ${JSON.stringify(file)};
await fourCalls("https://localhost/api/v1", "t", { email: "a", password: "b", newPassword: "c" });
`;

/** Bundles the four calls of an app, minified. */
export function bundleFourCalls(file: string, options: BuildOptions = {}): Promise<Bundle> {
  return bundle(program(file), dirname(file), options);
}

/** Bundles a program, minified; what it imports is looked for from the folder. */
export async function bundle(
  contents: string,
  resolveDir: string,
  options: BuildOptions = {},
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir, loader: "js" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    ...options,
    write: false,
    metafile: true,
  });
  const code = Buffer.concat(outputFiles.map((output) => output.contents));
  return {
    code,
    metafile,
    weight: {
      minified: code.length,
      gzip: gzipSync(code, { level: 9 }).length,
      brotli: brotliCompressSync(code).length,
    },
  };
}
