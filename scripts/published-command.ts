import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { generateCommandOf } from "./command/generate-command.js";
import { digestTools, stampFolder } from "./command/stamp.js";

/**
 * `npx datameta-client generate`.
 *
 * @param libraries - the names of the libraries that the project has to install
 */
export function publishedCommand(libraries: readonly string[]) {
  return generateCommandOf({
    name: "npx datameta-client generate",
    steps: async () => (await import("./generate.js")).steps,
    async stamps() {
      const folder = stampFolder(process.cwd());
      if (folder === undefined) return undefined;
      // The bundle of the generator is in one folder.
      const own = dirname(fileURLToPath(import.meta.url));
      return { folder, tools: await digestTools(own, process.cwd(), libraries) };
    },
  });
}
