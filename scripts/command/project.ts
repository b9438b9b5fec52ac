import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The default paths of the commands. */
export const defaultSpec = join(projectRoot, "spec", "openapi.yaml");
export const defaultExamples = join(projectRoot, "spec", "examples");
export const defaultOut = join(projectRoot, "generated");
export const defaultConfig = join(projectRoot, "redocly.yaml");

/** Ignored by git. You can delete it at any time. */
export const scratch = join(projectRoot, ".cache");
