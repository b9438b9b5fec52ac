import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "./install-package.js";

/** A page of Markdown, in the parts that a test can run. */
export interface Programs {
  readonly text: string;
  /** The TypeScript programs. */
  readonly snippets: readonly string[];
  /** The commands in the shell blocks, without comments. */
  readonly commands: readonly string[];
}

/** @param file - within the project, like `README.md` */
export async function readPrograms(file: string): Promise<Programs> {
  const text = await readFile(join(projectRoot, file), "utf8");
  const blocks = (language: string) =>
    Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms")), ([, code]) =>
      String(code),
    );
  const lines = blocks("sh").join("").split("\n");
  return {
    text,
    snippets: blocks("ts"),
    commands: lines.map((line) => line.replace(/\s+#.*$/, "").trim()).filter((line) => line !== ""),
  };
}
