import { join } from "node:path";

import { projectRoot } from "./command/project.js";

/** Formats TypeScript as `npm run format` would, wherever the text is written to. */
export async function prettify(text: string): Promise<string> {
  // Not loaded for other documents, whose outputs are not formatted.
  const { format, resolveConfig } = await import("prettier");
  const path = join(projectRoot, "generated", "any.ts");
  const config = await resolveConfig(path, { editorconfig: true });
  return format(text, { ...config, parser: "typescript" });
}
