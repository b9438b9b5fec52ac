import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Bundles a program of this folder with the package into one file, which starts fast. */
export async function buildProgram(name: string, outfile: string): Promise<void> {
  await build({
    ...{ entryPoints: [pathOf(name)], outfile, bundle: true },
    // Node's modules need no bundling, and js-md5 is only for browsers.
    ...{ platform: "node", format: "esm", target: "node20" },
    alias: {
      "datameta-client": pathOf("../../../src/index.ts"),
      "datameta-client/files": pathOf("../../../src/files/node.ts"),
    },
  });
}
