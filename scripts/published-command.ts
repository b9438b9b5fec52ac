import { generateCommandOf } from "./command/generate-command.js";
import { steps } from "./generate.js";

/** `npx datameta-client generate`. */
export const publishedCommand = generateCommandOf({ name: "npx datameta-client generate", steps });
