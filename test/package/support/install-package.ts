import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.js";

/** The folder of package.json. */
export const projectRoot = fileURLToPath(new URL("../../../", import.meta.url));

/** Creates a user's project in an empty folder, and installs the tarball without a network. */
export async function installPackage(folder: string, tarball: string): Promise<void> {
  const dependency = (name: string) => `file:${join(projectRoot, "node_modules", name)}`;
  const manifest = {
    type: "module",
    dependencies: {
      "datameta-client": `file:${tarball}`,
      // From the disk, so that npm does not contact a registry.
      "openapi-fetch": dependency("openapi-fetch"),
      "openapi-typescript-helpers": dependency("openapi-typescript-helpers"),
    },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await run(folder, "npm", ["install", "--offline", "--install-links", "--ignore-scripts"]);
}
