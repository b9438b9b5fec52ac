import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.js";

/** The folder of package.json. */
export const projectRoot = fileURLToPath(new URL("../../../", import.meta.url));

/** Makes an empty folder a project of a user, with the tarball installed without a network. */
export async function installPackage(folder: string, tarball: string): Promise<void> {
  const dependency = (name: string) => `file:${join(projectRoot, "node_modules", name)}`;
  const manifest = {
    type: "module",
    dependencies: {
      "datameta-client": `file:${tarball}`,
      // From the disk, so that the installation asks no registry.
      "openapi-fetch": dependency("openapi-fetch"),
      "openapi-typescript-helpers": dependency("openapi-typescript-helpers"),
    },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await run(folder, "npm", ["install", "--offline", "--install-links", "--ignore-scripts"]);
}
