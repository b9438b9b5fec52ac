import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "./install-package.js";

/** The parts of the README that a test can run. */
export interface Readme {
  readonly text: string;
  /** The TypeScript programs. */
  readonly snippets: readonly string[];
  /** The commands in the shell blocks, without comments. */
  readonly commands: readonly string[];
}

export async function readReadme(): Promise<Readme> {
  const text = await readFile(join(projectRoot, "README.md"), "utf8");
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
