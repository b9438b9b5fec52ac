import { join } from "node:path";

import { projectRoot } from "./command/project.js";

/** Formats TypeScript like `npm run format`, for any output folder. */
export async function prettify(text: string): Promise<string> {
  // Loaded on demand, because the outputs of other documents are not formatted.
  const { format, resolveConfig } = await import("prettier");
  const path = join(projectRoot, "generated", "any.ts");
  const config = await resolveConfig(path, { editorconfig: true });
  return format(text, { ...config, parser: "typescript" });
}
